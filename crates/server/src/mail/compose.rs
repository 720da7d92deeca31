//! One message, as it leaves.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::time::SystemTime;

use delivery_core::domain::id::DeliveryId;
use delivery_core::wire::Content;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};
use lettre::{Address, message::MessageBuilder};

use super::body::{Body, fill};
use super::seal::{Seal, Use};

/// A message, and what is said of it to the server that takes it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Envelope {
    /// Where reports go to: an address that leads back to this message alone.
    pub from: Address,
    /// The recipient.
    pub to: Address,
    /// The message.
    pub bytes: Vec<u8>,
}

/// What makes a message.
#[derive(Clone, Copy)]
pub struct Draft<'a> {
    /// The delivery.
    pub delivery: &'a DeliveryId,
    /// Which of its recipients.
    pub number: u32,
    /// The recipient's address.
    pub address: &'a str,
    /// What it is filled in with, as JSON.
    pub fields: &'a str,
    /// Sender and subject.
    pub content: &'a Content,
    /// The rest.
    pub body: &'a Body,
    /// Makes the marks that lead back.
    pub seal: &'a Seal,
    /// Where recipients reach this service, without a slash at its end. `None` if they cannot: then nothing is tracked.
    pub public: Option<&'a str>,
    /// Whether opens and clicks are noted.
    pub is_tracked: bool,
    /// When it leaves.
    pub at: SystemTime,
}

/// Whether mail can go to it: one address, without a name.
pub fn is_address(text: &str) -> bool {
    text.len() <= 254 && text.parse::<Address>().is_ok()
}

/// Why a message cannot be made. No address is in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// This recipient has no address that mail can go to.
    Recipient,
    /// No recipient could be sent it, and none is at fault: what is wrong, in words.
    Content(&'static str),
}

/// Makes the message.
///
/// # Errors
/// If it cannot be made.
pub fn compose(draft: Draft<'_>) -> Result<Envelope, Fault> {
    let fields: BTreeMap<String, String> = serde_json::from_str(draft.fields).unwrap_or_default();
    let to: Address = draft.address.trim().parse().map_err(|_| Fault::Recipient)?;
    let sender =
        Mailbox::from_str(&draft.content.from).map_err(|_| Fault::Content("the sender's address is not valid"))?;
    let home = sender.email.domain().to_owned();
    let mark = draft.seal.mark(draft.delivery, draft.number, Use::Bounce);
    let bounces = draft.body.bounces.clone().unwrap_or_else(|| sender.email.to_string());
    let from = returned_to(&bounces, &mark)?;
    let mut builder = Message::builder()
        .from(sender)
        .to(Mailbox::new(None, to.clone()))
        // A line's end in a field must not begin another header.
        .subject(fill(&draft.content.subject, &fields, |value| value.replace(['\r', '\n'], " ")))
        .date(draft.at)
        .message_id(Some(format!("<{mark}@{home}>")));
    builder = headed(builder, "X-Delivery-Mark", mark.clone())?;
    if let Some(public) = draft.public {
        let leave = format!("<{public}/u/{}>", draft.seal.mark(draft.delivery, draft.number, Use::Leave));
        builder = headed(builder, "List-Unsubscribe", leave)?;
        builder = headed(builder, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned())?;
    }
    let text = draft.body.text.as_deref().map(|text| fill(text, &fields, str::to_owned));
    let html = draft.body.html.as_deref().map(|html| page(html, &fields, draft));
    let message = match (text, html) {
        (Some(text), Some(html)) => builder.multipart(MultiPart::alternative_plain_html(text, html)),
        (None, Some(html)) => builder.singlepart(SinglePart::html(html)),
        (text, None) => builder.singlepart(SinglePart::plain(text.unwrap_or_default())),
    };
    let message = message.map_err(|_| Fault::Content("the message cannot be put together"))?;
    Ok(Envelope { from, to, bytes: message.formatted() })
}

fn headed(builder: MessageBuilder, name: &str, value: String) -> Result<MessageBuilder, Fault> {
    let name = HeaderName::new_from_ascii(name.to_owned()).map_err(|_| Fault::Content("a header has no name"))?;
    // As it is: a mark that is folded or encoded would not be found again.
    Ok(builder.raw_header(HeaderValue::dangerous_new_pre_encoded(name, value.clone(), value)))
}

/// The address that reports on one message go to: `bounces+mark@shop.example`.
fn returned_to(bounces: &str, mark: &str) -> Result<Address, Fault> {
    let invalid = Fault::Content("the address for bounces is not valid");
    let (user, domain) = bounces.rsplit_once('@').ok_or(invalid)?;
    Address::new(format!("{user}+{mark}"), domain).map_err(|_| invalid)
}

/// The page with its links led through this service, and a picture nobody sees that is loaded when it is opened.
fn page(html: &str, fields: &BTreeMap<String, String>, draft: Draft<'_>) -> String {
    let mut page = html.to_owned();
    if let (Some(public), true) = (draft.public, draft.is_tracked) {
        let mark = |purpose| draft.seal.mark(draft.delivery, draft.number, purpose);
        page = Body::with_links(&page, &draft.body.links(), |link| format!("{public}/c/{}", mark(Use::Click(link))));
        let picture = format!("<img src=\"{public}/o/{}.gif\" alt=\"\" width=\"1\" height=\"1\">", mark(Use::Open));
        let end = page.to_ascii_lowercase().rfind("</body>").unwrap_or(page.len());
        page.insert_str(end, &picture);
    }
    fill(&page, fields, escaped)
}

fn escaped(value: &str) -> String {
    value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use mail_parser::MessageParser;

    fn composed(address: &str, fields: &str, body: &Body, public: Option<&str>) -> Result<Envelope, Fault> {
        let content = Content {
            from: "Lana & Sale <letters@shop.example>".to_owned(),
            subject: "{first name}, spring is here".to_owned(),
        };
        compose(Draft {
            delivery: &DeliveryId::new("DM95"),
            number: 7,
            address,
            fields,
            content: &content,
            body,
            seal: &Seal::new(vec![7; 32]),
            public,
            is_tracked: true,
            at: SystemTime::UNIX_EPOCH,
        })
    }

    fn both() -> Body {
        Body {
            text: Some("Dear {first name}".to_owned()),
            html: Some(
                "<body><p>Dear {first name}</p><a href=\"https://shop.example/a?b=1&amp;c=2\">See</a></body>"
                    .to_owned(),
            ),
            bounces: Some("bounces@shop.example".to_owned()),
        }
    }

    #[test]
    fn a_message_says_whom_it_is_for_and_leads_back() {
        let made =
            composed("zoe@a.example", r#"{"first name":"Zoë <3"}"#, &both(), Some("https://mail.example")).unwrap();
        let mail = MessageParser::default().parse(&made.bytes).unwrap();
        assert_eq!(mail.subject(), Some("Zoë <3, spring is here"));
        assert_eq!(mail.body_text(0).unwrap().trim(), "Dear Zoë <3");
        let html = mail.body_html(0).unwrap().into_owned();
        assert!(html.contains("Dear Zoë &lt;3") && !html.contains("shop.example/a"), "{html}");
        let seal = Seal::new(vec![7; 32]);
        let mark = made.from.user().strip_prefix("bounces+").unwrap();
        assert_eq!(seal.read(mark, |purpose| purpose == Use::Bounce).unwrap().message, "m000000007");
        assert!(mail.message_id().unwrap().starts_with(mark));
        assert_eq!(mail.header_raw("X-Delivery-Mark").unwrap().trim(), mark);
        let link = html.split("https://mail.example/c/").nth(1).unwrap().split('"').next().unwrap();
        assert_eq!(seal.read(link, |_| true).unwrap().purpose, Use::Click(0));
        let picture = html.split("https://mail.example/o/").nth(1).unwrap().split(".gif").next().unwrap();
        assert_eq!(seal.read(picture, |_| true).unwrap().purpose, Use::Open);
        let leave = mail.header_raw("List-Unsubscribe").unwrap().trim().trim_matches(['<', '>']);
        let leave = leave.strip_prefix("https://mail.example/u/").unwrap();
        assert_eq!(seal.read(leave, |_| true).unwrap().purpose, Use::Leave);
        assert!(made.bytes.is_ascii(), "any server can take it");
    }

    #[test]
    fn nothing_is_tracked_where_nobody_could_come_back_to() {
        let made = composed("zoe@a.example", "{}", &both(), None).unwrap();
        let mail = MessageParser::default().parse(&made.bytes).unwrap();
        let html = mail.body_html(0).unwrap();
        assert!(html.contains("shop.example/a?b=1&amp;c=2") && !html.contains("<img"), "{html}");
        assert_eq!(mail.header_raw("List-Unsubscribe"), None);
    }

    #[test]
    fn a_field_cannot_add_a_header() {
        let made = composed("zoe@a.example", r#"{"first name":"x\r\nBcc: y@a.example"}"#, &both(), None).unwrap();
        let mail = MessageParser::default().parse(&made.bytes).unwrap();
        assert!(mail.bcc().is_none());
    }

    #[test]
    fn an_address_that_is_none_gets_no_message() {
        for address in ["", "nobody", "Zoe <zoe@a.example>", "a@b@c", "zoe@a.example\r\nRCPT TO:<y@a.example>"] {
            assert!(!is_address(address), "{address}");
            assert_eq!(composed(address, "{}", &both(), None), Err(Fault::Recipient));
        }
        assert!(is_address("zoë@a.example") && is_address("a.b+c@d.example"));
    }
}
