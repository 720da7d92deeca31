//! Before all is read: who is signed in, whose numbers are shown, and what is kept of them for the next time.

use alloc::vec;

use super::*;
use crate::domain::id::DeliveryId;
use crate::domain::instant::Instant;
use crate::view::deployment;

const NUMBERS: &str = "/api/deliveries/DM96/numbers";

fn counts(to_deliver: u64, sent: u64, delivered: u64) -> String {
    format!(
        r#"{{"targeted":{to_deliver},"to_deliver":{to_deliver},"excluded":0,"sent":{sent},"delivered":{delivered},"bounces_errors":0,
        "pending":{},"cancelled":0,"queued":{},"unique_opens":0,"unique_clicks":0,"complaints":0,"inferred":0,"retrying":0,
        "overdue":0,"conflicts":0}}"#,
        sent - delivered,
        to_deliver - sent
    )
}

fn counted(counts: &str) -> String {
    format!(r#"{{"as_of":"2026-11-23T08:59:00Z","tally":{{"all":{counts},"people":{counts}}}}}"#)
}

/// A page that was opened by nobody in particular.
fn anybody() -> Play {
    let mut play = Play { model: Model::default(), now: 1_000_000, out: Vec::new() };
    let route = Route::named(Some("DM96".into()), None);
    play.tell(Msg::Started(Start { route, ..Start::default() }));
    play
}

/// A delivery that is being sent; the service has counted, and nothing is read yet.
fn reading(counts: &str) -> (Play, Ticket) {
    let mut play = anybody();
    play.answer("/api/demo/token", 200, &TOKEN.replace('}', r#","login":"ada"}"#));
    play.answer("/api/session", 200, SESSION);
    play.answer_record("v1", 9, &record("sending", "null"));
    play.answer(NUMBERS, 200, &counted(counts));
    let history = play.stream();
    play.tell(Msg::StreamOpened { ticket: history, before: Some(Cursor(0)) });
    (play, history)
}

fn sent(play: &Play) -> Option<(u64, u64)> {
    deployment(&play.model)?.progress.map(|rate| (rate.part, rate.whole))
}

fn kept(play: &mut Play) -> Vec<LastSeen> {
    let (kept, out) =
        core::mem::take(&mut play.out).into_iter().partition(|effect| matches!(effect, Effect::KeepSeen(_)));
    play.out = out;
    let kept: Vec<Effect> = kept;
    kept.into_iter().filter_map(|effect| if let Effect::KeepSeen(seen) = effect { Some(seen) } else { None }).collect()
}

#[test]
fn nobody_waits_for_the_list_of_users() {
    let mut play = anybody();
    let (_, request) = play.take("/api/demo/token");
    assert_eq!(request.method, Method::Get);
    let mut play = anybody();
    play.answer("/api/demo/token", 200, &TOKEN.replace('}', r#","login":"ada"}"#));
    assert_eq!(play.model.login(), Some("ada"));
    for path in ["/api/session", "/api/deliveries/DM96", NUMBERS] {
        play.take(path);
    }
    play.stream();
    play.answer("/api/demo/users", 200, USERS);
    assert!(play.out.iter().all(|effect| !matches!(effect, Effect::Send { .. })), "nothing is asked twice");
}

#[test]
fn a_demo_that_puts_nobody_first_lets_somebody_in_by_name() {
    for users_first in [true, false] {
        let mut play = anybody();
        if users_first {
            play.answer("/api/demo/users", 200, USERS);
        }
        play.answer("/api/demo/token", 405, "");
        if !users_first {
            play.answer("/api/demo/users", 200, USERS);
        }
        let (_, request) = play.take("/api/demo/token");
        assert_eq!(request.body.as_deref(), Some(r#"{"login":"ada"}"#), "{users_first}");
    }
}

#[test]
fn the_services_numbers_stand_in_until_all_is_read() {
    let (mut play, history) = reading(&counts(9, 4, 1));
    assert_eq!(sent(&play), Some((4, 9)));
    let as_of = Instant::parse("2026-11-23T08:59:00Z").expect("an instant");
    assert_eq!(freshness(&play.model), Freshness::Counted(as_of));
    assert!(play.model.has_begun());
    play.tell(Msg::BytesArrived { engine: Engine::new(), ticket: history, bytes: message(7, "relayed").into_bytes() });
    assert_eq!(sent(&play), Some((4, 9)), "part of the log is no number of the delivery");
    play.tell(Msg::StreamEnded { ticket: history, whole: false });
    assert_eq!(sent(&play), Some((4, 9)));
    play.now += 20_000;
    play.tell(Msg::SecondPassed);
    play.ring(|timer| matches!(timer, Timer::Reopen(_)));
    let history = play.stream();
    play.tell(Msg::StreamEnded { ticket: history, whole: true });
    assert_eq!(sent(&play), Some((1, 1)), "what is read here is what counts");
    assert_ne!(freshness(&play.model), Freshness::Counted(as_of));
}

#[test]
fn the_page_begins_with_something_to_show_and_does_not_wait_for_ever() {
    let mut play = anybody();
    play.answer("/api/demo/token", 200, TOKEN);
    play.answer("/api/session", 200, SESSION);
    play.answer_record("v1", 9, &record("sending", "null"));
    assert!(!play.model.has_begun(), "without numbers there are more of them in what was seen before");
    play.answer(NUMBERS, 500, "");
    assert!(play.model.has_begun(), "nobody has any");
    let mut play = anybody();
    play.now += 5_000;
    play.tell(Msg::SecondPassed);
    assert!(play.model.has_begun(), "the service is slow");
    let mut play = anybody();
    play.answer("/api/demo/token", 500, "");
    assert!(play.model.has_begun(), "there is something to say");
}

#[test]
fn numbers_that_cannot_be_are_none() {
    for numbers in [counts(9, 4, 1).replace(r#""sent":4"#, r#""sent":10"#), "7".into(), "null".into()] {
        let (play, _) = reading(&numbers);
        assert_eq!(sent(&play), Some((0, 0)), "{numbers}");
        assert!(play.model.has_begun(), "whoever looks is told that nothing is there yet");
    }
}

#[test]
fn figures_are_kept_now_and_then_and_when_they_are_left() {
    let (mut play, history) = reading(&counts(9, 4, 1));
    play.tell(Msg::SecondPassed);
    assert_eq!(kept(&mut play), [], "part of the log is not worth keeping");
    play.tell(Msg::BytesArrived { engine: Engine::new(), ticket: history, bytes: message(7, "relayed").into_bytes() });
    play.tell(Msg::StreamEnded { ticket: history, whole: true });
    play.tell(Msg::SecondPassed);
    let seen = LastSeen { who: String::new(), delivery: DeliveryId::new("DM96") };
    assert_eq!(kept(&mut play), vec![seen.clone()]);
    let ticket = play.live();
    let more = |at: u64| format!("id: {at:016}\ndata: {}\n\n", message(at, "delivered")).into_bytes();
    play.tell(Msg::BytesArrived { engine: Engine::new(), ticket, bytes: more(8) });
    play.now += 1_000;
    play.tell(Msg::SecondPassed);
    assert_eq!(kept(&mut play), [], "not with each second");
    play.now += 4_000;
    play.tell(Msg::SecondPassed);
    assert_eq!(kept(&mut play).len(), 1);
    play.tell(Msg::Hid);
    assert_eq!(kept(&mut play), [], "they are the same");
    play.tell(Msg::BytesArrived { engine: Engine::new(), ticket, bytes: more(9) });
    play.tell(Msg::Hid);
    assert_eq!(kept(&mut play), [seen]);
}

#[test]
fn nothing_is_kept_for_somebody_else() {
    let (mut play, history) = reading(&counts(9, 4, 1));
    play.tell(Msg::StreamEnded { ticket: history, whole: true });
    play.out.clear();
    play.tell(Msg::UserChosen("bo".into()));
    assert!(play.out.contains(&Effect::ForgetSeen));
    assert_eq!(kept(&mut play), []);
    play.answer("/api/demo/token", 200, TOKEN);
    play.answer("/api/session", 200, SESSION);
    play.answer_record("v1", 9, &record("sending", "null"));
    let history = play.stream();
    play.tell(Msg::StreamEnded { ticket: history, whole: true });
    play.tell(Msg::AddressChanged(Route::List));
    assert_eq!(kept(&mut play).first().map(|seen| seen.who.clone()), Some("bo".into()));
}
