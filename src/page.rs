//! The standalone page: the app on a page of its own, with its address bar and its window title.

use std::rc::Rc;

use delivery_app::Model;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

use crate::files;
use crate::shell::{self, Page, Shell};
use crate::ui::context::{Hands, Tongue};
use crate::ui::speech::{Manner, Speech};
use crate::ui::{self, Frame, act};

/// Starts the standalone page, on the service that it is from.
#[wasm_bindgen]
pub fn open() {
    stand(of_service);
}

/// Starts it on event files alone.
#[wasm_bindgen(js_name = openFiles)]
pub fn open_files() {
    stand(files::files_app);
}

fn stand(app: fn() -> AnyView) {
    if let Some(place) = place() {
        leptos::mount::mount_to(place, app).forget();
    }
}

fn of_service() -> AnyView {
    let speech = Speech::new(Manner::default());
    let page = Page::new(move |model, at| ui::kpi_tile::shown_figures(model, speech.tongue_now(), at));
    let shell = Shell::new(Rc::new(page));
    let hands = hands(shell, &Frame::PAGE);
    shell.start(Page::start());
    Page::follow_address(shell);
    whole(hands, speech)
}

fn place() -> Option<HtmlElement> {
    Some(document().get_element_by_id("app")?.unchecked_into())
}

/// The hands of an app that has the page for itself.
pub fn hands(shell: Shell, frame: &'static Frame) -> Hands {
    let place = place().map_or_else(|| document().into(), Into::into);
    Hands::new(shell.model(), Callback::new(move |msg| shell.tell(msg)), shell::fresh_key, frame, &place)
}

/// The app, with the window's title, the page's language and colours, and what was painted before it taken away.
pub fn whole(hands: Hands, speech: Speech) -> AnyView {
    let frame = hands.frame;
    let title = hands.see(move |model| ui::page_title(model, frame, speech.tongue().unwrap_or_else(Tongue::english)));
    act(move || document().set_title(&title.get()));
    let look = hands.see(|model| (model.theme().name(), model.language().tag()));
    act(move || {
        if let Some(root) = document().document_element() {
            let (theme, language) = look.get();
            let _ = root.set_attribute("data-theme", theme);
            let _ = root.set_attribute("lang", language);
        }
    });
    let has_begun = hands.see(Model::has_begun);
    act(move || {
        if has_begun.get()
            && speech.tongue().is_some()
            && let Some(painted) = document().get_element_by_id("boot")
        {
            painted.remove();
        }
    });
    view! { <ui::App hands speech /> }.into_any()
}
