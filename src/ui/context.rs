//! What every block reads and calls: the model, the way to tell it something, and the language.

use std::sync::Arc;

use delivery_app::{Model, Msg};
use delivery_core::domain::id::IdempotencyKey;
use leptos::prelude::*;

use super::format::Format;
use super::seen::{Erased, Seen};
use super::words::{ENGLISH, Names, Words};

/// The model to read, and the one way to change it.
#[derive(Clone, Copy)]
pub struct Hands {
    model: ReadSignal<Model>,
    tell: Callback<Msg>,
    fresh_key: fn() -> IdempotencyKey,
}

impl Hands {
    /// Made once, by whoever runs the shell.
    pub const fn new(model: ReadSignal<Model>, tell: Callback<Msg>, fresh_key: fn() -> IdempotencyKey) -> Self {
        Self { model, tell, fresh_key }
    }

    /// Something of the model, told again only when it is another.
    pub fn see<T: PartialEq + Send + Sync + 'static>(
        self,
        look: impl Fn(&Model) -> T + Send + Sync + 'static,
    ) -> Seen<T> {
        let look: Box<dyn Fn(&Model) -> Erased + Send + Sync> = Box::new(move |model| Erased(Arc::new(look(model))));
        Seen::of(Box::new(move || self.model.with(&*look)))
    }

    /// Tells the model what happened.
    pub fn tell(self, msg: Msg) {
        self.tell.run(msg);
    }

    /// A key for a new intent.
    pub fn fresh_key(self) -> IdempotencyKey {
        (self.fresh_key)()
    }
}

/// The hands of the app around this block.
pub fn hands() -> Hands {
    expect_context()
}

/// A language: its words and its formats.
#[derive(Clone, Copy)]
pub struct Tongue {
    /// Its words.
    pub words: &'static dyn Words,
    /// Its numbers and dates.
    pub format: Format,
}

impl Tongue {
    /// English.
    pub fn english() -> Self {
        Self { words: &ENGLISH, format: Format::new(ENGLISH.locale()) }
    }
}

/// The language around this block.
pub fn tongue() -> Tongue {
    use_context().unwrap_or_else(Tongue::english)
}
