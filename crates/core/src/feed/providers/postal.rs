//! Postal: webhooks as they are posted, `{"event":…,"timestamp":…,"payload":…,"uuid":…}`, and their payloads alone.
//!
//! A message's id is a number of its own for each recipient.

use alloc::borrow::Cow;

use super::address::addresses;
use super::notice::{Mail, Notice, queued, tracked};
use super::time::first_instant;
use super::{Dialect, Provider};
use crate::domain::event::{Action, Fact, Nature, Reason};
use crate::feed::Sink;
use crate::feed::json::{fields, object, said, text, word};
use crate::feed::reason::Said;

pub(super) struct Postal;

fields! {
    /// A webhook's object, or a payload alone.
    pub(super) struct Record {
        event = "event", time = "timestamp", uuid = "uuid", payload = "payload",
        message = "message", original = "original_message", bounce = "bounce", status = "status", output = "output",
        details = "details", url = "url", agent = "user_agent", domain = "domain", spf = "spf_status",
    }
}

fields! { struct Message { id = "id", token = "token", to = "to", time = "timestamp" } }

impl Dialect for Postal {
    type Record<'a> = Record<'a>;

    fn is_like(record: &Record<'_>) -> bool {
        let is_posted = record.event.is_some() && record.payload.is_some();
        let is_attempt = record.message.is_some() && record.status.is_some() && record.output.is_some();
        let is_visit = record.message.is_some() && record.event.is_none() && record.agent.is_some();
        let is_late_bounce = record.original.is_some() && record.bounce.is_some();
        is_posted || is_attempt || is_visit || is_late_bounce || record.domain.is_some() && record.spf.is_some()
    }

    fn tell(record: &Record<'_>, whole: &str, sink: &mut dyn Sink) -> Option<()> {
        let payload: Record<'_> = if record.payload.is_some() { object(record.payload) } else { *record };
        let kind = kind(record, &payload)?;
        let message: Message<'_> = object(payload.original.or(payload.message));
        let id = word(message.id).or_else(|| word(message.token));
        let notice = Notice {
            provider: Provider::Postal,
            kind: &kind,
            id: word(record.uuid),
            mail: id.map_or(Mail::Unnamed, Mail::Own),
            // The payload says when it happened, the rest when it was posted; of a bounce, the bounce's own time is all.
            time: first_instant([payload.time, object::<Message<'_>>(payload.bounce).time, record.time, message.time]),
            recipients: addresses(message.to),
            besides: said(payload.url),
            fact: fact(&kind, &payload),
            whole,
        };
        notice.tell(sink);
        Some(())
    }
}

/// What kind of event it is. A bounce that came back is one by whatever name it is posted; a payload alone is told by what
/// it holds.
fn kind<'a>(record: &Record<'a>, payload: &Record<'a>) -> Option<Cow<'a, str>> {
    if payload.original.is_some() && payload.bounce.is_some() {
        return Some("MessageBounced".into());
    }
    text(record.event).or_else(|| {
        let status = text(payload.status);
        Some(Cow::Borrowed(match status.as_deref() {
            Some("Sent") => "MessageSent",
            Some("SoftFail") => "MessageDelayed",
            Some("HardFail") => "MessageDeliveryFailed",
            Some("Held") => "MessageHeld",
            Some(_) => return status,
            None if payload.url.is_some() => "MessageLinkClicked",
            None if payload.message.is_some() => "MessageLoaded",
            None if payload.spf.is_some() => "DomainDNSError",
            None => return None,
        }))
    })
}

fn fact(kind: &str, payload: &Record<'_>) -> Option<Fact<'static>> {
    Some(match kind {
        "MessageSent" => Fact::Delivered,
        "MessageDelayed" => Fact::Deferred(reason(payload)),
        "MessageDeliveryFailed" => Fact::Bounced(Nature::Hard, reason(payload)),
        "MessageBounced" => Fact::Bounced(Nature::Hard, reason(payload)),
        "MessageHeld" => queued(),
        "MessageLoaded" => tracked(Action::Open, None, false),
        "MessageLinkClicked" => tracked(Action::Click, payload.url, false),
        _ => return None,
    })
}

fn reason(payload: &Record<'_>) -> Reason<'static> {
    let text = word(payload.output).or_else(|| word(payload.details)).unwrap_or_default();
    Said { text: &text, ..Said::default() }.reason()
}
