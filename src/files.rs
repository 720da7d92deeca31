//! The standalone page on event files alone: no service is needed, so it may lie on any server of files.

use std::rc::Rc;

use delivery_app::files::Shelf;
use delivery_app::{Msg, Route};
use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use web_sys::HtmlElement;

use crate::page;
use crate::sheets::adopt_later;
use crate::shell::Shell;
use crate::shell::files::{Files, address};
use crate::ui;
use crate::ui::files::{self as blocks, FileHands, dropped};
use crate::ui::speech::{Manner, Speech};

/// Starts it, once its code is here.
#[cfg(split)]
#[leptos::wasm_split::wasm_split(files, wasm_split_path = leptos::wasm_split, fallible)]
pub fn open() -> Result<(), SplitLoaderError> {
    stand();
    Ok(())
}

/// In a program that is not split, it is here from the start.
#[cfg(not(split))]
pub async fn open() -> Result<(), SplitLoaderError> {
    stand();
    Ok(())
}

fn stand() {
    if let Some(place) = page::place() {
        leptos::mount::mount_to(place.clone(), move || app(&place)).forget();
    }
}

fn app(place: &HtmlElement) -> impl IntoView + use<> {
    let speech = Speech::new(Manner::default());
    let files = Files::new(name);
    let shell = Shell::new(Rc::new(files));
    let hands = page::hands(shell, &blocks::FRAME, place);
    // Its sheets are among those of what is loaded later.
    let _ = adopt_later(&document());
    provide_context(FileHands {
        shelf: files.shelf(),
        progress: files.progress(),
        add: Callback::new(move |chosen| files.add(shell, chosen)),
        add_address: Callback::new(move |text: String| files.add_address(shell, &text)),
        remove: Callback::new(move |key| files.remove(shell, key)),
        set_terms: Callback::new(move |terms| files.set_terms(shell, terms)),
        open: Callback::new(move |()| files.show(shell)),
        close: Callback::new(move |()| shell.tell(Msg::LinkFollowed(Route::List))),
    });
    shell.start(files.start());
    for text in address::events() {
        files.add_address(shell, &text);
    }
    let followed = window_event_listener(leptos::ev::popstate, move |_| {
        shell.tell(Msg::AddressChanged(files.now_at(address::route())));
    });
    // A file that is let go of beside the place for it would be opened by the browser, in the place of all this.
    let held = window_event_listener(leptos::ev::dragover, |event| event.prevent_default());
    let let_go = window_event_listener(leptos::ev::drop, move |event| {
        if !event.default_prevented() {
            event.prevent_default();
            files.add(shell, dropped(&event));
        }
    });
    on_cleanup(move || [followed, held, let_go].into_iter().for_each(WindowListenerHandle::remove));
    page::dress::<Files>(hands, speech);
    view! { <ui::App hands speech /> }
}

/// What the delivery is called that some files make: by the first of them, in any language.
fn name(shelf: &Shelf) -> String {
    let mut names = shelf.readable().map(|file| file.name.rsplit('/').next().unwrap_or_default());
    let first = names.next().unwrap_or_default().to_owned();
    match names.count() {
        0 => first,
        more => format!("{first} + {more}"),
    }
}
