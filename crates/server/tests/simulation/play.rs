//! The people, their tabs, the network between, and what is asserted of the log in the end.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use delivery_core::domain::lifecycle::State;
use delivery_core::domain::role::Role;
use delivery_core::domain::safeguards::Safeguards;
use delivery_core::wire::Delivery;
use delivery_server::mta::chance::Chance;
use serde_json::{Value, json};

use crate::house::{Answer, House, Key, Post};
use crate::stages::Stage;

const SENDS: &[Role] = &[Role::StartDeliveries, Role::ViewLogs];
const PEOPLE: [&str; 3] = ["ada", "bea", "cleo"];

/// What was survived.
#[derive(Clone, Default, Debug)]
pub struct Tally {
    pub sends: u64,
    pub requests: u64,
    pub lost_requests: u64,
    pub lost_answers: u64,
    pub repeated: u64,
    pub late: u64,
    pub refused: u64,
    pub kills: u64,
    pub interfered: u64,
}

impl Tally {
    pub fn add(&mut self, other: &Self) {
        self.sends += other.sends;
        self.requests += other.requests;
        self.lost_requests += other.lost_requests;
        self.lost_answers += other.lost_answers;
        self.repeated += other.repeated;
        self.late += other.late;
        self.refused += other.refused;
        self.kills += other.kills;
        self.interfered += other.interfered;
    }
}

/// A tab of somebody who wants the delivery sent. It acts as the page does: one key for one intent, whatever becomes of
/// the answer.
#[derive(Clone, Debug)]
struct Tab {
    login: &'static str,
    read: Option<(Delivery, String)>,
    /// What was ordered and is not known to be done: it goes out again as it is.
    intent: Option<Request>,
    intents: u32,
    is_done: bool,
}

#[derive(Clone, Debug)]
struct Request {
    tab: usize,
    command: &'static str,
    key: String,
    version: String,
    body: String,
    waited: u32,
}

/// One delivery and everybody around it.
struct Run {
    id: String,
    tabs: Vec<Tab>,
    /// Requests on their way.
    wire: Vec<Request>,
    /// What was answered to each key.
    answers: HashMap<String, (u16, String)>,
    /// The preparation named by each request that was carried out.
    confirmed: Vec<String>,
}

pub struct Part {
    seed: u64,
    house: Option<House>,
    chance: Chance,
    runs: Vec<Run>,
    tally: Tally,
}

impl Part {
    pub fn new(seed: u64, runs: usize) -> Self {
        let mut chance = Chance::seeded(seed);
        let ids: Vec<_> = (0..runs).map(|at| format!("S{seed}R{at}")).collect();
        let stages: Vec<_> = ids
            .iter()
            .enumerate()
            .map(|(at, id)| {
                let safeguards = Safeguards {
                    type_number_from: (at % 3 == 0).then_some(0),
                    second_person_from: (at % 2 == 0).then_some(0),
                };
                (id.as_str(), Stage { recipients: 8, relay_seconds: 4, safeguards, ..State::Prepared.into() })
            })
            .collect();
        // A preparation is over in a few hundredths of a second, a send in less.
        let house = House::built(&stages, 5_000.0, false);
        let runs = ids
            .into_iter()
            .map(|id| {
                let tabs = 2 + chance.below(4) as usize;
                let tab = |at| Tab { login: PEOPLE[at % 3], read: None, intent: None, intents: 0, is_done: false };
                let tabs = (0..tabs).map(tab).collect();
                Run { id, tabs, wire: Vec::new(), answers: HashMap::new(), confirmed: Vec::new() }
            })
            .collect();
        Self { seed, house: Some(house), chance, runs, tally: Tally::default() }
    }

    fn house(&self) -> &House {
        self.house.as_ref().unwrap()
    }

    fn happens(&mut self, percent: u64) -> bool {
        self.chance.below(100) < percent
    }

    pub async fn play(&mut self) {
        // At first everything goes wrong that can; then less, so that it comes to an end.
        for round in 0..30 {
            for at in 0..self.runs.len() {
                if self.runs[at].tabs.iter().any(|tab| !tab.is_done) {
                    self.step(at, round).await;
                }
            }
            if self.happens(30) {
                self.tally.kills += 1;
                self.house = self.house.take().map(House::again);
            }
        }
        for at in 0..self.runs.len() {
            self.insist(at).await;
        }
    }

    /// Something happens around one delivery.
    async fn step(&mut self, at: usize, round: u32) {
        let tab = self.chance.below(self.runs[at].tabs.len() as u64) as usize;
        match self.chance.below(10) {
            0..2 => self.read(at, tab, 20).await,
            2..5 => self.act(at, tab).await,
            5 if round < 15 => self.interfere(at).await,
            _ => self.arrive(at, 25).await,
        }
    }

    async fn read(&mut self, at: usize, tab: usize, lost: u64) {
        if self.happens(lost) {
            return;
        }
        let id = self.runs[at].id.clone();
        let (record, version) = self.house().record(&id).await;
        let tab = &mut self.runs[at].tabs[tab];
        let has_left = record.confirmation.is_some();
        let is_mine = record.approval.as_ref().is_some_and(|approval| approval.login == tab.login);
        // The dialog closes when the record shows what was wanted.
        if has_left || is_mine {
            tab.intent = None;
            tab.is_done = has_left;
        }
        tab.read = Some((record, version));
    }

    /// OK is pressed, again or for the first time; a double click presses it twice.
    async fn act(&mut self, at: usize, tab: usize) {
        let Some((record, version)) = self.runs[at].tabs[tab].read.clone() else { return self.read(at, tab, 0).await };
        let asked_by = record.approval.as_ref().map(|approval| approval.login.clone());
        let login = self.runs[at].tabs[tab].login;
        let command = match record.state {
            State::Prepared => "confirm",
            State::Approving if asked_by.is_some_and(|asked_by| asked_by != login) => "approve",
            State::Outdated | State::Editing => "prepare",
            _ => return self.read(at, tab, 0).await,
        };
        let kept = self.runs[at].tabs[tab].intent.clone();
        let request = kept.unwrap_or_else(|| {
            let number = self.runs[at].tabs[tab].intents;
            self.runs[at].tabs[tab].intents += 1;
            Request {
                tab,
                command,
                key: format!("{}.{tab}.{number}", self.runs[at].id),
                version,
                body: body(&record, command),
                waited: 0,
            }
        });
        self.runs[at].tabs[tab].intent = Some(request.clone());
        let copies = if self.happens(35) { 2 } else { 1 };
        self.tally.repeated += copies - 1;
        for _ in 0..copies {
            if self.happens(20) {
                self.tally.lost_requests += 1;
            } else {
                self.runs[at].wire.push(request.clone());
            }
        }
    }

    /// Any of the requests on their way arrives, or waits on.
    async fn arrive(&mut self, at: usize, lost: u64) {
        let count = self.runs[at].wire.len() as u64;
        if count == 0 {
            return;
        }
        let which = self.chance.below(count) as usize;
        if self.happens(25) {
            self.tally.late += 1;
            self.runs[at].wire[which].waited += 1;
            return;
        }
        let request = self.runs[at].wire.swap_remove(which);
        let answer = self.post(at, &request).await;
        if self.happens(lost) {
            self.tally.lost_answers += 1;
            // Killed after the transaction and before the answer: nobody hears it.
            if self.happens(10) {
                self.tally.kills += 1;
                self.house = self.house.take().map(House::again);
            }
            return;
        }
        self.hear(at, &request, &answer).await;
    }

    async fn post(&mut self, at: usize, request: &Request) -> Answer {
        self.tally.requests += 1;
        let (id, login) = (self.runs[at].id.clone(), self.runs[at].tabs[request.tab].login);
        let post = Post {
            id: &id,
            command: request.command,
            login,
            roles: SENDS,
            version: Some(&request.version),
            key: Key::Is(&request.key),
            body: &request.body,
        };
        let answer = self.house().post(&post).await;
        let said = (answer.status, answer.text.clone());
        let first = self.runs[at].answers.entry(request.key.clone()).or_insert_with(|| said.clone());
        assert_eq!(*first, said, "seed {}: one key, one answer: {}", self.seed, request.key);
        if answer.status >= 400 {
            self.tally.refused += 1;
        } else if request.command != "prepare" && answer.header("idempotent-replayed").is_empty() {
            let read: Value = serde_json::from_str(&request.body).unwrap();
            self.runs[at].confirmed.push(read["fingerprint"].as_str().unwrap().to_owned());
        }
        answer
    }

    /// An answer, whatever it is, ends the intent; what the record says then is read again.
    async fn hear(&mut self, at: usize, request: &Request, answer: &Answer) {
        let tab = &mut self.runs[at].tabs[request.tab];
        if tab.intent.as_ref().is_some_and(|intent| intent.key == request.key) {
            tab.intent = None;
        }
        if answer.status < 400 && matches!(request.command, "confirm" | "approve") {
            let record: Delivery = serde_json::from_str(&answer.text).unwrap();
            tab.is_done |= record.confirmation.is_some();
        }
        self.read(at, request.tab, 20).await;
    }

    /// Somebody else changes what is prepared, or takes a confirmation back.
    async fn interfere(&mut self, at: usize) {
        let id = self.runs[at].id.clone();
        let (record, version) = self.house().record(&id).await;
        let number = self.chance.below(1_000);
        let content = json!({ "from": "Shop <letters@shop.example>", "subject": format!("Take {number}") }).to_string();
        let (command, body) = match record.state {
            State::Prepared => ("content", content.as_str()),
            State::Approving => ("decline", ""),
            _ => return,
        };
        let post =
            Post { id: &id, command, login: "dora", roles: SENDS, version: Some(&version), body, ..Post::default() };
        self.tally.interfered += u64::from(self.house().post(&post).await.status == 200);
    }

    /// The network is well again: somebody sees it through, and what is still on its way arrives after all.
    async fn insist(&mut self, at: usize) {
        for _ in 0..400 {
            let id = self.runs[at].id.clone();
            let (record, version) = self.house().record(&id).await;
            let asked_by = record.approval.as_ref().map(|approval| approval.login.as_str());
            let (command, login) = match record.state {
                State::Prepared => ("confirm", "ada"),
                State::Approving => ("approve", if asked_by == Some("ada") { "bea" } else { "ada" }),
                State::Outdated | State::Editing => ("prepare", "ada"),
                State::Preparing => {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                    continue;
                }
                _ => break,
            };
            let body = body(&record, command);
            let post =
                Post { id: &id, command, login, roles: SENDS, version: Some(&version), body: &body, ..Post::default() };
            let answer = self.house().post(&post).await;
            if answer.status == 200 && command != "prepare" {
                let read: Value = serde_json::from_str(&body).unwrap();
                self.runs[at].confirmed.push(read["fingerprint"].as_str().unwrap().to_owned());
            }
        }
        while let Some(request) = self.runs[at].wire.pop() {
            self.post(at, &request).await;
        }
    }

    /// What the service's own logs say.
    pub async fn check(mut self) -> Tally {
        for run in &self.runs {
            let case = format!("seed {}, {}", self.seed, run.id);
            let record = self.wait_until_sent(&run.id, &case).await;
            let log = self.house().log(&run.id).await;
            let of = |kind: &str| log.iter().filter(|event| event["type"] == kind).collect::<Vec<_>>();
            assert_eq!((of("delivery.confirmed").len(), of("delivery.started").len()), (1, 1), "{case}: one send");
            let ids: HashSet<_> = log.iter().map(|event| event["id"].as_str().unwrap()).collect();
            assert_eq!(ids.len(), log.len(), "{case}: each event once");

            let confirmed = of("delivery.confirmed")[0];
            let confirmation = record.confirmation.as_ref().unwrap();
            assert_eq!(confirmed["data"]["by"].as_str(), confirmation.by.as_deref(), "{case}: who");
            if record.safeguards.second_person_from.is_some() {
                assert!(
                    confirmation.asked_by.is_some() && confirmation.asked_by != confirmation.by,
                    "{case}: two people"
                );
            }
            let sequence = |event: &Value| event["sequence"].as_str().unwrap().to_owned();
            let prepared = of("delivery.prepared");
            let last = prepared.iter().rfind(|event| sequence(event) < sequence(confirmed)).unwrap();
            let fingerprint = last["data"]["fingerprint"].as_str().unwrap();
            assert_eq!(
                run.confirmed.last().map(String::as_str),
                Some(fingerprint),
                "{case}: what was read is what goes"
            );

            let relayed = of("message.relayed");
            assert!(relayed.iter().all(|event| sequence(event) > sequence(confirmed)), "{case}: nothing before");
            let subjects: HashSet<_> = relayed.iter().map(|event| event["subject"].as_str().unwrap()).collect();
            let to_deliver = record.preparation.as_ref().unwrap().to_deliver as usize;
            assert_eq!((relayed.len(), subjects.len()), (to_deliver, to_deliver), "{case}: each message once");
            self.tally.sends += 1;
        }
        self.tally
    }

    async fn wait_until_sent(&self, id: &str, case: &str) -> Delivery {
        for _ in 0..1_000 {
            let (record, _) = self.house().record(id).await;
            if record.state == State::Finished {
                return record;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("{case} is not sent: {:?}", self.house().record(id).await.0.state)
    }
}

/// What a command is posted with: what was read, and the number where it has to be typed.
fn body(record: &Delivery, command: &str) -> String {
    let Some(preparation) = record.preparation.as_ref().filter(|_| command != "prepare") else { return String::new() };
    let typed = record.safeguards.type_number_from.map(|_| preparation.to_deliver);
    json!({ "fingerprint": preparation.fingerprint, "typed": typed }).to_string()
}
