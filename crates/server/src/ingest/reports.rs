//! What the owner's engine posts: events of the contract, each with its delivery in the source and its message in the
//! subject.

use delivery_core::domain::event::{Body, Event, Fact, Milestone};
use delivery_core::domain::id::DeliveryId;
use delivery_core::feed::{self, Sink};
use serde_json::{Value, json};

use super::Poster;
use crate::desk::{Arrival, Contents, Parcel, arrived, digest};
use crate::mask::spoken;
use crate::store::Why;

/// The longest word that says what something is, and the longest sentence of an engine's, in letters.
const LONGEST_WORD: usize = 60;
const LONGEST_SENTENCE: usize = 500;

/// Reads what the engine posted. An event is of the delivery that its source names, else of `otherwise`.
///
/// # Errors
/// What it says that is not an engine's to say: then nothing of it counts, since whoever wrote that has misunderstood.
pub(super) fn read(body: &[u8], otherwise: Option<&DeliveryId>) -> Result<Vec<Parcel>, String> {
    let mut sorting = Sorting { otherwise, text: String::new(), done: Vec::new(), refused: None };
    feed::read_posted(body, &mut sorting);
    sorting.refused.map_or(Ok(sorting.done), Err)
}

/// A body that is being read.
struct Sorting<'a> {
    otherwise: Option<&'a DeliveryId>,
    /// The event that is being read, as it came.
    text: String,
    done: Vec<Parcel>,
    refused: Option<String>,
}

impl Sink for Sorting<'_> {
    fn object(&mut self, text: &str) {
        text.clone_into(&mut self.text);
    }

    fn event(&mut self, event: &Event<'_>) {
        // Without a name of its own it would be taken for the next one without.
        if event.id.is_empty() || matches!(&event.body, Body::Message { message, .. } if message.is_empty()) {
            return self.malformed(&self.text.clone().into_bytes());
        }
        let delivery = delivery_of(&event.source).or_else(|| self.otherwise.cloned());
        let kind = kind_of(&self.text);
        let contents = match (&event.body, arrived(event)) {
            (Body::Unrecognised(_), _) => Contents::Odd(Why::Unrecognised),
            (body, Some(mut happening)) if is_an_engines(body) => {
                happening.more = fit_to_be_shown(happening.more);
                let message = happening.subject.clone();
                Contents::Events(vec![Arrival { happening, message, address: None }])
            }
            _ => {
                self.refused.get_or_insert_with(|| {
                    format!(
                        "{kind} is not an engine's to say. It says what becomes of messages once they are prepared, and \
                         delivery.finished, delivery.failed and delivery.logged; that it starts, it says by its answer."
                    )
                });
                return;
            }
        };
        let id = named(&[event.source.as_bytes(), b"\0", event.id.as_bytes()]);
        let text = std::mem::take(&mut self.text);
        self.done.push(Parcel { id, provider: Poster::Engine.name(), delivery, kind, contents, text });
    }

    fn malformed(&mut self, line: &[u8]) {
        self.done.push(Parcel {
            id: named(&[line]),
            provider: Poster::Engine.name(),
            delivery: None,
            kind: "unreadable".to_owned(),
            contents: Contents::Odd(Why::Unreadable),
            text: String::from_utf8_lossy(line).into_owned(),
        });
    }
}

fn named(pieces: &[&[u8]]) -> String {
    digest(&[&[Poster::Engine.name().as_bytes(), b"\0"], pieces].concat())
}

/// Whether an engine says such things. Who is prepared, and what people ask of a delivery, it is told.
const fn is_an_engines(body: &Body<'_>) -> bool {
    match body {
        Body::Message { fact, .. } => !matches!(fact, Fact::Prepared { .. } | Fact::Excluded { .. }),
        Body::Delivery(milestone) => {
            matches!(milestone, Milestone::Finished | Milestone::Failed { .. } | Milestone::Logged { .. })
        }
        Body::Unrecognised(_) => false,
    }
}

/// The delivery that a source names: `/deliveries/DM95`, wherever that is.
fn delivery_of(source: &str) -> Option<DeliveryId> {
    let (_, rest) = source.rsplit_once("/deliveries/")?;
    let id = rest.split(['/', '?', '#']).next().filter(|id| !id.is_empty())?;
    Some(DeliveryId::new(id))
}

/// The type, of which an event keeps only what it means.
fn kind_of(text: &str) -> String {
    let whole: Value = serde_json::from_str(text).unwrap_or_default();
    shortened(whole["type"].as_str().unwrap_or_default(), LONGEST_WORD)
}

/// Words of an engine's are shown to people who may not see addresses, and say who has spoken.
fn fit_to_be_shown(mut more: Value) -> Value {
    for (name, longest) in [("reason", LONGEST_SENTENCE), ("text", LONGEST_SENTENCE), ("code", LONGEST_WORD)] {
        if let Some(text) = more[name].as_str() {
            more[name] = json!(shortened(&spoken(text), longest));
        }
    }
    if more["by"].is_string() {
        more["by"] = json!(Poster::Engine.name());
    }
    more
}

fn shortened(text: &str, longest: usize) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(longest).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn event(kind: &str, more: &str) -> String {
        format!(
            r#"{{"specversion":"1.0","id":"E1","source":"/deliveries/DM95","type":"{kind}","time":"2026-11-26T09:00:00Z"{more}}}"#
        )
    }

    fn told(body: &str, otherwise: Option<&str>) -> Vec<String> {
        let otherwise = otherwise.map(DeliveryId::new);
        let line = |parcel: Parcel| {
            let delivery = parcel.delivery.map_or("-".to_owned(), |id| id.to_string());
            let said = match parcel.contents {
                Contents::Odd(why) => why.name().to_owned(),
                Contents::Events(events) => events
                    .iter()
                    .map(|event| {
                        format!("{} {}", event.happening.subject.as_deref().unwrap_or("-"), event.happening.more)
                    })
                    .collect(),
            };
            format!("{delivery} {} {said}", parcel.kind)
        };
        read(body.as_bytes(), otherwise.as_ref()).unwrap().into_iter().map(line).collect()
    }

    #[test]
    fn an_event_is_read_however_it_is_posted() {
        let relayed = event("message.relayed", r#","subject":"m000000001""#);
        let failed = event("delivery.failed", r#","data":{"reason":"The list of bo@x.example is gone."}"#);
        let expected =
            ["DM95 message.relayed m000000001 null", r#"DM95 delivery.failed - {"reason":"The list of ••• is gone."}"#];
        for body in [
            format!("[{relayed},{failed}]"),
            format!("{relayed}\n{failed}\n"),
            format!("{relayed}\r\n\r\n{failed}"),
            format!("[\n{}\n,\n{}\n]", relayed.replace(',', ",\n  "), failed),
        ] {
            assert_eq!(told(&body, None), expected, "{body}");
        }
        assert_eq!(told(&relayed, None), expected[..1]);
        assert!(told("", None).is_empty() && told("[]", None).is_empty());
    }

    #[test]
    fn a_source_names_the_delivery_or_the_address_does() {
        for (source, otherwise, expected) in [
            ("/deliveries/DM95", Some("DM0"), "DM95"),
            ("https://engine.example/a/deliveries/DM95/runs/7?x=1", None, "DM95"),
            ("https://engine.example", Some("DM0"), "DM0"),
            ("/deliveries/", Some("DM0"), "DM0"),
            ("urn:engine", None, "-"),
        ] {
            let body = event("delivery.finished", "").replace("/deliveries/DM95", source);
            assert_eq!(told(&body, otherwise), [format!("{expected} delivery.finished - null")], "{source}");
        }
    }

    #[test]
    fn what_is_not_an_engines_to_say_is_refused_with_all_of_it() {
        let relayed = event("message.relayed", r#","subject":"m000000001""#);
        for kind in
            ["message.prepared", "message.excluded", "delivery.confirmed", "delivery.started", "delivery.paused"]
        {
            let body = format!("{relayed}\n{}", event(kind, r#","subject":"m000000001""#));
            let why = read(body.as_bytes(), None).unwrap_err();
            assert!(why.starts_with(&format!("{kind} is not an engine's to say.")), "{why}");
        }
    }

    #[test]
    fn what_nobody_knows_and_what_is_broken_is_kept() {
        for (body, expected) in [
            (event("message.folded", r#","subject":"m000000001""#), "DM95 message.folded unrecognised"),
            (event("my.own", ""), "DM95 my.own unrecognised"),
            (event("message.relayed", ""), "- unreadable unreadable"),
            (event("message.relayed", r#","subject":"""#), "- unreadable unreadable"),
            (event("delivery.finished", "").replace("E1", ""), "- unreadable unreadable"),
            (event("delivery.finished", "").replace("1.0", "0.3"), "- unreadable unreadable"),
            (event("delivery.finished", "").replace('}', ""), "- unreadable unreadable"),
            ("oops".to_owned(), "- unreadable unreadable"),
        ] {
            assert_eq!(told(&body, None), [expected], "{body}");
        }
    }

    #[test]
    fn an_engine_speaks_for_itself() {
        let logged = r#","data":{"severity":"warning","code":"QUEUE","text":"Slow at\u0007 mx.x.example"}"#;
        assert_eq!(
            told(&event("delivery.logged", logged), None),
            [r#"DM95 delivery.logged - {"code":"QUEUE","severity":"warning","text":"Slow at mx.x.example"}"#]
        );
        let cancelled = event("message.cancelled", r#","subject":"m000000001""#);
        assert_eq!(told(&cancelled, None), [r#"DM95 message.cancelled m000000001 {"by":"engine"}"#]);
    }
}
