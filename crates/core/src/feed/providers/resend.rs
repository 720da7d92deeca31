//! Resend: webhooks as Svix posts them, `{"type":…,"created_at":…,"data":…}`.
//!
//! The event's id is in a header, which is not part of the body; a repeat says the same at the same time. All recipients
//! of a mail share its id, and an event may name several.

use alloc::string::{String, ToString};

use super::address::addresses;
use super::notice::{Mail, Notice, queued, tracked};
use super::time::first_instant;
use super::{Dialect, Provider, ses};
use crate::domain::event::{Action, Fact, Nature, Reason};
use crate::feed::Sink;
use crate::feed::json::{Raw, fields, list, object, said, text, word};
use crate::feed::reason::Said;

pub(super) struct Resend;

fields! {
    /// An event.
    pub(super) struct Record {
        kind = "type", created_at = "created_at", content = "data", specversion = "specversion",
    }
}

fields! {
    /// What it is about.
    struct Content {
        email_id = "email_id", to = "to", created_at = "created_at", bounce = "bounce", click = "click",
        failed = "failed",
    }
}

fields! { struct Bounce { kind = "type", sub_kind = "subType", message = "message", replies = "diagnosticCode" } }
fields! { struct Click { link = "link", time = "timestamp" } }
fields! { struct Failed { reason = "reason" } }

impl Dialect for Resend {
    type Record<'a> = Record<'a>;

    fn is_like(record: &Record<'_>) -> bool {
        record.kind.is_some() && record.created_at.is_some() && record.content.is_some() && record.specversion.is_none()
    }

    fn tell(record: &Record<'_>, whole: &str, sink: &mut dyn Sink) -> Option<()> {
        let kind = text(record.kind)?;
        let content: Content<'_> = object(record.content);
        let click: Click<'_> = object(content.click);
        let notice = Notice {
            provider: Provider::Resend,
            kind: &kind,
            id: None,
            mail: word(content.email_id).map_or(Mail::Unnamed, Mail::Shared),
            time: first_instant([click.time, record.created_at, content.created_at]),
            recipients: addresses(content.to),
            besides: said(click.link),
            fact: fact(&kind, &content),
            whole,
        };
        notice.tell(sink);
        Some(())
    }
}

fn fact(kind: &str, content: &Content<'_>) -> Option<Fact<'static>> {
    let click: Click<'_> = object(content.click);
    Some(match kind.strip_prefix("email.")? {
        "scheduled" | "queued" => queued(),
        "sent" => Fact::Relayed,
        "delivered" => Fact::Delivered,
        "delivery_delayed" => Fact::Deferred(reason(&object(content.bounce))),
        "bounced" => bounced(&object(content.bounce)),
        "suppressed" => Fact::Suppressed,
        "failed" => {
            let failed: Failed<'_> = object(content.failed);
            let text = said(failed.reason);
            let sure = text.contains("quota").then_some("quota_reached");
            Fact::Bounced(Nature::Hard, Said { sure, text: &text, ..Said::default() }.reason())
        }
        "canceled" | "cancelled" => Fact::Cancelled,
        "complained" => Fact::Complained,
        "opened" => tracked(Action::Open, None, false),
        "clicked" => tracked(Action::Click, click.link, false),
        _ => return None,
    })
}

fn bounced(bounce: &Bounce<'_>) -> Fact<'static> {
    let sub_kind = text(bounce.sub_kind).unwrap_or_default();
    // Before there was an event for it, a bounce told of what was never tried.
    let is_on_list = text(bounce.message).is_some_and(|message| message.contains("suppression list"));
    if sub_kind.contains("Suppress") || is_on_list {
        return Fact::Suppressed;
    }
    match text(bounce.kind).as_deref() {
        Some("Transient" | "Temporary" | "Undetermined") => Fact::Bounced(Nature::Soft, reason(bounce)),
        // Bounces of before 2025 have no type; Resend told of permanent ones only.
        _ => Fact::Bounced(Nature::Hard, reason(bounce)),
    }
}

fn reason(bounce: &Bounce<'_>) -> Reason<'static> {
    let replies: String = list(bounce.replies)
        .into_iter()
        .filter_map(|reply| word(Some(reply)))
        .next()
        .or_else(|| word(one(bounce.replies)))
        .or_else(|| word(bounce.message))
        .unwrap_or_default()
        .to_string();
    // Resend sends through SES, and has its words.
    ses::said(&text(bounce.sub_kind).unwrap_or_default(), "", &replies).reason()
}

/// A value that is no list.
fn one(raw: Raw<'_>) -> Raw<'_> {
    raw.filter(|raw| !raw.starts_with('['))
}
