//! The language that is spoken around a block.

use leptos::prelude::use_context;

use super::{Details, EditorWords, English, FileWords, Language, LogWords, Names, Questions, TrayWords, Words};
use crate::ui::format::Format;

/// The words of the first load. What is loaded later has its English with it, so nothing else may name that here.
static ENGLISH: English = English;

/// A language: its words and its formats.
#[derive(Clone, Copy)]
pub struct Tongue {
    /// Its words.
    pub words: &'static dyn Words,
    /// Its numbers and dates.
    pub format: Format,
    /// Its words of what is loaded later, where they came with it.
    whole: Option<&'static dyn Language>,
}

impl Tongue {
    /// English.
    pub fn english() -> Self {
        Self { words: &ENGLISH, format: Format::new(ENGLISH.locale()), whole: None }
    }

    /// Another language, all of it.
    pub fn of(language: &'static dyn Language) -> Self {
        Self { words: language, format: Format::new(language.locale()), whole: Some(language) }
    }

    /// The same words, with numbers and dates as a country or a zone has them.
    #[must_use]
    pub fn with_format(self, format: Format) -> Self {
        Self { format, ..self }
    }
}

/// The language around this block.
pub fn tongue() -> Tongue {
    use_context().unwrap_or_else(Tongue::english)
}

/// The words where something is asked.
pub fn question_words() -> &'static dyn Questions {
    match tongue().whole {
        Some(whole) => whole,
        None => &ENGLISH,
    }
}

/// The words of the details.
pub fn detail_words() -> &'static dyn Details {
    match tongue().whole {
        Some(whole) => whole,
        None => &ENGLISH,
    }
}

/// The words of the schedule's editor.
pub fn editor_words() -> &'static dyn EditorWords {
    match tongue().whole {
        Some(whole) => whole,
        None => &ENGLISH,
    }
}

/// The words of the log window.
pub fn log_words() -> &'static dyn LogWords {
    match tongue().whole {
        Some(whole) => whole,
        None => &ENGLISH,
    }
}

/// The words of event files.
pub fn file_words() -> &'static dyn FileWords {
    file_words_of(tongue())
}

/// The words of the tray.
pub fn tray_words() -> &'static dyn TrayWords {
    match tongue().whole {
        Some(whole) => whole,
        None => &ENGLISH,
    }
}

/// The words of files in this language.
pub fn file_words_of(tongue: Tongue) -> &'static dyn FileWords {
    match tongue.whole {
        Some(whole) => whole,
        None => &ENGLISH,
    }
}

/// In the browser, whose rules of numbers the words follow.
#[cfg(test)]
mod tests {
    use super::super::Italian;
    use super::*;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn a_sentence_agrees_with_its_number() {
        let delivered = |words: &dyn Words, count, shown| words.people_of_delivered(count, shown, "2.000.000");
        for (count, shown, english, italian) in [
            (1, "1", "1 person of", "1 persona su"),
            (2, "2", "2 people of", "2 persone su"),
            (1_000_000, "1.000.000", "1.000.000 people of", "1.000.000 di persone su"),
        ] {
            let (en, it) = (delivered(&ENGLISH, count, shown), delivered(&Italian, count, shown));
            assert!(en.starts_with(english) && it.starts_with(italian), "{en} / {it}");
        }
    }

    #[wasm_bindgen_test]
    fn a_whole_language_answers_for_every_part() {
        let italian = Tongue::of(&Italian);
        assert_eq!((italian.words.locale(), Tongue::english().words.locale()), ("it-IT", "en-GB"));
        assert!(italian.whole.is_some_and(|whole| Details::chart_title(whole) == "Messaggi nel tempo"));
    }
}
