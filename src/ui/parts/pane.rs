//! What stands where something is not there: it loads, there is none, or it could not be had.

use delivery_app::{Failure, Msg};
use leptos::prelude::*;

use super::button::Button;
use super::icon::{Icon, Sign};
use crate::ui::context::{hands, tongue};
use crate::ui::words::Label;

/// Something could not be had: what happened, what to do, and a retry.
#[component]
pub fn ErrorPane(
    /// Why.
    failure: Failure,
    /// The way out, if trying again is not the only one.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (words, hands) = (tongue().words, hands());
    view! {
        <section class="pane" role="alert">
            <Sign icon=Icon::Warning />
            <h2>{words.failure_title(&failure)}</h2>
            <p>{words.failure(&failure)}</p>
            <div class="pane__ways">
                <Button label=words.label(Label::TryAgain).to_string() on_press=Callback::new(move |()| hands.tell(Msg::RetryChosen)) />
                {children.map(|children| children())}
            </div>
        </section>
    }
}

/// There is none.
#[component]
pub fn EmptyPane(
    /// What there is none of.
    title: &'static str,
    /// How there would be one.
    hint: &'static str,
) -> impl IntoView {
    view! {
        <section class="pane">
            <Sign icon=Icon::Email />
            <h2>{title}</h2>
            <p>{hint}</p>
        </section>
    }
}

/// It loads: grey shapes where it will be.
#[component]
pub fn Skeleton(
    /// How many shapes.
    rows: usize,
) -> impl IntoView {
    let label = tongue().words.label(Label::Loading);
    view! {
        <div class="skeleton" role="status" aria-label=label>
            {(0..rows).map(|_| view! { <div class="skeleton__row"></div> }).collect_view()}
        </div>
    }
}
