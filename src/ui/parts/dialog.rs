//! A modal dialog: the browser's own, so that focus, Escape and the top layer work as everywhere.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::ui::seen::{Seen, act, part};

/// What a part in a dialog can ask of the dialog around it.
#[derive(Clone, Copy)]
pub struct Around {
    /// To be left, as by Escape.
    pub leave: Callback<()>,
    /// To give the focus to what is marked for it, which came after the dialog was opened.
    pub settle: Callback<()>,
}

/// A modal dialog. What is in it is made when it opens; the element marked `data-first` gets the focus. (The browser's own
/// mark, `autofocus`, is refused in a frame of another origin.)
#[component]
pub fn Dialog(
    /// Whether it is to be seen.
    #[prop(into)]
    open: Signal<bool>,
    /// The id of its heading.
    labelled_by: &'static str,
    /// The id of what it says.
    described_by: &'static str,
    /// Escape.
    on_cancel: Callback<()>,
    /// Whether it takes all the room there is.
    #[prop(optional)]
    is_wide: bool,
    /// What is in it.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let settle = Callback::new(move |()| {
        if let Some(Some(dialog)) = dialog.try_get_untracked() {
            focus_marked(&dialog);
        }
    });
    // Told in here, where it ends with what is in the dialog; out there, what stands beside it would be told as well.
    let told = move || {
        provide_context(Around { leave: on_cancel, settle });
        children()
    };
    let is_shown = Seen::new(move || open.get());
    act(move || {
        let is_open = open.get();
        let Some(dialog) = dialog.get() else { return };
        // After what is in it has been made.
        queue_microtask(move || match (is_open, dialog.open()) {
            (true, false) => show(&dialog),
            (false, true) => dialog.close(),
            (true, true) | (false, false) => {}
        });
    });
    let cancel = move |event: ev::Event| {
        // The model closes it, or keeps it open; the browser does not.
        event.prevent_default();
        on_cancel.run(());
    };
    view! {
        <dialog part="dialog" class=if is_wide { "dialog dialog--wide" } else { "dialog" } node_ref=dialog aria-labelledby=labelled_by aria-describedby=described_by on:cancel=cancel>
            {part(move || is_shown.get().then(&told))}
        </dialog>
    }
}

fn show(dialog: &web_sys::HtmlDialogElement) {
    // Refused only where it is not in the document any more.
    if dialog.show_modal().is_ok() {
        focus_marked(dialog);
    }
}

fn focus_marked(dialog: &web_sys::HtmlDialogElement) {
    if let Ok(Some(first)) = dialog.query_selector("[data-first]")
        && let Some(first) = first.dyn_ref::<web_sys::HtmlElement>()
    {
        let _ = first.focus();
        // Where it does not fit, it is read from its beginning all the same.
        dialog.set_scroll_top(0);
    }
}

/// In the browser, whose dialog it is.
#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_futures::JsFuture;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
    use web_sys::{HtmlDialogElement, HtmlElement};

    wasm_bindgen_test_configure!(run_in_browser);

    /// A dialog in a place of its own, with an answer before the one that is marked for the focus.
    struct Asked {
        open: RwSignal<bool>,
        cancelled: RwSignal<u32>,
        place: HtmlElement,
    }

    impl Asked {
        fn new() -> Self {
            let (open, cancelled) = (RwSignal::new(false), RwSignal::new(0));
            let place: HtmlElement = document().create_element("div").expect("a place").unchecked_into();
            document().body().expect("a body").append_child(&place).expect("room for it");
            let on_cancel = Callback::new(move |()| cancelled.update(|times| *times += 1));
            leptos::mount::mount_to(place.clone(), move || {
                view! {
                    <Dialog open labelled_by="asked" described_by="asked" on_cancel>
                        <p id="asked">"Send it?"</p>
                        <button>"OK"</button>
                        <button data-first>"Cancel"</button>
                    </Dialog>
                }
            })
            .forget();
            Self { open, cancelled, place }
        }

        async fn set_open(&self, open: bool) {
            self.open.set(open);
            settled().await;
        }

        fn dialog(&self) -> HtmlDialogElement {
            self.place.query_selector("dialog").ok().flatten().expect("a dialog").unchecked_into()
        }
    }

    impl Drop for Asked {
        fn drop(&mut self) {
            self.place.remove();
        }
    }

    /// After all effects and microtasks.
    async fn settled() {
        let promise = js_sys::Promise::new(&mut |resolve, _| {
            set_timeout(move || drop(resolve.call0(&wasm_bindgen::JsValue::NULL)), std::time::Duration::ZERO);
        });
        JsFuture::from(promise).await.expect("time passes");
    }

    #[wasm_bindgen_test]
    async fn it_is_modal_while_it_is_open_and_the_marked_button_has_the_focus() {
        let asked = Asked::new();
        settled().await;
        assert!(!asked.dialog().open());
        assert_eq!(asked.dialog().child_element_count(), 0, "nothing is made before it is asked");

        asked.set_open(true).await;
        assert!(asked.dialog().open());
        assert!(asked.dialog().matches(":modal").is_ok_and(|is_modal| is_modal), "the rest of the page is inert");
        let focused = document().active_element().and_then(|element| element.text_content());
        assert_eq!(focused.as_deref(), Some("Cancel"));

        asked.set_open(false).await;
        assert!(!asked.dialog().open());
        assert_eq!(asked.dialog().child_element_count(), 0);
    }

    #[wasm_bindgen_test]
    async fn escape_is_told_and_closes_nothing_by_itself() {
        let asked = Asked::new();
        asked.set_open(true).await;
        // What the browser fires when Escape is pressed.
        let cancel = document().create_event("Event").expect("an event");
        cancel.init_event_with_bubbles_and_cancelable("cancel", false, true);
        asked.dialog().dispatch_event(&cancel).expect("it is heard");
        settled().await;
        assert_eq!(asked.cancelled.get_untracked(), 1);
        assert!(cancel.default_prevented());
        assert!(asked.dialog().open(), "whoever is told decides");
    }

    #[wasm_bindgen_test]
    async fn only_what_is_in_it_can_leave_it() {
        let place: HtmlElement = document().create_element("div").expect("a place").unchecked_into();
        let knows = |said: &'static str| use_context::<Around>().map(|_| said);
        leptos::mount::mount_to(place.clone(), move || {
            view! {
                <Dialog open=Signal::stored(true) labelled_by="" described_by="" on_cancel=Callback::new(|()| ())>
                    {knows("inside")}
                </Dialog>
                {knows("beside")}
            }
        })
        .forget();
        settled().await;
        assert_eq!(place.text_content().as_deref(), Some("inside"));
    }
}
