//! Mailgun: webhooks (`{"signature":…,"event-data":…}`), the pages of its Events and Logs APIs, and what its webhooks
//! posted before 2018, as JSON.
//!
//! The id of a message is its `Message-ID`, with brackets or without, which all recipients of a batch share.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::address::{addresses, of_header, unbracketed};
use super::notice::{Mail, Notice, queued, tracked};
use super::time::first_instant;
use super::{Dialect, Provider, each};
use crate::domain::event::{Action, Fact, Nature, Reason};
use crate::feed::Sink;
use crate::feed::json::{fields, is_true, object, said, text, word};
use crate::feed::reason::Said;

pub(super) struct Mailgun;

fields! {
    /// An event, or what is around one or several.
    pub(super) struct Record {
        event_data = "event-data", items = "items", paging = "paging", pagination = "pagination",
        event = "event", id = "id", time = "timestamp", log_time = "@timestamp", recipient = "recipient",
        severity = "severity", why = "reason", message = "message", status = "delivery-status", client = "client-info",
        flags = "flags", reject = "reject", url = "url", log_level = "log-level", envelope = "envelope",
        variables = "user-variables", domain = "recipient-domain",
        // Of before 2018.
        token = "token", old_message_id = "Message-Id", bare_message_id = "message-id", headers = "message-headers",
        sid = "X-Mailgun-Sid", code = "code", error = "error", description = "description", old_client = "client-type",
    }
}

fields! { struct Message { headers = "headers" } }
fields! { struct Headers { id = "message-id", to = "to" } }
fields! { struct Client { bot = "bot", kind = "client-type" } }
fields! { struct Flags { is_late = "is-delayed-bounce" } }
fields! { struct Reject { reason = "reason" } }
fields! {
    /// What came of an attempt.
    struct Status {
        code = "code", enhanced = "enhanced-code", message = "message", description = "description",
        bounce_kind = "bounce-type", attempt = "attempt-no",
    }
}

impl Dialect for Mailgun {
    type Record<'a> = Record<'a>;

    fn is_like(record: &Record<'_>) -> bool {
        let is_page = record.items.is_some() && (record.paging.is_some() || record.pagination.is_some());
        let marks = [record.log_level, record.status, record.envelope, record.variables, record.domain];
        let old_marks = [record.recipient, record.old_message_id, record.headers, record.sid];
        let is_event = record.event.is_some() && marks.into_iter().chain(old_marks).any(|mark| mark.is_some());
        record.event_data.is_some() || is_page || is_event
    }

    fn tell(record: &Record<'_>, whole: &str, sink: &mut dyn Sink) -> Option<()> {
        if record.items.is_some() {
            each(record.items, sink, event);
            return Some(());
        }
        if record.event_data.is_some() {
            return event(&object(record.event_data), whole, sink);
        }
        event(record, whole, sink)
    }
}

fn event(record: &Record<'_>, whole: &str, sink: &mut dyn Sink) -> Option<()> {
    let kind = text(record.event)?;
    let message: Message<'_> = object(record.message);
    let headers: Headers<'_> = object(message.headers);
    let status: Status<'_> = object(record.status);
    let mail = word(headers.id).or_else(|| word(record.old_message_id)).or_else(|| word(record.bare_message_id));
    let notice = Notice {
        provider: Provider::Mailgun,
        kind: &kind,
        id: word(record.id).or_else(|| word(record.token)),
        mail: mail.map_or(Mail::Unnamed, |id| Mail::Shared(unbracketed(id).into())),
        time: first_instant([record.time, record.log_time]),
        recipients: recipients(record, &headers),
        besides: word(record.url).or_else(|| word(status.attempt)).unwrap_or_default(),
        fact: fact(&kind, record, &status),
        whole,
    };
    notice.tell(sink);
    Some(())
}

/// A mail that is refused as a whole names those it was for in its header only.
fn recipients(record: &Record<'_>, headers: &Headers<'_>) -> Vec<String> {
    Some(addresses(record.recipient)).filter(|named| !named.is_empty()).unwrap_or_else(|| of_header(headers.to))
}

fn fact(kind: &str, record: &Record<'_>, status: &Status<'_>) -> Option<Fact<'static>> {
    let why = || reason(record, status);
    Some(match kind {
        "accepted" => queued(),
        "delivered" => Fact::Delivered,
        "rejected" => Fact::Bounced(Nature::Hard, why()),
        "failed" if text(record.severity).as_deref() == Some("temporary") => Fact::Deferred(why()),
        "temporary_fail" => Fact::Deferred(why()),
        "failed" | "permanent_fail" | "bounced" | "dropped" => failed(record, status, why()),
        "opened" => tracked(Action::Open, None, is_machine(record)),
        "clicked" => tracked(Action::Click, record.url, is_machine(record)),
        "complained" => Fact::Complained,
        "unsubscribed" => tracked(Action::OptOut, None, false),
        _ => return None,
    })
}

fn failed(record: &Record<'_>, status: &Status<'_>, why: Reason<'static>) -> Fact<'static> {
    let flags: Flags<'_> = object(record.flags);
    let word_for_it = text(record.why).unwrap_or_default();
    let code = word(status.code).or_else(|| word(record.code)).unwrap_or_default();
    // Before the word for it there were codes of Mailgun's own for what it keeps from whom it wrote to in vain.
    if word_for_it.starts_with("suppress-") || matches!(&*code, "605" | "606" | "607") {
        return Fact::Suppressed;
    }
    if word_for_it == "old" {
        return Fact::Expired(why);
    }
    let is_soft = text(status.bounce_kind).as_deref() == Some("soft") && !is_true(flags.is_late);
    Fact::Bounced(if is_soft { Nature::Soft } else { Nature::Hard }, why)
}

fn is_machine(record: &Record<'_>) -> bool {
    let client: Client<'_> = object(record.client);
    let kind = text(client.kind).or_else(|| text(record.old_client));
    word(client.bot).is_some() || kind.as_deref() == Some("robot")
}

fn reason(record: &Record<'_>, status: &Status<'_>) -> Reason<'static> {
    let reject: Reject<'_> = object(record.reject);
    let (sure, otherwise) = match &*said(record.why) {
        "old" => (Some("expired"), None),
        "greylisted" => (Some("greylisted"), None),
        "espblock" | "blacklisted" => (None, Some("blocked")),
        _ => (None, None),
    };
    let texts = [status.message, status.description, record.error, record.description, reject.reason];
    let text = texts.into_iter().filter_map(word).map(|text| text.to_string()).next().unwrap_or_default();
    let smtp = word(status.code).or_else(|| word(record.code)).unwrap_or_default();
    // A reply is given without its code, which the text is to have again for who reads it.
    let text = if text.starts_with(['4', '5']) && text.get(1..2) == Some(".") && smtp.len() == 3 {
        format!("{smtp} {text}")
    } else {
        text
    };
    Said { sure, otherwise, smtp: &smtp, enhanced: &said(status.enhanced), text: &text }.reason()
}
