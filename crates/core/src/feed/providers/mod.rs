//! Providers' own feeds: each in its words, all to the same events.
//!
//! No provider promises order, or that anything comes once. What an event means is told by its kind alone, never by an SMTP
//! code: whether it is final, and whether hard or soft. What is a provider's and says nothing that the fold knows, or speaks
//! of nobody, is told as unrecognised, not as malformed. `docs/providers.md` has the tables.

mod address;
mod brevo;
mod kumomta;
mod mailgun;
mod mailjet;
mod marks;
mod notice;
mod postal;
mod postmark;
mod resend;
mod sendgrid;
mod ses;
mod sparkpost;
mod time;

use super::json::{self, Fields, Raw, beginning, first, read as fields_of};
use super::objects::{Objects, Part};
use super::{Framing, Sink};
use crate::domain::id::Cursor;

pub use marks::{Marks, marks};

/// An email provider, or a mail server, whose feed is read here.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum Provider {
    /// Amazon SES: event publishing, notifications, SNS or EventBridge envelopes, Firehose's unseparated objects.
    Ses,
    /// Twilio SendGrid's event webhook.
    SendGrid,
    /// SparkPost, now Bird: webhooks, Events API, ingest files.
    SparkPost,
    /// Mailgun: webhooks, Events API, the webhooks of before 2018 as JSON.
    Mailgun,
    /// Postmark: webhooks, and the list of bounces.
    Postmark,
    /// Mailjet's event API.
    Mailjet,
    /// Brevo, before Sendinblue: transactional and marketing webhooks, the list of events.
    Brevo,
    /// Resend's webhooks.
    Resend,
    /// Postal's webhooks.
    Postal,
    /// KumoMTA's log records.
    KumoMta,
}

impl Provider {
    /// Every provider.
    pub const ALL: [Self; 10] = [
        Self::Ses,
        Self::SendGrid,
        Self::SparkPost,
        Self::Mailgun,
        Self::Postmark,
        Self::Mailjet,
        Self::Brevo,
        Self::Resend,
        Self::Postal,
        Self::KumoMta,
    ];

    /// Its name in commands, in addresses, and as the `source` of its events.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ses => "ses",
            Self::SendGrid => "sendgrid",
            Self::SparkPost => "sparkpost",
            Self::Mailgun => "mailgun",
            Self::Postmark => "postmark",
            Self::Mailjet => "mailjet",
            Self::Brevo => "brevo",
            Self::Resend => "resend",
            Self::Postal => "postal",
            Self::KumoMta => "kumomta",
        }
    }

    /// The provider of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|provider| provider.name() == name)
    }
}

/// Reads what a provider posted: one object, several, or a list. It is whole: what is cut off is malformed.
pub fn read(provider: Provider, body: &[u8], sink: &mut dyn Sink) {
    let mut objects = Objects::default();
    objects.push(body, &mut |part| read_part(provider, Others::Refused, part, sink));
    objects.close(&mut |part| read_part(provider, Others::Refused, part, sink));
}

/// Whose feed the first object of these bytes is from.
pub(super) fn of_object(bytes: &[u8]) -> Option<Provider> {
    Provider::ALL.into_iter().find(|provider| provider.dialect().is_like(bytes))
}

/// The same by the start of an object that goes on for long: a page of some API.
pub(super) fn of_beginning(bytes: &[u8]) -> Option<Provider> {
    Provider::ALL.into_iter().find(|provider| provider.dialect().begins_like(bytes))
}

/// Whether objects of other providers may be among a provider's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Others {
    /// They are read, too: what the file is was found out from its first object.
    Read,
    /// The feed is said to be this provider's.
    Refused,
}

/// A provider's feed.
pub(super) struct Feed {
    objects: Objects,
    provider: Provider,
    others: Others,
}

impl Feed {
    pub fn new(provider: Provider, others: Others) -> Self {
        Self { objects: Objects::default(), provider, others }
    }
}

impl Framing for Feed {
    fn push(&mut self, bytes: &[u8], _: &mut Option<Cursor>, sink: &mut dyn Sink) {
        let Self { objects, provider, others } = self;
        objects.push(bytes, &mut |part| read_part(*provider, *others, part, sink));
    }

    fn finish(&mut self, _: &mut Option<Cursor>, sink: &mut dyn Sink) {
        let Self { objects, provider, others } = self;
        objects.finish(&mut |part| read_part(*provider, *others, part, sink));
    }
}

fn read_part(provider: Provider, others: Others, part: Part<'_>, sink: &mut dyn Sink) {
    let (Part::Object(bytes) | Part::Garbage(bytes)) = part;
    let text = match part {
        Part::Object(bytes) => core::str::from_utf8(bytes).ok(),
        Part::Garbage(_) => None,
    };
    if let Some(text) = text {
        sink.object(text);
    }
    if text.is_none_or(|text| !read_object(provider, others, text, sink)) {
        sink.malformed(bytes);
    }
}

/// Whether the object could be read.
fn read_object(provider: Provider, others: Others, text: &str, sink: &mut dyn Sink) -> bool {
    let lenient = |provider: Provider, sink| provider.dialect().read(text, Strictness::Any, sink);
    let verdict = match others {
        Others::Refused => lenient(provider, sink),
        Others::Read => match provider.dialect().read(text, Strictness::OnlyAlike, sink) {
            Verdict::Foreign => lenient(of_object(text.as_bytes()).unwrap_or(provider), sink),
            verdict => verdict,
        },
    };
    verdict == Verdict::Told
}

/// What is read of an object.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strictness {
    /// Nothing, unless it looks like the provider's.
    OnlyAlike,
    /// Whatever can be.
    Any,
}

/// What became of an object.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// It was told.
    Told,
    /// It is not well-formed. Some of a list may have been told.
    Malformed,
    /// It looks like somebody else's. Nothing was told.
    Foreign,
}

/// How a provider says things.
trait Dialect {
    /// The fields of an object of its feed.
    type Record<'a>: Fields<'a>;

    /// Whether an object looks like one of its own, whatever kind of event it is.
    fn is_like(record: &Self::Record<'_>) -> bool;

    /// Tells what an object says, which is `whole` as it came. `None` if that is not well-formed.
    fn tell(record: &Self::Record<'_>, whole: &str, sink: &mut dyn Sink) -> Option<()>;
}

/// A dialect as a value.
trait Reads {
    fn read(&self, text: &str, strictness: Strictness, sink: &mut dyn Sink) -> Verdict;

    fn is_like(&self, bytes: &[u8]) -> bool;

    fn begins_like(&self, bytes: &[u8]) -> bool;
}

impl<D: Dialect> Reads for D {
    fn read(&self, text: &str, strictness: Strictness, sink: &mut dyn Sink) -> Verdict {
        let Some(record) = fields_of::<D::Record<'_>>(text) else { return Verdict::Malformed };
        if strictness == Strictness::OnlyAlike && !D::is_like(&record) {
            return Verdict::Foreign;
        }
        if D::tell(&record, text, sink).is_some() { Verdict::Told } else { Verdict::Malformed }
    }

    fn is_like(&self, bytes: &[u8]) -> bool {
        first::<D::Record<'_>>(bytes).is_some_and(|record| D::is_like(&record))
    }

    fn begins_like(&self, bytes: &[u8]) -> bool {
        D::is_like(&beginning::<D::Record<'_>>(bytes))
    }
}

impl Provider {
    fn dialect(self) -> &'static dyn Reads {
        match self {
            Self::Ses => &ses::Ses,
            Self::SendGrid => &sendgrid::SendGrid,
            Self::SparkPost => &sparkpost::SparkPost,
            Self::Mailgun => &mailgun::Mailgun,
            Self::Postmark => &postmark::Postmark,
            Self::Mailjet => &mailjet::Mailjet,
            Self::Brevo => &brevo::Brevo,
            Self::Resend => &resend::Resend,
            Self::Postal => &postal::Postal,
            Self::KumoMta => &kumomta::KumoMta,
        }
    }
}

/// Reads each object of a list as one event, and not as another list: nobody's feed is that deep, and a stack is not
/// either. What cannot be read costs nothing but itself.
fn each<'a, F: Fields<'a>>(list: Raw<'a>, sink: &mut dyn Sink, event: fn(&F, &str, &mut dyn Sink) -> Option<()>) {
    for member in json::list(list) {
        if fields_of(member).and_then(|record| event(&record, member, sink)).is_none() {
            sink.malformed(member.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests;
