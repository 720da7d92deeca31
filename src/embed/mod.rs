//! The app as an element in somebody else's page: attributes in, events out. `public/embed/delivery-dashboard.js` is the element
//! itself; it mounts an app here, tells it what changed, and unmounts it.

mod around;
mod host;
mod news;

use std::cell::RefCell;
use std::rc::Rc;

use delivery_app::{Language, Msg, Place, Provider, Route, Start, Theme};
use delivery_core::domain::lifecycle::Command;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use web_sys::HtmlElement;

use crate::shell::{self, Shell, storage};
use crate::ui::context::Hands;
use crate::ui::speech::{Manner, Speech};
use crate::ui::{self, Frame};
use around::Element;
use host::Host;

/// Mounts an app in a place of an element. The host hears of it once it stands.
#[wasm_bindgen]
pub fn mount(place: HtmlElement, host: JsValue) {
    let host = Host(host);
    let made = Rc::new(RefCell::new(None));
    let standing = leptos::mount::mount_to(place.clone(), {
        let (made, host) = (Rc::clone(&made), host.clone());
        move || {
            let shell = Shell::new(Rc::new(Element::new(host.clone())));
            let (app, speech) = app(shell, host, &place);
            *made.borrow_mut() = Some((shell, speech));
            app
        }
    });
    let Some((shell, speech)) = made.take() else { return };
    let told = Closure::<dyn FnMut(JsValue, JsValue)>::new(move |name: JsValue, value: JsValue| {
        tell(shell, speech, &name.as_string().unwrap_or_default(), value.as_string());
    });
    let tell = told.as_ref().clone();
    // Everything of it goes with it: what it shows, what it listens to, what it is told by.
    let end = Closure::once_into_js(move || drop((standing, told)));
    host.mounted(&tell, &end);
}

/// Tells an app what changed on its element: an attribute by its name, or what the page around it wants.
fn tell(shell: Shell, speech: Speech, name: &str, value: Option<String>) {
    let delivery = || shell.model().with_untracked(|model| model.route().delivery().map(ToString::to_string));
    match name {
        "delivery-id" => shell.tell(Msg::AddressChanged(Route::named(value, None))),
        "view" => shell.tell(Msg::AddressChanged(Route::named(delivery(), value))),
        "theme" => shell.tell(Msg::ThemeChosen(theme(value.as_deref()))),
        "lang" => {
            speech.set_manner(|manner| manner.locale = value.as_deref().map(kept));
            shell.tell(Msg::LanguageChosen(language(value.as_deref())));
        }
        "time-zone" => speech.set_manner(|manner| manner.zone = value.as_deref().map(kept)),
        "refresh" => shell.tell(Msg::RetryChosen),
        "confirm" => shell.tell(Msg::QuestionOpened(Command::Confirm)),
        _ => {}
    }
}

fn app(shell: Shell, host: Host, place: &HtmlElement) -> (AnyView, Speech) {
    let asked = host.clone();
    // The page around it may keep somebody from confirming: then nothing is even asked.
    let tell = move |msg: Msg| {
        let is_wanted = !matches!(msg, Msg::QuestionOpened(Command::Confirm))
            || asked.fire("confirm-request", &news::of_delivery(shell.model()));
        if is_wanted {
            shell.tell(msg);
        }
    };
    // Everything here is of the one thread a page has.
    let tell = StoredValue::new_local(tell);
    let frame = match host.kind().as_deref() {
        Some("kpis") => &Frame::KPIS,
        Some("confirm") => &Frame::CONFIRM,
        _ => &Frame::ELEMENT,
    };
    let tell = Callback::new(move |msg| {
        let _ = tell.try_with_value(|tell| tell(msg));
    });
    let hands = Hands::new(shell.model(), tell, shell::fresh_key, frame, place);
    let speech = Speech::new(manner(&host));
    news::tell(hands, &host);
    let start = Start {
        provider: if host.has_tokens() { Provider::Host } else { Provider::Browser },
        login: None,
        intent: storage::intent(&host.name()),
        route: Route::named(host.delivery(), host.view()),
        theme: theme(host.theme().as_deref()),
        language: language(host.language().as_deref()),
        is_readonly: host.is_readonly(),
    };
    shell.start(start);
    (view! { <ui::App hands speech /> }.into_any(), speech)
}

fn manner(host: &Host) -> Manner {
    Manner { locale: host.language().as_deref().map(kept), zone: host.zone().as_deref().map(kept) }
}

fn language(tag: Option<&str>) -> Language {
    tag.and_then(Language::of).unwrap_or_default()
}

fn theme(name: Option<&str>) -> Theme {
    Theme::ALL.into_iter().find(|theme| Some(theme.name()) == name).unwrap_or_default()
}

/// A text that stays: there are never more than a few languages and zones.
fn kept(text: &str) -> &'static str {
    thread_local! {
        static KEPT: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
    }
    KEPT.with_borrow_mut(|all| match all.iter().find(|known| **known == text) {
        Some(known) => known,
        None => {
            let text: &'static str = Box::leak(text.into());
            all.push(text);
            text
        }
    })
}

/// The place an element is at, as it says it to its page.
fn place_of(route: &Route) -> (Option<String>, Option<String>) {
    let view = match route {
        Route::Logs(_, place) => Some(Place::as_str(place).to_string()),
        Route::List | Route::Delivery(_) => None,
    };
    (route.delivery().map(ToString::to_string), view)
}
