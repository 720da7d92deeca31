//! Amazon SES: event publishing and notifications, bare (Firehose), in an SNS envelope or an EventBridge one, and what a
//! function is called with for them (`Records`, from SNS or from a queue).
//!
//! SES promises neither order nor single delivery, and one event may speak of several recipients: it becomes one event
//! for each. A message is one recipient of one mail, so its id is SES's message id where the mail has one recipient, and
//! that id, a slash and the address where it has several.

use alloc::borrow::Cow;
use alloc::vec;
use alloc::vec::Vec;

use super::address::addresses;
use super::notice::{Mail as OfMail, Notice, tracked, unrecognised};
use super::time::first_instant;
use super::{Dialect, Provider};
use crate::domain::event::{Action, Fact, Nature, Reason};
use crate::feed::Sink;
use crate::feed::json::{Raw, fields, is_true, list, object, read, text};
use crate::feed::reason::Said;

pub(super) struct Ses;

fields! {
    /// The outermost object: a record, or an envelope around one.
    pub(super) struct Record {
        event_type = "eventType", notification_type = "notificationType", mail = "mail",
        send = "send", delivery = "delivery", delay = "deliveryDelay", bounce = "bounce", complaint = "complaint",
        reject = "reject", failure = "failure", open = "open", click = "click", subscription = "subscription",
        sns_type = "Type", sns_id = "MessageId", sns_message = "Message", sns_time = "Timestamp",
        records = "Records", bridge_type = "detail-type", bridge_detail = "detail", bridge_id = "id", bridge_time = "time",
    }
}

fields! {
    /// One of those a function is called with.
    struct Call { sns = "Sns", body = "body" }
}

fields! {
    /// The mail an event speaks of.
    struct Mail { id = "messageId", time = "timestamp", destination = "destination" }
}

fields! {
    /// What the object named after the event's type may hold.
    struct Occurrence {
        time = "timestamp", feedback_id = "feedbackId", link = "link",
        recipients = "recipients", bounced = "bouncedRecipients", complained = "complainedRecipients",
        delayed = "delayedRecipients",
        delay_type = "delayType", bounce_type = "bounceType", bounce_sub_type = "bounceSubType",
        complaint_sub_type = "complaintSubType", complaint_type = "complaintFeedbackType",
        new_preferences = "newTopicPreferences", reject_reason = "reason", error = "errorMessage",
    }
}

fields! {
    /// What a server said about a recipient.
    struct Diagnosis { status = "status", reply = "diagnosticCode" }
}

fields! {
    /// What a recipient wants from now on.
    struct Preferences { unsubscribe_all = "unsubscribeAll" }
}

/// What the envelope adds to a record.
#[derive(Default)]
struct Postmark<'a> {
    id: Option<Cow<'a, str>>,
    time: Raw<'a>,
}

impl Dialect for Ses {
    type Record<'a> = Record<'a>;

    fn is_like(record: &Record<'_>) -> bool {
        let is_bare = record.event_type.is_some() || record.notification_type.is_some();
        let is_sns = record.sns_type.is_some() && record.sns_id.is_some();
        let is_bridge = record.bridge_type.is_some() && record.bridge_detail.is_some();
        is_bare || is_sns || is_bridge || record.records.is_some()
    }

    fn tell(record: &Record<'_>, whole: &str, sink: &mut dyn Sink) -> Option<()> {
        if record.records.is_some() {
            return list(record.records).into_iter().try_for_each(|record| {
                let call: Call<'_> = object(Some(record));
                match text(call.body) {
                    Some(body) => unwrapped(&read(&body)?, &body, sink),
                    None => unwrapped(&read(call.sns?)?, record, sink),
                }
            });
        }
        unwrapped(record, whole, sink)
    }
}

/// Takes the record out of its envelope, if it is in one.
fn unwrapped(record: &Record<'_>, whole: &str, sink: &mut dyn Sink) -> Option<()> {
    if let Some(sns_type) = text(record.sns_type) {
        let postmark = Postmark { id: text(record.sns_id), time: record.sns_time };
        let message = text(record.sns_message)?;
        // SNS's own messages, and the greeting SES sends to a new topic, are not about mail.
        if sns_type != "Notification" || !message.trim_start().starts_with('{') {
            let time = first_instant([postmark.time]);
            unrecognised(Provider::Ses, &sns_type, postmark.id.as_deref(), time, whole, sink);
            return Some(());
        }
        return event(&read(&message)?, &postmark, whole, sink);
    }
    if record.bridge_type.is_some() {
        let postmark = Postmark { id: text(record.bridge_id), time: record.bridge_time };
        return event(&read(record.bridge_detail?)?, &postmark, whole, sink);
    }
    event(record, &Postmark::default(), whole, sink)
}

fn event(record: &Record<'_>, postmark: &Postmark<'_>, whole: &str, sink: &mut dyn Sink) -> Option<()> {
    let kind = text(record.event_type).or_else(|| text(record.notification_type))?;
    let occurrence: Occurrence<'_> = object(match &*kind {
        "Send" => record.send,
        "Delivery" => record.delivery,
        "DeliveryDelay" => record.delay,
        "Bounce" => record.bounce,
        "Complaint" => record.complaint,
        "Reject" => record.reject,
        "Rendering Failure" => record.failure,
        "Open" => record.open,
        "Click" => record.click,
        "Subscription" => record.subscription,
        _ => None,
    });
    let mail: Mail<'_> = object(record.mail);
    let time = first_instant([occurrence.time, mail.time, postmark.time]);
    let id = text(occurrence.feedback_id).or_else(|| postmark.id.clone());
    if fact(&kind, &occurrence, None).is_none() {
        unrecognised(Provider::Ses, &kind, id.as_deref(), time, whole, sink);
        return Some(());
    }
    let mail_id = text(mail.id)?;
    let destination = list(mail.destination);
    let named = [occurrence.recipients, occurrence.bounced, occurrence.complained, occurrence.delayed];
    let members = named.into_iter().flatten().next().map_or_else(|| destination.clone(), |raw| list(Some(raw)));
    let recipients: Vec<_> =
        members.into_iter().filter_map(|member| Some((addresses(Some(member)).into_iter().next()?, member))).collect();
    if recipients.is_empty() {
        return None;
    }
    let is_single = destination.len() <= 1 && recipients.len() == 1;
    for (address, member) in recipients {
        let notice = Notice {
            provider: Provider::Ses,
            kind: &kind,
            id: id.clone(),
            mail: if is_single { OfMail::Own(mail_id.clone()) } else { OfMail::Shared(mail_id.clone()) },
            time,
            recipients: vec![address],
            besides: text(occurrence.link).unwrap_or_default(),
            fact: fact(&kind, &occurrence, Some(member)),
            whole,
        };
        notice.tell(sink);
    }
    Some(())
}

/// What an event says of one of its recipients, as it names it; `None` for a type that nobody here knows.
fn fact(kind: &str, occurrence: &Occurrence<'_>, recipient: Raw<'_>) -> Option<Fact<'static>> {
    const SUPPRESSED: [&str; 2] = ["Suppressed", "OnAccountSuppressionList"];
    let is = |raw, expected: &str| text(raw).is_some_and(|text| text == expected);
    let is_suppressed = |raw| text(raw).is_some_and(|text| SUPPRESSED.contains(&&*text));
    let why = |word: Raw<'_>| reason(&text(word).unwrap_or_default(), recipient);
    Some(match kind {
        "Send" => Fact::Relayed,
        "Delivery" => Fact::Delivered,
        "DeliveryDelay" => Fact::Deferred(why(occurrence.delay_type)),
        // SES put the address on a list of its own and never tried it.
        "Bounce" if is_suppressed(occurrence.bounce_sub_type) => Fact::Suppressed,
        "Complaint" if is_suppressed(occurrence.complaint_sub_type) => Fact::Suppressed,
        "Bounce" if is(occurrence.bounce_type, "Permanent") => {
            Fact::Bounced(Nature::Hard, why(occurrence.bounce_sub_type))
        }
        // Transient and undetermined ones are told only when SES has given up.
        "Bounce" => Fact::Bounced(Nature::Soft, why(occurrence.bounce_sub_type)),
        // A complaint that the provider takes back says nothing.
        "Complaint" if is(occurrence.complaint_type, "not-spam") => return None,
        "Complaint" => Fact::Complained,
        // Not sent, and never will be: a virus, or a template that could not be filled in.
        "Reject" => never_sent("content", occurrence.reject_reason),
        "Rendering Failure" => never_sent("rendering_failed", occurrence.error),
        "Open" => tracked(Action::Open, None, false),
        "Click" => tracked(Action::Click, occurrence.link, false),
        "Subscription" => {
            let wanted: Preferences<'_> = object(occurrence.new_preferences);
            return is_true(wanted.unsubscribe_all).then(|| tracked(Action::OptOut, None, false));
        }
        _ => return None,
    })
}

fn never_sent(sure: &'static str, said: Raw<'_>) -> Fact<'static> {
    let text = text(said).unwrap_or_default();
    Fact::Bounced(Nature::Hard, Said { sure: Some(sure), text: &text, ..Said::default() }.reason())
}

fn reason(word: &str, recipient: Raw<'_>) -> Reason<'static> {
    let diagnosis: Diagnosis<'_> = object(recipient);
    let (status, reply) = (text(diagnosis.status).unwrap_or_default(), text(diagnosis.reply).unwrap_or_default());
    said(word, &status, &reply).reason()
}

/// Why, by SES's own word for it: the subtype of a bounce, or the type of a delay. Who sends through SES uses them, too.
pub(super) fn said<'a>(word: &str, status: &'a str, reply: &'a str) -> Said<'a> {
    let sure = match word {
        "NoEmail" => Some("user_unknown"),
        "MailboxFull" => Some("mailbox_full"),
        "MessageTooLarge" => Some("too_large"),
        "ContentRejected" | "AttachmentRejected" => Some("content"),
        "SpamDetected" => Some("spam"),
        "SendingDeferral" => Some("reputation"),
        _ => None,
    };
    let otherwise = match word {
        "InternalFailure" | "RecipientServerError" => Some("busy"),
        "IPFailure" => Some("blocked"),
        "TransientCommunicationFailure" => Some("not_connected"),
        "BYOIPHostNameLookupUnavailable" => Some("unreachable"),
        _ => None,
    };
    Said { sure, otherwise, enhanced: status, text: reply, ..Said::default() }
}
