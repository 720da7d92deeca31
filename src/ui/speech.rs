//! The language that is spoken. English comes with the first load; every other one is a file of its own, asked for when it is
//! chosen. Until it is here, what was spoken before is spoken on.

use delivery_app::{Language, Model, Msg};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;

use super::context::{Hands, Tongue};
use super::format::Format;
use super::seen::act;
use super::words;

/// How numbers and dates are written, where a host says more than a language.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Manner {
    /// The tag for formats: `en-US` has other dates than `en-GB`. `None`: as the words have it.
    pub locale: Option<&'static str>,
    /// The viewer's zone. `None`: the browser's.
    pub zone: Option<&'static str>,
}

/// What is spoken.
#[derive(Clone, Copy)]
pub struct Speech {
    /// The words, `None` until the first are here, and how numbers are written.
    said: StoredValue<(Option<Tongue>, Manner)>,
    /// Told when either is another.
    changes: RwSignal<u32>,
}

impl Speech {
    /// Speaks what is chosen, from now on.
    pub fn begin(hands: Hands, manner: Manner) -> Self {
        let speech = Self { said: StoredValue::new((None, manner)), changes: RwSignal::new(0) };
        let chosen = hands.see(Model::language);
        act(move || match chosen.get() {
            Language::English => speech.speak(Tongue::english()),
            language => spawn_local(async move {
                let came = other(language).await;
                // Left again before that, or another chosen meanwhile.
                let Some((before, _)) = speech.said.try_get_value() else { return };
                if chosen.with_untracked(|chosen| *chosen != language) {
                    return;
                }
                match (came, before) {
                    (Ok(tongue), _) => speech.speak(tongue),
                    (Err(_), None) => speech.speak(Tongue::english()),
                    // What is chosen is what is spoken: it can be chosen again.
                    (Err(_), Some(_)) => hands.tell(Msg::LanguageChosen(Language::English)),
                }
            }),
        });
        speech
    }

    /// Numbers and dates as a host has them.
    pub fn set_manner(self, change: impl FnOnce(&mut Manner)) {
        self.said.update_value(|(_, manner)| change(manner));
        self.changes.update(|count| *count += 1);
    }

    /// The language, once its words are here.
    pub fn tongue(self) -> Option<Tongue> {
        self.changes.track();
        let (words, manner) = self.said.get_value();
        words.map(|words| spoken(words, manner))
    }

    /// The language as it is now; English until its words are here.
    pub fn tongue_now(self) -> Tongue {
        let (words, manner) = self.said.get_value();
        spoken(words.unwrap_or_else(Tongue::english), manner)
    }

    fn speak(self, tongue: Tongue) {
        self.said.update_value(|(words, _)| *words = Some(tongue));
        self.changes.update(|count| *count += 1);
    }
}

fn spoken(tongue: Tongue, manner: Manner) -> Tongue {
    let own = tongue.words.locale();
    // Dates of another language than the words' would be read wrongly.
    let fits = |locale: &&str| Language::of(locale) == Language::of(own);
    let format = Format::new(manner.locale.filter(fits).unwrap_or(own)).in_zone(manner.zone);
    tongue.with_format(format)
}

async fn other(language: Language) -> Result<Tongue, SplitLoaderError> {
    match language {
        Language::English => Ok(Tongue::english()),
        Language::Italian => italian().await.map(Tongue::of),
    }
}

#[cfg(split)]
#[leptos::wasm_split::wasm_split(italian, wasm_split_path = leptos::wasm_split, fallible)]
fn italian() -> Result<&'static dyn words::Language, SplitLoaderError> {
    Ok(&words::Italian)
}

#[cfg(not(split))]
async fn italian() -> Result<&'static dyn words::Language, SplitLoaderError> {
    Ok(&words::Italian)
}
