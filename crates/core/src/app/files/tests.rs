//! The whole application on files alone: what the page shows is what the engine counts.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use super::*;
use crate::access::Provider as Tokens;
use crate::clock::Moment;
use crate::domain::fold::Fold;
use crate::domain::instant::Instant;
use crate::domain::kpi::Counts;
use crate::domain::status::Feedback;
use crate::effect::Effect;
use crate::engine::Engine;
use crate::feed::providers::Provider;
use crate::feed::{Format, Reader, Transcript, speaks_of};
use crate::http::{Answer, Reply};
use crate::model::{Model, Place, Route};
use crate::msg::{Msg, Start};
use crate::update;

/// An hour after the last of what happened.
const NOW: &str = "2026-11-23T11:00:00Z";

const SES: &str = r#"{"eventType":"Send","mail":{"messageId":"s1","timestamp":"2026-11-23T09:00:00Z","destination":["a@x.example"]},"send":{}}
{"eventType":"Delivery","mail":{"messageId":"s1","destination":["a@x.example"]},"delivery":{"timestamp":"2026-11-23T09:01:00Z","recipients":["a@x.example"]}}
{"eventType":"Open","mail":{"messageId":"s1","destination":["a@x.example"]},"open":{"timestamp":"2026-11-23T10:00:00Z"}}
{"eventType":"Send","mail":{"messageId":"s2","timestamp":"2026-11-23T09:00:00Z","destination":["b@x.example"]},"send":{}}
"#;

const SENDGRID: &str = r#"[{"event":"delivered","email":"c@x.example","timestamp":1795424400,"sg_event_id":"E1","sg_message_id":"M1.f"},
{"event":"bounce","type":"bounce","email":"d@x.example","timestamp":1795424400,"sg_event_id":"E2","sg_message_id":"M2.f","reason":"550 5.1.1 no"},
{"event":"levitated","email":"d@x.example","timestamp":1795424400,"sg_event_id":"E3","sg_message_id":"M2.f"}]"#;

fn now() -> Instant {
    Instant::parse(NOW).expect("a time")
}

fn shelf(files: &[(&str, &str)]) -> Shelf {
    let mut shelf = Shelf::default();
    for (name, text) in files {
        let key = shelf.add(name, Some(text.len() as u64)).expect("another file");
        shelf.came(key, text.len() as u64, text.as_bytes());
    }
    shelf
}

/// The page, with these files under it.
struct Play {
    model: Model,
    shelf: Shelf,
    texts: Vec<String>,
}

impl Play {
    fn open(files: &[(&str, &str)], feedback: Feedback) -> Self {
        let mut shelf = shelf(files);
        shelf.terms.feedback = feedback;
        let route = Route::Delivery(shelf.delivery());
        let texts = files.iter().map(|(_, text)| text.to_string()).collect();
        let mut play = Self { model: Model::default(), shelf, texts };
        play.tell(Msg::Started(Start { provider: Tokens::Browser, route, is_readonly: true, ..Start::default() }));
        play
    }

    fn log(&self) -> Vec<u8> {
        let (mut out, mut next) = (Vec::new(), 1);
        for text in &self.texts {
            let mut transcript = Transcript::new(next);
            transcript.push(text.as_bytes(), &mut out);
            transcript.finish(&mut out);
            next = transcript.next();
        }
        out
    }

    /// Tells something, and does what follows from it until nothing does.
    fn tell(&mut self, msg: Msg) {
        let mut open = vec![msg];
        while let Some(msg) = open.pop() {
            let effects = update(&mut self.model, msg, Moment(now().millis()));
            let batch = Batch::of(&self.shelf, "Files".into());
            for effect in effects {
                match effect {
                    Effect::Send { ticket, request, .. } => {
                        let answer = match answer(&request, &batch, now()) {
                            Answered::Said(answer) => answer,
                            Answered::EventsOf(message) => {
                                let log = self.log();
                                let lines = log.split(|byte| *byte == b'\n').filter(|line| speaks_of(line, &message));
                                let body = lines.map(|line| String::from_utf8_lossy(line) + "\n").collect();
                                Answer { status: 200, version: None, cursor: None, body }
                            }
                            Answered::Events => panic!("{} is no stream", request.path),
                        };
                        open.push(Msg::Answered { ticket, reply: Reply::Answered(answer) });
                    }
                    Effect::Listen { ticket, request } => match answer(&request, &batch, now()) {
                        Answered::Said(answer) => open.push(Msg::StreamRefused { ticket, answer }),
                        Answered::Events => {
                            let bytes = self.log();
                            open.push(Msg::StreamEnded { ticket, whole: true });
                            open.push(Msg::BytesArrived { ticket, bytes, engine: Engine::new() });
                            open.push(Msg::StreamOpened { ticket, before: Some(Default::default()) });
                        }
                        Answered::EventsOf(_) => panic!("{} is no stream", request.path),
                    },
                    _ => {}
                }
            }
        }
    }

    fn counts(&self) -> Counts {
        self.model.dashboard().expect("a delivery").follow().tally().all
    }

    fn fold(&self) -> &Fold {
        self.model.dashboard().expect("a delivery").follow().fold()
    }
}

/// The engine as a command, on the same files.
fn engine(files: &[(&str, &str)], feedback: Feedback) -> Counts {
    let mut fold = Fold::new();
    for (_, text) in files {
        let mut reader = Reader::new(Format::Auto);
        reader.push(text.as_bytes(), &mut fold);
        reader.finish(&mut fold);
    }
    fold.tally(&Terms { feedback, ..Terms::default() }.settings(), now()).all
}

#[test]
fn what_is_shown_is_what_the_engine_counts_of_all_files_together() {
    let files = [("ses.ndjson", SES), ("sendgrid.json", SENDGRID), ("again.json", SENDGRID)];
    for feedback in [Feedback::On, Feedback::Off] {
        let play = Play::open(&files, feedback);
        let counts = play.counts();
        assert_eq!(counts, engine(&files, feedback));
        let sent_but_open = if feedback == Feedback::On { 0 } else { 1 };
        assert_eq!((counts.sent, counts.bounces_errors, counts.delivered), (4, 1, 2 + sent_but_open));
        let oddities = play.fold().oddities();
        assert_eq!((oddities.duplicates, oddities.unrecognised, oddities.malformed), (3, 1, 0));
        assert_eq!(play.fold().address("s2/b@x.example").or(play.fold().address("s2")), Some("b@x.example"));
        assert!(play.model.sign_in_failure().is_none());
        assert!(play.model.dashboard().is_some_and(|dashboard| dashboard.record().failure().is_none()));
    }
}

#[test]
fn other_terms_are_in_force_without_reading_again() {
    let mut play = Play::open(&[("ses.ndjson", SES)], Feedback::On);
    let before = play.counts();
    play.shelf.terms.feedback = Feedback::Off;
    play.texts.clear();
    play.tell(Msg::RecordChanged);
    assert_eq!((before.delivered, play.counts().delivered), (1, 2));
    assert_eq!(play.counts().sent, before.sent);
}

#[test]
fn a_deliverys_own_events_say_how_it_stands() {
    let event = |id: u32, kind: &str, subject: &str| {
        format!(
            r#"{{"specversion":"1.0","id":"{id}","source":"/deliveries/DM7","type":"{kind}","time":"2026-11-23T09:0{id}:00Z"{subject}}}"#
        ) + "\n"
    };
    let log = event(1, "message.relayed", r#","subject":"m1""#) + &event(2, "delivery.stopped", "");
    let play = Play::open(&[("log.ndjson", &log)], Feedback::On);
    assert_eq!(play.model.dashboard().and_then(|open| open.state()), Some(crate::domain::lifecycle::State::Stopped));
    // A provider's feed says nothing of that: what it is about was sent.
    let play = Play::open(&[("ses.ndjson", SES)], Feedback::On);
    assert_eq!(play.model.dashboard().and_then(|open| open.state()), Some(crate::domain::lifecycle::State::Finished));
}

#[test]
fn a_recipients_story_is_told_from_the_files() {
    let mut play = Play::open(&[("sendgrid.json", SENDGRID), ("ses.ndjson", SES)], Feedback::On);
    let id = play.shelf.delivery();
    play.tell(Msg::LinkFollowed(Route::Logs(id, Place::new("sending".into()))));
    let request = crate::http::Request {
        method: crate::http::Method::Get,
        path: format!("/api/deliveries/{}/messages/{}/events", play.shelf.delivery(), "s1%2Fa"),
        headers: Vec::new(),
        body: None,
    };
    let batch = Batch::of(&play.shelf, String::new());
    assert_eq!(answer(&request, &batch, now()), Answered::EventsOf("s1/a".into()));
}

#[test]
fn providers_are_compared_by_what_each_of_them_said() {
    let mut comparing = Comparing::default();
    let read = |text: &str, comparing: &mut Comparing| {
        let mut reader = Reader::new(Format::Auto);
        reader.push(text.as_bytes(), comparing);
        reader.finish(comparing);
    };
    read(SES, &mut comparing);
    assert!(comparing.shares(Terms::default(), now()).is_empty(), "one alone is not compared");
    read(SENDGRID, &mut comparing);
    read(SENDGRID, &mut comparing);
    let shares = comparing.shares(Terms::default(), now());
    let told: Vec<_> =
        shares.iter().map(|share| (&share.origin, share.counts.sent, share.counts.bounces_errors)).collect();
    assert_eq!(told, [(&Origin::Provider(Provider::Ses), 2, 0), (&Origin::Provider(Provider::SendGrid), 2, 1)]);
    let of = |source: usize| {
        format!(
            r#"{{"specversion":"1.0","id":"1","source":"/d{source}","type":"message.relayed","time":"{NOW}","subject":"m{source}"}}"#
        ) + "\n"
    };
    read(&(0..40).map(of).collect::<String>(), &mut comparing);
    let shares = comparing.shares(Terms::default(), now());
    assert_eq!((shares.len(), shares[0].origin.clone(), shares[0].counts.sent), (13, Origin::Others, 30));
}

#[test]
fn a_shelf_says_what_it_looked_for_and_what_it_found() {
    let mut shelf =
        shelf(&[("list.csv", "name,address\nAda,ada@x.example\n"), ("blank.json", " \n\t\n"), ("log", SES)]);
    let found: Vec<_> = shelf.files.iter().map(|file| file.found.clone()).collect();
    let first_line = "name,address".to_string();
    let expected = [
        Found::Nothing(Trouble::Unknown { first_line }),
        Found::Nothing(Trouble::Empty),
        Found::Events(Format::Of(Provider::Ses)),
    ];
    assert_eq!(found, expected);
    assert_eq!(shelf.readable().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["log"]);
    assert_eq!(shelf.add("log", Some(SES.len() as u64)), None, "it is there already");
    let (before, key) = (shelf.delivery(), shelf.files[2].key);
    shelf.remove(key);
    assert_ne!(shelf.delivery(), before, "other files are another delivery");
    assert_eq!(shelf.readable().count(), 0);
    let long = "\u{1b}[31m".to_string() + &"é".repeat(500);
    let key = shelf.add("long", None).expect("another");
    shelf.came(key, 9, long.as_bytes());
    let Found::Nothing(Trouble::Unknown { first_line }) = &shelf.files[2].found else { panic!("{:?}", shelf.files[2]) };
    assert_eq!((first_line.chars().count(), first_line.chars().next()), (121, Some('\u{fffd}')));
}
