//! Why something does not work, beside it.

use leptos::prelude::*;

/// The reason, told on focus, on hover, and to who cannot see it.
pub fn hint(id: String, reason: String) -> impl IntoView {
    view! { <span class="hint" role="tooltip" id=id>{reason}</span> }
}
