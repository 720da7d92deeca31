//! A service without its network, for one test.

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as URL;
use delivery_core::domain::role::Role;
use delivery_core::wire::{Delivery, Problem, User};
use delivery_server::arguments::{Origin, Settings};
use delivery_server::desk::TRAY;
use delivery_server::ingest::{Keyring, Lock, Poster};
use delivery_server::sender::Sending;
use delivery_server::serve::ready;
use delivery_server::store;
use delivery_server::threads::Threads;
use delivery_server::token::{TokenSecret, Tokens};
use hmac::{Hmac, KeyInit, Mac};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use sha2::Sha256;
use tempfile::TempDir;
use tower::ServiceExt;

use crate::ground;
use crate::hub;
use crate::stages::Stage;

/// What the portal of the tests signs with.
const SECRET: &str = "known to this house and to its tests";

pub struct House {
    pub router: Router,
    pub folder: TempDir,
    tokens: Tokens,
    settings: Settings,
    desk: JoinHandle<()>,
    threads: Threads,
}

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl House {
    /// A house with these deliveries, whose clock all but stands still.
    pub fn with(stages: &[(&str, Stage)]) -> Self {
        Self::built(stages, 0.001, false)
    }

    pub fn built(stages: &[(&str, Stage)], speed: f64, demo: bool) -> Self {
        // In memory, where the machine has such a place: what is tested is not how fast it writes.
        let folder = TempDir::new_in("/dev/shm").or_else(|_| TempDir::new()).unwrap();
        let settings = Settings {
            listen: ([127, 0, 0, 1], 0).into(),
            database: ground::place(folder.path()),
            page: Some(folder.path().join("page")),
            embed: Vec::new(),
            demo,
            speed,
            seed: 1,
            recipients: 100,
            sending: Sending::default(),
            keyring: Keyring::default(),
            token_secret: TokenSecret::parse(SECRET).ok(),
            hub: None,
            hub_secret: None,
            tray: TRAY,
        };
        ground::apart(|| {
            let mut writer = store::open(&settings.database).unwrap();
            for (id, stage) in stages {
                let (machine, told) = stage.machine(id);
                writer.add(machine.record(), machine.course(), &told).unwrap();
            }
        });
        Self::opened(settings, folder)
    }

    /// A house that sends real messages, with what it needs in a folder. An engine with a secret may report.
    pub fn sending(sending: Sending, folder: TempDir, speed: f64) -> Self {
        let lock = sending.secret.clone().map(Lock::Standard);
        let keyring = lock.into_iter().fold(Keyring::default(), |ring, lock| ring.with(Poster::Engine, lock));
        let settings = Settings {
            listen: ([127, 0, 0, 1], 0).into(),
            database: ground::place(folder.path()),
            page: None,
            embed: Vec::new(),
            demo: false,
            speed,
            seed: 1,
            recipients: 100,
            sending,
            keyring,
            token_secret: TokenSecret::parse(SECRET).ok(),
            hub: None,
            hub_secret: None,
            tray: TRAY,
        };
        Self::opened(settings, folder)
    }

    fn opened(settings: Settings, folder: TempDir) -> Self {
        let house = ground::apart(|| ready(&settings)).unwrap();
        // The sender is dropped, and with it the wish to end: streams take that as the end of the service.
        std::mem::forget(house.end);
        Self {
            router: house.router,
            folder,
            tokens: Tokens::new(Some(SECRET.as_bytes()), None),
            settings,
            desk: house.desk,
            threads: house.threads,
        }
    }

    /// As if the service had been killed and started again: nothing is kept but the database.
    pub fn again(self) -> Self {
        let Self { router, folder, tokens: _, settings, desk, threads } = self;
        drop(router);
        assert!(threads.end(Duration::from_secs(10)), "nothing hangs here");
        desk.join().unwrap();
        Self::opened(settings, folder)
    }

    /// The same, to which whoever is in this keyring may post, and whose tray holds so many bytes.
    pub fn listening(self, keyring: Keyring, tray: u64) -> Self {
        self.otherwise(|settings| (settings.keyring, settings.tray) = (keyring, tray))
    }

    /// The same, whose logs are published at a hub.
    pub fn publishing(self, hub: &str) -> Self {
        let (hub, hub_secret) = (delivery_server::hub::Address::parse(hub).ok(), TokenSecret::parse(hub::SECRET).ok());
        self.otherwise(|settings| {
            settings.sending.public = Origin::parse(hub::PUBLIC).ok();
            (settings.hub, settings.hub_secret) = (hub, hub_secret);
        })
    }

    /// The same, whose logs are published nowhere.
    pub fn publishing_nothing(self) -> Self {
        self.otherwise(|settings| settings.hub = None)
    }

    /// The same, whose dashboard this portal may embed.
    pub fn with_portal(self, portal: &str) -> Self {
        self.otherwise(|settings| settings.embed = vec![Origin::parse(portal).unwrap()])
    }

    /// The same, which knows no portal.
    pub fn without_portal(self) -> Self {
        self.otherwise(|settings| settings.token_secret = None)
    }

    /// The same, started again with other settings.
    fn otherwise(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.settings);
        self.again()
    }

    /// A token that says this, signed by the portal.
    pub fn token_saying(claims: &Value) -> String {
        let part = |part: &Value| URL.encode(part.to_string());
        let signed = format!("{}.{}", part(&json!({ "alg": "HS256", "typ": "JWT" })), part(claims));
        let mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap().chain_update(&signed);
        format!("{signed}.{}", URL.encode(mac.finalize().into_bytes()))
    }

    pub fn token(&self, login: &str, roles: &[Role]) -> String {
        self.token_at(login, roles, SystemTime::now())
    }

    pub fn token_at(&self, login: &str, roles: &[Role], at: SystemTime) -> String {
        let name = format!("{}{} Test", login[..1].to_uppercase(), &login[1..]);
        self.tokens.issue(&User { login: login.to_owned(), name, roles: roles.to_vec() }, at).unwrap()
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// Asks as somebody with every role.
    pub async fn get(&self, path: &str) -> Answer {
        self.get_as(path, &Role::ALL, &[]).await
    }

    pub async fn get_as(&self, path: &str, roles: &[Role], headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(path).header("authorization", format!("Bearer {}", self.token("ada", roles)));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub async fn record(&self, id: &str) -> (Delivery, String) {
        let answer = self.get(&format!("/api/deliveries/{id}")).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        (serde_json::from_str(&answer.text).unwrap(), answer.header("etag").to_owned())
    }

    pub async fn log(&self, id: &str) -> Vec<Value> {
        let answer = self.get(&format!("/api/deliveries/{id}/events")).await;
        answer.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    pub async fn fingerprint(&self, id: &str) -> String {
        let (record, _) = self.record(id).await;
        record.preparation.map_or("none".to_owned(), |preparation| preparation.fingerprint.as_str().to_owned())
    }

    /// A command on the record as it is, with this body.
    pub async fn command_with(&self, id: &str, command: &str, body: &str) -> Answer {
        let (_, version) = self.record(id).await;
        self.post(&Post { id, command, version: Some(&version), body, ..Post::default() }).await
    }

    /// A command by somebody with these roles, on the record as it is, with a fresh key.
    pub async fn command(&self, id: &str, command: &str, roles: &[Role]) -> Answer {
        let (_, version) = self.record(id).await;
        let body =
            if matches!(command, "confirm" | "approve") { confirm(&self.fingerprint(id).await) } else { String::new() };
        self.post(&Post { id, command, roles, version: Some(&version), body: &body, ..Post::default() }).await
    }

    pub async fn post(&self, post: &Post<'_>) -> Answer {
        let path = format!("/api/deliveries/{}/{}", post.id, post.command);
        let is_put = matches!(post.command, "schedule" | "content" | "audience");
        let method = if is_put { Method::PUT } else { Method::POST };
        let mut request = Request::builder().method(method).uri(path).header("content-type", "application/json");
        request = request.header("authorization", format!("Bearer {}", self.token(post.login, post.roles)));
        if let Some(version) = post.version {
            request = request.header("if-match", version);
        }
        let fresh = fresh_key();
        match post.key {
            Key::Fresh => request = request.header("idempotency-key", fresh),
            Key::Is(key) => request = request.header("idempotency-key", key),
            Key::None => {}
        }
        self.send(request.body(Body::from(post.body.to_owned())).unwrap()).await
    }
}

/// A command as it is posted.
pub struct Post<'a> {
    pub id: &'a str,
    pub command: &'a str,
    pub login: &'a str,
    pub roles: &'a [Role],
    pub version: Option<&'a str>,
    pub key: Key<'a>,
    pub body: &'a str,
}

pub enum Key<'a> {
    Fresh,
    Is(&'a str),
    None,
}

impl Default for Post<'_> {
    fn default() -> Self {
        Self { id: "", command: "", login: "ada", roles: &Role::ALL, version: None, key: Key::Fresh, body: "" }
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Status and type of a refusal; the type is empty for an answer that is none.
    pub fn refusal(&self) -> (u16, String) {
        if self.header("content-type") != "application/problem+json" {
            return (self.status, String::new());
        }
        let problem: Problem = serde_json::from_str(&self.text).unwrap();
        assert_eq!(problem.status, self.status);
        assert!(problem.detail.ends_with('.'), "a sentence: {}", problem.detail);
        let kind = serde_json::to_value(problem.kind).unwrap();
        (self.status, kind.as_str().unwrap().trim_start_matches("/problems/").to_owned())
    }
}

pub fn confirm(fingerprint: &str) -> String {
    serde_json::json!({ "fingerprint": fingerprint }).to_string()
}

pub fn fresh_key() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("\"key-{}\"", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Status and type of a refusal.
pub fn refused(status: u16, kind: &str) -> (u16, String) {
    (status, kind.to_owned())
}
