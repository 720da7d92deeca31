//! Parts whose code is loaded when they are first needed. To make one of a block, wrap the block at the end of its file,
//! and show the function instead of the component:
//!
//! ```ignore
//! later! {
//!     /// The form with which the schedule is changed.
//!     pub fn schedule_form(draft: Seen<Draft>) in schedule, 3 grey => view! { <ScheduleForm draft /> }
//! }
//!
//! view! { <Dialog open labelled_by="form-title" described_by="form-text" on_cancel>{schedule_form(draft)}</Dialog> }
//! ```
//!
//! After `in` stands the file the code goes to: parts that are needed together share one; then how many grey shapes stand
//! for it while it comes, none for a small part. Arguments are cloned each time
//! the part is made, so they are signals, or cheap. If the code does not come
//! there is a sentence and a way to try again, and in a dialog always a way out. All files are fetched once the browser
//! is idle (`public/boot.js`), so that mostly nobody sees any of this.
//!
//! What only such parts call leaves the first load by itself; what the rest of the page calls, too, stays there. A part
//! costs the first load some hundred bytes, so it pays from a few kilobytes on.
//!
//! Nothing is loaded later unless the build splits the program, as `cargo xtask` does (`xtask/src/split.rs`): in the
//! tests, and in what the bundler makes by itself, all code is there from the start.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::context::tongue;
use super::parts::button::Button;
use super::parts::dialog::Around;
use super::parts::icon::{Icon, Sign};
use super::parts::pane::Skeleton;
use super::seen::part;
use super::words::Label;

/// Code on its way: whether it came.
pub type Coming = Pin<Box<dyn Future<Output = bool>>>;

/// Makes a part one whose code is loaded later; see [the module](self).
macro_rules! later {
    ($(#[$note:meta])* $seen:vis fn $name:ident($($argument:ident: $kind:ty),* $(,)?) in $file:ident, $rows:literal grey => $shown:expr) => {
        $(#[$note])*
        $seen fn $name($($argument: $kind),*) -> ::leptos::prelude::AnyView {
            #[cfg(split)]
            #[::leptos::wasm_split::wasm_split($file, wasm_split_path = ::leptos::wasm_split, fallible, preload(fetch))]
            fn $name($($argument: $kind),*) -> Result<::leptos::prelude::AnyView, ::leptos::wasm_split::SplitLoaderError> {
                $crate::ui::context::adopt_later();
                Ok(::leptos::prelude::IntoAny::into_any($shown))
            }
            #[cfg(not(split))]
            async fn $name($($argument: $kind),*) -> Result<::leptos::prelude::AnyView, ::leptos::wasm_split::SplitLoaderError> {
                $crate::ui::context::adopt_later();
                Ok(::leptos::prelude::IntoAny::into_any($shown))
            }
            #[cfg(not(split))]
            async fn fetch() -> Result<(), ::leptos::wasm_split::SplitLoaderError> {
                Ok(())
            }
            $crate::ui::later::show(
                $rows,
                || Box::pin(async { fetch().await.is_ok() }),
                Box::new(move || $crate::ui::later::at_once($name($($argument.clone()),*))?.ok()),
            )
        }
    };
}
pub(super) use later;

/// How far the code has come.
#[derive(Clone, Copy)]
enum Stage {
    /// It is asked for, and may be here already.
    Wanted,
    /// It did not come, at this attempt.
    Missing(u32),
    /// It came.
    Here,
}

/// How often somebody has tried again: one press is for all parts that are missing.
#[derive(Clone, Copy)]
pub struct Attempts(RwSignal<u32>);

impl Attempts {
    /// The first one.
    pub fn new() -> Self {
        Self(RwSignal::new(0))
    }
}

/// Shows a part once its code is here.
pub fn show(rows: usize, fetch: fn() -> Coming, make: Box<dyn Fn() -> Option<AnyView> + Send>) -> AnyView {
    let stage = RwSignal::new(Stage::Wanted);
    let around = use_context::<Around>();
    let Attempts(attempts) = use_context().unwrap_or_else(Attempts::new);
    // A small part is waited for in silence: those around it say what there is to say.
    let is_silent = rows == 0 && around.is_none();
    let missing = move || {
        if is_silent {
            return ().into_any();
        }
        view! { <Missing around on_retry=move |()| attempts.update(|count| *count += 1) /> }.into_any()
    };
    let shown = part(move || match stage.get() {
        Stage::Missing(attempt) if attempt == attempts.get() => missing(),
        Stage::Wanted | Stage::Missing(_) => {
            let attempt = attempts.get();
            let mut coming = fetch();
            match coming.as_mut().poll(&mut idle()) {
                // Without a moment of grey where it is here already.
                Poll::Ready(true) => make().unwrap_or_else(missing),
                Poll::Ready(false) => missing(),
                Poll::Pending => {
                    spawn_local(async move {
                        let next = if coming.await { Stage::Here } else { Stage::Missing(attempt) };
                        // Nobody may be waiting any more.
                        let _ = stage.try_set(next);
                    });
                    if is_silent {
                        return ().into_any();
                    }
                    view! { <Skeleton rows />{around.map(|_| view! { <div class="pane__ways"><Leave around /></div> })} }
                        .into_any()
                }
            }
        }
        Stage::Here => {
            if let Some(around) = around {
                queue_microtask(move || around.settle.run(()));
            }
            make().unwrap_or_else(missing)
        }
    });
    shown.into_any()
}

/// What a future gives without waiting.
pub fn at_once<T>(made: impl Future<Output = T>) -> Option<T> {
    match pin!(made).poll(&mut idle()) {
        Poll::Ready(made) => Some(made),
        Poll::Pending => None,
    }
}

fn idle() -> Context<'static> {
    Context::from_waker(Waker::noop())
}

/// The code did not come: the network is gone, or a newer version of the page is in its place.
#[component]
fn Missing(around: Option<Around>, #[prop(into)] on_retry: Callback<()>) -> impl IntoView {
    let words = tongue().words;
    view! {
        <section class="pane" role="alert">
            <Sign icon=Icon::Warning />
            <p>{words.label(Label::PartMissing)}</p>
            <div class="pane__ways">
                <Button label=words.label(Label::TryAgain).to_string() on_press=on_retry />
                <Leave around />
            </div>
        </section>
    }
}

/// The way out of the dialog, if there is one around.
#[component]
fn Leave(around: Option<Around>) -> impl IntoView {
    let label = tongue().words.label(Label::Close).to_string();
    around.map(|around| view! { <Button label on_press=around.leave /> })
}

/// In the browser, where code is on its way for a while.
#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use leptos::task::tick;
    use wasm_bindgen::JsCast;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
    use web_sys::HtmlElement;

    wasm_bindgen_test_configure!(run_in_browser);

    /// Mounts a part that says "Here" once this has come.
    fn place(fetch: fn() -> Coming, around: Option<Around>) -> HtmlElement {
        let place: HtmlElement = document().create_element("div").expect("a place").unchecked_into();
        leptos::mount::mount_to(place.clone(), move || {
            around.into_iter().for_each(provide_context);
            show(1, fetch, Box::new(|| Some(view! { "Here" }.into_any())))
        })
        .forget();
        place
    }

    fn said(place: &HtmlElement) -> String {
        place.text_content().unwrap_or_default()
    }

    /// Presses the only button there is.
    fn press(place: &HtmlElement, name: &str) {
        let button: HtmlElement = place.query_selector("button").ok().flatten().expect("a button").unchecked_into();
        assert_eq!(said(&button), name);
        button.click();
    }

    /// Until the code came, or did not.
    async fn settled() {
        for _ in 0..5 {
            tick().await;
        }
    }

    later! {
        fn whole() in whole, 1 grey => view! { "Here" }
    }

    #[wasm_bindgen_test]
    async fn what_is_here_is_shown_without_a_moment_of_grey() {
        let place = place(|| Box::pin(async { true }), None);
        assert_eq!(said(&place), "Here");
    }

    #[wasm_bindgen_test]
    async fn an_unsplit_program_has_every_part_from_the_start() {
        assert!(at_once(async { 1 }).is_some());
        let place: HtmlElement = document().create_element("div").expect("a place").unchecked_into();
        leptos::mount::mount_to(place.clone(), whole).forget();
        assert_eq!(said(&place), "Here");
    }

    #[wasm_bindgen_test]
    async fn what_did_not_come_says_so_and_can_be_had_again() {
        static FETCHED: AtomicU32 = AtomicU32::new(0);
        let fetch = || -> Coming {
            Box::pin(async {
                tick().await;
                FETCHED.fetch_add(1, Ordering::Relaxed) > 0
            })
        };
        let place = place(fetch, None);
        assert!(place.query_selector("[role=status]").is_ok_and(|waiting| waiting.is_some()), "it is on its way");
        settled().await;
        assert!(place.query_selector("[role=alert]").is_ok_and(|told| told.is_some()), "{}", said(&place));
        press(&place, "Try again");
        settled().await;
        assert_eq!(said(&place), "Here");
    }

    #[wasm_bindgen_test]
    async fn a_dialog_can_be_left_while_it_waits_and_has_its_focus_set_when_it_came() {
        let (left, arrived) = (RwSignal::new(0), RwSignal::new(0));
        let count = |times: RwSignal<i32>| Callback::new(move |()| times.update(|times| *times += 1));
        let around = Around { leave: count(left), settle: count(arrived) };
        let place = place(
            || {
                Box::pin(async {
                    tick().await;
                    true
                })
            },
            Some(around),
        );
        press(&place, "Close");
        assert_eq!((left.get_untracked(), arrived.get_untracked()), (1, 0));
        settled().await;
        assert_eq!((said(&place).as_str(), arrived.get_untracked()), ("Here", 1));
    }
}
