//! Another schedule, a copy, and executions.

use super::*;
use crate::domain::schedule::Plan;
use crate::view::executions;
use crate::wire::ScheduleRequest;

const SCHEDULE: &str = "/api/deliveries/DM96/schedule";

fn save(play: &mut Play) {
    let request = ScheduleRequest { plan: Plan::OnceConfirmed, at: None };
    play.tell(Msg::ScheduleGiven(ScheduleBody::new(&request), IdempotencyKey::new("s1")));
}

fn is_editing(play: &Play) -> bool {
    play.model.dashboard().is_some_and(Dashboard::is_editing)
}

#[test]
fn a_schedule_is_saved_once_bound_to_what_was_read_and_the_editor_closes() {
    let mut play = Play::open();
    play.tell(Msg::EditorOpened);
    save(&mut play);
    save(&mut play);
    let (ticket, request) = play.take(SCHEDULE);
    assert_eq!(request.method, Method::Put);
    assert!(request.headers.contains(&("If-Match", "v1".into())));
    assert_eq!(request.body.as_deref(), Some(r#"{"plan":"once_confirmed","at":null}"#));
    assert!(!play.out.iter().any(|effect| matches!(effect, Effect::Send { request, .. } if request.path == SCHEDULE)));
    assert!(is_editing(&play), "until it is known to be saved");
    play.reply(ticket, 200, "v2", 6, "{}");
    assert!(!is_editing(&play));
    play.take("/api/deliveries/DM96");
}

#[test]
fn a_refused_schedule_leaves_the_editor_open_and_no_notice_behind_it() {
    let mut play = Play::open();
    play.tell(Msg::EditorOpened);
    save(&mut play);
    let problem = r#"{"type":"/problems/invalid","status":422,"title":"t","detail":"d",
        "fields":[{"field":"zone","why":"unknown_zone"}]}"#;
    play.answer(SCHEDULE, 422, problem);
    assert!(is_editing(&play));
    assert!(notices(&play.model).is_empty(), "the editor says it");
    play.tell(Msg::EditorClosed);
    assert!(!is_editing(&play) && notices(&play.model).is_empty());
}

#[test]
fn a_copy_is_opened() {
    let mut play = Play::open();
    play.tell(Msg::CommandGiven(Command::Duplicate, IdempotencyKey::new("c1")));
    play.answer("/api/deliveries/DM96/duplicate", 201, &prepared().replace("DM96", "DM97"));
    let route = Route::named(Some("DM97".into()), None);
    assert!(play.out.contains(&Effect::ShowAddress(route.clone())));
    assert_eq!(*play.model.route(), route);
    play.take("/api/deliveries/DM97");
}

fn recurring(aggregation: &str) -> String {
    record("repeating", "null").replace(r#""recurrence":"one_off""#, r#""recurrence":"recurring""#).replace(
        r#"{"plan":"once_confirmed","at":null}"#,
        &format!(
            r#"{{"plan":{{"recurring":{{"recurrence":{{"first":"2026-11-01T09:00:00","zone":"Europe/Rome",
            "pattern":{{"daily":{{"every":1}}}},"ends":"never"}},"aggregation":"{aggregation}",
            "confirmation":"automatic","send_time":"same_instant"}}}},"at":null}}"#
        ),
    )
}

fn card(number: u32, date: &str, state: &str, sent: u64) -> String {
    format!(
        r#"{{"id":"DM96-{number}","label":"L","channel":"email","recurrence":{{"execution":{{"parent":"DM96",
        "parent_label":"L","number":{number},"wall":"{date}T09:00:00","zone":"Europe/Rome","at":"{date}T08:00:00Z"}}}},
        "state":"{state}","contact_date":null,"confirmation":null,"numbers":{{"to_deliver":{sent},"sent":{sent},
        "delivered":{sent},"bounces_errors":0,"unique_opens":0,"unique_clicks":0}}}}"#
    )
}

#[test]
fn a_recurring_delivery_shows_its_executions_by_period_and_their_sum() {
    let cards = [
        card(3, "2026-12-01", "prepared", 0),
        card(2, "2026-11-30", "finished", 10),
        card(1, "2026-11-29", "finished", 7),
    ]
    .join(",");
    for (aggregation, groups) in [("none", &[17][..]), ("month", &[0, 17]), ("day", &[0, 10, 7]), ("year", &[17])] {
        let mut play = Play::open();
        play.tell(Msg::RetryChosen);
        play.answer_record("v2", 9, &recurring(aggregation));
        assert!(executions(&play.model).is_some_and(|shown| shown.is_loading));
        play.answer("/api/deliveries/DM96/executions", 200, &format!("[{cards}]"));
        let shown = executions(&play.model).expect("executions");
        assert_eq!(shown.groups.iter().map(|group| group.total.sent).collect::<Vec<_>>(), groups, "{aggregation}");
        assert_eq!((shown.total.sent, shown.asking), (17, 1));
    }
}

#[test]
fn executions_are_asked_for_again_when_the_log_names_one_and_once_in_a_while() {
    let mut play = Play::open();
    play.tell(Msg::RetryChosen);
    play.answer_record("v2", 9, &recurring("none"));
    play.answer("/api/deliveries/DM96/executions", 200, "[]");
    play.happens(10, "delivery.execution_changed");
    play.answer("/api/deliveries/DM96/executions", 200, "[]");
    play.now += 5_000;
    play.tell(Msg::SecondPassed);
    play.take("/api/deliveries/DM96/executions");
}
