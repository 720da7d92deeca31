//! STUB
use delivery_core::domain::lifecycle::Command;
use leptos::prelude::*;
/// The button.
#[component]
pub fn EditorButton(command: Command) -> impl IntoView { let _ = command; view! { <span></span> } }
