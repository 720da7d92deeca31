//! What a body holds: a parcel for each object in it that says something.

use delivery_core::domain::event::{Body, Event};
use delivery_core::domain::id::DeliveryId;
use delivery_core::feed::Sink;
use delivery_core::feed::providers::{self, Provider, marks};

use super::{Poster, reports};
use crate::desk::{Arrival, Contents, Parcel, arrived, digest};
use crate::mail::{Seal, Use};
use crate::store::Why;

/// The longest word that says what something is.
const LONGEST_KIND: usize = 60;

/// Reads what was posted. What names no delivery is of `otherwise`.
///
/// # Errors
/// Why nothing of it is taken.
pub fn read(poster: Poster, body: &[u8], seal: &Seal, otherwise: Option<&DeliveryId>) -> Result<Vec<Parcel>, String> {
    match poster {
        Poster::Provider(provider) => Ok(sort(provider, body, seal, otherwise)),
        Poster::Engine => reports::read(body, otherwise),
    }
}

/// Reads what a provider posted. Whose delivery an object speaks of is told by the mail's own `Message-ID`, if this service
/// made it, else by what the sender wrote on the mail, else by `otherwise`.
fn sort(provider: Provider, body: &[u8], seal: &Seal, otherwise: Option<&DeliveryId>) -> Vec<Parcel> {
    let mut sorting = Sorting { provider, seal, otherwise, done: Vec::new(), open: None };
    providers::read(provider, body, &mut sorting);
    sorting.close();
    sorting.done
}

/// A body that is being read.
struct Sorting<'a> {
    provider: Provider,
    seal: &'a Seal,
    otherwise: Option<&'a DeliveryId>,
    done: Vec<Parcel>,
    open: Option<Opened>,
}

/// An object that is being read.
struct Opened {
    text: String,
    delivery: Option<DeliveryId>,
    message: Option<String>,
    events: Vec<Arrival>,
    /// What it says that no log could say: its name and its kind.
    odd: Option<(String, String)>,
}

impl Sink for Sorting<'_> {
    fn object(&mut self, text: &str) {
        self.close();
        let marks = marks(self.provider, text);
        let sealed = marks.mail.as_deref().and_then(|mail| {
            let mark = mail.split('@').next()?;
            self.seal.read(mark, |purpose| purpose == Use::Bounce)
        });
        let (delivery, message) = match sealed {
            Some(sealed) => (Some(sealed.delivery), Some(sealed.message)),
            None => (marks.delivery.map(DeliveryId::new), marks.message),
        };
        let delivery = delivery.or_else(|| self.otherwise.cloned());
        self.open = Some(Opened { text: text.to_owned(), delivery, message, events: Vec::new(), odd: None });
    }

    fn event(&mut self, event: &Event<'_>) {
        let Some(open) = &mut self.open else { return };
        match (&event.body, arrived(event)) {
            (Body::Message { address, .. }, Some(happening)) => {
                let address = address.as_deref().map(str::to_owned);
                open.events.push(Arrival { happening, message: open.message.clone(), address });
            }
            (Body::Unrecognised(kind), _) => open.odd = Some((event.id.to_string(), kind.to_string())),
            // That a provider has a mail and has not let go of it adds nothing to a delivery that was prepared here.
            (Body::Message { .. } | Body::Delivery(_), _) => {}
        }
    }

    fn malformed(&mut self, line: &[u8]) {
        let text = String::from_utf8_lossy(line).into_owned();
        self.done.push(self.parcel(&[&text], None, "unreadable", Contents::Odd(Why::Unreadable), &text));
    }
}

impl Sorting<'_> {
    /// Ends the object that was being read. It may have said nothing at all.
    fn close(&mut self) {
        let Some(Opened { text, delivery, events, odd, .. }) = self.open.take() else { return };
        if let Some((id, kind)) = odd {
            let parcel = self.parcel(&["odd", &id], delivery.clone(), &kind, Contents::Odd(Why::Unrecognised), &text);
            self.done.push(parcel);
        }
        if let Some(first) = events.first() {
            let kind = first.happening.kind;
            let ids: Vec<_> = events.iter().map(|event| event.happening.id.clone()).collect();
            let ids: Vec<_> = ids.iter().map(String::as_str).collect();
            self.done.push(self.parcel(&ids, delivery, kind, Contents::Events(events), &text));
        }
    }

    fn parcel(
        &self,
        names: &[&str],
        delivery: Option<DeliveryId>,
        kind: &str,
        contents: Contents,
        text: &str,
    ) -> Parcel {
        let provider = self.provider.name();
        let id = digest(&[provider.as_bytes(), b"\0", names.join("\0").as_bytes()]);
        let kind = kind.chars().filter(|letter| !letter.is_control()).take(LONGEST_KIND).collect();
        Parcel { id, provider, delivery, kind, contents, text: text.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLICK: &str = r#"{"event":"click","email":"a@x.example","timestamp":1795424400,"sg_event_id":"E1","sg_message_id":"M.filter","url":"https://x.example"}"#;

    fn seal() -> Seal {
        Seal::new(vec![7; 32])
    }

    fn read_as(provider: Provider, body: &str, otherwise: Option<&str>) -> Vec<String> {
        let otherwise = otherwise.map(DeliveryId::new);
        let parcels = sort(provider, body.as_bytes(), &seal(), otherwise.as_ref());
        let line = |parcel: Parcel| {
            let delivery = parcel.delivery.map_or("-".to_owned(), |id| id.to_string());
            let said = match parcel.contents {
                Contents::Odd(why) => why.name().to_owned(),
                Contents::Events(events) => {
                    let about =
                        events.iter().map(|event| event.message.as_deref().or(event.address.as_deref()).unwrap_or("?"));
                    about.collect::<Vec<_>>().join(",")
                }
            };
            format!("{delivery} {} {said}", parcel.kind)
        };
        parcels.into_iter().map(line).collect()
    }

    #[test]
    fn whose_delivery_it_is_is_told_by_the_mail_then_by_its_tag_then_by_the_address() {
        let tagged = CLICK.replace('}', r#","delivery":"DM1","message":"m000000003"}"#);
        let mark = seal().mark(&DeliveryId::new("DM2"), 7, Use::Bounce);
        let ours = tagged.replace('}', &format!(r#","smtp-id":"<{mark}@shop.example>"}}"#));
        let forged =
            tagged.replace('}', &format!(r#","smtp-id":"<{}@shop.example>"}}"#, mark.replacen(".7.", ".8.", 1)));
        for (body, otherwise, expected) in [
            (CLICK, None, "- message.clicked a@x.example"),
            (CLICK, Some("DM0"), "DM0 message.clicked a@x.example"),
            (&tagged, Some("DM0"), "DM1 message.clicked m000000003"),
            (&ours, Some("DM0"), "DM2 message.clicked m000000007"),
            (&forged, Some("DM0"), "DM1 message.clicked m000000003"),
        ] {
            assert_eq!(read_as(Provider::SendGrid, &format!("[{body}]"), otherwise), [expected], "{body}");
        }
    }

    #[test]
    fn every_object_is_a_parcel_and_none_is_lost() {
        let body = format!(
            r#"[{CLICK},{{"event":"new_kind","email":"a@x.example","timestamp":1795424400,"sg_event_id":"E2"}},{{"event":"open"}},oops]"#
        );
        let expected = ["- message.clicked a@x.example", "- new_kind unrecognised"];
        let read = read_as(Provider::SendGrid, &body, None);
        assert_eq!(read[..2], expected);
        assert!(read[2..].iter().any(|line| line.ends_with("unreadable")), "{read:?}");
        let confirmation = r#"{"Type":"SubscriptionConfirmation","MessageId":"1","Message":"You have chosen","Timestamp":"2026-11-23T09:00:00.000Z","SubscribeURL":"https://sns.example/?Token=1"}"#;
        assert_eq!(read_as(Provider::Ses, confirmation, None), ["- SubscriptionConfirmation unrecognised"]);
        for nothing in ["", "[]", r#"[{"msys":{}}]"#] {
            assert!(read_as(Provider::SparkPost, nothing, None).is_empty(), "{nothing}");
        }
        assert_eq!(read_as(Provider::SparkPost, "oops", None), ["- unreadable unreadable"]);
    }

    #[test]
    fn the_same_has_the_same_name_however_it_is_written() {
        let name = |body: &str| sort(Provider::SendGrid, body.as_bytes(), &seal(), None).remove(0).id;
        assert_eq!(name(CLICK), name(&CLICK.replace(":", ": ").replace("https: ", "https:")));
        assert_ne!(name(CLICK), name(&CLICK.replace("E1", "E2")));
    }
}
