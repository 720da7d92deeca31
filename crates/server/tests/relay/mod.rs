//! A mail relay that does on purpose what relays do now and then. It listens on this machine and passes nothing on.
//!
//! What it does with a message is said by the recipient's name: see [`Relay::answer`].

#![allow(dead_code)]

pub mod guarded;

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use guarded::{Guard, Guarded};

/// A message whose end has come.
#[derive(Clone, Debug)]
pub struct Got {
    pub from: String,
    pub to: String,
    pub text: String,
}

#[derive(Default)]
struct State {
    got: Mutex<Vec<Got>>,
    /// Commands that came in the clear.
    overheard: Mutex<Vec<String>>,
    asked: Mutex<HashMap<String, u32>>,
    is_closed: AtomicBool,
    dislikes_senders: AtomicBool,
}

#[derive(Clone)]
pub struct Relay {
    pub address: String,
    guard: Guard,
    state: Arc<State>,
}

impl Relay {
    pub fn start() -> Self {
        Self::guarded(Guard::None)
    }

    /// One whose connections are kept from others.
    pub fn guarded(guard: Guard) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let relay = Self { address, guard, state: Arc::default() };
        let at_work = relay.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let relay = at_work.clone();
                std::thread::spawn(move || relay.talk(stream));
            }
        });
        relay
    }

    pub fn url(&self) -> String {
        let scheme = match self.guard {
            Guard::None => "smtp",
            Guard::Implicit(_) => "smtps",
            Guard::Starttls(_) => "smtp+starttls",
        };
        format!("{scheme}://{}", self.address)
    }

    /// What was said to it in the clear.
    pub fn overheard(&self) -> Vec<String> {
        self.state.overheard.lock().unwrap().clone()
    }

    /// Turns everybody away at the door, or lets them in again.
    pub fn close(&self, is_closed: bool) {
        self.state.is_closed.store(is_closed, Ordering::SeqCst);
    }

    /// Does not take our sender.
    pub fn dislike_senders(&self, dislikes: bool) {
        self.state.dislikes_senders.store(dislikes, Ordering::SeqCst);
    }

    /// The messages whose end has come, whatever was said to it.
    pub fn got(&self) -> Vec<Got> {
        self.state.got.lock().unwrap().clone()
    }

    /// How often each recipient's message came to its end.
    pub fn counts(&self) -> HashMap<String, u32> {
        let mut counts = HashMap::new();
        for got in self.got() {
            *counts.entry(got.to).or_default() += 1;
        }
        counts
    }

    /// What is said to a recipient: `None` takes the message.
    fn answer(&self, to: &str) -> Option<&'static str> {
        let mut asked = self.state.asked.lock().unwrap();
        let times = asked.entry(to.to_owned()).or_default();
        *times += 1;
        match to {
            _ if to.starts_with("no") => Some("550 5.1.1 No such user here"),
            _ if to.starts_with("never") => Some("451 4.2.2 Mailbox full"),
            _ if to.starts_with("later") && *times == 1 => Some("450 4.7.1 Greylisted, try again later"),
            _ => None,
        }
    }

    fn talk(&self, stream: TcpStream) -> Option<()> {
        stream.set_nodelay(true).ok()?;
        let mut lines = BufReader::new(match &self.guard {
            Guard::None | Guard::Starttls(_) => Guarded::Clear(stream),
            Guard::Implicit(config) => Guarded::within(config, stream)?,
        });
        if self.state.is_closed.load(Ordering::SeqCst) {
            return say(&mut lines, "421 4.3.2 Not now");
        }
        say(&mut lines, "220 relay.example ESMTP")?;
        let (mut from, mut to) = (String::new(), String::new());
        loop {
            let mut line = String::new();
            if lines.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let command = line.trim_end().to_ascii_uppercase();
            if let Guarded::Clear(_) = lines.get_ref() {
                self.state.overheard.lock().unwrap().push(command.clone());
            }
            if command.starts_with("EHLO") {
                let offers = matches!((&self.guard, lines.get_ref()), (Guard::Starttls(_), Guarded::Clear(_)));
                say(
                    &mut lines,
                    if offers { "250-relay.example\r\n250 STARTTLS" } else { "250-relay.example\r\n250 SMTPUTF8" },
                )?;
            } else if let ("STARTTLS", Guard::Starttls(config)) = (command.as_str(), &self.guard) {
                say(&mut lines, "220 Go on")?;
                let Guarded::Clear(stream) = lines.into_inner() else { return None };
                lines = BufReader::new(Guarded::within(config, stream)?);
            } else if command.starts_with("MAIL FROM") {
                from = inside(&line);
                let dislikes = self.state.dislikes_senders.load(Ordering::SeqCst);
                say(&mut lines, if dislikes { "550 5.7.1 Sender rejected" } else { "250 OK" })?;
            } else if command.starts_with("RCPT TO") {
                // As a relay that has never heard of reports (RFC 3461).
                if command.contains(" NOTIFY=") {
                    say(&mut lines, "555 5.5.4 Unsupported option")?;
                    continue;
                }
                to = inside(&line);
                say(&mut lines, self.answer(&to).unwrap_or("250 OK"))?;
            } else if command == "DATA" {
                if to.starts_with("cut") && self.times(&to) == 1 {
                    return None;
                }
                say(&mut lines, "354 Go on")?;
                let text = content(&mut lines)?;
                self.state.got.lock().unwrap().push(Got { from: from.clone(), to: to.clone(), text });
                if to.starts_with("drop") {
                    return None;
                }
                if to.starts_with("hang") {
                    std::thread::sleep(Duration::from_secs(20));
                    return None;
                }
                say(&mut lines, if to.starts_with("after") { "554 5.7.1 Looks like spam" } else { "250 2.0.0 Taken" })?;
            } else if command == "QUIT" {
                return say(&mut lines, "221 Bye");
            } else {
                say(&mut lines, "250 OK")?;
            }
        }
    }

    fn times(&self, to: &str) -> u32 {
        self.state.asked.lock().unwrap().get(to).copied().unwrap_or(0)
    }
}

fn say(lines: &mut BufReader<Guarded>, text: &str) -> Option<()> {
    lines.get_mut().write_all(format!("{text}\r\n").as_bytes()).ok()
}

fn inside(line: &str) -> String {
    line.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or("", |(inside, _)| inside).to_owned()
}

fn content(lines: &mut impl BufRead) -> Option<String> {
    let mut text = String::new();
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == ".\r\n" {
            return Some(text);
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}
