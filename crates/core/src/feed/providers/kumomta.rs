//! KumoMTA: the records of its log, from its files or its webhooks.
//!
//! A message may have several recipients, which share its id. A record has no id of its own: it is told from another by
//! its node, message, type, recipient, time and attempt.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::address::addresses;
use super::notice::{Mail, Notice, queued};
use super::time::first_instant;
use super::{Dialect, Provider};
use crate::domain::event::{Fact, Nature, Reason};
use crate::feed::Sink;
use crate::feed::json::{count, fields, object, said, text, word};
use crate::feed::reason::Said;

pub(super) struct KumoMta;

fields! {
    /// A record of the log.
    pub(super) struct Record {
        kind = "type", id = "id", recipient = "recipient", response = "response", time = "event_time",
        seconds = "timestamp", attempts = "num_attempts", class = "bounce_classification", report = "feedback_report",
        node = "nodeid", queue = "queue", pool = "egress_pool", protocol = "reception_protocol",
        event = "event",
    }
}

fields! { struct Response { code = "code", enhanced = "enhanced_code", content = "content" } }
fields! { struct Enhanced { class = "class", subject = "subject", detail = "detail" } }
fields! { struct Report { kind = "feedback_type", trace = "supplemental_trace", original = "original_rcpto_to", to = "original_rcpt_to" } }
fields! { struct Trace { recipient = "recipient", id = "id" } }

impl Dialect for KumoMta {
    type Record<'a> = Record<'a>;

    fn is_like(record: &Record<'_>) -> bool {
        let marks =
            [record.node, record.queue, record.pool, record.class, record.report, record.protocol, record.response];
        record.kind.is_some() && record.event.is_none() && marks.iter().any(Option::is_some)
    }

    fn tell(record: &Record<'_>, whole: &str, sink: &mut dyn Sink) -> Option<()> {
        let kind = text(record.kind)?;
        let report: Report<'_> = object(record.report);
        let trace: Trace<'_> = object(report.trace);
        let notice = Notice {
            provider: Provider::KumoMta,
            kind: &kind,
            id: None,
            mail: word(trace.id).or_else(|| word(record.id)).map_or(Mail::Unnamed, Mail::Shared),
            // Newer records have nanoseconds, older ones whole seconds.
            time: first_instant([record.time, record.seconds]),
            recipients: recipients(&kind, record, &report, &trace),
            besides: format!("{}/{}", said(record.node), said(record.attempts)).into(),
            fact: fact(&kind, record, &report),
            whole,
        };
        notice.tell(sink);
        Some(())
    }
}

/// A complaint is a mail of its own, to whoever takes complaints: whom it is about stands inside.
fn recipients(kind: &str, record: &Record<'_>, report: &Report<'_>, trace: &Trace<'_>) -> Vec<String> {
    let inside = [trace.recipient, report.original, report.to];
    let places = inside.into_iter().filter(|_| kind == "Feedback").chain([record.recipient]);
    places.map(addresses).find(|found| !found.is_empty()).unwrap_or_default()
}

fn fact(kind: &str, record: &Record<'_>, report: &Report<'_>) -> Option<Fact<'static>> {
    /// What says that this mail is not wanted, and nothing about the address.
    const BLOCKS: [&str; 3] = ["SpamBlock", "SpamContent", "PolicyRelated"];
    let why = || reason(kind, record);
    Some(match kind {
        "Reception" => queued(),
        "Delivery" => Fact::Delivered,
        "TransientFailure" | "Delayed" => Fact::Deferred(why()),
        "Bounce" if text(record.class).is_some_and(|class| BLOCKS.contains(&&*class)) => {
            Fact::Bounced(Nature::Soft, why())
        }
        "Bounce" | "OOB" => Fact::Bounced(Nature::Hard, why()),
        "Expiration" => Fact::Expired(why()),
        // What was tried before cannot be as if it never had been.
        "AdminBounce" if count(record.attempts) > 0 => Fact::Bounced(Nature::Soft, why()),
        "AdminBounce" => Fact::Cancelled,
        // Taken back, or about the sender's signature.
        "Feedback" => match text(report.kind).as_deref() {
            Some("not-spam" | "auth-failure") => return None,
            Some(_) | None => Fact::Complained,
        },
        _ => return None,
    })
}

fn reason(kind: &str, record: &Record<'_>) -> Reason<'static> {
    let response: Response<'_> = object(record.response);
    let class = text(record.class).unwrap_or_default();
    let sure = match (kind, &*class) {
        ("Expiration", _) | (_, "MessageExpired") => Some("expired"),
        ("AdminBounce", _) => Some("cancelled"),
        (_, "InvalidRecipient") => Some("user_unknown"),
        (_, "BadDomain") => Some("invalid_domain"),
        (_, "InactiveMailbox") => Some("account_disabled"),
        (_, "TooManyRecipients") => Some("rate_limited"),
        (_, "SpamContent") => Some("spam"),
        (_, "VirusRelated") => Some("content"),
        (_, "RelayDenied") => Some("relaying_denied"),
        _ => None,
    };
    let otherwise = match &*class {
        "QuotaIssues" => Some("mailbox_full"),
        "NoAnswerFromHost" | "DNSFailure" | "RoutingErrors" | "BadConfiguration" => Some("unreachable"),
        "BadConnection" => Some("not_connected"),
        "AuthenticationFailed" => Some("unauthenticated"),
        "PolicyRelated" | "InvalidSender" => Some("policy"),
        "SpamBlock" => Some("blocked"),
        "ContentRelated" => Some("content"),
        "ProtocolErrors" => Some("refused"),
        _ => None,
    };
    let (code, content) = (said(response.code), said(response.content));
    let enhanced = enhanced(&response);
    let reply = [&*code, &*enhanced, &*content].map(str::trim);
    let text = reply.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    Said { sure, otherwise, smtp: &code, enhanced: &enhanced, text: &text }.reason()
}

fn enhanced(response: &Response<'_>) -> String {
    let parts: Enhanced<'_> = object(response.enhanced);
    match (word(parts.class), word(parts.subject), word(parts.detail)) {
        (Some(class), Some(subject), Some(detail)) => format!("{class}.{subject}.{detail}"),
        _ => String::new(),
    }
}
