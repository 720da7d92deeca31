//! The log window: made when its code came, a step at a time, and gone without a trace when it is left.

use super::*;
use crate::domain::channel::Tab;
use crate::domain::group::Group;
use crate::logs::{LogWindow, Recount, Taking, View, Wish, rows, total};
use crate::wire::ExportFormat;

const EXPORTS: &str = "/api/deliveries/DM96/exports";

fn route(place: &str) -> Route {
    Route::Logs(crate::domain::id::DeliveryId::new("DM96"), Place::new(place.into()))
}

/// What happened to three messages, one of which bounced.
fn history() -> String {
    ["relayed", "relayed", "bounced"].iter().zip(1..).map(|(kind, at)| message(at, kind)).collect::<String>()
        + &message(4, "delivered").replace("\"m4\"", "\"m1\"")
}

impl Play {
    /// The logs of a delivery that was sent, open at a place, for somebody who may export.
    fn window(place: &str) -> Self {
        let mut play = Self::start(None);
        play.answer_record("v1", 4, &record("sending", "null"));
        let reading = play.stream();
        play.tell(Msg::StreamOpened { ticket: reading, before: Some(Cursor(0)) });
        play.tell(Msg::LinkFollowed(route(place)));
        play.tell(Msg::AnnexCame(Maker(LogWindow::make)));
        assert_eq!(total(&play.model), None, "nobody counts what is still being read");
        play.tell(Msg::BytesArrived { engine: Engine::new(), ticket: reading, bytes: history().into_bytes() });
        play.tell(Msg::StreamEnded { ticket: reading, whole: true });
        let live = play.stream();
        play.tell(Msg::StreamOpened { ticket: live, before: Some(Cursor(4)) });
        play.sign_in(r#"["Export","View logs"]"#);
        play.work();
        play.out.clear();
        play
    }

    fn sign_in(&mut self, roles: &str) {
        self.tell(Msg::Woke);
        self.answer("/api/session", 200, &SESSION.replace(r#"["Start deliveries"]"#, roles));
    }

    /// Works until there is nothing to do.
    fn work(&mut self) {
        while let Some(at) = self.out.iter().position(|effect| *effect == Effect::Work) {
            self.out.remove(at);
            self.tell(Msg::WorkBegan);
        }
    }

    fn wish(&mut self, wish: Wish) {
        self.tell(Msg::Wished(wish));
    }

    fn log_window(&self) -> &LogWindow {
        LogWindow::of(&self.model).expect("a window")
    }

    fn messages(&self) -> Vec<String> {
        rows(&self.model, 0..100).into_iter().filter_map(|row| row.message).collect()
    }

    /// What was written to the file.
    fn written(&self) -> String {
        let piece = |effect: &Effect| match effect {
            Effect::Write(bytes) => String::from_utf8(bytes.clone()).ok(),
            _ => None,
        };
        self.out.iter().filter_map(piece).collect()
    }

    fn take_csv(&mut self) {
        self.wish(Wish::Take(ExportFormat::Csv, IdempotencyKey::new("k1")));
    }
}

#[test]
fn a_list_is_as_long_as_its_number_and_grows_with_the_events() {
    let mut play = Play::window("sending,group:bounces_errors");
    assert_eq!((total(&play.model), play.messages()), (Some(1), ["m3".to_string()].into()));
    play.wish(Wish::View(View::of_group(Tab::SendingLogs, Group::Sent)));
    play.work();
    assert_eq!(play.messages(), ["m1", "m2", "m3"]);
    assert_eq!(play.model.route(), &route("sending,group:sent"), "the address follows");
    let corrected = |effect: &Effect| *effect == Effect::CorrectAddress(route("sending,group:sent"));
    assert_eq!(play.out.iter().filter(|effect| corrected(effect)).count(), 1);
    let text = format!("id: {:016}\ndata: {}\n", 5, message(5, "relayed"));
    play.tell(Msg::BytesArrived { engine: Engine::new(), ticket: play.live(), bytes: text.into_bytes() });
    play.work();
    assert_eq!(play.messages(), ["m1", "m2", "m3", "m5"]);
}

#[test]
fn a_tab_is_found_as_it_was_left_and_one_that_is_not_there_leads_to_one_that_is() {
    let mut play = Play::window("sending,status:failed");
    play.wish(Wish::Tab(Tab::Log));
    play.wish(Wish::Tab(Tab::SendingLogs));
    assert_eq!(play.model.route(), &route("sending,status:failed"));
    play.tell(Msg::AddressChanged(route("nonsense,status:what")));
    assert_eq!(play.log_window().view(), &View::default());
}

#[test]
fn what_is_searched_for_stays_out_of_the_address() {
    let mut play = Play::window("sending");
    let mut view = View::default();
    view.filter.text = "maria".into();
    play.wish(Wish::View(view));
    assert!(!format!("{:?}", play.out).contains("maria"), "{:?}", play.out);
}

#[test]
fn a_window_is_only_made_where_it_is_wanted_and_leaves_nothing_behind() {
    let mut play = Play::open();
    play.tell(Msg::AnnexCame(Maker(LogWindow::make)));
    assert!(LogWindow::of(&play.model).is_none());
    let mut play = Play::window("sending");
    play.take_csv();
    let (ticket, _) = play.take(EXPORTS);
    play.reply(ticket, 201, "v1", 0, "{}");
    play.tell(Msg::LinkFollowed(Route::named(Some("DM96".into()), None)));
    assert!(LogWindow::of(&play.model).is_none());
    assert!(play.out.contains(&Effect::Discard));
    play.happens(5, "delivery.paused");
    assert_eq!(play.model.dashboard().map(|dashboard| dashboard.follow().cursor()), Some(Cursor(5)), "held no more");
    play.work();
}

#[test]
fn a_file_is_written_once_the_service_has_recorded_it_and_is_of_one_instant() {
    let mut play = Play::window("sending,sort:-message");
    play.take_csv();
    play.take_csv();
    assert_eq!(play.orders(), 1, "two clicks are one file");
    play.work();
    assert_eq!(play.written(), "", "nothing is written before");
    let (ticket, request) = play.take(EXPORTS);
    assert!(request.headers.contains(&("Idempotency-Key", "\"k1\"".into())), "{:?}", request.headers);
    assert_eq!(request.body.as_deref(), Some(r#"{"list":"sending","format":"csv","rows":3,"filters":[]}"#));
    play.reply(ticket, 201, "v1", 0, "{}");
    // What comes while it is written waits.
    let text = format!("id: {:016}\ndata: {}\n", 5, message(5, "relayed"));
    play.tell(Msg::BytesArrived { engine: Engine::new(), ticket: play.live(), bytes: text.into_bytes() });
    play.work();
    let written = play.written();
    let rows: Vec<_> = written.lines().filter(|line| !line.contains("# ")).skip(1).collect();
    assert_eq!(rows.len(), 3, "{written}");
    assert!(written.contains("# sorted_by,\"message, descending\""), "{written}");
    assert!(play.out.iter().any(|effect| matches!(effect, Effect::Save { name, .. } if name.ends_with(".csv"))));
    assert!(matches!(play.log_window().taking(), Taking::Done { rows: 3, .. }));
    assert_eq!(total(&play.model), Some(4), "what waited is here");
}

#[test]
fn a_file_stays_what_it_was_begun_as() {
    let mut play = Play::window("sending");
    play.take_csv();
    let (ticket, _) = play.take(EXPORTS);
    play.reply(ticket, 201, "v1", 0, "{}");
    // Another list is wanted, the stream breaks off with something half told, and time passes.
    play.wish(Wish::View(View::of_group(Tab::SendingLogs, Group::BouncesErrors)));
    let text = format!("id: {:016}\ndata: {}\n", 5, message(5, "relayed"));
    let live = play.live();
    play.tell(Msg::BytesArrived { engine: Engine::new(), ticket: live, bytes: text.as_bytes().to_vec() });
    play.tell(Msg::StreamEnded { ticket: live, whole: false });
    play.ring(|timer| matches!(timer, Timer::Reopen(_)));
    let (again, request) = play.listen();
    assert!(request.path.ends_with("after=0000000000000004&hub"), "{request:?}");
    play.tell(Msg::StreamOpened { ticket: again, before: Some(Cursor(4)) });
    play.tell(Msg::BytesArrived { engine: Engine::new(), ticket: again, bytes: text.into_bytes() });
    play.now += 400_000_000;
    play.tell(Msg::SecondPassed);
    assert_eq!(total(&play.model), Some(3));
    play.work();
    let written = play.written();
    assert_eq!(written.lines().filter(|line| !line.contains("# ")).count(), 4, "{written}");
    assert_eq!((total(&play.model), play.messages()), (Some(1), ["m3".to_string()].into()), "then the other list");
    assert_eq!(play.model.dashboard().map(|dashboard| dashboard.follow().cursor()), Some(Cursor(5)));
}

#[test]
fn a_file_of_a_log_that_has_to_be_read_anew_is_thrown_away() {
    let mut play = Play::window("sending");
    play.take_csv();
    let (ticket, _) = play.take(EXPORTS);
    play.reply(ticket, 201, "v1", 0, "{}");
    let live = play.live();
    play.tell(Msg::StreamEnded { ticket: live, whole: false });
    play.ring(|timer| matches!(timer, Timer::Reopen(_)));
    let again = play.stream();
    play.tell(Msg::StreamOpened { ticket: again, before: Some(Cursor(9)) });
    play.tell(Msg::SecondPassed);
    play.work();
    assert!(matches!(play.log_window().taking(), Taking::Failed(_)));
    assert!(play.out.contains(&Effect::Discard));
    assert!(!play.out.iter().any(|effect| matches!(effect, Effect::Save { .. })));
}

#[test]
fn without_the_role_or_the_record_there_is_no_file() {
    let mut play = Play::window("sending");
    play.take_csv();
    let (ticket, _) = play.take(EXPORTS);
    play.reply(ticket, 503, "v1", 0, "");
    play.work();
    assert!(matches!(play.log_window().taking(), Taking::Failed(_)));
    assert_eq!(play.written(), "");
    play.wish(Wish::TakeOver);
    play.sign_in(r#"["View logs"]"#);
    play.take_csv();
    assert_eq!(play.orders(), 0);
}

#[test]
fn all_counted_again_is_equal_also_when_events_came_meanwhile() {
    let mut play = Play::window("sending");
    play.wish(Wish::Recount);
    let ticket = play.stream();
    play.tell(Msg::StreamOpened { ticket, before: Some(Cursor(0)) });
    let text = history();
    let (first, second) = text.split_at(300);
    play.tell(Msg::BytesArrived { engine: Engine::new(), ticket, bytes: first.as_bytes().to_vec() });
    assert!(play.log_window().recount().is_reading());
    play.tell(Msg::BytesArrived { engine: Engine::new(), ticket, bytes: second.as_bytes().to_vec() });
    // The second reading has one more than the page: it waits until the page has it, too.
    play.tell(Msg::BytesArrived { engine: Engine::new(), ticket, bytes: message(5, "relayed").into_bytes() });
    play.tell(Msg::StreamEnded { ticket, whole: true });
    assert!(play.log_window().recount().is_reading(), "nothing is told in between");
    let text = format!("id: {:016}\ndata: {}\n", 5, message(5, "relayed"));
    play.tell(Msg::BytesArrived { engine: Engine::new(), ticket: play.live(), bytes: text.into_bytes() });
    match play.log_window().recount() {
        Recount::Done(found) => assert_eq!((found.events, found.differences.len()), (5, 0)),
        Recount::Idle | Recount::Reading { .. } | Recount::Waiting(_) | Recount::Failed(_) => panic!("not done"),
    }
}

#[test]
fn what_differs_is_told_by_how_much_and_what_broke_off_is_no_result() {
    let mut play = Play::window("sending");
    play.wish(Wish::Recount);
    let ticket = play.stream();
    play.tell(Msg::BytesArrived { engine: Engine::new(), ticket, bytes: history().into_bytes() });
    play.tell(Msg::StreamEnded { ticket, whole: false });
    assert!(matches!(play.log_window().recount(), Recount::Failed(_)));
    play.wish(Wish::Recount);
    let ticket = play.stream();
    let other = message(2, "bounced").replace("\"e2\"", "\"e9\"");
    play.tell(Msg::BytesArrived { engine: Engine::new(), ticket, bytes: (history() + &other).into_bytes() });
    play.tell(Msg::StreamEnded { ticket, whole: true });
    let Recount::Done(found) = play.log_window().recount() else { panic!("not done") };
    let told: Vec<_> = found.differences.iter().map(|one| (one.figure, one.shown, one.counted)).collect();
    use crate::logs::Figure;
    assert!(told.contains(&(Figure::Events, 4, 5)), "{told:?}");
    assert!(told.contains(&(Figure::BouncesErrors, 1, 2)), "{told:?}");
}

#[test]
fn a_story_is_asked_for_and_again_and_goes_on_to_the_next_row() {
    let mut play = Play::window("sending");
    play.wish(Wish::Row(0));
    play.answer("/api/deliveries/DM96/messages/m1/history", 503, "");
    let (ticket, _) = play.take("/api/deliveries/DM96/messages/m1/events");
    let lines: Vec<_> = history().lines().filter(|line| line.contains("\"m1\"")).map(str::to_string).collect();
    play.reply(ticket, 200, "v1", 0, &lines.join("\n"));
    let steps = |play: &Play| play.log_window().story().and_then(|story| story.steps.shown().map(Vec::len));
    assert_eq!(steps(&play), Some(2));
    play.wish(Wish::StoryAgain);
    play.answer("/api/deliveries/DM96/messages/m1/history", 200, "[]");
    assert!(play.log_window().story().is_some_and(|story| story.history.shown().is_some()));
    play.wish(Wish::Further(1));
    assert_eq!(play.log_window().story().map(|story| &*story.message), Some("m2"));
    play.wish(Wish::Further(-2));
    assert_eq!(play.log_window().story().map(|story| &*story.message), Some("m2"), "there is nothing before the first");
    // An answer of the story before is no answer to this one.
    assert_eq!(steps(&play), None);
    play.wish(Wish::StoryOver);
    assert!(play.log_window().story().is_none());
}
