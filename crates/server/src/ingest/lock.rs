//! Whether a request comes from whom it says it is from: by a provider's own signature, by a secret where it has none, or by
//! the signature of the owner's engine.

use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use delivery_core::domain::instant::Instant;
use delivery_core::feed::providers::Provider;
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha2::Sha256;

use super::Poster;
use super::key::{Password, PublicKey, Scheme};
use super::refusal::{FRESH, MISSING, REPEATED, Refusal, WRONG, is_true, is_within};
use super::topic::Topic;
use crate::mail::unhex;
use crate::sender::Secret;

/// The header for a secret, of providers that can send one of their user's.
const SECRET_HEADER: &str = "x-webhook-secret";

/// What somebody's requests are checked with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Lock {
    /// A secret: the password of HTTP Basic, a bearer token, or `X-Webhook-Secret`.
    Shared(Password),
    /// SendGrid: a signature of timestamp and body.
    SendGrid(PublicKey),
    /// Mailgun: a signature of timestamp and token, all three in the body.
    Mailgun(MailgunKey),
    /// Standard Webhooks, as Resend and the owner's engine send them: a signature of id, timestamp and body.
    Standard(Secret),
    /// Postal: a signature of the body.
    Postal(PublicKey),
    /// Amazon SNS: a signature of what its envelope says, by a certificate of Amazon's.
    Topic(Topic),
}

/// Mailgun's signing key. Not to be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct MailgunKey(Vec<u8>);

impl std::fmt::Debug for MailgunKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("MailgunKey")
    }
}

const SECRET: Refusal =
    Refusal::Untrue("This takes the secret: as the password of HTTP Basic, as a bearer token, or as X-Webhook-Secret.");

impl Lock {
    /// What somebody's requests are checked with, of what the owner was given or has chosen.
    ///
    /// # Errors
    /// What it has to be.
    pub fn parse(poster: impl Into<Poster>, text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        let provider = match poster.into() {
            Poster::Provider(provider) => provider,
            Poster::Engine => {
                let secret = Secret::parse(text).map(Self::Standard);
                return secret.ok_or("what both sides sign with: whsec_ and at least 24 bytes in base64");
            }
        };
        match provider {
            Provider::SendGrid => PublicKey::parse(Scheme::P256, text)
                .map(Self::SendGrid)
                .ok_or("the verification key, as SendGrid shows it: base64 that begins with MFkw"),
            Provider::Mailgun if text.len() < Password::SHORTEST => Err("the webhook signing key, as Mailgun shows it"),
            Provider::Mailgun => Ok(Self::Mailgun(MailgunKey(text.as_bytes().to_vec()))),
            Provider::Resend => Secret::parse(text)
                .map(Self::Standard)
                .ok_or("the signing secret, as Resend shows it: whsec_ and base64"),
            Provider::Postal => PublicKey::parse(Scheme::Rsa, text)
                .map(Self::Postal)
                .ok_or("the public key, as `postal default-dkim-record` shows it after p="),
            // Not a secret, whatever it is: ARNs are no secrets.
            Provider::Ses if text.starts_with("arn:") => Topic::parse(text).map(Self::Topic).ok_or(
                "a secret of at least 16 letters, or the ARN of the topic, as arn:aws:sns:eu-west-1:123456789012:deliveries",
            ),
            Provider::Ses => Password::parse(text)
                .map(Self::Shared)
                .ok_or("a secret of at least 16 letters, or the ARN of the SNS topic"),
            _ => Password::parse(text).map(Self::Shared).ok_or("a secret of at least 16 letters"),
        }
    }

    /// Whether the headers alone say that it is not let in: then nobody has to read what it carries.
    ///
    /// # Errors
    /// Why it is not.
    pub fn looks_at(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let has = |name: &str| headers.contains_key(name).then_some(()).ok_or(MISSING);
        match self {
            Self::Shared(password) => shared(password, headers),
            Self::SendGrid(_) => has("x-twilio-email-event-webhook-signature"),
            Self::Mailgun(_) | Self::Topic(_) => Ok(()),
            Self::Standard(_) => has("svix-signature").or_else(|_| has("webhook-signature")),
            Self::Postal(_) => has("x-postal-signature-256"),
        }
    }

    /// What of a body may be read if it is let in: all of it, or what is signed where others might have added to it.
    ///
    /// # Errors
    /// Why it is not.
    pub async fn admits(&self, headers: &HeaderMap, body: Vec<u8>, now: Instant) -> Result<Vec<u8>, Refusal> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let now = now.millis() / 1_000;
        match self {
            Self::Shared(password) => shared(password, headers)?,
            Self::SendGrid(key) => {
                let signature = text("x-twilio-email-event-webhook-signature").ok_or(MISSING)?;
                let timestamp = text("x-twilio-email-event-webhook-timestamp").ok_or(MISSING)?;
                is_true(key.has_signed(&[timestamp.as_bytes(), &body].concat(), signature))?;
                is_within(seconds(timestamp)?, now, REPEATED)?;
            }
            Self::Mailgun(key) => key.admits(&body, now)?,
            Self::Standard(secret) => {
                let named = |name: &str| text(&format!("svix-{name}")).or_else(|| text(&format!("webhook-{name}")));
                let (Some(id), Some(timestamp), Some(signatures)) =
                    (named("id"), named("timestamp"), named("signature"))
                else {
                    return Err(MISSING);
                };
                // Several while a secret is being replaced, each with the version of how it was made.
                let mut signatures = signatures.split(' ').filter_map(|signature| signature.strip_prefix("v1,"));
                is_true(signatures.any(|signature| secret.has_signed(id, timestamp, &body, signature)))?;
                is_within(seconds(timestamp)?, now, FRESH)?;
            }
            Self::Postal(key) => is_true(key.has_signed(&body, text("x-postal-signature-256").ok_or(MISSING)?))?,
            Self::Topic(topic) => return topic.opened(&body, now).await,
        }
        Ok(body)
    }
}

fn shared(password: &Password, headers: &HeaderMap) -> Result<(), Refusal> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(secret) = text(SECRET_HEADER) {
        return password.is(secret).then_some(()).ok_or(SECRET);
    }
    let (scheme, rest) = text(header::AUTHORIZATION.as_str()).and_then(|value| value.split_once(' ')).ok_or(SECRET)?;
    let is_it = match scheme.to_ascii_lowercase().as_str() {
        "bearer" => password.is(rest.trim()),
        "basic" => {
            let bytes = BASE64_STANDARD.decode(rest.trim()).map_err(|_| SECRET)?;
            let text = String::from_utf8(bytes).map_err(|_| SECRET)?;
            // Whoever it is: the name says nothing.
            text.split_once(':').is_some_and(|(_, secret)| password.is(secret))
        }
        _ => false,
    };
    is_it.then_some(()).ok_or(SECRET)
}

fn seconds(stamp: &str) -> Result<i64, Refusal> {
    stamp.parse().map_err(|_| WRONG)
}

impl MailgunKey {
    fn admits(&self, body: &[u8], now: i64) -> Result<(), Refusal> {
        #[derive(Deserialize)]
        struct Signed {
            signature: Signature,
        }
        #[derive(Deserialize)]
        struct Signature {
            timestamp: Stamp,
            token: String,
            signature: String,
        }
        /// A text, as it is documented, or a number.
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Stamp {
            Text(String),
            Number(i64),
        }
        let Signed { signature } = serde_json::from_slice(body).map_err(|_| MISSING)?;
        let timestamp = match signature.timestamp {
            Stamp::Text(text) => text,
            Stamp::Number(number) => number.to_string(),
        };
        let given = unhex(&signature.signature).ok_or(WRONG)?;
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).map_err(|_| WRONG)?;
        mac.update(timestamp.as_bytes());
        mac.update(signature.token.as_bytes());
        is_true(mac.verify_slice(&given).is_ok())?;
        is_within(seconds(&timestamp)?, now, REPEATED)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::key::tests::{RSA_KEYS, RSA_SIGNATURES, SIGNED, p256};
    use super::super::refusal::OLD;
    use super::*;
    use axum::http::{HeaderName, HeaderValue};
    use futures_util::FutureExt;

    const NOW: i64 = 1_795_424_400;

    fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
        let pair =
            |(name, value): &(&str, &str)| (name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap());
        pairs.iter().map(pair).collect()
    }

    fn check(lock: &Lock, pairs: &[(&str, &str)], body: &str, expected: Result<(), Refusal>) {
        let headers = headers(pairs);
        let now = Instant::from_millis(NOW * 1_000);
        let admitted = lock.admits(&headers, body.as_bytes().to_vec(), now).now_or_never().unwrap();
        assert_eq!(admitted, expected.map(|()| body.as_bytes().to_vec()), "{pairs:?} {body}");
        if expected.is_ok() {
            assert_eq!(lock.looks_at(&headers), Ok(()), "{pairs:?}");
        }
    }

    #[test]
    fn a_secret_comes_in_three_ways() {
        for provider in [
            Provider::Ses,
            Provider::SparkPost,
            Provider::Postmark,
            Provider::Mailjet,
            Provider::Brevo,
            Provider::KumoMta,
        ] {
            let lock = Lock::parse(provider, "only for webhooks: 42\n").unwrap();
            let basic = |pair: &str| format!("Basic {}", BASE64_STANDARD.encode(pair));
            for (name, value, expected) in [
                ("authorization", basic("anybody:only for webhooks: 42"), Ok(())),
                ("authorization", basic(":only for webhooks: 42"), Ok(())),
                ("authorization", "bearer only for webhooks: 42".to_owned(), Ok(())),
                ("x-webhook-secret", "only for webhooks: 42".to_owned(), Ok(())),
                ("authorization", basic("only for webhooks: 42"), Err(SECRET)),
                ("authorization", basic("a:only for webhooks"), Err(SECRET)),
                ("authorization", "Basic *".to_owned(), Err(SECRET)),
                ("authorization", "Digest only for webhooks: 42".to_owned(), Err(SECRET)),
                ("authorization", "only".to_owned(), Err(SECRET)),
                ("x-webhook-secret", "another".to_owned(), Err(SECRET)),
                ("x-other", "only for webhooks: 42".to_owned(), Err(SECRET)),
            ] {
                check(&lock, &[(name, &value)], "{}", expected);
                assert_eq!(lock.looks_at(&headers(&[(name, &value)])), expected);
            }
        }
    }

    #[test]
    fn sendgrid_signs_timestamp_and_body() {
        let (key, sign) = p256();
        let lock = Lock::parse(Provider::SendGrid, &key).unwrap();
        let signed = |stamp: i64, body: &str| sign(format!("{stamp}{body}").as_bytes());
        let ask = |stamp: i64, signature: &str, body: &str, expected| {
            let [name, time] = ["x-twilio-email-event-webhook-signature", "x-twilio-email-event-webhook-timestamp"];
            check(&lock, &[(name, signature), (time, &stamp.to_string())], body, expected);
        };
        ask(NOW, &signed(NOW, "[]"), "[]", Ok(()));
        ask(NOW, &signed(NOW, "[]"), "[ ]", Err(WRONG));
        ask(NOW + 1, &signed(NOW, "[]"), "[]", Err(WRONG));
        let day_before = NOW - 24 * 3_600;
        ask(day_before, &signed(day_before, "[]"), "[]", Ok(()));
        ask(NOW - REPEATED - 1, &signed(NOW - REPEATED - 1, "[]"), "[]", Err(OLD));
        ask(NOW + FRESH + 1, &signed(NOW + FRESH + 1, "[]"), "[]", Err(OLD));
        check(&lock, &[], "[]", Err(MISSING));
        assert_eq!(lock.looks_at(&headers(&[])), Err(MISSING));
    }

    #[test]
    fn mailgun_signs_timestamp_and_token() {
        let lock = Lock::parse(Provider::Mailgun, "key-0123456789abcdef").unwrap();
        let ask = |key: &str, stamp: i64, token: &str, quoted: bool, expected| {
            let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
            mac.update(format!("{stamp}token").as_bytes());
            let signature: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
            let stamp = if quoted { format!("\"{stamp}\"") } else { stamp.to_string() };
            let body = format!(
                r#"{{"signature":{{"timestamp":{stamp},"token":"{token}","signature":"{signature}"}},"event-data":{{}}}}"#
            );
            check(&lock, &[], &body, expected);
        };
        ask("key-0123456789abcdef", NOW, "token", true, Ok(()));
        ask("key-0123456789abcdef", NOW - 8 * 3_600, "token", false, Ok(()));
        ask("key-0123456789abcdef", NOW - REPEATED - 1, "token", true, Err(OLD));
        ask("key-0123456789abcdef", NOW, "other", true, Err(WRONG));
        ask("key-0123456789abcdeX", NOW, "token", true, Err(WRONG));
        check(&lock, &[], "{}", Err(MISSING));
        check(&lock, &[], r#"{"signature":{"timestamp":"1","token":"t","signature":"é"}}"#, Err(WRONG));
    }

    #[test]
    fn resend_signs_as_standard_webhooks_does() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let lock = Lock::parse(Provider::Resend, secret).unwrap();
        let ask = |names: &str, stamp: i64, before: &str, body: &str, expected| {
            let signature = Secret::parse(secret).unwrap().sign("msg_1", stamp, "{}");
            let name = |end: &str| format!("{names}-{end}");
            let pairs = [
                (name("id"), "msg_1".to_owned()),
                (name("timestamp"), stamp.to_string()),
                (name("signature"), format!("{before}{signature}")),
            ];
            let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            check(&lock, &pairs, body, expected);
        };
        ask("svix", NOW, "", "{}", Ok(()));
        ask("webhook", NOW, "", "{}", Ok(()));
        ask("svix", NOW, "v1a,AAAA v1,AAAA ", "{}", Ok(()));
        ask("svix", NOW, "v2", "{}", Err(WRONG));
        ask("svix", NOW, "", "{ }", Err(WRONG));
        ask("svix", NOW - FRESH - 1, "", "{}", Err(OLD));
        ask("svix", NOW + FRESH + 1, "", "{}", Err(OLD));
        check(&lock, &[("svix-id", "msg_1"), ("svix-signature", "v1,AAAA")], "{}", Err(MISSING));
    }

    #[test]
    fn postal_signs_the_body() {
        for (key, signature) in RSA_KEYS.into_iter().zip(RSA_SIGNATURES) {
            let lock = Lock::parse(Provider::Postal, key).unwrap();
            check(&lock, &[("x-postal-signature-256", signature)], SIGNED, Ok(()));
            check(&lock, &[("x-postal-signature-256", signature)], "{}", Err(WRONG));
            // SHA-1 alone is no longer enough.
            check(&lock, &[("x-postal-signature", signature)], SIGNED, Err(MISSING));
        }
    }

    #[test]
    fn what_is_no_key_says_what_it_has_to_be() {
        for provider in Provider::ALL {
            let why = Lock::parse(provider, "short").unwrap_err();
            assert!(why.len() > 20, "{}: {why}", provider.name());
        }
        // A topic may be meant by what is none, and would be no secret.
        let why = Lock::parse(Provider::Ses, "arn:aws:sqs:eu-west-1:123456789012:deliveries").unwrap_err();
        assert!(why.contains("the ARN of the topic"), "{why}");
        let topic = Lock::parse(Provider::Ses, " arn:aws:sns:eu-west-1:123456789012:deliveries\n").unwrap();
        assert!(matches!(topic, Lock::Topic(_)) && topic.looks_at(&HeaderMap::new()).is_ok());
        let lock = Lock::parse(Provider::Mailgun, "key-0123456789abcdef").unwrap();
        assert!(!format!("{lock:?}").contains("0123"));
    }
}
