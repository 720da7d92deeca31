//! The owner's engine from end to end: it is told to start, sends, reports, and the service is killed in between.

use std::ffi::OsStr;
use std::process::Command;

use delivery_core::domain::fold::{Fold, Settings};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::State;
use delivery_core::domain::status::Feedback;
use delivery_core::feed::{Format, Reader};
use serde_json::{Value, json};

use crate::engine::{SECRET, engine, event, signed};
use crate::ground;
use crate::program::{Program, until};
use crate::sending::{files, made, step};

fn start(database: &OsStr, options: &[&str]) -> Program {
    let mut command = Command::new(env!("CARGO_BIN_EXE_delivery-server"));
    Program::spawn(command.env("DELIVERY_HOOK_SECRET", SECRET), database, options)
}

/// Posts as the engine does: until it is answered. Gives the answer.
fn report(program: &Program, path: &str, body: &str) -> String {
    let config = ureq::Agent::config_builder().http_status_as_error(false);
    let agent: ureq::Agent = config.build().into();
    let mut request = agent.post(format!("{}{path}", program.address));
    for (name, value) in signed(body, 0) {
        request = request.header(name, value);
    }
    let mut answer = request.header("content-type", "application/cloudevents-batch+json").send(body).unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    answer.body_mut().read_to_string().unwrap()
}

#[test]
fn an_engine_carries_a_delivery_from_its_start_to_its_end() {
    let folder = tempfile::TempDir::new().unwrap();
    files(folder.path(), &["zoe@a.example".to_owned(), "bo@a.example".to_owned()], "");
    let (address, asked) = engine(&[]);
    let (file, database) = (folder.path().join("delivery.json"), ground::address(folder.path()));
    let options = ["--recipients", "5", "--sender", &address, "--deliver", file.to_str().unwrap()];
    let mut program = start(&database, &options);
    let token = program.token().unwrap();
    let id = made(&program, &token).unwrap();
    until("it is being sent", || step(&program, &token, &id).filter(|state| *state == State::Sending));
    let told = asked.lock().unwrap()[0].clone();
    assert!(told.is_signed && told.body["type"] == "delivery.start", "{}", told.body);
    assert!(told.id.starts_with(&format!("{id}.start.")), "{}", told.id);
    let told = &told.body["data"];
    assert_eq!(told["counts"]["to_deliver"], 2);

    // The recipients are in the events that the engine is pointed to.
    let events = program.get(&token, told["events"].as_str().unwrap()).unwrap().text;
    let events = events.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let prepared = events.filter(|event| event["type"] == "message.prepared");
    let messages: Vec<_> = prepared.map(|event| event["subject"].as_str().unwrap().to_owned()).collect();
    assert_eq!(messages.len(), 2);
    let about = |message: &str, kind: &str, more: &Value| {
        event(&id, &format!("{message}/{kind}"), &format!("message.{kind}"), Some(message), more)
    };
    let relayed: Vec<_> = messages.iter().map(|message| about(message, "relayed", &Value::Null)).collect();
    let hard = json!({ "nature": "hard", "reason": "user_unknown", "smtp": "550", "enhanced": "5.1.1" });
    let became = [about(&messages[0], "delivered", &Value::Null), about(&messages[1], "bounced", &hard)];
    let ended = event(&id, "end", "delivery.finished", None, &Value::Null);
    let posts = [json!(relayed).to_string(), json!(became).to_string(), ended.to_string()];
    let reports = told["reports"].as_str().unwrap();
    for (post, fresh) in posts.iter().zip([2, 2, 1]) {
        assert_eq!(report(&program, reports, post), format!(r#"{{"fresh":{fresh},"known":0,"tray":0}}"#));
        // What was acknowledged survives whatever happens next.
        program.kill();
        program = start(&database, &options);
        assert_eq!(report(&program, reports, post), format!(r#"{{"fresh":0,"known":{fresh},"tray":0}}"#));
    }

    let token = program.token().unwrap();
    assert_eq!(program.record(&token, &id).unwrap().0.state, State::Finished);
    let log = program.log(&token, &id).unwrap();
    let (mut fold, mut reader) = (Fold::new(), Reader::new(Format::CloudEvents));
    reader.push((log.join("\n") + "\n").as_bytes(), &mut fold);
    assert_eq!(fold.journal().state(), State::Finished);
    let oddities = fold.oddities();
    assert_eq!((oddities.duplicates, oddities.malformed), (0, 0));
    let as_of = Instant::from_millis(1_900_000_000_000);
    for feedback in [Feedback::On, Feedback::Off] {
        let all = fold.tally(&Settings { feedback, ..Settings::default() }, as_of).all;
        assert_eq!((all.sent, all.delivered, all.bounces_errors, all.pending), (2, 1, 1, 0), "{feedback:?}");
    }
    let numbers = program.get(&token, &format!("/api/deliveries/{id}/numbers")).unwrap();
    let numbers: Value = serde_json::from_str(&numbers.text).unwrap();
    let counted = ["sent", "delivered", "bounces_errors", "pending"].map(|name| &numbers["tally"]["all"][name]);
    assert_eq!(counted, [2, 1, 1, 0], "the service counts the same");
    let starts = asked.lock().unwrap().iter().filter(|asked| asked.body["type"] == "delivery.start").count();
    assert_eq!(starts, 1, "it is told once");
    assert!(!program.said.lock().unwrap().contains('@'), "no address is said");
}
