//! The standalone page: the app on a page of its own, with its address bar and its window title.

mod sheets;
mod shell;
mod ui;

use leptos::prelude::*;

use shell::Shell;
use ui::act;
use ui::context::Hands;

fn main() {
    let Some(place) = document().get_element_by_id("app") else { return };
    let Ok(place) = wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(place) else { return };
    leptos::mount::mount_to(place, || {
        let shell = Shell::start(ui::kpi_tile::shown_figures);
        let hands = Hands::new(shell.model(), Callback::new(move |msg| shell.tell(msg)), shell::fresh_key);
        let title = hands.see(ui::page_title);
        act(move || document().set_title(&title.get()));
        let theme = hands.see(delivery_app::Model::theme);
        act(move || {
            if let Some(root) = document().document_element() {
                let _ = root.set_attribute("data-theme", theme.get().name());
            }
        });
        let has_begun = hands.see(delivery_app::Model::has_begun);
        Effect::new(move |_| {
            if has_begun.get()
                && let Some(painted) = document().get_element_by_id("boot")
            {
                painted.remove();
            }
        });
        view! { <ui::App hands /> }
    })
    .forget();
}
