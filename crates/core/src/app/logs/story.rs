//! One message, from its events: what each said, and what became of the message with it; and whom else the same recipient
//! heard from.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde_json::Value;

use super::super::annex::Site;
use super::super::ask::{Ask, get, segment};
use super::super::desk::Desk;
use super::super::http::{Answer, Failure, Reply};
use super::super::model::Model;
use super::super::remote::{Remote, Ticket};
use crate::domain::fold::{Fold, Settings};
use crate::domain::instant::Instant;
use crate::domain::listing::{Listing, Reading};
use crate::domain::status::{Detail as Why, Status};
use crate::feed::{Format, Reader};
use crate::wire::Touch;

/// What became of one message.
pub struct Story {
    /// The message's id.
    pub message: String,
    /// Where it stood in the list when it was opened.
    at: Option<usize>,
    /// What happened to it.
    pub steps: Remote<Vec<Step>>,
    /// What else its recipient was sent, this message among it, the newest first.
    pub history: Remote<Vec<Touch>>,
}

/// Something that happened, or that time did.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    /// When.
    pub time: Instant,
    /// The event; `None` if only time passed.
    pub event: Option<StoryEvent>,
    /// What the message was from then on, if that is something else than before.
    pub became: Option<(Status, Why)>,
}

/// An event, as it is told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoryEvent {
    /// Its type, without `message.`.
    pub kind: String,
    /// What it says besides.
    pub details: Vec<(Detail, String)>,
    /// As it came.
    pub raw: String,
}

/// What an event can say besides its type and its time.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Detail {
    /// The preparation it is of.
    Preparation,
    /// The rule that left it out.
    Cause,
    /// Hard or soft.
    Nature,
    /// Why, in a word.
    Reason,
    /// The reply of the recipient's server.
    Smtp,
    /// Its enhanced status.
    Enhanced,
    /// How many attempts were made.
    Attempt,
    /// When the next attempt is made.
    NextAttempt,
    /// The server that accepted it.
    Server,
    /// Who did it.
    By,
    /// The link.
    Url,
    /// Its name.
    Label,
    /// Whether a machine did it.
    Machine,
}

/// The names of what an event can say, as they are on the wire.
const DETAILS: [(&str, Detail); 14] = [
    ("preparation", Detail::Preparation),
    ("cause", Detail::Cause),
    ("nature", Detail::Nature),
    ("reason", Detail::Reason),
    ("smtp", Detail::Smtp),
    ("enhanced", Detail::Enhanced),
    ("attempt", Detail::Attempt),
    ("next_attempt_at", Detail::NextAttempt),
    ("mx", Detail::Server),
    ("by", Detail::By),
    ("url", Detail::Url),
    ("label", Detail::Label),
    ("machine", Detail::Machine),
    ("is_machine", Detail::Machine),
];

impl Story {
    /// Opens the story of a message. `None` before the delivery itself is known.
    pub(super) fn open(message: String, at: Option<usize>, site: &Site<'_>, desk: &mut Desk<'_>) -> Option<Self> {
        site.record?;
        let mut story = Self { message, at, steps: Remote::Unasked, history: Remote::Unasked };
        story.ask_again(site, desk);
        Some(story)
    }

    /// Asks for what is not here, or may have grown.
    pub(super) fn ask_again(&mut self, site: &Site<'_>, desk: &mut Desk<'_>) {
        let Some(record) = site.record else { return };
        let of = |what: &str| {
            let (id, message) = (segment(record.delivery.id.as_str()), segment(&self.message));
            Ask::Annex(get(format!("/api/deliveries/{id}/messages/{message}/{what}")))
        };
        let (events, history) = (of("events"), of("history"));
        self.steps.ask(desk.ask(events));
        self.history.ask(desk.ask(history));
    }

    /// An answer came.
    pub(super) fn answered(&mut self, ticket: Ticket, reply: &Reply, site: &Site<'_>) {
        let Some(record) = site.record else { return };
        let told = |answer: Answer| {
            steps(&answer.body, &self.message, &record.settings(), site.as_of).ok_or(Failure::Unreadable)
        };
        self.steps.settle(ticket, reply.clone().success().and_then(told));
        self.history.settle(ticket, reply.clone().read());
    }

    /// Until when it is tried, if its outcome is open.
    pub fn deadline(&self, model: &Model) -> Option<Instant> {
        let dashboard = model.dashboard()?;
        let settings = dashboard.record().shown()?.settings();
        let reading = Reading { settings, as_of: model.as_of()? };
        dashboard.follow().fold().deadline(&self.message, &reading)
    }

    /// Where the message stands in the list now.
    pub fn place_in(&self, listing: &Listing, fold: &Fold) -> Option<usize> {
        let is_there = |at: &usize| {
            let entry = listing.entry(fold, *at).map(|entry| entry.message);
            entry.or_else(|| listing.track(fold, *at).map(|track| track.message)) == Some(&*self.message)
        };
        self.at.filter(is_there).or_else(|| listing.position(fold, &self.message))
    }
}

/// The steps of a message, from its events as they came. Events are told in the order in which they happened, each with
/// what the message was at that moment as far as events until then tell. `None` if a line is no event.
fn steps(body: &str, message: &str, settings: &Settings, as_of: Option<Instant>) -> Option<Vec<Step>> {
    let mut events: Vec<(Instant, &str, Value)> = Vec::new();
    for line in body.lines().filter(|line| !line.trim().is_empty()) {
        let value: Value = serde_json::from_str(line).ok()?;
        let time = value.get("time").and_then(Value::as_str).and_then(Instant::parse)?;
        events.push((time, line, value));
    }
    events.sort_by_key(|(time, ..)| *time);
    let mut fold = Fold::new();
    let mut reader = Reader::new(Format::CloudEvents);
    let mut known = None;
    let mut steps = Vec::new();
    let standing = |fold: &Fold, at: Instant| {
        let row = fold.rows(settings, at).into_iter().find(|row| row.message == message)?;
        Some((row.status, row.detail))
    };
    for (time, line, value) in events {
        reader.push(format!("{line}\n").as_bytes(), &mut fold);
        let is = standing(&fold, time);
        let became = is.filter(|_| is != known);
        known = is;
        steps.push(Step { time, event: Some(told(line, &value)), became });
    }
    // What no event says: the validity came to its end.
    if let Some(as_of) = as_of
        && let Some(is) = standing(&fold, as_of)
        && Some(is) != known
    {
        steps.push(Step { time: as_of, event: None, became: Some(is) });
    }
    Some(steps)
}

fn told(line: &str, value: &Value) -> StoryEvent {
    let kind = value.get("type").and_then(Value::as_str).unwrap_or_default();
    let content = value.get("data");
    let mut details = Vec::new();
    for (name, detail) in DETAILS {
        let text = match content.and_then(|content| content.get(name)) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::Bool(true)) => String::new(),
            Some(Value::Bool(false) | Value::Null | Value::Array(_) | Value::Object(_)) | None => continue,
        };
        details.push((detail, text));
    }
    StoryEvent { kind: kind.strip_prefix("message.").unwrap_or(kind).to_string(), details, raw: line.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::status::Feedback;

    fn told_of(events: &[(&str, &str, &str)], as_of: &str) -> Vec<(String, Option<(Status, Why)>)> {
        let line = |(at, (time, kind, content)): (usize, &(&str, &str, &str))| {
            format!(
                r#"{{"specversion":"1.0","id":"e{at}","source":"/d","type":"message.{kind}","subject":"m","time":"{time}","data":{content}}}"#
            ) + "\n"
        };
        let body: String = events.iter().enumerate().map(line).collect();
        let settings = Settings { feedback: Feedback::On, ..Settings::default() };
        let steps = steps(&body, "m", &settings, Instant::parse(as_of)).expect("events");
        let name = |step: &Step| step.event.as_ref().map_or_else(String::new, |event| event.kind.clone());
        steps.iter().map(|step| (name(step), step.became)).collect()
    }

    const PUT_OFF: [(&str, &str, &str); 3] = [
        ("2026-11-23T09:10:00Z", "deferred", r#"{"reason":"mailbox_full","smtp":452,"attempt":1}"#),
        ("2026-11-23T08:00:00Z", "prepared", "{}"),
        ("2026-11-23T09:00:00Z", "relayed", "{}"),
    ];

    #[test]
    fn each_event_says_what_the_message_became_in_the_order_it_happened() {
        assert_eq!(
            told_of(&PUT_OFF, "2026-11-23T10:00:00Z"),
            [
                ("prepared".to_string(), Some((Status::Pending, Why::Queued))),
                ("relayed".to_string(), Some((Status::Pending, Why::Awaiting))),
                ("deferred".to_string(), Some((Status::Failed, Why::Retrying))),
            ]
        );
    }

    #[test]
    fn what_only_time_did_is_a_step_of_its_own() {
        let steps = told_of(&PUT_OFF, "2026-11-30T10:00:00Z");
        assert_eq!(steps.last(), Some(&(String::new(), Some((Status::Failed, Why::Expired)))));
        let again = told_of(&[PUT_OFF[2], ("2026-11-23T09:00:01Z", "auto_replied", "{}")], "2026-11-23T10:00:00Z");
        assert_eq!(again[1], ("auto_replied".to_string(), None), "an event that changes nothing says so");
    }

    #[test]
    fn a_story_that_is_none_is_not_told() {
        assert_eq!(steps("<html>", "m", &Settings::default(), None), None);
    }
}
