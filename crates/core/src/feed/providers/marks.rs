//! What a sender wrote on its mail so that events lead back to it: each provider keeps a place for that, and repeats what
//! stands there with every event. The place is called `delivery`, and `message` beside it where there is room for two;
//! where there is one text only, it is the delivery, a slash and the message.
//!
//! Pages of some API have no marks: only what is posted has to be filed.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};

use super::Provider;
use super::address::unbracketed;
use crate::feed::json::{Raw, Values, fields, list, object, text, word};

/// What an object says of the mail it speaks of.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Marks {
    /// The delivery that its sender named.
    pub delivery: Option<String>,
    /// The message that its sender named.
    pub message: Option<String>,
    /// The `Message-ID` that its sender gave it, without its brackets, or what stands in `X-Delivery-Mark` in its stead.
    pub mail: Option<String>,
}

/// The longest text that is taken for a name.
const LONGEST: usize = 200;

fields! { struct Pair { delivery = "delivery", message = "message" } }

fields! { struct Ses { mail = "mail", message = "Message", detail = "detail" } }
fields! { struct SesMail { tags = "tags", headers = "headers", common = "commonHeaders" } }
fields! { struct SesHeaders { id = "messageId" } }
fields! { struct SendGrid { smtp_id = "smtp-id" } }
fields! { struct SparkPost { msys = "msys" } }
fields! { struct SparkPostEvent { meta = "rcpt_meta" } }
fields! { struct Mailgun { event = "event-data" } }
fields! { struct MailgunEvent { variables = "user-variables", message = "message" } }
fields! { struct MailgunMessage { headers = "headers" } }
fields! { struct MailgunHeaders { id = "message-id" } }
fields! { struct Postmark { metadata = "Metadata" } }
fields! { struct Mailjet { custom = "CustomID" } }
fields! { struct Brevo { custom = "X-Mailin-custom", mail = "message-id" } }
fields! { struct Resend { event = "data" } }
fields! { struct ResendEvent { tags = "tags" } }
fields! { struct Tag { name = "name", value = "value" } }
fields! { struct Postal { payload = "payload", message = "message", original = "original_message" } }
fields! { struct PostalMessage { tag = "tag", mail = "message_id" } }
fields! { struct KumoMta { meta = "meta", headers = "headers" } }
fields! { struct OwnHeaders { mark = "X-Delivery-Mark" } }

/// The header that says what the `Message-ID` does, for providers that make one of their own.
const OWN_MARK: &str = "X-Delivery-Mark";

/// The marks in an object that a provider posted.
pub fn marks(provider: Provider, whole: &str) -> Marks {
    let whole = Some(whole);
    match provider {
        Provider::Ses => {
            let outer: Ses<'_> = object(whole);
            let inner = text(outer.message);
            let record: Ses<'_> = object(inner.as_deref().or(outer.detail).or(whole));
            let mail: SesMail<'_> = object(record.mail);
            let headers: SesHeaders<'_> = object(mail.common);
            Marks { mail: own_mark(mail.headers).or_else(|| mail_id(headers.id)), ..pair(mail.tags) }
        }
        Provider::SendGrid => {
            let event: SendGrid<'_> = object(whole);
            Marks { mail: mail_id(event.smtp_id), ..pair(whole) }
        }
        Provider::SparkPost => {
            let outer: SparkPost<'_> = object(whole);
            let Values(events) = object(outer.msys);
            let event: SparkPostEvent<'_> = object(events.first().copied().or(whole));
            pair(event.meta)
        }
        Provider::Mailgun => {
            let outer: Mailgun<'_> = object(whole);
            let event: MailgunEvent<'_> = object(outer.event.or(whole));
            let message: MailgunMessage<'_> = object(event.message);
            let headers: MailgunHeaders<'_> = object(message.headers);
            Marks { mail: mail_id(headers.id), ..pair(event.variables) }
        }
        Provider::Postmark => pair(object::<Postmark<'_>>(whole).metadata),
        Provider::Mailjet => single(&text(object::<Mailjet<'_>>(whole).custom).unwrap_or_default()),
        Provider::Brevo => {
            let event: Brevo<'_> = object(whole);
            let custom = text(event.custom).unwrap_or_default();
            let marks = if custom.trim_start().starts_with('{') { pair(Some(&*custom)) } else { listed(&custom) };
            Marks { mail: mail_id(event.mail), ..marks }
        }
        Provider::Resend => {
            let event: ResendEvent<'_> = object(object::<Resend<'_>>(whole).event);
            tags(event.tags)
        }
        Provider::Postal => {
            let outer: Postal<'_> = object(whole);
            let payload: Postal<'_> = object(outer.payload.or(whole));
            let message: PostalMessage<'_> = object(payload.original.or(payload.message));
            Marks { mail: mail_id(message.mail), ..single(&text(message.tag).unwrap_or_default()) }
        }
        Provider::KumoMta => {
            let record: KumoMta<'_> = object(whole);
            let headers: OwnHeaders<'_> = object(record.headers);
            Marks { mail: mail_id(headers.mark), ..pair(record.meta) }
        }
    }
}

/// By two names, each of a text or of a list with one.
fn pair(raw: Raw<'_>) -> Marks {
    let pair: Pair<'_> = object(raw);
    let marks = single(&one(pair.delivery).unwrap_or_default());
    Marks { message: one(pair.message).and_then(|message| named(&message)).or(marks.message), ..marks }
}

fn one(raw: Raw<'_>) -> Option<Cow<'_, str>> {
    word(raw).or_else(|| word(list(raw).first().copied()))
}

/// A list of names with their values, or an object.
fn tags(raw: Raw<'_>) -> Marks {
    let listed = list(raw);
    if listed.is_empty() {
        return pair(raw);
    }
    let mut marks = Marks::default();
    for member in listed {
        let tag: Tag<'_> = object(Some(member));
        let value = word(tag.value).unwrap_or_default();
        match text(tag.name).as_deref() {
            Some("delivery") => marks = Marks { message: marks.message, ..single(&value) },
            Some("message") => marks.message = named(&value),
            Some(_) | None => {}
        }
    }
    marks
}

/// `delivery:DM95|message:m7`, as Brevo's own examples write several values, or one text.
fn listed(text: &str) -> Marks {
    let value = |name: &str| {
        let mut parts = text.split('|').filter_map(|part| part.split_once(':'));
        parts.find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim())
    };
    match value("delivery") {
        Some(delivery) => {
            let marks = single(delivery);
            Marks { message: value("message").and_then(named).or(marks.message), ..marks }
        }
        // Others use the header for what is theirs.
        None if text.contains(':') => Marks::default(),
        None => single(text),
    }
}

/// The delivery, or the delivery, a slash and the message.
fn single(text: &str) -> Marks {
    let (delivery, message) = text.split_once('/').unwrap_or((text, ""));
    Marks { delivery: named(delivery), message: named(message), mail: None }
}

fn named(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty() && text.len() <= LONGEST).then(|| text.to_string())
}

/// The value of that header in a list of all.
fn own_mark(raw: Raw<'_>) -> Option<String> {
    let headers = list(raw).into_iter().map(|member| object::<Tag<'_>>(Some(member)));
    let is_own = |header: &Tag<'_>| text(header.name).is_some_and(|name| name.eq_ignore_ascii_case(OWN_MARK));
    headers.into_iter().find(is_own).and_then(|header| mail_id(header.value))
}

fn mail_id(raw: Raw<'_>) -> Option<String> {
    named(&unbracketed(word(raw)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    fn check(provider: Provider, whole: &str, expected: [&str; 3]) {
        let Marks { delivery, message, mail } = marks(provider, whole);
        let found = [delivery, message, mail].map(Option::unwrap_or_default);
        assert_eq!(found, expected, "{}: {whole}", provider.name());
    }

    const BOTH: [&str; 3] = ["DM95", "m000000007", ""];
    const PAIR: &str = r#"{"delivery":"DM95","message":"m000000007"}"#;

    #[test]
    fn each_provider_has_its_place() {
        let ses = r#"{"eventType":"Open","mail":{"tags":{"delivery":["DM95"],"message":["m000000007"]},"commonHeaders":{"messageId":"<a@b>"}}}"#;
        let with_mail = ["DM95", "m000000007", "a@b"];
        check(Provider::Ses, ses, with_mail);
        let quoted = serde_json::to_string(ses).unwrap_or_default();
        check(Provider::Ses, &format!(r#"{{"Type":"Notification","MessageId":"1","Message":{quoted}}}"#), with_mail);
        check(Provider::Ses, &format!(r#"{{"detail-type":"x","detail":{ses}}}"#), with_mail);
        let own = r#""headers":[{"name":"To","value":"x"},{"name":"x-delivery-mark","value":"c"}],"commonHeaders""#;
        check(Provider::Ses, &ses.replace(r#""commonHeaders""#, own), ["DM95", "m000000007", "c"]);
        check(
            Provider::SendGrid,
            r#"{"event":"open","smtp-id":"<a@b>","delivery":"DM95","message":"m000000007"}"#,
            with_mail,
        );
        check(Provider::SparkPost, &format!(r#"{{"msys":{{"track_event":{{"rcpt_meta":{PAIR}}}}}}}"#), BOTH);
        check(Provider::SparkPost, &format!(r#"{{"type":"open","rcpt_meta":{PAIR}}}"#), BOTH);
        check(
            Provider::Mailgun,
            &format!(r#"{{"event-data":{{"user-variables":{PAIR},"message":{{"headers":{{"message-id":"a@b"}}}}}}}}"#),
            with_mail,
        );
        check(Provider::Postmark, &format!(r#"{{"RecordType":"Open","Metadata":{PAIR}}}"#), BOTH);
        check(Provider::Mailjet, r#"{"event":"open","CustomID":"DM95/m000000007"}"#, BOTH);
        check(Provider::Brevo, r#"{"X-Mailin-custom":"delivery:DM95|message:m000000007"}"#, BOTH);
        check(Provider::Brevo, r#"{"X-Mailin-custom":"DM95/m000000007","message-id":"<a@b>"}"#, with_mail);
        check(Provider::Brevo, r#"{"X-Mailin-custom":"{\"delivery\":\"DM95\",\"message\":\"m000000007\"}"}"#, BOTH);
        check(Provider::Resend, &format!(r#"{{"type":"email.sent","data":{{"tags":{PAIR}}}}}"#), BOTH);
        let tags =
            r#"[{"name":"message","value":"m000000007"},{"name":"x","value":1},{"name":"delivery","value":"DM95"}]"#;
        check(Provider::Resend, &format!(r#"{{"data":{{"tags":{tags}}}}}"#), BOTH);
        check(
            Provider::Postal,
            r#"{"event":"x","payload":{"message":{"tag":"DM95/m000000007","message_id":"a@b"}}}"#,
            with_mail,
        );
        check(Provider::Postal, r#"{"payload":{"original_message":{"tag":"DM95"},"bounce":{}}}"#, ["DM95", "", ""]);
        check(Provider::KumoMta, &format!(r#"{{"type":"Delivery","meta":{PAIR}}}"#), BOTH);
        let own = r#"{"type":"Delivery","meta":{},"headers":{"X-Delivery-Mark":"c"}}"#;
        check(Provider::KumoMta, own, ["", "", "c"]);
    }

    #[test]
    fn what_is_not_there_is_no_name() {
        let long = format!(r#"{{"CustomID":"{}"}}"#, "x".repeat(LONGEST + 1));
        for (provider, whole) in [
            (Provider::Mailjet, r#"{"CustomID":""}"#),
            (Provider::Mailjet, r#"{"CustomID":" / "}"#),
            (Provider::Mailjet, r#"{"CustomID":7}"#),
            (Provider::Mailjet, &long),
            (Provider::Brevo, r#"{"X-Mailin-custom":"campaign:spring|list:3"}"#),
            (Provider::Postmark, r#"{"Metadata":{}}"#),
            (Provider::Postmark, r#"{"Metadata":{"delivery":null}}"#),
            (Provider::Mailgun, r#"{"event-data":{"user-variables":"Could not load"}}"#),
            (Provider::Resend, r#"{"data":{"tags":[]}}"#),
            (Provider::Postal, r#"{"payload":{"message":{"tag":null}}}"#),
            (Provider::SparkPost, r#"{"msys":{}}"#),
            (Provider::Ses, r#"{"Type":"SubscriptionConfirmation","Message":"You have chosen"}"#),
        ] {
            check(provider, whole, ["", "", ""]);
        }
        for provider in Provider::ALL {
            for whole in ["", "{", "[]", "7", "{}"] {
                check(provider, whole, ["", "", ""]);
            }
        }
    }

    #[test]
    fn a_sink_is_told_from_which_object_it_hears() {
        #[derive(Default)]
        struct Heard(alloc::vec::Vec<String>);
        impl crate::feed::Sink for Heard {
            fn event(&mut self, event: &crate::domain::event::Event<'_>) {
                self.0.push(event.id.to_string());
            }
            fn malformed(&mut self, _: &[u8]) {
                self.0.push("malformed".to_string());
            }
            fn object(&mut self, text: &str) {
                self.0.push(text.to_string());
            }
        }
        let mut heard = Heard::default();
        let one = r#"{"event":"open","email":"a@x.example","timestamp":1795424400,"sg_event_id":"E","sg_message_id":"M.filter"}"#;
        super::super::read(Provider::SendGrid, format!("[{one},{{}}]").as_bytes(), &mut heard);
        assert_eq!(heard.0, [one, "open/E/a@x.example", "{}", "malformed"]);
    }
}
