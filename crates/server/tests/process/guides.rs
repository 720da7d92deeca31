//! The guides in `docs/guides`, followed as they stand there: their blocks run in order, each in a shell of its own, and
//! print what the guides say they print.
//!
//! `sh` is run. `sh stays` is left running until the guide ends, as in a terminal of its own. `sh elsewhere` is not run: it
//! needs an account. `text` is what the block before it prints, `…` in it is anything. Nothing is built: `cargo` is a
//! stand-in that starts the service of this test for `cargo run`, and does nothing else. Port 4870 is a free one.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use delivery_core::domain::fold::{Fold, Settings};
use delivery_core::domain::safeguards::Safeguards;
use delivery_core::feed::{Format, Reader};
use delivery_core::wire::{Delivery, DeliveryCard, Numbers, Session, TokenAnswer, Touch, User};
use serde::de::DeserializeOwned;
use tempfile::TempDir;

use crate::program::until;

/// Where the service answers in the guides.
const PORT: &str = "4870";

const STAND_IN: &str = r#"#!/bin/sh
[ "$1" = run ] || exit 0
while [ "$1" != -- ]; do shift; done
shift
exec "SERVICE" --listen 127.0.0.1:PORT "$@"
"#;

/// What is done with a block.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Manner {
    Run,
    Stay,
}

/// A block that is run, and what it prints if the guide says so.
#[derive(PartialEq, Debug)]
struct Block {
    manner: Manner,
    text: String,
    prints: Option<String>,
}

fn blocks(guide: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut lines = guide.lines();
    let mut is_answered = true;
    while let Some(line) = lines.next() {
        let Some(kind) = line.strip_prefix("```") else { continue };
        let text: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
        let text = text.join("\n");
        let manner = match kind {
            "sh" => Manner::Run,
            "sh stays" => Manner::Stay,
            "text" if !is_answered => {
                blocks.last_mut().unwrap().prints = Some(text);
                is_answered = true;
                continue;
            }
            other => {
                assert_ne!(other, "text", "no block prints this: {text}");
                continue;
            }
        };
        is_answered = manner == Manner::Stay;
        blocks.push(Block { manner, text, prints: None });
    }
    blocks
}

/// Whether a line is as the guide says, where `…` is anything.
fn is_as_said(said: &str, line: &str) -> bool {
    let mut parts = said.split('…');
    let Some(mut rest) = line.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A folder that is like a clone whose page was built, and what runs in it.
struct Desk {
    folder: TempDir,
    port: String,
    running: Vec<Child>,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::TempDir::new().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
        for name in ["bin", "dist", "target"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        fs::write(folder.path().join("dist/index.html"), "<!doctype html>").unwrap();
        std::os::unix::fs::symlink(root().join("examples"), folder.path().join("examples")).unwrap();
        let cargo = folder.path().join("bin/cargo");
        let stand_in = STAND_IN.replace("SERVICE", env!("CARGO_BIN_EXE_delivery-server")).replace("PORT", &port);
        fs::write(&cargo, stand_in).unwrap();
        fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
        Self { folder, port, running: Vec::new() }
    }

    fn shell(&self, text: &str) -> Command {
        let path = format!("{}:{}", self.folder.path().join("bin").display(), std::env::var("PATH").unwrap());
        let mut shell = Command::new("sh");
        shell.args(["-eu", "-c", &text.replace(PORT, &self.port)]);
        shell.current_dir(self.folder.path()).env("PATH", path).stdin(Stdio::null());
        shell
    }

    /// Runs a block. Gives what it printed; nothing of one that stays.
    fn follow(&mut self, block: &Block) -> String {
        if block.manner == Manner::Stay {
            let log = fs::File::create(self.folder.path().join("log")).unwrap();
            let mut shell = self.shell(&block.text);
            // In a group of its own, so that all of it can be ended.
            shell.process_group(0).stdout(log.try_clone().unwrap()).stderr(log);
            self.running.push(shell.spawn().unwrap());
            until("it listens", || {
                let ended = self.running.last_mut().unwrap().try_wait().unwrap();
                assert!(ended.is_none(), "{}", fs::read_to_string(self.folder.path().join("log")).unwrap());
                TcpStream::connect(format!("127.0.0.1:{}", self.port)).ok()
            });
            return String::new();
        }
        let output = self.shell(&block.text).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}\n{}: {said}", block.text, output.status);
        String::from_utf8(output.stdout).unwrap()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        for child in &mut self.running {
            // As Ctrl-C does it: the shell waits for what it has started.
            let _ended = Command::new("kill").args(["-INT", "--", &format!("-{}", child.id())]).status();
            let _waited = child.wait();
        }
    }
}

fn guide(name: &str) -> String {
    fs::read_to_string(root().join("docs/guides").join(name)).unwrap()
}

#[test]
fn every_guide_does_what_it_says() {
    let mut names: Vec<_> = fs::read_dir(root().join("docs/guides"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    for name in names {
        let mut desk = Desk::new();
        let mut has_shown = false;
        for block in blocks(&guide(&name)) {
            let printed = desk.follow(&block);
            let Some(expected) = &block.prints else { continue };
            has_shown = true;
            let is_same = printed.lines().count() == expected.lines().count()
                && expected.lines().zip(printed.lines()).all(|(said, line)| is_as_said(said, line));
            assert!(is_same, "{name}:\n{}\nprints\n{printed}\nand not\n{expected}", block.text);
        }
        assert!(has_shown, "{name} does not say what one will see");
    }
}

/// What a service answers, as the contract has it.
struct Client<'a> {
    desk: &'a Desk,
    token: String,
}

impl Client<'_> {
    fn text(&self, path: &str) -> String {
        let request = ureq::get(format!("http://127.0.0.1:{}{path}", self.desk.port));
        let answer = request.header("authorization", format!("Bearer {}", self.token)).call();
        answer.unwrap_or_else(|error| panic!("{path}: {error}")).body_mut().read_to_string().unwrap()
    }

    fn get<T: DeserializeOwned>(&self, path: &str) -> T {
        let text = self.text(path);
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error} in {text}"))
    }
}

#[test]
fn the_smallest_service_answers_as_the_page_expects() {
    let mut desk = Desk::new();
    for block in blocks(&guide("own-service.md")) {
        desk.follow(&block);
    }
    let mut client = Client { desk: &desk, token: String::new() };
    client.token = client.get::<TokenAnswer>("/api/demo/token").token;
    assert_eq!(client.get::<Vec<User>>("/api/demo/users").len(), 1);
    let session: Session = client.get("/api/session");
    assert!(!session.demo);
    let _: Safeguards = client.get("/api/safeguards");
    let cards: Vec<DeliveryCard> = client.get("/api/deliveries");
    let of = format!("/api/deliveries/{}", cards[0].id);
    let record: Delivery = client.get(&of);
    assert_eq!((&record.id, record.state), (&cards[0].id, cards[0].state));
    let _: Option<Numbers> = client.get(&format!("{of}/numbers"));
    let _: Vec<DeliveryCard> = client.get(&format!("{of}/executions"));
    let _: Vec<Touch> = client.get(&format!("{of}/messages/m1/history"));
    assert_eq!(client.text(&format!("{of}/messages/m1/events")).lines().count(), 3);
    let (mut fold, mut reader) = (Fold::new(), Reader::new(Format::CloudEvents));
    reader.push(client.text(&format!("{of}/events")).as_bytes(), &mut fold);
    let settings = Settings { feedback: record.feedback, ..Settings::default() };
    let counts = fold.tally(&settings, session.clock.now).all;
    let prepared = record.preparation.map_or(0, |preparation| preparation.to_deliver);
    assert_eq!((counts.to_deliver, counts.sent, counts.delivered, counts.bounces_errors), (prepared, 2, 1, 1));
}
