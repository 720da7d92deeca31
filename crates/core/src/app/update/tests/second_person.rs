//! What confirming takes besides OK: the number, and a second person.

use super::*;
use crate::domain::refusal::Refusal;
use crate::view::actions;

const ASKED: &str = r#"{"login":"carla","by":"Carla Mensah","at":"2026-11-23T09:00:00Z"}"#;

fn guarded(safeguards: &str) -> String {
    prepared().replace(r#"{"type_number_from":null,"second_person_from":null}"#, safeguards)
}

fn approving(asked: &str) -> String {
    record("approving", "null").replace(r#""approval":null"#, &format!(r#""approval":{asked}"#))
}

fn open_as(record: &str) -> Play {
    let mut play = Play::open();
    play.tell(Msg::RetryChosen);
    play.answer_record("v2", 9, record);
    play.out.clear();
    play
}

fn accept(play: &mut Play, typed: Option<u64>) {
    play.tell(Msg::QuestionAccepted { key: IdempotencyKey::new("k1"), typed });
}

#[test]
fn from_the_limit_on_nothing_goes_without_the_number() {
    let mut play = open_as(&guarded(r#"{"type_number_from":9,"second_person_from":null}"#));
    play.tell(Msg::QuestionOpened(Command::Confirm));
    assert!(question(&play.model).is_some_and(|asked| asked.needs_number && !asked.needs_second_person));
    accept(&mut play, None);
    accept(&mut play, Some(90));
    assert_eq!((play.orders(), play.stage()), (0, Some(Stage::Reading)), "OK does nothing");
    accept(&mut play, Some(9));
    let (_, request) = play.take(CONFIRM);
    assert_eq!(request.body.as_deref(), Some(r#"{"fingerprint":"f1","typed":9}"#));
}

#[test]
fn a_first_confirmation_asks_a_second_person_and_says_so() {
    let mut play = open_as(&guarded(r#"{"type_number_from":null,"second_person_from":0}"#));
    play.confirm();
    play.answer(CONFIRM, 200, "{}");
    play.answer_record("v3", 10, &approving(&ASKED.replace("carla", "ada")));
    assert_eq!(notices(&play.model)[0].1, NoticeView::SecondPersonAsked);
    let approve = actions(&play.model).into_iter().find(|action| action.command == Command::Approve);
    assert_eq!(approve.and_then(|action| action.refusal), Some(Refusal::OwnRequest), "not by the same person");
    play.tell(Msg::QuestionOpened(Command::Approve));
    assert_eq!(play.stage(), None);
}

#[test]
fn a_lost_first_confirmation_is_found_to_have_asked() {
    let mut play = open_as(&guarded(r#"{"type_number_from":null,"second_person_from":0}"#));
    play.confirm();
    let (ticket, _) = play.take(CONFIRM);
    play.tell(Msg::Answered { ticket, reply: Reply::Lost });
    play.ring(|timer| matches!(timer, Timer::Settle(_)));
    play.answer_record("v3", 10, &approving(&ASKED.replace("carla", "ada")));
    assert_eq!((play.orders(), play.stage()), (0, None));
    assert_eq!(play.state(), Some(State::Approving));
}

#[test]
fn another_person_approves_what_was_confirmed() {
    let mut play = open_as(&approving(ASKED));
    play.tell(Msg::QuestionOpened(Command::Approve));
    accept(&mut play, None);
    accept(&mut play, None);
    assert_eq!(play.orders(), 1);
    let (ticket, request) = play.take("/api/deliveries/DM96/approve");
    assert_eq!(request.body.as_deref(), Some(r#"{"fingerprint":"f1"}"#));
    // The answer is lost: a delivery that still waits was not approved, and the same order goes out again.
    play.tell(Msg::Answered { ticket, reply: Reply::Lost });
    play.ring(|timer| matches!(timer, Timer::Settle(_)));
    play.answer_record("v2", 9, &approving(ASKED));
    let (ticket, again) = play.take("/api/deliveries/DM96/approve");
    assert_eq!(again, request);
    play.reply(ticket, 200, "v3", 10, "{}");
    play.answer_record("v3", 10, &confirmed());
    assert_eq!(notices(&play.model)[0].1, NoticeView::Done { command: Command::Approve, count: 9 });
}

#[test]
fn declining_asks_nothing_first() {
    let mut play = open_as(&approving(ASKED));
    play.tell(Msg::CommandGiven(Command::Decline, IdempotencyKey::new("d1")));
    play.take("/api/deliveries/DM96/decline");
}
