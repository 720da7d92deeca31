//! The language that is spoken around a block.

use leptos::prelude::use_context;

use super::{Details, EditorWords, English, Language, LogWords, Names, Questions, Words};
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
