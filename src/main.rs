//! The standalone page: the app on a page of its own, with its address bar and its window title.

mod sheets;
mod shell;
mod ui;

use leptos::prelude::*;

use shell::Shell;
use ui::context::Hands;

fn main() {
    let Some(place) = document().get_element_by_id("app") else { return };
    let Ok(place) = wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(place) else { return };
    let shown = place.clone();
    leptos::mount::mount_to(place, move || {
        let shell = Shell::start(ui::kpi_tile::shown_figures);
        let hands = Hands::new(shell.model(), Callback::new(move |msg| shell.tell(msg)), shell::fresh_key);
        let title = hands.see(ui::page_title);
        Effect::new(move |_| document().set_title(&title.get()));
        let theme = hands.see(delivery_core::app::Model::theme);
        Effect::new(move |_| {
            if let Some(root) = document().document_element() {
                let _ = root.set_attribute("data-theme", theme.get().name());
            }
        });
        let is_here = hands.see(delivery_core::app::Model::is_here);
        Effect::new(move |_| {
            if is_here.get() {
                replace_painted(&shown);
            }
        });
        view! { <ui::App hands /> }
    })
    .forget();
}

/// What was painted before makes room, so that grey shapes never take the place of figures that were seen before.
fn replace_painted(shown: &web_sys::HtmlElement) {
    if let Some(painted) = document().get_element_by_id("boot") {
        painted.remove();
        shown.set_hidden(false);
    }
}
