//! The language that is spoken, and how numbers are written in it.

use delivery_app::Language;
use leptos::prelude::*;

use super::context::Tongue;
use super::format::Format;

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
    /// Says nothing yet.
    pub fn new(manner: Manner) -> Self {
        Self { said: StoredValue::new((None, manner)), changes: RwSignal::new(0) }
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

    /// Speaks it from now on.
    pub fn speak(self, tongue: Tongue) {
        self.said.update_value(|(words, _)| *words = Some(tongue));
        self.changes.update(|count| *count += 1);
    }
}

fn spoken(tongue: Tongue, manner: Manner) -> Tongue {
    let own = tongue.words.locale();
    // Dates of another language than the words' would be read wrongly; and a language alone says nothing of a country.
    let fits = |locale: &&str| locale.len() > 2 && Language::of(locale) == Language::of(own);
    let format = Format::new(manner.locale.filter(fits).unwrap_or(own)).in_zone(manner.zone);
    tongue.with_format(format)
}
