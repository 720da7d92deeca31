//! Real mail, to a relay on this machine.

mod by_zone;
mod desk;
mod elsewhere;
mod guarded;
mod hook;
mod mail;
mod mailbox;
mod repeating;
mod reports;
mod tracking;

use std::fmt::Write;
use std::time::{Duration, Instant};

use delivery_core::domain::lifecycle::State;
use delivery_core::domain::role::Role;
use delivery_server::arguments::Origin;
use delivery_server::sender::{Patience, Route, Sending};
use serde_json::Value;
use tempfile::TempDir;

use crate::house::House;

/// The delivery that is made of the files below.
const ID: &str = "DM1";

const HTML: &str = "<body><p>Dear {name}</p><a href=\"https://shop.example/spring?a=1&amp;b=2\">Look</a></body>";

/// Files that describe a delivery to these.
fn files(recipients: &[&str], more: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut list = "address,name\n".to_owned();
    for recipient in recipients {
        writeln!(list, "{recipient},Somebody").unwrap();
    }
    std::fs::write(at("list.csv"), list).unwrap();
    std::fs::write(at("letter.html"), HTML).unwrap();
    std::fs::write(at("letter.txt"), "Dear {name}").unwrap();
    let delivery = format!(
        r#"{{"name":"Spring","from":"Shop <letters@shop.example>","subject":"{{name}}, hello","html":"letter.html",
            "text":"letter.txt","recipients":"list.csv"{more}}}"#
    );
    std::fs::write(at("delivery.json"), delivery).unwrap();
    folder
}

/// A service with such a delivery.
fn house(url: &str, recipients: &[&str], more: &str, speed: f64, with: impl FnOnce(&mut Sending)) -> House {
    let folder = files(recipients, more);
    let patience = Patience { command: Duration::from_secs(5), content: Duration::from_millis(400) };
    let mut sending = Sending {
        route: Some(Route::parse(url).unwrap()),
        deliver: vec![folder.path().join("delivery.json")],
        public: Some(Origin::parse("https://mail.example").unwrap()),
        pace: Some(500),
        patience,
        ..Sending::default()
    };
    with(&mut sending);
    House::sending(sending, folder, speed)
}

impl House {
    /// Prepares and confirms.
    async fn let_go(&self) {
        self.prepare().await;
        assert_eq!(self.command(ID, "confirm", &Role::ALL).await.status, 200);
    }

    async fn prepare(&self) {
        assert_eq!(self.command(ID, "prepare", &Role::ALL).await.status, 200);
        self.comes_to(State::Prepared).await;
    }

    async fn comes_to(&self, state: State) {
        let what = format!("it is {state:?}");
        self.until(&what, async || (self.record(ID).await.0.state == state).then_some(())).await;
    }

    async fn until<T>(&self, what: &str, ask: impl AsyncFn() -> Option<T>) -> T {
        let begun = Instant::now();
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            let log: Vec<_> = self.log(ID).await.iter().map(told).collect();
            assert!(begun.elapsed() < Duration::from_secs(40), "waited in vain until {what}: {log:#?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// What the log says of one message, in order.
    async fn story(&self, number: u32) -> Vec<String> {
        let log = self.log(ID).await;
        let subject = format!("m{number:09}");
        log.iter().filter(|event| event["subject"] == subject).map(told).collect()
    }

    /// The rows of the log with this code.
    async fn rows(&self, code: &str) -> Vec<String> {
        let log = self.log(ID).await;
        let rows = log.iter().filter(|event| event["type"] == "delivery.logged" && event["data"]["code"] == code);
        rows.map(|event| event["data"]["text"].as_str().unwrap().to_owned()).collect()
    }
}

/// An event in a few words.
fn told(event: &Value) -> String {
    let kind = event["type"].as_str().unwrap().trim_start_matches("message.");
    let said = ["nature", "reason", "smtp", "enhanced", "cause", "code"]
        .iter()
        .filter_map(|name| event["data"][name].as_str());
    said.fold(kind.to_owned(), |text, said| text + " " + said)
}
