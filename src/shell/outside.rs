//! What the world tells by itself: time, visibility, the network.

use std::time::Duration;

use delivery_app::Msg;
use leptos::ev;
use leptos::prelude::*;

use super::Shell;

/// Listens, for as long as whoever asks for it is there.
pub fn listen(shell: Shell) {
    let is_visible = || !document().hidden();
    let second = set_interval_with_handle(
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
    let listeners = [
        window_event_listener(ev::online, move |_| woke()),
        window_event_listener(ev::pageshow, move |_| woke()),
        window_event_listener_untyped(
            "visibilitychange",
            move |_| if is_visible() { woke() } else { shell.tell(Msg::Hid) },
        ),
    ];
    on_cleanup(move || {
        if let Ok(second) = second {
            second.clear();
        }
        listeners.into_iter().for_each(WindowListenerHandle::remove);
    });
}
