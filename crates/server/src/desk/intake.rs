//! What others say of a delivery: recipients' servers, recipients themselves, the owner's engine, providers.

use std::collections::HashSet;

use delivery_core::domain::event::{Body, Event, Fact, Milestone, Nature, Reason, Severity};
use delivery_core::domain::id::DeliveryId;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Desk;
use super::letters::is_in_vain;
use crate::mta::{Cause, Engine, Happening, Machine, index_of};
use crate::store::{Move, Unavailable};

/// Something that arrived for a delivery, and whom it is about as far as it says so.
#[derive(Clone, PartialEq, Debug)]
pub struct Arrival {
    /// What happened, to a message by its source's name for it.
    pub happening: Happening,
    /// The message by this service's name, if its sender wrote that on the mail.
    pub message: Option<String>,
    /// The recipient's address.
    pub address: Option<String>,
}

impl Arrival {
    /// Its source's name for the mail, which leads to one delivery, whomever it went to. `None` if it is only known by what
    /// could be any delivery's: a name of this service's for a message, or the recipient.
    pub fn mail(&self) -> Option<&str> {
        let subject = self.happening.subject.as_deref()?;
        let address = self.address.as_deref().unwrap_or_default();
        if self.message.as_deref() == Some(subject) || subject == address {
            return None;
        }
        Some(subject.strip_suffix(address).and_then(|mail| mail.strip_suffix('/')).unwrap_or(subject))
    }
}

/// An event of another source, to be taken in. Its id is made of source and id, so that the same event is the same
/// whenever it comes. `None` for what only this service says: who is prepared, and what was asked of a delivery.
pub fn arrived(event: &Event<'_>) -> Option<Happening> {
    let id = format!("in.{}", digest(&[event.source.as_bytes(), b"\0", event.id.as_bytes()]));
    match &event.body {
        Body::Message { message, fact, .. } => {
            let (kind, more) = told(fact, &event.source)?;
            Some(Happening { id, kind, time: event.time, subject: Some(message.clone().into_owned()), more })
        }
        Body::Delivery(Milestone::Finished) => {
            Some(Happening::of_delivery("delivery.finished", id, event.time, Value::Null))
        }
        Body::Delivery(Milestone::Failed { reason }) => {
            Some(Happening::of_delivery("delivery.failed", id, event.time, json!({ "reason": reason })))
        }
        Body::Delivery(Milestone::Logged { severity, code, text }) => {
            let more = json!({ "severity": severity_name(*severity), "code": code, "text": text });
            Some(Happening::of_delivery("delivery.logged", id, event.time, more))
        }
        Body::Delivery(_) | Body::Unrecognised(_) => None,
    }
}

const fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// A short name for some bytes, the same each time.
pub fn digest(pieces: &[&[u8]]) -> String {
    let mut digest = Sha256::new();
    pieces.iter().for_each(|piece| digest.update(piece));
    digest.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

fn told(fact: &Fact<'_>, source: &str) -> Option<(&'static str, Value)> {
    let why = |reason: &Reason<'_>| {
        let mut more = json!({});
        for (name, value) in [("reason", &reason.code), ("smtp", &reason.smtp), ("enhanced", &reason.enhanced)] {
            if !value.is_empty() {
                more[name] = json!(value);
            }
        }
        more
    };
    Some(match fact {
        Fact::Prepared { .. } | Fact::Excluded { .. } => return None,
        // Whoever runs an engine may empty its queue.
        Fact::Cancelled => ("message.cancelled", json!({ "by": source })),
        Fact::Suppressed => ("message.suppressed", Value::Null),
        Fact::Relayed => ("message.relayed", Value::Null),
        Fact::Delivered => ("message.delivered", Value::Null),
        Fact::Deferred(reason) => ("message.deferred", why(reason)),
        Fact::Bounced(nature, reason) => {
            let mut more = why(reason);
            more["nature"] = json!(if *nature == Nature::Hard { "hard" } else { "soft" });
            ("message.bounced", more)
        }
        Fact::Expired(reason) => ("message.expired", why(reason)),
        Fact::AutoReplied => ("message.auto_replied", Value::Null),
        Fact::Tracked(track) => {
            let mut more = json!({});
            for (name, value) in [("url", &track.url), ("label", &track.label)] {
                if !value.is_empty() {
                    more[name] = json!(value);
                }
            }
            if track.is_machine {
                more["machine"] = json!(true);
            }
            let kind = match fact.name() {
                "opened" => "message.opened",
                "clicked" => "message.clicked",
                "mirror_viewed" => "message.mirror_viewed",
                _ => "message.opted_out",
            };
            (kind, more)
        }
        Fact::Complained => ("message.complained", Value::Null),
    })
}

/// Who is left out of later deliveries because of it.
fn shunned(happening: &Happening) -> Option<(u32, Move)> {
    let cause = match happening.kind {
        "message.complained" | "message.opted_out" => Cause::Denylist,
        "message.bounced" if happening.more["nature"] == "hard" => {
            happening.more["reason"].as_str().filter(|reason| is_in_vain(reason)).map(|_| Cause::Quarantine)?
        }
        _ => return None,
    };
    Some((happening.subject.as_deref().and_then(index_of)?, Move::Shun(cause)))
}

impl Desk {
    /// Appends what is new, and gives how much that is. `None` if there is no such delivery.
    pub(super) fn take_in(&mut self, id: &DeliveryId, told: Vec<Happening>) -> Result<Option<usize>, Unavailable> {
        let arrivals = told.into_iter().map(|happening| Arrival { happening, message: None, address: None });
        let fresh = self.file(id, arrivals.collect())?;
        Ok(fresh.map(|fresh| fresh.into_iter().filter(|is_fresh| *is_fresh).count()))
    }

    /// The same, and gives of each whether it is new. Nothing is later than now: who is ahead of us would take the
    /// service's clock along.
    pub(super) fn file(&mut self, id: &DeliveryId, arrivals: Vec<Arrival>) -> Result<Option<Vec<bool>>, Unavailable> {
        self.again(|desk| desk.try_to_file(id, arrivals.clone()))
    }

    fn try_to_file(&mut self, id: &DeliveryId, arrivals: Vec<Arrival>) -> Result<Option<Vec<bool>>, Unavailable> {
        self.refresh(id)?;
        let now = self.clock.now();
        if !self.folders.contains_key(id) {
            return Ok(None);
        }
        let mut seen = HashSet::new();
        let (mut fresh, mut verdicts) = (Vec::new(), Vec::with_capacity(arrivals.len()));
        for Arrival { mut happening, message, address } in arrivals {
            happening.time = happening.time.min(now);
            let name = (happening.subject.clone(), happening.id.clone());
            let mut is_known = !seen.insert(name) || self.is_in_log(id, &happening)?;
            // It may have come before its message was known here, and stands under its sender's name then.
            if !is_known
                && let Some(message) = self.message_for(id, message, address)?
                && happening.subject.as_ref() != Some(&message)
            {
                happening.subject = Some(message);
                is_known = self.is_in_log(id, &happening)?;
            }
            verdicts.push(!is_known);
            if !is_known {
                fresh.push(happening);
            }
        }
        if !fresh.is_empty() {
            let moves: Vec<_> = fresh.iter().filter_map(shunned).collect();
            self.change_letters(id, now, &moves, |machine| machine.hear(fresh, now))?;
        }
        Ok(Some(verdicts))
    }

    fn is_in_log(&self, id: &DeliveryId, happening: &Happening) -> Result<bool, Unavailable> {
        self.writer.has_event(id, happening.subject.as_deref(), &happening.id)
    }

    /// The message of this service that something arrived about: as its sender named it, else by the address it was prepared
    /// for. `None` if it is known here by no more than its provider's name for it.
    fn message_for(
        &self,
        id: &DeliveryId,
        message: Option<String>,
        address: Option<String>,
    ) -> Result<Option<String>, Unavailable> {
        let (None, Some(address)) = (&message, address) else { return Ok(message) };
        match self.writer.message_to(id, &address)? {
            Some(message) => Ok(Some(message)),
            // Providers may write addresses in small letters.
            None => self.writer.message_to(id, &address.to_lowercase()),
        }
    }

    /// Said in the log of the delivery that was sent last, since nobody can say which it belongs to.
    pub(super) fn note_unmatched(&mut self, mails: usize) -> Result<(), Unavailable> {
        let now = self.clock.now();
        let is_sent = |machine: &Machine| {
            matches!(machine.course().engine, Engine::Outside { .. }) && machine.record().state.has_started()
        };
        let sent = self.folders.iter().filter(|(_, folder)| is_sent(&folder.machine));
        let last = sent.max_by_key(|(_, folder)| folder.machine.record().contact_date).map(|(id, _)| id.clone());
        let Some(id) = last else { return Ok(()) };
        self.refresh(&id)?;
        let subject = format!("mailbox.unmatched.{mails}");
        if self.writer.has_event(&id, None, &format!("row.{subject}"))? {
            return Ok(());
        }
        let text = match mails {
            1 => "1 mail in the mailbox belongs to no message. It was left there.".to_owned(),
            mails => format!("{mails} mails in the mailbox belong to no message. They were left there."),
        };
        self.change(&id, now, |_| vec![Machine::warned_of(&subject, "mailbox.unmatched", &text, now)])
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use delivery_core::feed::{Format, Reader, Sink};

    struct Hearing(Vec<Happening>);

    impl Sink for Hearing {
        fn event(&mut self, event: &Event<'_>) {
            self.0.extend(arrived(event));
        }

        fn malformed(&mut self, line: &[u8]) {
            panic!("{}", String::from_utf8_lossy(line));
        }
    }

    /// What is taken in says what it said before, in the words of the contract.
    #[test]
    fn an_event_stays_what_it_was() {
        for (kind, more) in [
            ("message.relayed", json!(null)),
            ("message.delivered", json!(null)),
            ("message.deferred", json!({ "reason": "mailbox_full", "smtp": "452", "enhanced": "4.2.2" })),
            ("message.bounced", json!({ "nature": "hard", "reason": "user_unknown" })),
            ("message.bounced", json!({ "nature": "soft" })),
            ("message.expired", json!({ "reason": "expired" })),
            ("message.auto_replied", json!(null)),
            ("message.opened", json!({ "machine": true })),
            ("message.clicked", json!({ "url": "https://a.example", "label": "A" })),
            ("message.mirror_viewed", json!(null)),
            ("message.opted_out", json!(null)),
            ("message.complained", json!(null)),
            ("message.cancelled", json!({ "by": "/a" })),
        ] {
            let time = delivery_core::domain::instant::Instant::from_millis(1_795_424_400_000);
            let subject = Some("m000000001".to_owned());
            let said = Happening { id: "x".to_owned(), kind, time, subject, more };
            let mut heard = Hearing(Vec::new());
            let line = said.line("/a", "1") + "\n";
            Reader::new(Format::CloudEvents).push(line.as_bytes(), &mut heard);
            let [same] = <[_; 1]>::try_from(heard.0).unwrap();
            assert!(same.id.starts_with("in.") && same.id.len() == 27, "{}", same.id);
            let same = Happening { id: "x".to_owned(), ..same };
            let nothing = |more: Value| if more == json!({}) { Value::Null } else { more };
            assert_eq!(Happening { more: nothing(same.more.clone()), ..same }, said);
        }
    }
}
