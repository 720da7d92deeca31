//! A page of its own: an address bar, and storage of its own.

use delivery_app::{Effect, Given, Language, LastSeen, Model, Msg, Provider, Start};
use delivery_core::domain::instant::Instant;
use leptos::prelude::*;

use super::{Shell, Surroundings, address, storage};

/// What the figures are called and how they are written at that time, a line for each; nothing if there are none.
type Figures = Box<dyn Fn(&Model, Instant) -> String>;

/// The standalone page.
pub struct Page {
    figures: Figures,
}

impl Page {
    /// With figures to be kept for the next time.
    pub fn new(figures: impl Fn(&Model, Instant) -> String + 'static) -> Self {
        Self { figures: Box::new(figures) }
    }

    /// What address and storage say.
    pub fn start() -> Start {
        // `public/boot.js` has chosen it by what was kept, and by what the browser is set to.
        let tag = document().document_element().and_then(|root| root.get_attribute("lang"));
        Start {
            provider: Provider::Demo,
            login: storage::login(),
            intent: storage::intent(""),
            route: address::route(),
            theme: storage::theme(),
            language: tag.as_deref().and_then(Language::of).unwrap_or_default(),
            is_readonly: false,
        }
    }

    /// Follows the browser when it goes back or forward.
    pub fn follow_address(shell: Shell) {
        let followed =
            window_event_listener(leptos::ev::popstate, move |_| shell.tell(Msg::AddressChanged(address::route())));
        on_cleanup(move || followed.remove());
    }

    fn keep_seen(&self, shell: Shell, seen: &LastSeen) {
        let at = Instant::from_millis(js_sys::Date::now() as i64);
        let figures = shell.model().with_untracked(|model| (self.figures)(model, at));
        if !figures.is_empty() {
            storage::keep_seen(seen, &figures);
        }
    }
}

impl Surroundings for Page {
    fn base(&self) -> String {
        String::new()
    }

    fn perform(&self, shell: Shell, effect: Effect) {
        match effect {
            // There is no host.
            Effect::AskHostForToken(ticket) => shell.tell(Msg::TokenGiven { ticket, given: Given::Nothing }),
            Effect::KeepIntent(text) => storage::keep_intent("", &text),
            Effect::DropIntent => storage::drop_intent(""),
            Effect::KeepLogin(login) => storage::keep_login(&login),
            Effect::KeepTheme(theme) => storage::keep_theme(theme),
            Effect::KeepLanguage(language) => storage::keep_language(language),
            Effect::KeepSeen(seen) => self.keep_seen(shell, &seen),
            Effect::ForgetSeen => storage::forget_seen(),
            Effect::ShowAddress(route) => address::show(&route),
            Effect::CorrectAddress(route) => address::correct(&route),
            // The shell's own.
            _ => {}
        }
    }
}
