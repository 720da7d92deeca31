//! What is around an app that is an element: a host that gives tokens and hears where it is. The element keeps nothing but an
//! intent that is out.

use delivery_app::{Effect, Expiry, Given, Msg, Ticket};
use delivery_core::domain::instant::Instant;
use js_sys::Reflect;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::host::Host;
use super::place_of;
use crate::shell::{Shell, Surroundings, storage};

/// An element around an app.
pub struct Element {
    host: Host,
}

impl Element {
    /// Of a host.
    pub const fn new(host: Host) -> Self {
        Self { host }
    }
}

impl Surroundings for Element {
    fn base(&self) -> String {
        self.host.base()
    }

    fn perform(&self, shell: Shell, effect: Effect) {
        match effect {
            Effect::AskHostForToken(ticket) => ask(self.host.clone(), shell, ticket),
            Effect::KeepIntent(text) => storage::keep_intent(&self.host.name(), &text),
            Effect::DropIntent => storage::drop_intent(&self.host.name()),
            Effect::ShowAddress(route) | Effect::CorrectAddress(route) => {
                let (delivery, view) = place_of(&route);
                self.host.show(delivery, view);
            }
            // Theme, language and whoever is signed in are the host's; the rest is the shell's.
            _ => {}
        }
    }
}

fn ask(host: Host, shell: Shell, ticket: Ticket) {
    spawn_local(async move {
        let given = match host.token() {
            Some(token) => JsFuture::from(token).await.map_or(Given::Nothing, |given| read(&given)),
            None => Given::Nothing,
        };
        shell.tell(Msg::TokenGiven { ticket, given });
    });
}

fn read(given: &JsValue) -> Given {
    let of = |name: &str| Reflect::get(given, &name.into()).ok();
    let number = |name| of(name).and_then(|value| value.as_f64()).map(|value| value as i64);
    match of("token").and_then(|token| token.as_string()) {
        Some(token) => {
            let expiry = number("endsAt").map(|at| Expiry { at: Instant::from_millis(at), life_ms: number("life") });
            Given::Token(token, expiry)
        }
        None if given.is_null() => Given::SignedOut,
        None => Given::Nothing,
    }
}
