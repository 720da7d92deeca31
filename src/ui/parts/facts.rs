//! Names and what they stand for.

use leptos::prelude::*;

/// One name and its value.
#[component]
pub fn Fact(
    /// The name.
    name: &'static str,
    /// The value.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="fact">
            <dt>{name}</dt>
            <dd>{children()}</dd>
        </div>
    }
}
