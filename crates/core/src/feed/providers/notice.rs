//! What a provider says once, made into an event for each recipient it speaks of.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Provider;
use crate::domain::event::{Action, Body, Event, Fact, Recipient, Track};
use crate::domain::instant::Instant;
use crate::feed::Sink;
use crate::feed::json::{Raw, word};

/// The mail an event speaks of. A message is one recipient of one mail.
pub(super) enum Mail<'a> {
    /// By an id that no other recipient's has: it is the message's.
    Own(Cow<'a, str>),
    /// By an id that all its recipients share: the message's is that, a slash and the address.
    Shared(Cow<'a, str>),
    /// By nothing but its recipient, whose address then is all that can bring events together.
    Unnamed,
}

/// What a provider says, before it is told of each recipient.
pub(super) struct Notice<'a> {
    pub provider: Provider,
    /// The provider's word for what happened.
    pub kind: &'a str,
    /// The provider's own id of the event, if it gives one.
    pub id: Option<Cow<'a, str>>,
    pub mail: Mail<'a>,
    pub time: Option<Instant>,
    pub recipients: Vec<String>,
    /// What tells the event from another at the same instant, where it has no id.
    pub besides: Cow<'a, str>,
    /// What it says; `None` for what the fold has no word for.
    pub fact: Option<Fact<'static>>,
    /// The whole of it, as it came.
    pub whole: &'a str,
}

impl Notice<'_> {
    /// Tells it: to each recipient, or, of nobody, that something was said. What has no time is told all the same, as of before
    /// everything: what happened did happen, whenever that was.
    pub fn tell(self, sink: &mut dyn Sink) {
        let is_of_nobody = self.recipients.is_empty() && !matches!(self.mail, Mail::Own(_));
        let Some(fact) = self.fact.filter(|_| !is_of_nobody) else {
            return unrecognised(self.provider, self.kind, self.id.as_deref(), self.time, self.whole, sink);
        };
        let time = self.time.unwrap_or_default();
        let mail = match &self.mail {
            Mail::Own(id) | Mail::Shared(id) => id,
            Mail::Unnamed => "",
        };
        let once: Cow<'_, str> = match &self.id {
            Some(id) => Cow::Borrowed(id),
            None => format!("{}/{mail}/{time}/{}", self.kind, self.besides).into(),
        };
        let mut tell = |message: Cow<'_, str>, address: Option<&str>| {
            sink.event(&Event {
                id: format!("{once}/{}", address.unwrap_or_default()).into(),
                source: self.provider.name().into(),
                time,
                sequence: None,
                preparation: 0,
                body: Body::Message { message, address: address.map(Cow::Borrowed), fact: fact.clone() },
            });
        };
        match &self.mail {
            Mail::Own(id) => tell(Cow::Borrowed(id), self.recipients.first().map(String::as_str)),
            Mail::Shared(id) => {
                self.recipients.iter().for_each(|address| tell(format!("{id}/{address}").into(), Some(address)));
            }
            Mail::Unnamed => self.recipients.iter().for_each(|address| tell(Cow::Borrowed(address), Some(address))),
        }
    }
}

/// Tells of something that is the provider's and means nothing to the fold: it is counted, and shown by its name. What has
/// no id is one with whatever says the same, to the letter.
pub(super) fn unrecognised(
    provider: Provider,
    kind: &str,
    id: Option<&str>,
    time: Option<Instant>,
    whole: &str,
    sink: &mut dyn Sink,
) {
    let id = id.map_or_else(|| format!("{kind}/{:016x}", digest(whole)).into(), Cow::Borrowed);
    sink.event(&Event {
        id,
        source: provider.name().into(),
        time: time.unwrap_or_default(),
        sequence: None,
        preparation: 0,
        body: Body::Unrecognised(kind.into()),
    });
}

/// FNV-1a: the same on every machine and in every version, as what is stored under an id must be.
fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// The provider took the mail and has not let go of it yet: a message that waits. If the delivery's own preparations are
/// known, they say who is part of it, and this adds nothing.
pub(super) fn queued() -> Fact<'static> {
    Fact::Prepared { address: None, recipient: Recipient::Person }
}

/// The recipient did something.
pub(super) fn tracked(action: Action, url: Raw<'_>, is_machine: bool) -> Fact<'static> {
    let url = word(url).unwrap_or_default().to_string();
    Fact::Tracked(Track { action, url: url.into(), label: "".into(), is_machine })
}
