//! The standalone page: the app on a page of its own, with its address bar and its window title.

use std::rc::Rc;

use delivery_app::Model;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

use crate::shell::{self, Page, Shell};
use crate::ui::context::{Hands, Tongue};
use crate::ui::speech::{Manner, Speech};
use crate::ui::{self, Frame, act};

/// Starts the standalone page.
#[wasm_bindgen]
pub fn open() {
    let Some(place) = document().get_element_by_id("app") else { return };
    let place: HtmlElement = place.unchecked_into();
    leptos::mount::mount_to(place.clone(), move || {
        let speech = Speech::new(Manner::default());
        let page = Page::new(move |model, at| ui::kpi_tile::shown_figures(model, speech.tongue_now(), at));
        let shell = Shell::new(Rc::new(page));
        let tell = Callback::new(move |msg| shell.tell(msg));
        let hands = Hands::new(shell.model(), tell, shell::fresh_key, Frame::PAGE, &place);
        shell.start(Page::start());
        Page::follow_address(shell);
        let title = hands.see(move |model| ui::page_title(model, speech.tongue().unwrap_or_else(Tongue::english)));
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
        view! { <ui::App hands speech /> }
    })
    .forget();
}
