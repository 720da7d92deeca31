//! Amazon SES: event publishing and notifications, bare (Firehose), in an SNS envelope, or in an EventBridge one.
//!
//! SES promises neither order nor single delivery, and one event may speak of several recipients: it becomes one event
//! for each. A message is one recipient of one mail, so its id is SES's message id where the mail has one recipient, and
//! that id, a slash and the address where it has several.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde_json::value::RawValue;

use super::Sink;
use super::json::{Raw, fields, first, is_true, object, read as fields_of, text};
use super::objects::Part;
use crate::domain::event::{Action, Body, Event, Fact, Nature, Reason, Track};
use crate::domain::instant::Instant;

/// The `source` of every event read here.
const SOURCE: &str = "amazon_ses";

fields! {
    /// The outermost object: a record, or an envelope around one.
    struct Record {
        event_type = "eventType", notification_type = "notificationType", mail = "mail",
        send = "send", delivery = "delivery", delay = "deliveryDelay", bounce = "bounce", complaint = "complaint",
        reject = "reject", failure = "failure", open = "open", click = "click", subscription = "subscription",
        sns_type = "Type", sns_id = "MessageId", sns_message = "Message", sns_time = "Timestamp",
        bridge_type = "detail-type", bridge_detail = "detail", bridge_id = "id", bridge_time = "time",
    }
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
        new_preferences = "newTopicPreferences",
    }
}

fields! {
    /// A recipient as bounces, complaints and delays name it.
    struct Named { address = "emailAddress" }
}

fields! {
    /// What a recipient wants from now on.
    struct Preferences { unsubscribe_all = "unsubscribeAll" }
}

/// What the envelope adds to a record.
#[derive(Default)]
struct Postmark<'a> {
    id: Option<Cow<'a, str>>,
    time: Option<Cow<'a, str>>,
}

/// Reads one piece of the stream.
pub(super) fn read(part: Part<'_>, sink: &mut dyn Sink) {
    let (Part::Object(bytes) | Part::Garbage(bytes)) = part;
    let record = match part {
        Part::Object(bytes) => core::str::from_utf8(bytes).ok().and_then(fields_of),
        Part::Garbage(_) => None,
    };
    if record.and_then(|record| open(&record, sink)).is_none() {
        sink.malformed(bytes);
    }
}

/// Takes a record out of its envelope, if it is in one. `None` if anything is not well-formed.
fn open(record: &Record<'_>, sink: &mut dyn Sink) -> Option<()> {
    if let Some(sns_type) = text(record.sns_type) {
        let postmark = Postmark { id: text(record.sns_id), time: text(record.sns_time) };
        let message = text(record.sns_message)?;
        // SNS's own messages, and the greeting SES sends to a new topic, are not about mail.
        if sns_type != "Notification" || !message.trim_start().starts_with('{') {
            return unrecognised(&sns_type, &postmark, sink);
        }
        return event(&fields_of(&message)?, &postmark, sink);
    }
    if record.bridge_type.is_some() {
        let postmark = Postmark { id: text(record.bridge_id), time: text(record.bridge_time) };
        return event(&fields_of(record.bridge_detail?)?, &postmark, sink);
    }
    event(record, &Postmark::default(), sink)
}

fn event(record: &Record<'_>, postmark: &Postmark<'_>, sink: &mut dyn Sink) -> Option<()> {
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
    let Some(fact) = fact(&kind, &occurrence) else { return unrecognised(&kind, postmark, sink) };
    let mail: Mail<'_> = object(record.mail);
    let mail_id = text(mail.id)?;
    let times = [text(occurrence.time), text(mail.time), postmark.time.clone()];
    let time = Instant::parse(times.iter().flatten().next()?)?;
    let destination = addresses(mail.destination);
    let named = [occurrence.recipients, occurrence.bounced, occurrence.complained, occurrence.delayed];
    let recipients = named.into_iter().flatten().next().map_or_else(|| destination.clone(), |raw| addresses(Some(raw)));
    if recipients.is_empty() {
        return None;
    }
    let once = identity(&kind, &occurrence, postmark, &mail_id, time);
    let is_single = destination.len() <= 1 && recipients.len() == 1;
    for address in recipients {
        let message = if is_single { mail_id.to_string() } else { format!("{mail_id}/{address}") };
        sink.event(&Event {
            id: format!("{once}/{address}").into(),
            source: SOURCE.into(),
            time,
            sequence: None,
            preparation: 0,
            body: Body::Message { message: message.into(), address: Some(address.into()), fact: fact.clone() },
        });
    }
    Some(())
}

/// What makes the event one: the feedback id of a bounce or complaint, else the envelope's id, else what it says.
fn identity(kind: &str, occurrence: &Occurrence<'_>, postmark: &Postmark<'_>, mail_id: &str, time: Instant) -> String {
    if let Some(id) = text(occurrence.feedback_id).or_else(|| postmark.id.clone()) {
        return id.into_owned();
    }
    format!("{kind}/{mail_id}/{time}/{}", text(occurrence.link).unwrap_or_default())
}

/// What an event says of each of its recipients; `None` for a type that nobody here knows.
fn fact(kind: &str, occurrence: &Occurrence<'_>) -> Option<Fact<'static>> {
    const SUPPRESSED: [&str; 2] = ["Suppressed", "OnAccountSuppressionList"];
    let is = |raw, expected: &str| text(raw).is_some_and(|text| text == expected);
    let is_suppressed = |raw| text(raw).is_some_and(|text| SUPPRESSED.contains(&&*text));
    Some(match kind {
        "Send" => Fact::Relayed,
        "Delivery" => Fact::Delivered,
        "DeliveryDelay" => Fact::Deferred(reason(occurrence.delay_type)),
        // SES put the address on a list of its own and never tried it.
        "Bounce" if is_suppressed(occurrence.bounce_sub_type) => Fact::Suppressed,
        "Complaint" if is_suppressed(occurrence.complaint_sub_type) => Fact::Suppressed,
        "Bounce" if is(occurrence.bounce_type, "Permanent") => {
            Fact::Bounced(Nature::Hard, reason(occurrence.bounce_sub_type))
        }
        // Transient and undetermined ones are told only when SES has given up.
        "Bounce" => Fact::Bounced(Nature::Soft, reason(occurrence.bounce_sub_type)),
        // A complaint that the provider takes back says nothing.
        "Complaint" if is(occurrence.complaint_type, "not-spam") => return None,
        "Complaint" => Fact::Complained,
        // Not sent, and never will be: a virus, or a template that could not be filled in.
        "Reject" | "Rendering Failure" => {
            Fact::Bounced(Nature::Hard, Reason { code: kind.to_string().into(), ..Reason::default() })
        }
        "Open" => tracked(Action::Open, occurrence),
        "Click" => tracked(Action::Click, occurrence),
        "Subscription" => {
            let wanted: Preferences<'_> = object(occurrence.new_preferences);
            return is_true(wanted.unsubscribe_all).then(|| tracked(Action::OptOut, occurrence));
        }
        _ => return None,
    })
}

/// The provider's own word for it.
fn reason(raw: Raw<'_>) -> Reason<'static> {
    Reason { code: text(raw).unwrap_or_default().into_owned().into(), ..Reason::default() }
}

fn tracked(action: Action, occurrence: &Occurrence<'_>) -> Fact<'static> {
    Fact::Tracked(Track {
        action,
        url: text(occurrence.link).unwrap_or_default().into_owned().into(),
        label: "".into(),
        is_machine: false,
    })
}

fn unrecognised(kind: &str, postmark: &Postmark<'_>, sink: &mut dyn Sink) -> Option<()> {
    let time = postmark.time.as_deref().and_then(Instant::parse).unwrap_or_default();
    let id = postmark.id.clone().unwrap_or_else(|| kind.to_string().into());
    sink.event(&Event {
        id,
        source: SOURCE.into(),
        time,
        sequence: None,
        preparation: 0,
        body: Body::Unrecognised(kind.into()),
    });
    Some(())
}

/// A list of addresses, as texts or as objects that hold one.
fn addresses(raw: Raw<'_>) -> Vec<String> {
    let list: Vec<&RawValue> = raw.and_then(|raw| serde_json::from_str(raw).ok()).unwrap_or_default();
    let address = |raw| text(Some(raw)).or_else(|| text(object::<Named<'_>>(Some(raw)).address));
    list.into_iter().map(RawValue::get).filter_map(address).map(|address| bare(&address)).collect()
}

/// `Ada <ada@Example.com>` is `ada@example.com`: the display name goes, and the domain is in lower case.
fn bare(address: &str) -> String {
    let address = address.trim();
    let inner = address.rsplit_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or(address, |(inner, _)| inner);
    match inner.rsplit_once('@') {
        Some((local, domain)) => format!("{local}@{}", domain.to_ascii_lowercase()),
        None => inner.to_string(),
    }
}

/// Whether the bytes begin with an object that looks like one of these.
pub(super) fn is_likely(bytes: &[u8]) -> bool {
    first::<Record<'_>>(bytes).is_some_and(|record| {
        let is_bare = record.event_type.is_some() || record.notification_type.is_some();
        let is_sns = record.sns_type.is_some() && record.sns_id.is_some();
        let is_bridge = record.bridge_type.is_some() && record.bridge_detail.is_some();
        is_bare || is_sns || is_bridge
    })
}
