//! What the world tells by itself: time, visibility, the network, back and forward.

use std::time::Duration;

use delivery_app::Msg;
use leptos::ev;
use leptos::prelude::*;

use super::{Shell, address};

/// Listens, for as long as the page lives.
pub fn listen(shell: Shell) {
    let is_visible = || !document().hidden();
    set_interval(
        move || {
            if is_visible() {
                shell.tell(Msg::SecondPassed);
            }
        },
        Duration::from_secs(1),
    );
    let woke = move || {
        if is_visible() {
            shell.tell(Msg::Woke);
        }
    };
    window_event_listener(ev::online, move |_| woke());
    window_event_listener(ev::pageshow, move |_| woke());
    window_event_listener_untyped(
        "visibilitychange",
        move |_| if is_visible() { woke() } else { shell.tell(Msg::Hid) },
    );
    window_event_listener(ev::popstate, move |_| shell.tell(Msg::AddressChanged(address::route())));
}
