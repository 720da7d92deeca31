//! The machine, driven by hand: what goes out, what comes back, and what never happens twice.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::question::Question;
use super::super::view::{Freshness, NoticeView, Stage, freshness, notices, question};
use super::super::*;
use super::*;
use crate::domain::id::{Cursor, IdempotencyKey, Version};
use crate::domain::lifecycle::{Command, State};

mod first_moments;
mod schedules;
mod second_person;
mod tray;
mod window;

/// A page and the service it talks to, one message at a time.
struct Play {
    model: Model,
    now: i64,
    out: Vec<Effect>,
}

const USERS: &str = r#"[{"login":"ada","name":"Ada","roles":["Start deliveries"]}]"#;
const TOKEN: &str = r#"{"token":"t","expires_in":600}"#;
const SESSION: &str = r#"{"user":{"login":"ada","name":"Ada","roles":["Start deliveries"]},
    "clock":{"now":"2026-11-23T09:00:00Z","speed":1.0},"demo":true}"#;

fn record(state: &str, confirmation: &str) -> String {
    format!(
        r#"{{"id":"DM96","label":"L","channel":"email","recurrence":"one_off","campaign":null,"description":null,
        "state":"{state}","feedback":"on","tracking":"on","validity_hours":84,"audience":{{"target":"all","test_profiles":0,"traps":0}},
        "schedule":{{"plan":"once_confirmed","at":null}},"content":{{"from":"f","subject":"s"}},
        "preparation":{{"number":1,"finished_at":"2026-11-23T08:00:00Z","targeted":10,"to_deliver":9,"excluded":1,
        "causes":{{"quarantine":1}},"fingerprint":"f1","warnings":[]}},"outdated_by":null,
        "safeguards":{{"type_number_from":null,"second_person_from":null}},"approval":null,"confirmation":{confirmation},
        "contact_date":null,"copied_from":null,"last_send":null}}"#
    )
}

fn prepared() -> String {
    record("prepared", "null")
}

fn confirmed() -> String {
    record("waiting", r#"{"by":"Ada","at":"2026-11-23T09:00:00Z"}"#)
}

impl Play {
    /// A delivery is open as Ada, its record here, its history read, its stream live.
    fn open() -> Self {
        let mut play = Self::start(None);
        play.answer_record("v1", 5, &prepared());
        let history = play.stream();
        play.tell(Msg::StreamOpened { ticket: history, before: Some(Cursor(0)) });
        play.tell(Msg::StreamEnded { ticket: history, whole: true });
        let live = play.stream();
        play.tell(Msg::StreamOpened { ticket: live, before: Some(Cursor(0)) });
        play.out.clear();
        play
    }

    fn start(intent: Option<String>) -> Self {
        let mut play = Self { model: Model::default(), now: 1_000_000, out: Vec::new() };
        let route = Route::named(Some("DM96".into()), None);
        play.tell(Msg::Started(Start { login: Some("ada".into()), intent, route, ..Start::default() }));
        play.answer("/api/demo/users", 200, USERS);
        play.answer("/api/demo/token", 200, TOKEN);
        play.answer("/api/session", 200, SESSION);
        // Nobody has counted.
        play.answer("/api/deliveries/DM96/numbers", 200, "null");
        play
    }

    fn tell(&mut self, msg: Msg) {
        self.out.extend(update(&mut self.model, msg, Moment(self.now)));
    }

    /// Takes the first request to this path out of what is to be done.
    fn take(&mut self, path: &str) -> (Ticket, Request) {
        let at =
            self.out.iter().position(|effect| matches!(effect, Effect::Send { request, .. } if request.path == path));
        let at = at.unwrap_or_else(|| panic!("nothing is asked of {path}: {:?}", self.out));
        match self.out.remove(at) {
            Effect::Send { ticket, request, .. } => (ticket, request),
            other => panic!("{other:?}"),
        }
    }

    fn answer(&mut self, path: &str, status: u16, body: &str) {
        let (ticket, _) = self.take(path);
        self.reply(ticket, status, "v1", 0, body);
    }

    fn answer_record(&mut self, version: &str, cursor: u64, body: &str) {
        let (ticket, _) = self.take("/api/deliveries/DM96");
        self.reply(ticket, 200, version, cursor, body);
    }

    fn reply(&mut self, ticket: Ticket, status: u16, version: &str, cursor: u64, body: &str) {
        let answer = Answer {
            status,
            version: Some(Version::new(version)),
            cursor: Some(Cursor(cursor)),
            body: body.to_string(),
        };
        self.tell(Msg::Answered { ticket, reply: Reply::Answered(answer) });
    }

    /// Takes the stream that is to be opened.
    fn stream(&mut self) -> Ticket {
        self.listen().0
    }

    fn listen(&mut self) -> (Ticket, Request) {
        let at =
            self.out.iter().position(|effect| matches!(effect, Effect::Listen { .. })).expect("no stream is opened");
        match self.out.remove(at) {
            Effect::Listen { ticket, request } => (ticket, request),
            other => panic!("{other:?}"),
        }
    }

    /// Rings the last timer of a kind.
    fn ring(&mut self, kind: fn(&Timer) -> bool) {
        let timer = self.out.iter().rev().find_map(|effect| match effect {
            Effect::Wait { timer, .. } if kind(timer) => Some(*timer),
            _ => None,
        });
        self.tell(Msg::TimerRang(timer.expect("no such timer was set")));
    }

    fn orders(&self) -> usize {
        let is_order =
            |effect: &&Effect| matches!(effect, Effect::Send { request, .. } if request.method == Method::Post);
        self.out.iter().filter(is_order).count()
    }

    fn confirm(&mut self) {
        self.tell(Msg::QuestionOpened(Command::Confirm));
        self.tell(Msg::QuestionAccepted { key: IdempotencyKey::new("k1"), typed: None });
    }

    /// What a reload would find.
    fn kept(&self) -> Option<String> {
        self.out.iter().rev().find_map(|effect| match effect {
            Effect::KeepIntent(text) => Some(text.clone()),
            _ => None,
        })
    }

    /// The stream that is open.
    fn live(&self) -> Ticket {
        match self.model.dashboard().map(|dashboard| dashboard.follow().link().clone()) {
            Some(Link::Live { ticket, .. }) => ticket,
            other => panic!("not live: {other:?}"),
        }
    }

    /// An event comes in.
    fn happens(&mut self, sequence: u64, kind: &str) {
        let text = format!("id: {sequence:016}\ndata: {}\n", event(sequence, kind));
        self.tell(Msg::BytesArrived { engine: Engine::new(), ticket: self.live(), bytes: text.into_bytes() });
    }

    fn stage(&self) -> Option<Stage> {
        question(&self.model).map(|view| view.stage)
    }

    fn state(&self) -> Option<State> {
        self.model.dashboard().and_then(Dashboard::state)
    }
}

const CONFIRM: &str = "/api/deliveries/DM96/confirm";

#[test]
fn two_clicks_on_ok_are_one_order_with_one_key() {
    let mut play = Play::open();
    play.confirm();
    play.tell(Msg::QuestionAccepted { key: IdempotencyKey::new("k2"), typed: None });
    play.tell(Msg::QuestionOpened(Command::Confirm));
    play.tell(Msg::QuestionAccepted { key: IdempotencyKey::new("k3"), typed: None });
    assert_eq!(play.orders(), 1);
    let (_, request) = play.take(CONFIRM);
    assert!(request.headers.contains(&("Idempotency-Key", "\"k1\"".into())));
    assert!(request.headers.contains(&("If-Match", "v1".into())));
    assert_eq!(request.body.as_deref(), Some(r#"{"fingerprint":"f1"}"#));
}

#[test]
fn a_confirmed_send_closes_the_dialog_says_so_and_forgets_the_intent() {
    let mut play = Play::open();
    play.confirm();
    assert!(play.out.iter().any(|effect| matches!(effect, Effect::KeepIntent(text) if !text.contains('@'))));
    play.answer(CONFIRM, 200, "{}");
    assert_eq!(play.stage(), None);
    assert!(play.out.contains(&Effect::DropIntent));
    assert_eq!(notices(&play.model)[0].1, NoticeView::Done { command: Command::Confirm, count: 9 });
    play.take("/api/deliveries/DM96");
    play.tell(Msg::NoticeDismissed(0));
    assert!(notices(&play.model).is_empty());
}

#[test]
fn cancel_sends_nothing() {
    let mut play = Play::open();
    play.tell(Msg::QuestionOpened(Command::Confirm));
    play.tell(Msg::QuestionClosed);
    play.tell(Msg::QuestionAccepted { key: IdempotencyKey::new("k1"), typed: None });
    assert_eq!(play.orders(), 0);
    assert_eq!(play.stage(), None);
}

#[test]
fn while_the_answer_is_out_closing_only_hides_and_says_that_it_goes_on() {
    let mut play = Play::open();
    play.confirm();
    play.tell(Msg::QuestionClosed);
    assert_eq!(play.stage(), None);
    assert_eq!(notices(&play.model)[0].1, NoticeView::Continues(Command::Confirm));
    play.tell(Msg::QuestionOpened(Command::Confirm));
    assert_eq!(play.stage(), Some(Stage::Sending));
    assert_eq!(play.orders(), 1);
}

#[test]
fn a_lost_answer_is_asked_after_and_found_done() {
    let mut play = Play::open();
    play.confirm();
    let (ticket, _) = play.take(CONFIRM);
    play.tell(Msg::Answered { ticket, reply: Reply::Lost });
    assert_eq!(play.stage(), Some(Stage::Unknown));
    assert_eq!(play.orders(), 0, "nothing is posted before the service was asked");
    play.ring(|timer| matches!(timer, Timer::Settle(_)));
    play.answer_record("v2", 9, &confirmed());
    assert!(matches!(play.model.dashboard().map(Dashboard::question), Some(Question::Confirmed { .. })));
    assert_eq!(play.orders(), 0);
}

#[test]
fn a_lost_answer_of_what_was_not_done_is_posted_again_with_the_same_key() {
    let mut play = Play::open();
    play.confirm();
    let (ticket, first) = play.take(CONFIRM);
    play.tell(Msg::Answered { ticket, reply: Reply::Lost });
    play.ring(|timer| matches!(timer, Timer::Settle(_)));
    play.answer_record("v1", 5, &prepared());
    assert_eq!(play.stage(), Some(Stage::Unknown), "still unknown to whoever looks");
    let (ticket, second) = play.take(CONFIRM);
    assert_eq!(first, second);
    // The service is away now: asking is repeated, and nothing is posted meanwhile.
    play.tell(Msg::Answered { ticket, reply: Reply::Lost });
    play.ring(|timer| matches!(timer, Timer::Settle(_)));
    let (ticket, _) = play.take("/api/deliveries/DM96");
    play.tell(Msg::Answered { ticket, reply: Reply::Lost });
    assert_eq!(play.stage(), Some(Stage::Unknown));
    assert_eq!(play.orders(), 0);
    play.ring(|timer| matches!(timer, Timer::Settle(_)));
    play.answer_record("v2", 9, &confirmed());
    assert_eq!(play.stage(), None);
}

#[test]
fn a_lost_order_is_not_repeated_when_nobody_waits_for_it_any_more() {
    let mut play = Play::open();
    play.confirm();
    let (ticket, _) = play.take(CONFIRM);
    play.tell(Msg::Answered { ticket, reply: Reply::Lost });
    // No network for longer than an order keeps.
    play.now += 120_000;
    play.ring(|timer| matches!(timer, Timer::Settle(_)));
    let (ticket, _) = play.take("/api/deliveries/DM96");
    play.tell(Msg::Answered { ticket, reply: Reply::Lost });
    assert_eq!(play.stage(), Some(Stage::Unknown), "asking goes on");
    play.ring(|timer| matches!(timer, Timer::Settle(_)));
    play.answer_record("v1", 5, &prepared());
    assert_eq!(play.orders(), 0, "what was meant then is not sent now");
    assert_eq!(play.stage(), None);
    assert!(play.out.contains(&Effect::DropIntent));
    assert_eq!(notices(&play.model)[0].1, NoticeView::NotReached(Command::Confirm));
}

#[test]
fn a_stop_that_came_too_late_stopped_nothing() {
    let mut play = Play::open();
    let ticket = play.live();
    let text = format!("id: 0000000000000009\ndata: {}\n", event(9, "delivery.started"));
    play.tell(Msg::BytesArrived { engine: Engine::new(), ticket, bytes: text.into_bytes() });
    play.answer_record("v2", 9, &record("sending", "null"));
    play.tell(Msg::QuestionOpened(Command::Stop));
    play.tell(Msg::QuestionAccepted { key: IdempotencyKey::new("s1"), typed: None });
    let kept = play.kept();
    let (ticket, _) = play.take("/api/deliveries/DM96/stop");
    play.tell(Msg::Answered { ticket, reply: Reply::Lost });
    play.ring(|timer| matches!(timer, Timer::Settle(_)));
    play.answer_record("v3", 12, &record("finished", "null"));
    assert_eq!(play.orders(), 0);
    assert_eq!(play.stage(), Some(Stage::Changed([view::Change::State(State::Finished)].into())));
    assert!(play.out.contains(&Effect::DropIntent));

    let mut reloaded = Play::start(kept);
    reloaded.answer_record("v3", 12, &record("failed", "null"));
    assert_eq!(reloaded.orders(), 0);
    assert_eq!(reloaded.stage(), Some(Stage::Changed([view::Change::State(State::Failed)].into())));
}

#[test]
fn what_changed_while_it_was_read_is_told_and_nothing_is_sent() {
    let mut play = Play::open();
    play.tell(Msg::QuestionOpened(Command::Confirm));
    play.tell(Msg::RetryChosen);
    play.answer_record("v2", 9, &prepared().replace("\"to_deliver\":9", "\"to_deliver\":7"));
    let Some(Stage::Changed(changes)) = play.stage() else { panic!("{:?}", play.stage()) };
    assert_eq!(changes, [view::Change::Count { before: 9, now: 7 }]);
    play.tell(Msg::QuestionAccepted { key: IdempotencyKey::new("k1"), typed: None });
    assert_eq!(play.orders(), 0);
}

#[test]
fn a_refusal_because_of_a_change_shows_the_change() {
    let mut play = Play::open();
    play.confirm();
    let problem = r#"{"type":"/problems/changed","status":412,"title":"t","detail":"d"}"#;
    play.answer(CONFIRM, 412, problem);
    assert_eq!(play.stage(), Some(Stage::Changed(Vec::new())));
    play.answer_record("v2", 9, &confirmed());
    let Some(Stage::Changed(changes)) = play.stage() else { panic!("{:?}", play.stage()) };
    assert!(matches!(changes[..], [view::Change::Confirmed { .. }, view::Change::State(State::Waiting)]));
}

#[test]
fn a_fresh_intent_survives_a_reload_and_keeps_its_key() {
    let mut play = Play::open();
    play.confirm();
    let kept = play.kept();
    let mut reloaded = Play::start(kept.clone());
    reloaded.answer_record("v1", 5, &prepared());
    let (_, request) = reloaded.take(CONFIRM);
    assert!(request.headers.contains(&("Idempotency-Key", "\"k1\"".into())));

    let mut done = Play::start(kept.clone());
    done.answer_record("v2", 9, &confirmed());
    assert_eq!(done.orders(), 0);
    assert!(done.out.contains(&Effect::DropIntent));

    let old = kept.map(|text| text.replace("1000000", "1000"));
    let mut late = Play::start(old);
    late.now += 10_000_000;
    late.answer_record("v1", 5, &prepared());
    assert_eq!(late.orders(), 0, "what was meant yesterday is not sent today");
    assert_eq!(notices(&late.model)[0].1, NoticeView::NotReached(Command::Confirm));
}

#[test]
fn an_intent_is_taken_up_by_nobody_else() {
    let mut play = Play::open();
    play.confirm();
    let kept = play.kept();
    assert!(kept.as_deref().is_some_and(|text| text.contains("ada")));
    play.tell(Msg::UserChosen("bo".into()));
    assert!(play.out.contains(&Effect::DropIntent), "dropped with whoever gave it");

    // Signed in as somebody else by the page around this one: only the session tells.
    let route = Route::named(Some("DM96".into()), None);
    let mut other = Play { model: Model::default(), now: 1_000_000, out: Vec::new() };
    let started = Msg::Started(Start { provider: Provider::Host, intent: kept, route, ..Start::default() });
    other.tell(started);
    let Some(Effect::AskHostForToken(ticket)) = other.out.first().cloned() else { panic!("{:?}", other.out) };
    other.tell(Msg::TokenGiven { ticket, given: Given::Token("t".into(), None) });
    other.answer_record("v1", 5, &prepared());
    assert_eq!(other.orders(), 0, "not before it is known who looks");
    other.answer("/api/session", 200, &SESSION.replace("\"ada\"", "\"bo\""));
    assert_eq!(other.orders(), 0);
    assert!(other.out.contains(&Effect::DropIntent));
}

#[test]
fn an_order_answered_after_its_delivery_was_left_is_not_posted_again() {
    let mut play = Play::open();
    play.confirm();
    let (ticket, _) = play.take(CONFIRM);
    play.tell(Msg::AddressChanged(Route::List));
    play.reply(ticket, 200, "v2", 9, "{}");
    assert!(play.out.contains(&Effect::DropIntent));
    play.tell(Msg::AddressChanged(Route::named(Some("DM96".into()), None)));
    play.answer_record("v1", 5, &prepared());
    assert_eq!(play.orders(), 0);

    // Lost: settled when whoever gave it comes back.
    let mut play = Play::open();
    play.confirm();
    let (ticket, first) = play.take(CONFIRM);
    play.tell(Msg::AddressChanged(Route::List));
    play.tell(Msg::Answered { ticket, reply: Reply::Lost });
    assert!(!play.out.contains(&Effect::DropIntent));
    play.tell(Msg::AddressChanged(Route::named(Some("DM96".into()), None)));
    play.answer_record("v1", 5, &prepared());
    assert_eq!(play.take(CONFIRM).1, first);
}

#[test]
fn without_the_role_nothing_can_be_asked() {
    let mut play = Play::start(None);
    play.answer_record("v1", 5, &prepared());
    play.tell(Msg::UserChosen("bo".into()));
    play.answer("/api/demo/token", 200, TOKEN);
    play.answer("/api/session", 200, &SESSION.replace("Start", "Prepare"));
    play.answer_record("v1", 5, &prepared());
    play.tell(Msg::QuestionOpened(Command::Confirm));
    assert_eq!(play.stage(), None);
    assert_eq!(notices(&play.model)[0].1, NoticeView::MayNotConfirm);
}

#[test]
fn a_broken_stream_is_opened_again_where_it_was() {
    let mut play = Play::start(None);
    play.answer_record("v1", 2, &prepared());
    let history = play.stream();
    play.tell(Msg::StreamOpened { ticket: history, before: Some(Cursor(0)) });
    play.tell(Msg::BytesArrived {
        engine: Engine::new(),
        ticket: history,
        bytes: event(1, "delivery.preparation_started").into_bytes(),
    });
    play.tell(Msg::StreamEnded { ticket: history, whole: true });
    let (live, request) = play.listen();
    assert_eq!(request.path, "/api/deliveries/DM96/events?after=0000000000000001&hub");
    play.tell(Msg::StreamOpened { ticket: live, before: Some(Cursor(1)) });
    assert_eq!(freshness(&play.model), Freshness::Live);
    play.tell(Msg::StreamEnded { ticket: live, whole: false });
    play.now += 10_000;
    assert!(matches!(freshness(&play.model), Freshness::Live), "told with the next second");
    play.tell(Msg::SecondPassed);
    assert!(matches!(freshness(&play.model), Freshness::Reconnecting { silent_s: 10, .. }));
    play.ring(|timer| matches!(timer, Timer::Reopen(_)));
    let (again, request) = play.listen();
    assert_eq!(request.path, "/api/deliveries/DM96/events?after=0000000000000001&hub");
    play.tell(Msg::BytesArrived { engine: Engine::new(), ticket: live, bytes: b"not json\n\n".to_vec() });
    assert_eq!(
        play.model.dashboard().map(|dashboard| dashboard.follow().fold().oddities().malformed),
        Some(0),
        "late bytes"
    );
    play.tell(Msg::StreamOpened { ticket: again, before: Some(Cursor(1)) });
    assert_eq!(freshness(&play.model), Freshness::Live);
}

#[test]
fn without_the_stream_the_numbers_stand_where_it_was_last_heard() {
    let mut play = Play::open();
    let ticket = play.live();
    let events = [event(6, "delivery.started"), message(7, "relayed"), message(8, "deferred")];
    let text: String = (6..).zip(events).map(|(at, event)| format!("id: {at:016}\ndata: {event}\n")).collect();
    play.now += 9_000;
    play.tell(Msg::BytesArrived { engine: Engine::new(), ticket, bytes: text.into_bytes() });
    play.answer_record("v2", 8, &record("sending", "null").replace(r#""feedback":"on""#, r#""feedback":"off""#));
    play.now += 10_000;
    play.tell(Msg::SecondPassed);
    assert!(view::deployment(&play.model).is_some_and(|view| view.pace.is_some()));
    let heard = play.model.as_of();
    play.tell(Msg::BytesArrived { engine: Engine::new(), ticket, bytes: b":\n\n".to_vec() });
    play.tell(Msg::StreamEnded { ticket, whole: false });
    // Longer than a message is tried, by the browser's clock alone.
    play.now += 90 * 3_600_000;
    play.tell(Msg::SecondPassed);
    assert_eq!(play.model.as_of(), heard);
    let dashboard = play.model.dashboard().expect("open");
    assert_eq!(dashboard.follow().tally().all.bounces_errors, 0, "nothing expires unheard");
    assert_eq!(dashboard.follow().timeline().until, heard.expect("known"));
    assert!(view::deployment(&play.model).is_some_and(|view| view.pace.is_none()));
    // A clock that is read anew tells nothing of the delivery.
    play.tell(Msg::Woke);
    play.answer("/api/session", 200, &SESSION.replace("11-23T09", "11-27T09"));
    assert_eq!(play.model.as_of(), heard);
    let live = play.stream();
    play.tell(Msg::StreamOpened { ticket: live, before: Some(Cursor(8)) });
    play.tell(Msg::SecondPassed);
    assert_eq!(play.model.dashboard().map(|dashboard| dashboard.follow().tally().all.bounces_errors), Some(1));
}

#[test]
fn history_that_breaks_off_is_tried_ever_more_slowly_and_is_not_live_meanwhile() {
    let mut play = Play::start(None);
    play.answer_record("v1", 2, &prepared());
    let mut waits = Vec::new();
    for _ in 0..5 {
        let history = play.stream();
        play.tell(Msg::StreamOpened { ticket: history, before: Some(Cursor(0)) });
        play.out.clear();
        play.tell(Msg::StreamEnded { ticket: history, whole: false });
        assert_ne!(freshness(&play.model), Freshness::Live);
        let wait = play.out.iter().find_map(|effect| match effect {
            Effect::Wait { timer: Timer::Reopen(_), ms } => Some(*ms),
            _ => None,
        });
        waits.extend(wait);
        play.ring(|timer| matches!(timer, Timer::Reopen(_)));
    }
    assert!(waits[4] >= 3_200, "{waits:?}");
    assert!(matches!(freshness(&play.model), Freshness::Reconnecting { .. }), "told after the second try in vain");
    // A stream that gets on is waited for as at first.
    let history = play.stream();
    play.tell(Msg::StreamOpened { ticket: history, before: Some(Cursor(0)) });
    play.tell(Msg::BytesArrived {
        engine: Engine::new(),
        ticket: history,
        bytes: event(1, "delivery.preparation_started").into_bytes(),
    });
    play.tell(Msg::StreamEnded { ticket: history, whole: false });
    play.ring(|timer| matches!(timer, Timer::Reopen(_)));
    let (history, request) = play.listen();
    assert_eq!(request.path, "/api/deliveries/DM96/events?after=0000000000000001");
    play.tell(Msg::StreamEnded { ticket: history, whole: true });
    let live = play.stream();
    play.tell(Msg::StreamOpened { ticket: live, before: Some(Cursor(1)) });
    assert_eq!(freshness(&play.model), Freshness::Live);
}

#[test]
fn a_gap_is_noticed_and_everything_is_read_anew() {
    let mut play = Play::start(None);
    play.answer_record("v1", 2, &prepared());
    let history = play.stream();
    play.tell(Msg::StreamOpened { ticket: history, before: Some(Cursor(0)) });
    play.tell(Msg::BytesArrived {
        engine: Engine::new(),
        ticket: history,
        bytes: event(1, "delivery.preparation_started").into_bytes(),
    });
    play.tell(Msg::StreamEnded { ticket: history, whole: true });
    let live = play.stream();
    play.tell(Msg::StreamOpened { ticket: live, before: Some(Cursor(7)) });
    assert!(play.out.contains(&Effect::Hush(live)));
    let (_, request) = play.listen();
    assert_eq!(request.path, "/api/deliveries/DM96/events?after=0000000000000000");
    assert!(request.headers.contains(&("Accept", "application/x-ndjson".into())));
}

#[test]
fn silence_of_three_keep_alives_is_a_break() {
    let mut play = Play::open();
    play.tell(Msg::SecondPassed);
    play.now += 46_000;
    // The timer was set when the stream was opened; it is the only one of its kind that is still listened to.
    let Some(Link::Live { ticket, .. }) = play.model.dashboard().map(|dashboard| dashboard.follow().link().clone())
    else {
        panic!("not live")
    };
    play.tell(Msg::TimerRang(Timer::Watch(ticket)));
    assert!(play.out.contains(&Effect::Hush(ticket)));
    assert!(play.out.iter().any(|effect| matches!(effect, Effect::Wait { timer: Timer::Reopen(_), .. })));
}

#[test]
fn a_change_of_state_in_the_stream_is_shown_at_once_and_the_record_is_asked_for() {
    let mut play = Play::open();
    let Some(Link::Live { ticket, .. }) = play.model.dashboard().map(|dashboard| dashboard.follow().link().clone())
    else {
        panic!("not live")
    };
    assert_eq!(play.state(), Some(State::Prepared));
    let text = format!("id: 0000000000000009\ndata: {}\n", event(9, "delivery.started"));
    play.tell(Msg::BytesArrived { engine: Engine::new(), ticket, bytes: format!("{text}\n").into_bytes() });
    assert_eq!(play.state(), Some(State::Sending));
    play.answer_record("v2", 9, &record("sending", "null"));
    assert_eq!(play.state(), Some(State::Sending));
    assert!(!play.out.iter().any(|effect| matches!(effect, Effect::Send { .. })), "asked for once");
}

#[test]
fn pause_is_given_once_and_its_failure_is_told() {
    let mut play = Play::open();
    let Some(Link::Live { ticket, .. }) = play.model.dashboard().map(|dashboard| dashboard.follow().link().clone())
    else {
        panic!("not live")
    };
    let text = format!("id: 0000000000000009\ndata: {}\n\n", event(9, "delivery.started"));
    play.tell(Msg::BytesArrived { engine: Engine::new(), ticket, bytes: text.into_bytes() });
    play.tell(Msg::CommandGiven(Command::Pause, IdempotencyKey::new("p1")));
    play.tell(Msg::CommandGiven(Command::Pause, IdempotencyKey::new("p2")));
    assert_eq!(play.orders(), 1);
    play.answer("/api/deliveries/DM96/pause", 503, "");
    let told = notices(&play.model);
    assert!(matches!(told[0].1, NoticeView::CommandFailed(Command::Pause, _)));
}

#[test]
fn what_was_told_is_put_away_when_the_delivery_moves_on() {
    let mut play = Play::open();
    play.confirm();
    play.answer(CONFIRM, 200, "{}");
    play.answer_record("v2", 8, &confirmed());
    let done = |play: &Play| matches!(notices(&play.model)[..], [(_, NoticeView::Done { .. })]);
    assert!(done(&play));
    play.happens(9, "delivery.started");
    assert!(done(&play), "true of a send under way");
    play.answer_record("v3", 9, &record("sending", "null"));
    play.tell(Msg::CommandGiven(Command::Pause, IdempotencyKey::new("p1")));
    play.answer("/api/deliveries/DM96/pause", 503, "");
    assert_eq!(notices(&play.model).len(), 2);
    play.happens(10, "delivery.finished");
    assert_eq!(notices(&play.model), []);

    let mut play = Play::open();
    play.confirm();
    let kept = play.kept();
    let mut late = Play::start(kept);
    late.now += 10_000_000;
    late.answer_record("v1", 5, &prepared());
    late.tell(Msg::SecondPassed);
    assert!(matches!(notices(&late.model)[..], [(_, NoticeView::NotReached(_))]));
    late.tell(Msg::RetryChosen);
    late.answer_record("v2", 9, &confirmed());
    assert_eq!(notices(&late.model), []);
}

#[test]
fn a_stale_record_keeps_its_warning_and_is_asked_for_when_the_stream_is_back() {
    let mut play = Play::open();
    play.tell(Msg::RetryChosen);
    let (ticket, _) = play.take("/api/deliveries/DM96");
    play.tell(Msg::Answered { ticket, reply: Reply::Lost });
    let is_stale = |play: &Play| matches!(notices(&play.model)[..], [(_, NoticeView::Stale(_))]);
    assert!(is_stale(&play));
    play.tell(Msg::StreamEnded { ticket: play.live(), whole: false });
    play.ring(|timer| matches!(timer, Timer::Reopen(_)));
    let live = play.stream();
    play.tell(Msg::StreamOpened { ticket: live, before: Some(Cursor(0)) });
    assert!(is_stale(&play), "old until the answer is there");
    play.answer_record("v1", 5, &prepared());
    assert!(!is_stale(&play));
}

#[test]
fn an_unknown_delivery_is_a_failure_and_the_stream_is_not_tried_again() {
    let mut play = Play::start(None);
    let (ticket, _) = play.take("/api/deliveries/DM96");
    play.reply(ticket, 404, "", 0, "");
    let history = play.stream();
    let answer = Answer { status: 404, version: None, cursor: None, body: String::new() };
    play.out.clear();
    play.tell(Msg::StreamRefused { ticket: history, answer });
    let dashboard = play.model.dashboard().expect("open");
    assert!(matches!(dashboard.record(), Remote::Failed(..)));
    assert!(matches!(dashboard.follow().link(), Link::Refused(_)));
    assert!(play.out.is_empty());
}

fn event(sequence: u64, kind: &str) -> String {
    let data = if kind == "delivery.preparation_started" { r#"{"preparation":1}"# } else { "{}" };
    format!(
        "{{\"specversion\":\"1.0\",\"id\":\"e{sequence}\",\"source\":\"/deliveries/DM96\",\"type\":\"{kind}\",\
        \"time\":\"2026-11-23T09:00:{sequence:02}Z\",\"sequence\":\"{sequence:016}\",\"data\":{data}}}\n"
    )
}

fn message(sequence: u64, kind: &str) -> String {
    event(sequence, &format!("message.{kind}"))
        .replace("\"data\":{}", &format!("\"subject\":\"m{sequence}\",\"data\":{{}}"))
}

#[test]
fn what_could_not_be_had_is_asked_for_again_by_itself() {
    let route = Route::named(Some("DM96".into()), None);
    let mut play = Play { model: Model::default(), now: 1_000_000, out: Vec::new() };
    play.tell(Msg::Started(Start { provider: Provider::Host, route, ..Start::default() }));
    let asked = |out: &[Effect]| {
        out.iter().rev().find_map(|effect| match effect {
            Effect::AskHostForToken(ticket) => Some(*ticket),
            _ => None,
        })
    };
    let ticket = asked(&play.out).expect("a token is asked for");
    play.tell(Msg::TokenGiven { ticket, given: Given::Nothing });
    play.out.clear();
    play.now += AGAIN_MS - 1;
    play.tell(Msg::SecondPassed);
    play.now += 1;
    play.tell(Msg::SecondPassed);
    let again = asked(&play.out).expect("a failed answer does not end the asking");
    play.out.clear();
    // Nobody is signed in any more: that does not pass by itself.
    play.tell(Msg::TokenGiven { ticket: again, given: Given::SignedOut });
    for _ in 0..20 {
        play.now += AGAIN_MS;
        play.tell(Msg::SecondPassed);
    }
    assert_eq!(asked(&play.out), None);
    play.tell(Msg::RetryChosen);
    assert!(asked(&play.out).is_some(), "whoever tries again is heard");
}
