//! Brevo, before Sendinblue: transactional and marketing webhooks, and the pages of its list of events.
//!
//! All recipients of a mail share its `message-id`, which comes with brackets or without. `id` is the webhook's, not the
//! event's. Only `ts_epoch` is an instant: the other times follow the account's clock.

use super::address::{addresses, unbracketed};
use super::notice::{Mail, Notice, queued, tracked};
use super::time::first_instant;
use super::{Dialect, Provider, each};
use crate::domain::event::{Action, Fact, Nature, Reason};
use crate::feed::Sink;
use crate::feed::json::{fields, list, read, said, text, word};
use crate::feed::reason::Said;

pub(super) struct Brevo;

fields! {
    /// An event, or a page of them.
    pub(super) struct Record {
        events = "events", event = "event", email = "email", message_id = "message-id", page_message_id = "messageId",
        epoch = "ts_epoch", misspelt_epoch = "s_epoch", seconds = "ts_event", old_seconds = "ts", date = "date",
        event_date = "date_event", campaign = "camp_id", reason = "reason", link = "link", url = "URL",
    }
}

impl Dialect for Brevo {
    type Record<'a> = Record<'a>;

    fn is_like(record: &Record<'_>) -> bool {
        match list(record.events).first() {
            Some(first) => read(first).is_some_and(|first: Record<'_>| is_event(&first)),
            None => is_event(record),
        }
    }

    fn tell(record: &Record<'_>, whole: &str, sink: &mut dyn Sink) -> Option<()> {
        if record.events.is_some() {
            each(record.events, sink, event);
            return Some(());
        }
        event(record, whole, sink)
    }
}

fn is_event(record: &Record<'_>) -> bool {
    let ids = [record.message_id, record.page_message_id, record.campaign];
    let times = [record.epoch, record.misspelt_epoch, record.seconds, record.event_date];
    record.event.is_some() && ids.into_iter().chain(times).any(|mark| mark.is_some())
}

fn event(record: &Record<'_>, whole: &str, sink: &mut dyn Sink) -> Option<()> {
    let kind = text(record.event)?;
    let mail = word(record.message_id).or_else(|| word(record.page_message_id));
    // A campaign is one mail to many; it has no other id.
    let mail = mail.map(|id| unbracketed(id).into()).or_else(|| word(record.campaign));
    let notice = Notice {
        provider: Provider::Brevo,
        kind: &kind,
        id: None,
        mail: mail.map_or(Mail::Unnamed, Mail::Shared),
        time: first_instant([
            record.epoch,
            record.misspelt_epoch,
            record.seconds,
            record.old_seconds,
            // Pages say it with an offset; where there is none it is no instant, and not read.
            record.date,
        ]),
        recipients: addresses(record.email),
        besides: word(record.link).or_else(|| word(record.url)).unwrap_or_default(),
        fact: fact(&kind, record),
        whole,
    };
    notice.tell(sink);
    Some(())
}

/// Webhooks, the list of events and its filters each spell the kinds in a way of their own.
fn fact(kind: &str, record: &Record<'_>) -> Option<Fact<'static>> {
    let why = || reason(kind, record);
    Some(match kind {
        "request" | "requests" | "sent" => queued(),
        "delivered" => Fact::Delivered,
        "deferred" => Fact::Deferred(why()),
        "soft_bounce" | "softBounces" | "softBounce" => Fact::Bounced(Nature::Soft, why()),
        "hard_bounce" | "hardBounces" | "hardBounce" | "invalid_email" | "invalidEmail" | "invalid" | "error" => {
            Fact::Bounced(Nature::Hard, why())
        }
        "blocked" => Fact::Suppressed,
        "spam" | "complaint" => Fact::Complained,
        "unique_opened" | "opened" | "uniqueOpened" | "open" => tracked(Action::Open, None, false),
        "unique_proxy_open" | "proxy_open" | "loadedByProxy" | "proxyOpen" | "uniqueProxyOpen" => {
            tracked(Action::Open, None, true)
        }
        "click" | "clicks" | "clicked" => tracked(Action::Click, record.link.or(record.url), false),
        "unsubscribe" | "unsubscribed" => tracked(Action::OptOut, None, false),
        _ => return None,
    })
}

fn reason(kind: &str, record: &Record<'_>) -> Reason<'static> {
    let sure = if kind.starts_with("invalid") { Some("bad_address") } else { None };
    Said { sure, text: &said(record.reason), ..Said::default() }.reason()
}
