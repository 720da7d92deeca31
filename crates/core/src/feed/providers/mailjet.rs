//! Mailjet: its event API, one object or a list of them.
//!
//! `MessageID` is of one recipient, and beyond what a double holds: it is never read as a number. No event has an id.

use super::address::addresses;
use super::notice::{Mail, Notice, tracked};
use super::time::instant;
use super::{Dialect, Provider};
use crate::domain::event::{Action, Fact, Nature, Reason};
use crate::feed::Sink;
use crate::feed::json::{fields, is_true, said, text, word};
use crate::feed::reason::Said;

pub(super) struct Mailjet;

fields! {
    /// One event.
    pub(super) struct Record {
        event = "event", time = "time", message_id = "MessageID", guid = "Message_GUID", old_id = "mj_message_id",
        campaign = "mj_campaign_id", contact = "mj_contact_id", email = "email", hard = "hard_bounce",
        related_to = "error_related_to", error = "error", comment = "comment", url = "url",
    }
}

impl Dialect for Mailjet {
    type Record<'a> = Record<'a>;

    fn is_like(record: &Record<'_>) -> bool {
        let marks = [record.message_id, record.guid, record.old_id, record.campaign, record.contact];
        record.event.is_some() && marks.iter().any(Option::is_some)
    }

    fn tell(record: &Record<'_>, whole: &str, sink: &mut dyn Sink) -> Option<()> {
        let kind = text(record.event)?;
        let ids = [record.message_id, record.old_id, record.guid];
        let id = ids.into_iter().filter_map(word).find(|id| id != "0");
        let notice = Notice {
            provider: Provider::Mailjet,
            kind: &kind,
            id: None,
            mail: id.map_or(Mail::Unnamed, Mail::Own),
            time: instant(record.time),
            recipients: addresses(record.email),
            besides: said(record.url),
            fact: fact(&kind, record),
            whole,
        };
        notice.tell(sink);
        Some(())
    }
}

fn fact(kind: &str, record: &Record<'_>) -> Option<Fact<'static>> {
    Some(match kind {
        // Accepted by the recipient's server.
        "sent" => Fact::Delivered,
        // Old endpoints are given 1 for true.
        "bounce" if is_true(record.hard) || word(record.hard).as_deref() == Some("1") => {
            Fact::Bounced(Nature::Hard, reason(record))
        }
        "bounce" if text(record.error).as_deref() == Some("greylisted") => Fact::Deferred(reason(record)),
        "bounce" => Fact::Bounced(Nature::Soft, reason(record)),
        "blocked" => Fact::Suppressed,
        "spam" => Fact::Complained,
        "open" => tracked(Action::Open, None, false),
        "click" => tracked(Action::Click, record.url, false),
        "unsub" => tracked(Action::OptOut, None, false),
        _ => return None,
    })
}

fn reason(record: &Record<'_>) -> Reason<'static> {
    let error = text(record.error).unwrap_or_default();
    let sure = match &*error {
        "user unknown" => Some("user_unknown"),
        "mailbox inactive" => Some("account_disabled"),
        "quota exceeded" => Some("mailbox_full"),
        "invalid domain" | "no mail host" => Some("invalid_domain"),
        "relay/access denied" => Some("relaying_denied"),
        "greylisted" => Some("greylisted"),
        "typofix" => Some("bad_address"),
        "sender blocked" => Some("blocked"),
        "content blocked" => Some("spam"),
        "bad or empty template" | "error in template language" => Some("rendering_failed"),
        _ => None,
    };
    let otherwise = match &*error {
        "policy issue" => Some("policy"),
        "system issue" | "protocol issue" => Some("busy"),
        "connection issue" => Some("not_connected"),
        _ if text(record.related_to).as_deref() == Some("spam") => Some("spam"),
        _ => None,
    };
    let comment = said(record.comment);
    let said = if comment.is_empty() { &error } else { &comment };
    Said { sure, otherwise, text: said, ..Said::default() }.reason()
}
