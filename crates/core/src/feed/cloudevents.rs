//! CloudEvents 1.0 in JSON, as design.md section 3 lays them down.

use alloc::borrow::Cow;

use super::json::{Raw, count, fields, first, is_true, object, read, text};
use super::pattern::Patterns;
use super::slot::Slot;
use crate::domain::event::{
    Action, Body, Declared, Event, Fact, Milestone, Nature, Reason, Recipient, Severity, Subject, Track,
};
use crate::domain::id::Cursor;
use crate::domain::instant::Instant;

fields! {
    /// An event as it stands on the line.
    struct Envelope {
        specversion = "specversion", id = "id", source = "source", kind = "type", time = "time",
        subject = "subject", sequence = "sequence", content = "data",
    }
}

fields! {
    /// What `data` may hold, over all types.
    struct Content {
        preparation = "preparation", address = "address", test_profile = "test_profile", trap = "trap",
        cause = "cause", nature = "nature", reason = "reason", by = "by", start_at = "start_at",
        severity = "severity", code = "code", text = "text",
        about = "about", execution = "execution", smtp = "smtp", enhanced = "enhanced",
        url = "url", label = "label", machine = "machine",
        targeted = "targeted", to_deliver = "to_deliver", excluded = "excluded", warnings = "warnings",
    }
}

/// The event on a line; `None` if it is not well-formed.
pub(super) fn parse(line: &[u8]) -> Option<Event<'_>> {
    // As text, since the parser does not look at the bytes of what it skips.
    let envelope: Envelope<'_> = read(core::str::from_utf8(line).ok()?)?;
    let content: Content<'_> = object(envelope.content);
    event(&envelope, &content)
}

/// The same, quicker where lines are alike; `tell` is given the event, or nothing.
pub(super) fn parse_like(patterns: &mut Patterns, line: &[u8], tell: impl FnOnce(Option<&Event<'_>>)) {
    let Ok(line) = simdutf8::basic::from_utf8(line) else { return tell(None) };
    if let Some(event) = patterns.read(line) {
        return tell(Some(&event));
    }
    let Some(envelope): Option<Envelope<'_>> = read(line) else { return tell(None) };
    let content: Content<'_> = object(envelope.content);
    let Some(event) = event(&envelope, &content) else { return tell(None) };
    tell(Some(&event));
    let slots = [
        (Slot::Id, envelope.id),
        (Slot::Time, envelope.time),
        (Slot::Message, envelope.subject),
        (Slot::Sequence, envelope.sequence),
        (Slot::Preparation, content.preparation),
        (Slot::Address, content.address),
        (Slot::Cause, content.cause),
        (Slot::Code, content.reason),
        (Slot::Smtp, content.smtp),
        (Slot::Enhanced, content.enhanced),
        (Slot::Url, content.url),
        (Slot::Label, content.label),
    ];
    patterns.learn(line, &event, &slots, &[envelope.kind, envelope.specversion, envelope.source, content.nature]);
}

fn event<'a>(envelope: &Envelope<'a>, content: &Content<'a>) -> Option<Event<'a>> {
    if text(envelope.specversion)? != "1.0" {
        return None;
    }
    let kind = text(envelope.kind)?;
    let body = match kind.strip_prefix("message.") {
        Some(name) => {
            let message = text(envelope.subject)?;
            match fact(name, content) {
                Some(fact) => Body::Message { message, address: address(&fact, content), fact },
                None => Body::Unrecognised(kind),
            }
        }
        None => match kind.strip_prefix("delivery.").and_then(|name| milestone(name, content)) {
            Some(milestone) => Body::Delivery(milestone),
            None => Body::Unrecognised(kind),
        },
    };
    Some(Event {
        id: text(envelope.id)?,
        source: text(envelope.source)?,
        time: Instant::parse(&text(envelope.time)?)?,
        sequence: text(envelope.sequence).and_then(|sequence| Cursor::parse(&sequence)),
        preparation: count(content.preparation),
        body,
    })
}

/// Beyond design.md: providers repeat the address with whatever happens, and so does what is written of theirs. Who is
/// prepared is named by the fact itself.
fn address<'a>(fact: &Fact<'_>, content: &Content<'a>) -> Option<Cow<'a, str>> {
    if matches!(fact, Fact::Prepared { .. } | Fact::Excluded { .. }) { None } else { text(content.address) }
}

fn fact<'a>(name: &str, content: &Content<'a>) -> Option<Fact<'a>> {
    Some(match name {
        "prepared" => {
            let recipient = match (is_true(content.test_profile), is_true(content.trap)) {
                (_, true) => Recipient::Trap,
                (true, false) => Recipient::TestProfile,
                (false, false) => Recipient::Person,
            };
            Fact::Prepared { address: text(content.address), recipient }
        }
        "excluded" => Fact::Excluded { address: text(content.address), cause: text(content.cause).unwrap_or_default() },
        // Beyond design.md: a provider's webhook says it, and nothing else there does.
        "suppressed" => Fact::Suppressed,
        "relayed" => Fact::Relayed,
        "delivered" => Fact::Delivered,
        "deferred" => Fact::Deferred(reason(content)),
        "bounced" => {
            let is_hard = text(content.nature).is_some_and(|nature| nature == "hard");
            Fact::Bounced(if is_hard { Nature::Hard } else { Nature::Soft }, reason(content))
        }
        "expired" => Fact::Expired(reason(content)),
        "cancelled" => Fact::Cancelled,
        "auto_replied" => Fact::AutoReplied,
        "opened" => tracked(Action::Open, content),
        "clicked" => tracked(Action::Click, content),
        "mirror_viewed" => tracked(Action::MirrorPage, content),
        "opted_out" => tracked(Action::OptOut, content),
        "complained" => Fact::Complained,
        _ => return None,
    })
}

fn reason<'a>(content: &Content<'a>) -> Reason<'a> {
    Reason {
        code: text(content.reason).unwrap_or_default(),
        smtp: digits(content.smtp),
        enhanced: text(content.enhanced).unwrap_or_default(),
        ..Reason::default()
    }
}

/// A number as it stands there, or the text.
fn digits(raw: Raw<'_>) -> Cow<'_, str> {
    match raw {
        Some(number) if number.starts_with(|first: char| first.is_ascii_digit()) => number.into(),
        other => text(other).unwrap_or_default(),
    }
}

fn tracked<'a>(action: Action, content: &Content<'a>) -> Fact<'a> {
    Fact::Tracked(Track {
        action,
        url: text(content.url).unwrap_or_default(),
        label: text(content.label).unwrap_or_default(),
        is_machine: is_true(content.machine),
    })
}

fn milestone<'a>(name: &str, content: &Content<'a>) -> Option<Milestone<'a>> {
    Some(match name {
        "audience_changed" => Milestone::Changed(Subject::Audience),
        "content_changed" => Milestone::Changed(Subject::Content),
        "schedule_changed" => Milestone::Changed(Subject::Schedule),
        "preparation_started" => {
            Milestone::PreparationStarted { about: Some(count(content.about)).filter(|about| *about > 0) }
        }
        "preparation_stopped" => Milestone::PreparationStopped,
        "preparation_failed" => Milestone::PreparationFailed { reason: text(content.reason) },
        "logged" => Milestone::Logged {
            severity: match text(content.severity).as_deref() {
                Some("error") => Severity::Error,
                Some("warning") => Severity::Warning,
                _ => Severity::Info,
            },
            code: text(content.code).unwrap_or_default(),
            text: text(content.text).unwrap_or_default(),
        },
        "prepared" => Milestone::Prepared(Declared {
            targeted: count(content.targeted),
            to_deliver: count(content.to_deliver),
            excluded: count(content.excluded),
            warnings: count(content.warnings),
        }),
        "approval_requested" => Milestone::ApprovalRequested { by: text(content.by) },
        "approval_declined" => Milestone::ApprovalDeclined { by: text(content.by) },
        "confirmation_requested" => Milestone::ConfirmationRequested,
        "activated" => Milestone::Activated { by: text(content.by) },
        "execution_changed" => Milestone::ExecutionChanged { execution: text(content.execution).unwrap_or_default() },
        "skipped" => Milestone::Skipped { by: text(content.by) },
        "missed" => Milestone::Missed,
        "confirmed" => Milestone::Confirmed {
            by: text(content.by),
            start_at: text(content.start_at).and_then(|at: Cow<'_, str>| Instant::parse(&at)),
        },
        "started" => Milestone::Started,
        "paused" => Milestone::Paused { by: text(content.by) },
        "resumed" => Milestone::Resumed { by: text(content.by) },
        "stopped" => Milestone::Stopped { by: text(content.by) },
        "finished" => Milestone::Finished,
        "failed" => Milestone::Failed { reason: text(content.reason) },
        _ => return None,
    })
}

/// Whether the bytes are one object and nothing else.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    core::str::from_utf8(bytes).is_ok_and(|text| read::<Envelope<'_>>(text).is_some())
}

/// Whether the bytes begin with an object that looks like one of these.
pub(super) fn is_likely(bytes: &[u8]) -> bool {
    first::<Envelope<'_>>(bytes).is_some_and(|envelope| envelope.specversion.is_some())
}
