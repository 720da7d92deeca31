//! Twilio SendGrid: the event webhook's lists of flat objects, custom arguments among the event's own keys.
//!
//! SendGrid repeats events, up to dozens of times, under the same id. Its message ids have an ending that differs from
//! event to event; what stands before that is the id of the mail, which its recipients share.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::ToString;

use super::address::{addresses, unbracketed};
use super::notice::{Mail, Notice, queued, tracked};
use super::time::instant;
use super::{Dialect, Provider};
use crate::domain::event::{Action, Fact, Nature, Reason};
use crate::feed::Sink;
use crate::feed::json::{fields, is_true, said, text, word};
use crate::feed::reason::Said;

pub(super) struct SendGrid;

fields! {
    /// One event.
    pub(super) struct Record {
        event = "event", email = "email", time = "timestamp", event_id = "sg_event_id", message_id = "sg_message_id",
        smtp_id = "smtp-id", kind = "type", reason = "reason", response = "response", status = "status",
        class = "bounce_classification", url = "url", machine = "sg_machine_open", attempt = "attempt",
        ts_epoch = "ts_epoch",
    }
}

impl Dialect for SendGrid {
    type Record<'a> = Record<'a>;

    fn is_like(record: &Record<'_>) -> bool {
        let has_id = record.event_id.is_some() || record.message_id.is_some() || record.smtp_id.is_some();
        // Events of long ago, and those about the account, have none.
        let is_plain = record.time.is_some() && (record.email.is_some() || record.kind.is_some());
        record.event.is_some() && (has_id || is_plain && record.ts_epoch.is_none())
    }

    fn tell(record: &Record<'_>, whole: &str, sink: &mut dyn Sink) -> Option<()> {
        let event = text(record.event)?.to_ascii_lowercase();
        let mail = mail_id(record).map_or(Mail::Unnamed, Mail::Shared);
        let notice = Notice {
            provider: Provider::SendGrid,
            kind: &event,
            // The id alone would do, were it not one and the same for every event of the documentation's example.
            id: word(record.event_id).map(|id| format!("{event}/{id}").into()),
            mail,
            time: instant(record.time),
            recipients: addresses(record.email),
            besides: word(record.url).or_else(|| word(record.attempt)).unwrap_or_default(),
            fact: fact(&event, record),
            whole,
        };
        notice.tell(sink);
        Some(())
    }
}

/// The id of the mail: of the message id what stands before the server that wrote the event, else the part of the
/// `Message-ID` that is the same, which is all that a late bounce has.
fn mail_id<'a>(record: &Record<'a>) -> Option<Cow<'a, str>> {
    const ENDINGS: [&str; 2] = [".filter", ".recvd"];
    let of_message = || {
        let id = word(record.message_id)?;
        let end = ENDINGS.iter().find_map(|ending| id.find(ending)).or_else(|| id.find('.')).unwrap_or(id.len());
        // Of what never got to a server there is the ending only.
        let has_mail = end > 0 && !ENDINGS.iter().any(|ending| id.starts_with(&ending[1..]));
        has_mail.then(|| id[..end].to_string().into())
    };
    let of_mail = || {
        let id = unbracketed(word(record.smtp_id)?);
        Some(id.split_once('@').map_or(id.as_str(), |(local, _)| local).to_string().into())
    };
    of_message().or_else(of_mail).or_else(|| word(record.message_id))
}

fn fact(event: &str, record: &Record<'_>) -> Option<Fact<'static>> {
    Some(match event {
        "processed" => queued(),
        // By SendGrid's own lists and checks: never tried.
        "dropped" => Fact::Suppressed,
        "deferred" => Fact::Deferred(reason(record)),
        "delivered" => Fact::Delivered,
        "bounce" | "blocked" => match text(record.kind).as_deref().unwrap_or(event) {
            "blocked" => Fact::Bounced(Nature::Soft, reason(record)),
            "expired" => Fact::Expired(reason(record)),
            _ => Fact::Bounced(Nature::Hard, reason(record)),
        },
        "spamreport" => Fact::Complained,
        "open" => tracked(Action::Open, None, is_true(record.machine)),
        "click" => tracked(Action::Click, record.url, false),
        "unsubscribe" | "group_unsubscribe" => tracked(Action::OptOut, None, false),
        _ => return None,
    })
}

fn reason(record: &Record<'_>) -> Reason<'static> {
    let reply = word(record.reason).unwrap_or_else(|| said(record.response));
    let otherwise = match &*said(record.class).to_ascii_lowercase() {
        "invalid address" => Some("user_unknown"),
        "technical" => Some("unreachable"),
        "content" => Some("content"),
        "reputation" => Some("reputation"),
        "frequency or volume too high" | "frequency/volume" | "frequency" => Some("rate_limited"),
        "mailbox unavailable" => Some("mailbox_full"),
        _ => None,
    };
    Said { otherwise, enhanced: &said(record.status), text: &reply, ..Said::default() }.reason()
}
