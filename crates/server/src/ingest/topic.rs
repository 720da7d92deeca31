//! A topic of Amazon SNS, and what it posts. Each message is signed with the key of a certificate whose address it names.
//!
//! Anybody with an account at Amazon has messages signed like these: only the topic says that they are the owner's.

use std::sync::Arc;

use delivery_core::domain::instant::Instant;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::certificates::Certificates;
use super::refusal::{MISSING, REPEATED, Refusal, WRONG, is_true, is_within};

const NO_ENVELOPE: Refusal = Refusal::Untrue(
    "This is no message of SNS's. Raw message delivery has to be off: what is delivered raw is not signed.",
);
const OTHER_TOPIC: Refusal = Refusal::Untrue("This is of another topic than the one that may post here.");
const OTHER_VERSION: Refusal = Refusal::Untrue("SNS signs in version 1 or 2, and this is signed in another.");
const ELSEWHERE: Refusal = Refusal::Untrue("The certificate is not where SNS keeps those of this topic's region.");
const OUT_OF_REACH: Refusal =
    Refusal::Unsure("The certificate that this is signed with cannot be fetched from SNS now. Post it again.");

/// What the name of a certificate is made of, besides digits in hex.
const NAME: &str = "SimpleNotificationService-";
const ENDING: &str = ".pem";

/// Digits in such a name at most. There are 32.
const LONGEST_NAME: usize = 64;

/// A topic that may post.
#[derive(Clone, Debug)]
pub struct Topic {
    arn: String,
    /// What the address of each of its certificates begins with.
    origin: String,
    certificates: Arc<Certificates>,
}

/// Where certificates come from says nothing of who may post.
impl PartialEq for Topic {
    fn eq(&self, other: &Self) -> bool {
        self.arn == other.arn
    }
}

impl Eq for Topic {}

/// What SNS wraps around whatever it posts.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Envelope {
    #[serde(rename = "Type")]
    kind: Kind,
    topic_arn: String,
    message: Option<String>,
    message_id: Option<String>,
    subject: Option<String>,
    timestamp: Option<String>,
    #[serde(rename = "SubscribeURL")]
    subscribe_url: Option<String>,
    token: Option<String>,
    signature_version: Option<String>,
    signature: Option<String>,
    #[serde(rename = "SigningCertURL")]
    signing_cert_url: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
enum Kind {
    Notification,
    SubscriptionConfirmation,
    UnsubscribeConfirmation,
}

impl Topic {
    /// Reads its name, an ARN. `None` if it is none of a topic.
    pub fn parse(text: &str) -> Option<Self> {
        let ["arn", partition, "sns", region, account, name] = text.split(':').collect::<Vec<_>>()[..] else {
            return None;
        };
        let domain = match partition {
            "aws" | "aws-us-gov" => "amazonaws.com",
            "aws-cn" => "amazonaws.com.cn",
            _ => return None,
        };
        let is_region = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'-';
        let is_named = |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'-' | b'_');
        let is_whole = (1..=30).contains(&region.len())
            && region.bytes().all(is_region)
            && account.len() == 12
            && account.bytes().all(|digit| digit.is_ascii_digit())
            && (1..=256).contains(&name.len())
            && name.bytes().all(is_named);
        is_whole.then(|| Self {
            arn: text.to_owned(),
            origin: format!("https://sns.{region}.{domain}/"),
            certificates: Arc::default(),
        })
    }

    /// With its certificates from somewhere else than from Amazon.
    #[must_use]
    pub fn certified_by(self, certificates: Certificates) -> Self {
        Self { certificates: Arc::new(certificates), ..self }
    }

    /// What of a body is signed, once it is known to be this topic's: only that may be read, for anybody might have added
    /// to the rest.
    ///
    /// # Errors
    /// Why it is not let in.
    pub(super) async fn opened(&self, body: &[u8], now: i64) -> Result<Vec<u8>, Refusal> {
        let envelope: Envelope = serde_json::from_slice(body).map_err(|_| NO_ENVELOPE)?;
        // All of it before anything is fetched: strangers make the service ask nobody but Amazon, and that seldom.
        if envelope.topic_arn != self.arn {
            return Err(OTHER_TOPIC);
        }
        let signature = envelope.signature.as_deref().ok_or(MISSING)?;
        let address = envelope.signing_cert_url.as_deref().ok_or(MISSING)?;
        let is_sha1 = match envelope.signature_version.as_deref().ok_or(MISSING)? {
            "1" => true,
            "2" => false,
            _ => return Err(OTHER_VERSION),
        };
        let signed = envelope.signed().ok_or(WRONG)?;
        if !self.is_certificate(address) {
            return Err(ELSEWHERE);
        }
        let key = self.certificates.key(address).await.ok_or(OUT_OF_REACH)?;
        let text: String = signed.iter().flat_map(|(name, value)| [*name, "\n", *value, "\n"]).collect();
        // Two texts with one SHA-1 can be made, but not for this: both would end in the topic of whoever made them.
        let text = text.as_bytes();
        is_true(if is_sha1 { key.has_signed_sha1(text, signature) } else { key.has_signed(text, signature) })?;
        let stamp = envelope.timestamp.as_deref().and_then(Instant::parse).ok_or(WRONG)?;
        is_within(stamp.millis() / 1_000, now, REPEATED)?;
        let signed: Map<_, _> = signed.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect();
        Ok(Value::from(signed).to_string().into_bytes())
    }

    /// Whether SNS keeps certificates of this topic's region there. It is compared letter by letter, and so has no port,
    /// user, query or folder.
    fn is_certificate(&self, address: &str) -> bool {
        let name = address.strip_prefix(&self.origin).and_then(|path| path.strip_prefix(NAME));
        name.and_then(|name| name.strip_suffix(ENDING)).is_some_and(|digits| {
            (1..=LONGEST_NAME).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
        })
    }
}

impl Envelope {
    /// What SNS signs, in its order: each name and each value on a line. `None` if something is missing. Only the message
    /// may have lines of its own, so no two envelopes make one text.
    fn signed(&self) -> Option<Vec<(&'static str, &str)>> {
        let mut signed = vec![("Message", self.message.as_deref()?), ("MessageId", line(&self.message_id)?)];
        match self.kind {
            Kind::Notification => {
                if self.subject.is_some() {
                    signed.push(("Subject", line(&self.subject)?));
                }
                signed.push(("Timestamp", line(&self.timestamp)?));
            }
            Kind::SubscriptionConfirmation | Kind::UnsubscribeConfirmation => signed.extend([
                ("SubscribeURL", line(&self.subscribe_url)?),
                ("Timestamp", line(&self.timestamp)?),
                ("Token", line(&self.token)?),
            ]),
        }
        signed.extend([("TopicArn", self.topic_arn.as_str()), ("Type", self.kind.name())]);
        Some(signed)
    }
}

fn line(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.contains('\n'))
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Notification => "Notification",
            Self::SubscriptionConfirmation => "SubscriptionConfirmation",
            Self::UnsubscribeConfirmation => "UnsubscribeConfirmation",
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::refusal::{FRESH, OLD};
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    const ARN: &str = "arn:aws:sns:eu-west-1:123456789012:deliveries";
    const CERTIFICATE: &[u8] = include_bytes!("../../tests/fixtures/sns/test-certificate.pem");

    /// When these were signed, in version 1, with the key of the tests.
    const NOW: i64 = 1_795_424_400;
    const SIGNED: [&str; 4] = [
        include_str!("../../tests/fixtures/sns/notification.json"),
        include_str!("../../tests/fixtures/sns/notification-without-subject.json"),
        include_str!("../../tests/fixtures/sns/subscription.json"),
        include_str!("../../tests/fixtures/sns/unsubscription.json"),
    ];

    fn object(text: &str) -> Map<String, Value> {
        serde_json::from_str(text).unwrap()
    }

    /// A message with another value in it, or without it if that is null.
    fn changed(text: &str, name: &str, value: impl Into<Value>) -> String {
        let (mut object, value) = (object(text), value.into());
        object.insert(name.to_owned(), value);
        object.retain(|_, value| !value.is_null());
        Value::from(object).to_string()
    }

    /// What a topic says of a body, and how often it asked for a certificate.
    async fn opened(body: &str, now: i64) -> (Result<Vec<u8>, Refusal>, usize) {
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let certificates = Certificates::given_by(move |_| {
            count.fetch_add(1, Ordering::Relaxed);
            Some(CERTIFICATE.to_vec())
        });
        let topic = Topic::parse(ARN).unwrap().certified_by(certificates);
        (topic.opened(body.as_bytes(), now).await, asked.load(Ordering::Relaxed))
    }

    #[test]
    fn a_topic_is_known_by_its_arn() {
        for (text, origin) in [
            (ARN, "https://sns.eu-west-1.amazonaws.com/"),
            ("arn:aws-cn:sns:cn-north-1:123456789012:a_b-C9", "https://sns.cn-north-1.amazonaws.com.cn/"),
            ("arn:aws-us-gov:sns:us-gov-west-1:123456789012:x", "https://sns.us-gov-west-1.amazonaws.com/"),
        ] {
            assert_eq!(Topic::parse(text).unwrap().origin, origin);
        }
        for bad in [
            "",
            "arn:aws:sns",
            "arn:aws:sns:eu-west-1:123456789012",
            "arn:aws:sns:eu-west-1:123456789012:",
            "arn:aws:sns:eu-west-1:12345678901:deliveries",
            "arn:aws:sns::123456789012:deliveries",
            "arn:aws:sns:evil.example/:123456789012:deliveries",
            "arn:aws:sns:EU-WEST-1:123456789012:deliveries",
            "arn:aws:sqs:eu-west-1:123456789012:deliveries",
            "arn:aws-x:sns:eu-west-1:123456789012:deliveries",
            "arn:aws:sns:eu-west-1:123456789012:deliveries.fifo",
            "arn:aws:sns:eu-west-1:123456789012:deliveries:a-subscription",
        ] {
            assert_eq!(Topic::parse(bad), None, "{bad}");
        }
    }

    #[tokio::test]
    async fn each_type_is_signed_over_fields_of_its_own() {
        for text in SIGNED {
            let whole = object(text);
            let (read, asked) = opened(text, NOW).await;
            let mut signed = object(&String::from_utf8(read.unwrap()).unwrap());
            assert_eq!(asked, 1);
            for (name, value) in &whole {
                if let Some(read) = signed.remove(name) {
                    assert_eq!(&read, value);
                    let tried = format!("{} ", value.as_str().unwrap());
                    for other in [Value::from(tried), Value::Null] {
                        let (read, asked) = opened(&changed(text, name, other), NOW).await;
                        let elsewhere = ["Type", "TopicArn"].contains(&name.as_str());
                        assert!(matches!(read, Err(Refusal::Untrue(_))), "{name}");
                        assert!(asked == 0 || !elsewhere, "{name}");
                    }
                } else {
                    assert!(["SignatureVersion", "Signature", "SigningCertURL"].contains(&name.as_str()), "{name}");
                }
            }
            assert!(signed.is_empty());
        }
    }

    /// Whoever has seen a signed message could post it again with more in it.
    #[tokio::test]
    async fn what_is_not_signed_is_not_read() {
        for (text, name) in [
            (SIGNED[0], "Records"),
            (SIGNED[0], "SubscribeURL"),
            (SIGNED[0], "MessageAttributes"),
            (SIGNED[0], "eventType"),
            (SIGNED[2], "Subject"),
        ] {
            let (read, _) = opened(&changed(text, name, "more"), NOW).await;
            assert!(!object(&String::from_utf8(read.unwrap()).unwrap()).contains_key(name), "{name}");
        }
        let added = changed(SIGNED[1], "Subject", "more");
        assert_eq!(opened(&added, NOW).await.0, Err(WRONG));
        // The same text to sign, cut at another place.
        let (whole, without) = (object(SIGNED[0]), changed(SIGNED[0], "Subject", Value::Null));
        let [id, subject] = ["MessageId", "Subject"].map(|name| whole[name].as_str().unwrap());
        let moved = changed(&without, "MessageId", format!("{id}\nSubject\n{subject}"));
        assert_eq!(opened(&moved, NOW).await.0, Err(WRONG));
    }

    #[tokio::test]
    async fn what_is_not_the_topics_is_refused_before_anything_is_fetched() {
        let text = SIGNED[0];
        let raw = object(text)["Message"].as_str().unwrap().to_owned();
        for (body, expected) in [
            (String::new(), NO_ENVELOPE),
            (raw, NO_ENVELOPE),
            (format!("[{text}]"), NO_ENVELOPE),
            (format!("{text}{text}"), NO_ENVELOPE),
            (changed(text, "Type", "Other"), NO_ENVELOPE),
            (changed(text, "TopicArn", Value::Null), NO_ENVELOPE),
            (changed(text, "TopicArn", "arn:aws:sns:eu-west-1:123456789013:deliveries"), OTHER_TOPIC),
            (changed(text, "TopicArn", ARN.to_uppercase()), OTHER_TOPIC),
            (changed(text, "Signature", Value::Null), MISSING),
            (changed(text, "SigningCertURL", Value::Null), MISSING),
            (changed(text, "SignatureVersion", Value::Null), MISSING),
            (changed(text, "SignatureVersion", "3"), OTHER_VERSION),
            (changed(text, "SignatureVersion", ""), OTHER_VERSION),
            (changed(SIGNED[2], "Token", Value::Null), WRONG),
        ] {
            assert_eq!(opened(&body, NOW).await, (Err(expected), 0), "{body}");
        }
        // Signed in one version, and said to be in the other.
        assert_eq!(opened(&changed(text, "SignatureVersion", "2"), NOW).await, (Err(WRONG), 1));
        assert_eq!(opened(&changed(text, "Signature", "*"), NOW).await, (Err(WRONG), 1));
    }

    #[tokio::test]
    async fn certificates_are_nowhere_but_with_sns() {
        let name = "SimpleNotificationService-0123456789abcdef0123456789abcdef.pem";
        for (address, expected) in [
            (format!("https://sns.eu-west-1.amazonaws.com/{name}"), true),
            (format!("http://sns.eu-west-1.amazonaws.com/{name}"), false),
            (format!("HTTPS://sns.eu-west-1.amazonaws.com/{name}"), false),
            (format!("https://sns.eu-west-2.amazonaws.com/{name}"), false),
            (format!("https://sns.eu-west-1.amazonaws.com.cn/{name}"), false),
            (format!("https://sns.eu-west-1.amazonaws.com.evil.example/{name}"), false),
            (format!("https://sns.eu-west-1.amazonaws.com:443/{name}"), false),
            (format!("https://sns.eu-west-1.amazonaws.com:8443/{name}"), false),
            (format!("https://me@sns.eu-west-1.amazonaws.com/{name}"), false),
            (format!("https://sns.eu-west-1.amazonaws.com@evil.example/{name}"), false),
            (format!("https://evil.example/sns.eu-west-1.amazonaws.com/{name}"), false),
            (format!("https://evil.example/?https://sns.eu-west-1.amazonaws.com/{name}"), false),
            (format!("https://bucket.s3.eu-west-1.amazonaws.com/{name}"), false),
            (format!("https://sns.eu-west-1.amazonaws.com/../{name}"), false),
            (format!("https://sns.eu-west-1.amazonaws.com/folder/{name}"), false),
            (format!("https://sns.eu-west-1.amazonaws.com//{name}"), false),
            (format!("https://sns.eu-west-1.amazonaws.com/{name}?Action=Publish"), false),
            (format!("https://sns.eu-west-1.amazonaws.com/?Action=Publish&{name}"), false),
            (format!("https://sns.eu-west-1.amazonaws.com/{name}#.pem"), false),
            (format!("https://sns.eu-west-1.amazonaws.com/{name} "), false),
            ("https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-.pem".to_owned(), false),
            ("https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0/../1.pem".to_owned(), false),
            ("https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-%2e.pem".to_owned(), false),
            ("https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-xyz.pem".to_owned(), false),
            (format!("https://sns.eu-west-1.amazonaws.com/{NAME}{}.pem", "0".repeat(65)), false),
            (String::new(), false),
        ] {
            let (read, asked) = opened(&changed(SIGNED[0], "SigningCertURL", address.clone()), NOW).await;
            assert_eq!((read.is_ok(), asked), (expected, usize::from(expected)), "{address}");
            assert!(expected || read == Err(ELSEWHERE), "{address}: {read:?}");
        }
    }

    #[tokio::test]
    async fn a_stamp_is_of_these_days() {
        for (now, expected) in [
            (NOW + REPEATED, Ok(())),
            (NOW + REPEATED + 1, Err(OLD)),
            (NOW - FRESH, Ok(())),
            (NOW - FRESH - 1, Err(OLD)),
        ] {
            assert_eq!(opened(SIGNED[0], now).await.0.map(drop), expected, "{}", now - NOW);
        }
    }
}
