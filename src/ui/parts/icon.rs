//! Signs, drawn in the colour of their text.

use crate::ui::seen::text;
use leptos::prelude::*;

/// A sign.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Icon {
    /// A letter.
    Email,
    /// A speech bubble.
    Sms,
    /// A phone.
    Push,
    /// A post box.
    DirectMail,
    /// A pencil.
    Pencil,
    /// A clock.
    Clock,
    /// A paper plane.
    Plane,
    /// A hand that points: somebody has to act.
    Hand,
    /// Two bars.
    Pause,
    /// A square.
    Stop,
    /// A tick.
    Tick,
    /// A triangle with an exclamation mark.
    Warning,
    /// A padlock.
    Lock,
    /// Half light, half dark.
    System,
    /// A sun.
    Sun,
    /// A moon.
    Moon,
    /// An i.
    Note,
}

impl Icon {
    /// Its lines, in a square of 16.
    const fn path(self) -> &'static str {
        match self {
            Self::Email => "M2 4h12v8.5H2zM2 4.5l6 4.8 6-4.8",
            Self::Sms => "M2.5 3h11v7.5h-6L4 13.5v-3H2.5z",
            Self::Push => "M4.5 1.5h7v13h-7zM7 12.3h2",
            Self::DirectMail => "M1.8 6.5L8 2.2l6.2 4.3v7H1.8zM5 13.5V9.2h6v4.3",
            Self::Pencil => "M3 13l.6-2.8 7.2-7.2 2.2 2.2-7.2 7.2zM9.3 4.5l2.2 2.2",
            Self::Clock => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M8 4.8V8l2.2 1.6",
            Self::Plane => "M14 2L1.8 6.8l4.6 2.1M14 2L9.6 14 6.4 8.900M14 2L6.4 8.9",
            Self::Hand => {
                "M5.5 8V3.300a1.1 1.1 0 0 1 2.2 0V7.200l4 .8a1.8 1.8 0 0 1 1.4 2L12.5 14H6.700L3.3 9.600c-.7-1 .7-2.2 1.6-1.300z"
            }
            Self::Pause => "M5.5 3.500v9M10.5 3.500v9",
            Self::Stop => "M4 4h8v8H4z",
            Self::Tick => "M3 8.500l3.3 3.300L13 4.7",
            Self::Warning => "M8 2.200l6.2 11.100H1.800zM8 6.500v3.200M8 11.400v.3",
            Self::Lock => "M3.5 7.300h9v6.200h-9zM5.3 7.300V5.200a2.7 2.7 0 0 1 5.4 0v2.1",
            Self::System => "M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12",
            Self::Sun => {
                "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1.300v1.400M8 13.300v1.400M1.3 8h1.400M13.3 8h1.400M3.3 3.300l1 1M11.7 11.700l1 1M3.3 12.700l1-1M11.7 4.300l1-1"
            }
            Self::Moon => "M13.3 9.800A5.8 5.8 0 0 1 6.2 2.700a5.8 5.8 0 1 0 7.1 7.100z",
            Self::Note => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M8 7.300v3.700M8 4.900v.3",
        }
    }
}

/// A sign beside a word; alone it says nothing to who cannot see it.
#[component]
pub fn Sign(
    /// Which.
    #[prop(into)]
    icon: Signal<Icon>,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
            <path d=text(move || icon.get().path()) />
        </svg>
    }
}
