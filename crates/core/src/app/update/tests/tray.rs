//! What nobody could file: looked at, filed, thrown away.

use super::*;
use crate::tray;
use crate::wire::Heap;

const FULL: &str = r#"{"heaps":[{"provider":"postmark","reason":"unknown_delivery","named":"DM1","kind":"message.clicked",
    "count":2,"first":"2026-11-23T09:00:00Z","last":"2026-11-23T09:05:00Z","sample":"{}"}]}"#;

fn heaps(play: &Play) -> Option<Vec<Heap>> {
    tray::heaps(play.model.tray().shown()?)
}

fn counts(play: &Play) -> Option<Vec<u64>> {
    Some(heaps(play)?.iter().map(|heap| heap.count).collect())
}

fn only(play: &Play) -> Heap {
    heaps(play).and_then(|heaps| heaps.into_iter().next()).unwrap_or_else(|| panic!("there is one"))
}

/// The tray is here.
fn looked() -> Play {
    let mut play = Play::open();
    play.tell(Msg::TrayAsked(tray::look()));
    assert_eq!(counts(&play), None);
    play.answer("/api/tray", 200, FULL);
    assert_eq!(counts(&play), Some([2].into()));
    play
}

#[test]
fn what_was_done_shows_once_the_service_says_what_is_left() {
    type Deal = fn(&Heap) -> Request;
    let deals: [(Deal, &str, &str); 2] = [
        (|heap| tray::assign(heap, " DM95 "), "/api/tray/assign", r#","delivery":"DM95"}"#),
        (tray::discard, "/api/tray/discard", r#""kind":"message.clicked"}"#),
    ];
    for (deal, path, ending) in deals {
        let mut play = looked();
        play.tell(Msg::TrayAsked(deal(&only(&play))));
        let (ticket, request) = play.take(path);
        let body = request.body.unwrap_or_default();
        assert!(body.starts_with(r#"{"provider":"postmark","reason":"unknown_delivery","named":"DM1""#), "{body}");
        assert!(body.ends_with(ending), "{body}");
        assert!(play.model.tray().is_out());
        let done = crate::http::tests::answer(200, r#"{"posts":2,"events":2}"#);
        play.tell(Msg::Answered { ticket, reply: done });
        assert_eq!(counts(&play), Some([2].into()), "until it is known");
        play.answer("/api/tray", 200, r#"{"heaps":[]}"#);
        assert_eq!(counts(&play), Some(Vec::new()));
    }
}

#[test]
fn what_was_refused_stays_and_is_told() {
    let mut play = looked();
    play.tell(Msg::TrayAsked(tray::assign(&only(&play), "DM0")));
    play.answer("/api/tray/assign", 404, "");
    assert_eq!(counts(&play), Some([2].into()));
    assert!(play.model.tray().failure().is_some());
    play.tell(Msg::TrayAsked(tray::look()));
    play.answer("/api/tray", 200, FULL);
    assert!(play.model.tray().failure().is_none());
}
