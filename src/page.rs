//! The standalone page: the app on a page of its own, with its address bar and its window title.

use std::rc::Rc;

use delivery_app::Model;
use js_sys::Function;
use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use crate::files;
use crate::shell::{self, Page, Shell};
use crate::ui::context::{Hands, Tongue};
use crate::ui::speech::{Manner, Speech};
use crate::ui::{self, Frame, act};

/// Starts the standalone page, on the service that it is from.
#[wasm_bindgen]
pub fn open() {
    let Some(place) = place() else { return };
    leptos::mount::mount_to(place.clone(), move || {
        let speech = Speech::new(Manner::default());
        let page = Page::new(move |model, at| ui::kpi_tile::shown_figures(model, speech.tongue_now(), at));
        let shell = Shell::new(Rc::new(page));
        let hands = hands(shell, &Frame::PAGE, &place);
        shell.start(Page::start());
        Page::follow_address(shell);
        dress::<Page>(hands, speech);
        view! { <ui::App hands speech /> }
    })
    .forget();
}

/// Starts it on event files alone. `missed` is called if their code does not come.
#[wasm_bindgen(js_name = openFiles)]
pub fn open_files(missed: Function) {
    // Nothing stands yet that leptos could run it by.
    wasm_bindgen_futures::spawn_local(async move {
        if files::open().await.is_err() {
            // It tells whoever looks; there is nobody else to be told.
            let _ = missed.call0(&JsValue::NULL);
        }
    });
}

/// The place for an app that has the page for itself.
pub fn place() -> Option<HtmlElement> {
    Some(document().get_element_by_id("app")?.unchecked_into())
}

/// The hands of an app that has the page for itself.
#[inline(always)]
pub fn hands(shell: Shell, frame: &'static Frame, place: &HtmlElement) -> Hands {
    Hands::new(shell.model(), Callback::new(move |msg| shell.tell(msg)), shell::fresh_key, frame, place)
}

/// The window's title, the page's language and colours; and what was painted before is taken away.
// For each kind of app by itself: code that two of them share is called and not woven in, and weighs more in the first load
// than all of this.
#[allow(clippy::extra_unused_type_parameters)]
pub fn dress<Around>(hands: Hands, speech: Speech) {
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
}
