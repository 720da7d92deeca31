//! The file of a delivery that others send: a name, and what is to be shown of it.

use delivery_core::domain::instant::Instant;
use delivery_core::domain::status::Feedback;
use delivery_core::wire::{Audience, Content, Delivery};
use serde::Deserialize;

use super::{blank, two_days};
use crate::mail::Body;
use crate::mta::{List, Machine};
use crate::store::{Unavailable, Writer};

/// A delivery that others send, as a file describes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Heard {
    /// Says that it is one.
    #[serde(rename = "sent_by")]
    _sent_by: Others,
    /// Its name.
    name: String,
    /// Sender, as recipients see it.
    #[serde(default)]
    from: String,
    /// Subject.
    #[serde(default)]
    subject: String,
    /// Whom it goes to, in words.
    #[serde(default)]
    target: String,
    /// What it is for.
    #[serde(default)]
    description: Option<String>,
    /// The campaign it belongs to.
    #[serde(default)]
    campaign: Option<String>,
    /// Whether each delivery is reported, as most providers do.
    #[serde(default = "is_reported")]
    feedback: bool,
    /// How long retries go on, in hours.
    #[serde(default = "two_days")]
    validity_hours: u32,
}

/// Who sends it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Others {
    Elsewhere,
}

const fn is_reported() -> bool {
    true
}

/// A delivery that others send, if the file says that it is one.
pub(super) fn read(text: &str) -> Result<Option<Heard>, String> {
    let says = |said: serde_json::Value| said.get("sent_by").is_some();
    if !serde_json::from_str(text).is_ok_and(says) {
        return Ok(None);
    }
    serde_json::from_str(text).map(Some).map_err(|error| error.to_string())
}

/// Adds it, once for the same file.
pub(super) fn add(writer: &mut Writer, heard: Heard, origin: &str, now: Instant) -> Result<(), Unavailable> {
    if writer.made_of(origin)?.is_some() {
        return Ok(());
    }
    let record = Delivery {
        campaign: heard.campaign,
        description: heard.description,
        feedback: if heard.feedback { Feedback::On } else { Feedback::Off },
        validity_hours: heard.validity_hours,
        audience: Audience { target: heard.target, test_profiles: 0, traps: 0 },
        content: Content { from: heard.from, subject: heard.subject },
        ..blank(writer, heard.name)?
    };
    let (machine, told) = Machine::sent_elsewhere(record, now);
    writer.import((machine.record(), machine.course()), &told, &Body::default(), &List::default(), origin)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::fs;

    use delivery_core::domain::lifecycle::State;
    use delivery_core::wire::SentBy;

    use super::super::{lay, stranded};
    use super::*;
    use crate::sender::Sending;

    const NOW: Instant = Instant::from_millis(1_795_000_000_000);

    #[test]
    fn what_others_send_needs_a_name_and_no_sender() {
        let folder = tempfile::TempDir::new().unwrap();
        let at = |name: &str| folder.path().join(name);
        let sending = Sending { deliver: vec![at("heard.json")], ..Sending::default() };
        let mut writer = crate::store::open(&crate::ground::place(folder.path())).unwrap();
        fs::write(at("heard.json"), r#"{"sent_by":"elsewhere","name":"Newsletter"}"#).unwrap();
        lay(&mut writer, &sending, NOW).unwrap();
        lay(&mut writer, &sending, NOW).unwrap();
        let all = writer.deliveries().unwrap();
        let [(record, _, course)] = all.as_slice() else { panic!("it is made once: {}", all.len()) };
        assert_eq!((record.id.as_str(), record.label.as_str()), ("DM1", "Newsletter"));
        assert_eq!((record.sent_by, record.state, record.feedback), (SentBy::Elsewhere, State::Sending, Feedback::On));
        assert_eq!(course.started, Some(NOW));
        assert_eq!(stranded(&writer, None).unwrap(), [], "nobody here has to hand it over");
        for (file, why) in [
            (r#"{"sent_by":"us","name":"n"}"#, "elsewhere"),
            (r#"{"sent_by":"elsewhere"}"#, "name"),
            (r#"{"sent_by":"elsewhere","name":"n","recipients":"list.csv"}"#, "recipients"),
        ] {
            fs::write(at("heard.json"), file).unwrap();
            let said = lay(&mut writer, &sending, NOW).unwrap_err();
            assert!(said.contains(why) && !said.contains('\n'), "{file}: {said}");
        }
        assert_eq!(writer.deliveries().unwrap().len(), 1);
    }
}
