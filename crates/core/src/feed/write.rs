//! An event as the contract writes it: a line of CloudEvents (design.md section 3). For what was said in other words.

use alloc::vec::Vec;

use serde::Serialize;

use crate::domain::event::{Body, Event, Fact, Nature, Reason, Recipient};
use crate::domain::id::Cursor;
use crate::domain::instant::Instant;

/// Appends the event's line, at this place in the log. What a delivery says of itself is nobody else's to say, and writes
/// nothing.
pub(super) fn line(event: &Event<'_>, sequence: Cursor, out: &mut Vec<u8>) {
    let (kind, subject, more) = match &event.body {
        Body::Message { message, address, fact } => {
            let more = More::of(fact);
            let more = More { address: address.as_deref().or(more.address), ..more };
            (Kind("message.", fact.name()), Some(&**message), more)
        }
        // Under a name that no type of ours begins with.
        Body::Unrecognised(kind) => {
            let is_like_ours = kind.starts_with("message.") || kind.starts_with("delivery.");
            (Kind(if is_like_ours { "other." } else { "" }, kind), None, More::default())
        }
        Body::Delivery(_) => return,
    };
    let preparation = Some(event.preparation).filter(|number| *number > 0);
    let line = Line {
        specversion: "1.0",
        id: &event.id,
        source: &event.source,
        kind,
        time: event.time,
        subject,
        sequence: Digits(sequence),
        more: More { preparation, ..more },
    };
    // Texts and numbers only, into memory: writing them cannot fail.
    out.extend(serde_json::to_vec(&line).unwrap_or_default());
    out.push(b'\n');
}

#[derive(Serialize)]
struct Line<'a> {
    specversion: &'static str,
    id: &'a str,
    source: &'a str,
    #[serde(rename = "type")]
    kind: Kind<'a>,
    time: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'a str>,
    sequence: Digits,
    #[serde(rename = "data")]
    more: More<'a>,
}

/// What `data` holds.
#[derive(Default, Serialize)]
struct More<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    preparation: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'a str>,
    #[serde(skip_serializing_if = "is_not_said")]
    test_profile: bool,
    #[serde(skip_serializing_if = "is_not_said")]
    trap: bool,
    #[serde(skip_serializing_if = "str::is_empty")]
    cause: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    nature: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    reason: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    smtp: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    enhanced: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    text: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    url: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    label: &'a str,
    #[serde(skip_serializing_if = "is_not_said")]
    machine: bool,
}

impl<'a> More<'a> {
    fn of(fact: &'a Fact<'a>) -> Self {
        let none = Self::default();
        match fact {
            Fact::Prepared { address, recipient } => Self {
                address: address.as_deref(),
                test_profile: *recipient == Recipient::TestProfile,
                trap: *recipient == Recipient::Trap,
                ..none
            },
            Fact::Excluded { address, cause } => Self { address: address.as_deref(), cause, ..none },
            Fact::Deferred(reason) | Fact::Expired(reason) => Self::why(reason),
            Fact::Bounced(Nature::Hard, reason) => Self { nature: "hard", ..Self::why(reason) },
            Fact::Bounced(Nature::Soft, reason) => Self { nature: "soft", ..Self::why(reason) },
            Fact::Tracked(track) => Self { url: &track.url, label: &track.label, machine: track.is_machine, ..none },
            Fact::Suppressed
            | Fact::Relayed
            | Fact::Delivered
            | Fact::Cancelled
            | Fact::AutoReplied
            | Fact::Complained => none,
        }
    }

    fn why(reason: &'a Reason<'a>) -> Self {
        let Reason { code, smtp, enhanced, text } = reason;
        Self { reason: code, smtp, enhanced, text, ..Self::default() }
    }
}

const fn is_not_said(flag: &bool) -> bool {
    !*flag
}

/// A type: ours have a prefix.
struct Kind<'a>(&'static str, &'a str);

impl Serialize for Kind<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}{}", self.0, self.1))
    }
}

/// A position, in the digits of the log.
struct Digits(Cursor);

impl Serialize for Digits {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use alloc::borrow::Cow;
    use alloc::string::String;

    use proptest::prelude::*;

    use super::*;
    use crate::domain::event::{Action, Track};
    use crate::feed::cloudevents::parse;

    fn word() -> impl Strategy<Value = Cow<'static, str>> {
        // Whatever a provider may write: quotes, escapes, signs beyond ASCII, nothing.
        "[a-z0-9\"\\\\\u{0}-\u{20}é€😀@.:/-]{0,12}".prop_map(Cow::Owned)
    }

    /// Digits, as a reply has them.
    fn reason() -> impl Strategy<Value = Reason<'static>> {
        (word(), "[45][0-9]{2}|", word()).prop_map(|(code, smtp, enhanced)| Reason {
            code,
            smtp: Cow::Owned(smtp),
            enhanced,
            text: Cow::default(),
        })
    }

    fn track() -> impl Strategy<Value = Fact<'static>> {
        (prop::sample::select(&Action::ALL[..]), word(), word(), any::<bool>())
            .prop_map(|(action, url, label, is_machine)| Fact::Tracked(Track { action, url, label, is_machine }))
    }

    fn fact() -> impl Strategy<Value = Fact<'static>> {
        let recipient = prop::sample::select(&[Recipient::Person, Recipient::TestProfile, Recipient::Trap][..]);
        prop_oneof![
            (prop::option::of(word()), recipient)
                .prop_map(|(address, recipient)| Fact::Prepared { address, recipient }),
            (prop::option::of(word()), word()).prop_map(|(address, cause)| Fact::Excluded { address, cause }),
            prop::sample::select(
                &[
                    Fact::Suppressed,
                    Fact::Relayed,
                    Fact::Delivered,
                    Fact::Cancelled,
                    Fact::AutoReplied,
                    Fact::Complained
                ][..]
            ),
            reason().prop_map(Fact::Deferred),
            reason().prop_map(Fact::Expired),
            reason().prop_map(|reason| Fact::Bounced(Nature::Hard, reason)),
            reason().prop_map(|reason| Fact::Bounced(Nature::Soft, reason)),
            track(),
        ]
    }

    fn body() -> impl Strategy<Value = Body<'static>> {
        prop_oneof![
            (word(), prop::option::of(word()), fact()).prop_map(|(message, address, fact)| {
                // Who is prepared is named by the fact.
                let is_named = matches!(fact, Fact::Prepared { .. } | Fact::Excluded { .. });
                Body::Message { message, address: address.filter(|_| !is_named), fact }
            }),
            word().prop_map(Body::Unrecognised),
        ]
    }

    fn written(event: &Event<'_>) -> String {
        let mut out = Vec::new();
        line(event, event.sequence.unwrap_or_default(), &mut out);
        String::from_utf8(out).expect("JSON is text")
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_the_same(
            id in word(), source in word(), millis in 0_i64..4_000_000_000_000, at in 0_u64..1_000_000,
            preparation in 0_u64..4, body in body(),
        ) {
            let (time, sequence) = (Instant::from_millis(millis), Some(Cursor(at)));
            let event = Event { id, source, time, sequence, preparation, body };
            let line = written(&event);
            prop_assert_eq!(line.matches('\n').count(), 1);
            prop_assert_eq!(parse(line.trim_end().as_bytes()), Some(event));
        }
    }

    #[test]
    fn a_strangers_type_is_never_taken_for_one_of_ours() {
        for kind in ["delivery.finished", "message.opened", "message."] {
            let event = Event {
                id: "1".into(),
                source: "ses".into(),
                time: Instant::from_millis(0),
                sequence: Some(Cursor(1)),
                preparation: 0,
                body: Body::Unrecognised(kind.into()),
            };
            let line = written(&event);
            let read = parse(line.trim_end().as_bytes()).map(|event| event.body);
            assert_eq!(read, Some(Body::Unrecognised(["other.", kind].concat().into())));
        }
    }
}
