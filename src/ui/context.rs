//! What every block reads and calls: the model, the way to tell it something, and the language.

use std::sync::Arc;

use delivery_app::{Model, Msg};
use delivery_core::domain::id::IdempotencyKey;
use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

use super::Frame;
use super::seen::{Erased, Seen};
pub use super::words::{Tongue, tongue};

/// The model to read, the one way to change it, and what is around it all.
#[derive(Clone, Copy)]
pub struct Hands {
    model: ReadSignal<Model>,
    tell: Callback<Msg>,
    fresh_key: fn() -> IdempotencyKey,
    /// What is around the app.
    pub frame: &'static Frame,
    root: StoredValue<Node, LocalStorage>,
}

impl Hands {
    /// Made once, by whoever runs the shell, for an app in this place.
    pub fn new(
        model: ReadSignal<Model>,
        tell: Callback<Msg>,
        fresh_key: fn() -> IdempotencyKey,
        frame: &'static Frame,
        place: &Node,
    ) -> Self {
        Self { model, tell, fresh_key, frame, root: StoredValue::new_local(place.get_root_node()) }
    }

    /// The root that the app is in: a document, or the shadow of an element.
    pub fn root(self) -> Node {
        self.root.get_value()
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

/// Has the root around this block follow the sheets of what is loaded later.
pub fn adopt_later() {
    // Where there is no app, as in a test, the document is as good.
    let root = use_context::<Hands>().map_or_else(|| document().into(), Hands::root);
    let _ = crate::sheets::adopt_later(&root);
}

/// Whether nothing in the root has the focus any more.
pub fn is_focus_lost(root: &Node) -> bool {
    let active = Reflect::get(root, &"activeElement".into()).ok().and_then(|active| active.dyn_into::<Element>().ok());
    active.is_none_or(|active| active.tag_name() == "BODY")
}

/// The hands of the app around this block.
pub fn hands() -> Hands {
    expect_context()
}
