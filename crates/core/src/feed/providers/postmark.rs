//! Postmark: its webhooks, and the pages of its list of bounces.
//!
//! All recipients of a mail share its id. A recipient is called `Email` in bounces and complaints, `Recipient` elsewhere.

use super::address::addresses;
use super::notice::{Mail, Notice, tracked};
use super::time::first_instant;
use super::{Dialect, Provider, each};
use crate::domain::event::{Action, Fact, Nature, Reason};
use crate::feed::Sink;
use crate::feed::json::{fields, is_true, said, text, word};
use crate::feed::reason::Said;

pub(super) struct Postmark;

fields! {
    /// A webhook's object, or a page.
    pub(super) struct Record {
        record_type = "RecordType", bounces = "Bounces", total = "TotalCount", kind = "Type", id = "ID",
        message_id = "MessageID", email = "Email", recipient = "Recipient", details = "Details",
        description = "Description", link = "OriginalLink", bounced_at = "BouncedAt", delivered_at = "DeliveredAt",
        received_at = "ReceivedAt", changed_at = "ChangedAt", suppress = "SuppressSending",
        suppression = "SuppressionReason", first_open = "FirstOpen", type_code = "TypeCode",
    }
}

impl Dialect for Postmark {
    type Record<'a> = Record<'a>;

    fn is_like(record: &Record<'_>) -> bool {
        let is_page = record.bounces.is_some() && record.total.is_some();
        let times = [record.bounced_at, record.delivered_at, record.received_at, record.changed_at];
        let is_event = record.message_id.is_some() && times.iter().any(Option::is_some);
        record.record_type.is_some() || is_page || is_event || record.type_code.is_some() && record.kind.is_some()
    }

    fn tell(record: &Record<'_>, whole: &str, sink: &mut dyn Sink) -> Option<()> {
        if record.bounces.is_some() {
            each(record.bounces, sink, event);
            return Some(());
        }
        event(record, whole, sink)
    }
}

fn event(record: &Record<'_>, whole: &str, sink: &mut dyn Sink) -> Option<()> {
    let kind = text(record.record_type).or_else(|| guess(record).map(Into::into))?;
    let mail = word(record.message_id);
    // Who was put on a list by hand was not written to.
    let fact = if kind == "SubscriptionChange" && mail.is_none() { None } else { fact(&kind, record) };
    let notice = Notice {
        provider: Provider::Postmark,
        kind: &kind,
        id: word(record.id).filter(|id| id != "0").map(|id| alloc::format!("{kind}/{id}").into()),
        mail: mail.map_or(Mail::Unnamed, Mail::Shared),
        time: first_instant([record.bounced_at, record.delivered_at, record.received_at, record.changed_at]),
        recipients: addresses(word(record.recipient).and(record.recipient).or(record.email)),
        besides: said(record.link),
        fact,
        whole,
    };
    notice.tell(sink);
    Some(())
}

/// Webhooks of before 2018 do not say what they are.
fn guess(record: &Record<'_>) -> Option<&'static str> {
    Some(match () {
        () if record.delivered_at.is_some() => "Delivery",
        () if record.bounced_at.is_some() || record.type_code.is_some() => "Bounce",
        () if record.link.is_some() => "Click",
        () if record.first_open.is_some() => "Open",
        () if record.changed_at.is_some() => "SubscriptionChange",
        () => return None,
    })
}

fn fact(kind: &str, record: &Record<'_>) -> Option<Fact<'static>> {
    Some(match kind {
        "Delivery" => Fact::Delivered,
        "Bounce" => return bounced(record),
        "SpamComplaint" => Fact::Complained,
        "Open" => tracked(Action::Open, None, false),
        "Click" => tracked(Action::Click, record.link, false),
        // What put the address on the list was told as a bounce or a complaint already.
        "SubscriptionChange" => {
            let is_their_wish = text(record.suppression).is_none_or(|reason| reason == "ManualSuppression");
            return (is_true(record.suppress) && is_their_wish).then(|| tracked(Action::OptOut, None, false));
        }
        _ => return None,
    })
}

fn bounced(record: &Record<'_>) -> Option<Fact<'static>> {
    let kind = text(record.kind)?;
    let why = || reason(&kind, record);
    Some(match &*kind {
        "HardBounce" | "BadEmailAddress" | "SMTPApiError" | "TemplateRenderingFailed" => {
            Fact::Bounced(Nature::Hard, why())
        }
        "Transient" | "DnsError" => Fact::Deferred(why()),
        "SoftBounce" | "DMARCPolicy" | "VirusNotification" | "SpamNotification" | "Blocked" | "Unknown" => {
            Fact::Bounced(Nature::Soft, why())
        }
        "AutoResponder" | "AddressChange" | "ChallengeVerification" => Fact::AutoReplied,
        "ManuallyDeactivated" | "Unconfirmed" => Fact::Suppressed,
        "Unsubscribe" | "ManualSuppression" => tracked(Action::OptOut, None, false),
        "SpamComplaint" => Fact::Complained,
        // `Subscribe`, and what is about mail that comes in.
        _ => return None,
    })
}

fn reason(kind: &str, record: &Record<'_>) -> Reason<'static> {
    let sure = match kind {
        "BadEmailAddress" => Some("bad_address"),
        "SpamNotification" => Some("spam"),
        "VirusNotification" => Some("content"),
        "DMARCPolicy" => Some("unauthenticated"),
        "TemplateRenderingFailed" => Some("rendering_failed"),
        _ => None,
    };
    let otherwise = match kind {
        "DnsError" => Some("invalid_domain"),
        "Blocked" => Some("blocked"),
        _ => None,
    };
    // The description is the same for all of a type, and says of a hard bounce whatever it may be.
    let reply = said(record.details);
    let reply =
        if reply.is_empty() { word(record.description).filter(|_| sure.is_some()).unwrap_or_default() } else { reply };
    Said { sure, otherwise, text: &reply, ..Said::default() }.reason()
}
