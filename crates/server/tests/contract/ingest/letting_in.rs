//! Who is let in, and what is said to the others.

use std::io::Write;

use axum::body::Body;
use axum::http::{Method, Request};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use delivery_core::feed::providers::Provider;
use delivery_server::clock::wall;
use delivery_server::desk::TRAY;
use delivery_server::ingest::{Keyring, Lock};
use delivery_server::sender::Secret;
use hmac::{Hmac, KeyInit, Mac};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use sha2::Sha256;

use super::{ID, SECRET, TAGGED, click, house};
use crate::house::{House, refused};

const STANDARD: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const POSTAL: &str = include_str!("../../fixtures/postal/body.json");
const POSTAL_KEY: &str = include_str!("../../fixtures/postal/key-1024.txt");
const POSTAL_SIGNATURE: &str = include_str!("../../fixtures/postal/signature-1024.txt");

/// What stands before the point in a public key on P-256.
const P256_INFO: &[u8] =
    b"\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00";

/// What a provider is known by, what it posts, and with which headers.
struct Post {
    provider: Provider,
    key: String,
    headers: Vec<(&'static str, String)>,
    body: String,
}

fn shared(provider: Provider, header: (&'static str, String), body: &str) -> Post {
    Post { provider, key: SECRET.to_owned(), headers: vec![header], body: body.to_owned() }
}

fn sendgrid(now: i64) -> Post {
    let random = SystemRandom::new();
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, made.as_ref(), &random).unwrap();
    let key = BASE64_STANDARD.encode([P256_INFO, pair.public_key().as_ref()].concat());
    let body = r#"[{"event":"delivered","email":"a@x.example","timestamp":1795424400,"sg_event_id":"E1","sg_message_id":"M.filter","delivery":"DM95"}]"#;
    let signature = BASE64_STANDARD.encode(pair.sign(&random, format!("{now}{body}").as_bytes()).unwrap());
    let headers = vec![
        ("x-twilio-email-event-webhook-signature", signature),
        ("x-twilio-email-event-webhook-timestamp", now.to_string()),
    ];
    Post { provider: Provider::SendGrid, key, headers, body: body.to_owned() }
}

fn mailgun(now: i64) -> Post {
    let key = "key-0123456789abcdef";
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(format!("{now}token").as_bytes());
    let signature: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let event = r#"{"event":"delivered","id":"E1","timestamp":1795424400.5,"recipient":"a@x.example","message":{"headers":{"message-id":"a@b"}},"user-variables":{"delivery":"DM95"}}"#;
    let body = format!(
        r#"{{"signature":{{"timestamp":"{now}","token":"token","signature":"{signature}"}},"event-data":{event}}}"#
    );
    Post { provider: Provider::Mailgun, key: key.to_owned(), headers: Vec::new(), body }
}

fn resend(now: i64) -> Post {
    let body = r#"{"type":"email.delivered","created_at":"2026-11-23T09:00:00.000Z","data":{"email_id":"R1","to":["a@x.example"],"tags":{"delivery":"DM95"}}}"#;
    let signature = Secret::parse(STANDARD).unwrap().sign("msg_1", now, body);
    let headers = vec![
        ("svix-id", "msg_1".to_owned()),
        ("svix-timestamp", now.to_string()),
        ("svix-signature", format!("v1,AAAA {signature}")),
    ];
    Post { provider: Provider::Resend, key: STANDARD.to_owned(), headers, body: body.to_owned() }
}

/// A post of every provider, each about another message of the same delivery.
fn posts() -> Vec<Post> {
    let now = wall().millis() / 1_000;
    let basic = ("authorization", format!("Basic {}", BASE64_STANDARD.encode(format!("sns:{SECRET}"))));
    let bearer = || ("authorization", format!("Bearer {SECRET}"));
    let header = || ("x-webhook-secret", SECRET.to_owned());
    let ses = r#"{"eventType":"Delivery","mail":{"messageId":"S1","timestamp":"2026-11-23T09:00:00.000Z","destination":["a@x.example"],"tags":{"delivery":["DM95"]}},"delivery":{"timestamp":"2026-11-23T09:00:00.000Z","recipients":["a@x.example"]}}"#;
    let sns = serde_json::json!({ "Type": "Notification", "MessageId": "N1", "Message": ses });
    vec![
        shared(Provider::Ses, basic, &sns.to_string()),
        sendgrid(now),
        shared(
            Provider::SparkPost,
            header(),
            r#"[{"msys":{"message_event":{"type":"delivery","event_id":"1","message_id":"SP1","rcpt_to":"a@x.example","timestamp":"1795424400","rcpt_meta":{"delivery":"DM95"}}}}]"#,
        ),
        mailgun(now),
        shared(Provider::Postmark, header(), &click(1, TAGGED)),
        shared(
            Provider::Mailjet,
            header(),
            r#"{"event":"sent","time":1795424400,"MessageID":19421777835146490,"email":"a@x.example","CustomID":"DM95"}"#,
        ),
        shared(
            Provider::Brevo,
            bearer(),
            r#"{"event":"delivered","email":"a@x.example","id":1,"message-id":"<a@b>","ts_epoch":1795424400000,"X-Mailin-custom":"delivery:DM95"}"#,
        ),
        resend(now),
        Post {
            provider: Provider::Postal,
            key: POSTAL_KEY.to_owned(),
            headers: vec![("x-postal-signature-256", POSTAL_SIGNATURE.to_owned())],
            body: POSTAL.to_owned(),
        },
        shared(
            Provider::KumoMta,
            bearer(),
            r#"{"type":"Delivery","id":"K1","recipient":"a@x.example","timestamp":1795424400,"nodeid":"n","queue":"q","meta":{"delivery":"DM95"}}"#,
        ),
    ]
}

fn listening(posts: &[Post]) -> House {
    let ring = |ring: Keyring, post: &Post| ring.with(post.provider, Lock::parse(post.provider, &post.key).unwrap());
    House::with(&[(ID, delivery_core::domain::lifecycle::State::Sending.into())])
        .listening(posts.iter().fold(Keyring::default(), ring), TRAY)
}

#[tokio::test]
async fn every_provider_is_let_in_and_heard_once() {
    let posts = posts();
    assert_eq!(posts.len(), Provider::ALL.len());
    let house = listening(&posts);
    for (post, before) in posts.iter().zip(0..) {
        let name = post.provider.name();
        let headers: Vec<_> = post.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        for expected in [r#"{"fresh":1,"known":0,"tray":0}"#, r#"{"fresh":0,"known":1,"tray":0}"#] {
            let answer = house.ingest(name, &headers, post.body.clone()).await;
            assert_eq!((answer.status, answer.text.as_str()), (200, expected), "{name}");
        }
        assert_eq!(house.arrived(ID).await.len(), before + 1, "{name}");
        // Without what shows who it is, and with something else.
        assert_eq!(house.ingest(name, &[], post.body.replace("signature", "s")).await.status, 401, "{name}");
        let broken: Vec<_> = headers.iter().map(|(name, value)| (*name, &value[..value.len() - 1])).collect();
        let body = post.body.replace("\"token\":\"token\"", "\"token\":\"other\"");
        let answer = house.ingest(name, &broken, body).await;
        assert_eq!(answer.refusal(), refused(401, "about:blank"), "{name}");
        assert_eq!(answer.header("www-authenticate"), "Basic realm=\"webhooks\"", "or SNS never shows its password");
    }
    assert_eq!(house.arrived(ID).await.len(), posts.len());
}

#[tokio::test]
async fn who_is_not_known_here_is_told_so() {
    let house = house();
    for (name, says) in [("pigeon", "There is no such provider"), ("brevo", "DELIVERY_INGEST_BREVO")] {
        let answer = house.ingest(name, &[("x-webhook-secret", SECRET)], "{}").await;
        assert_eq!(answer.refusal(), refused(404, "not-found"), "{name}");
        assert!(answer.text.contains(says), "{}", answer.text);
    }
}

#[tokio::test]
async fn an_address_may_be_looked_at_before_it_is_saved() {
    let house = house();
    let ask = async |method: Method, name: &str| {
        let request = Request::builder().method(method).uri(format!("/ingest/{name}")).body(Body::empty()).unwrap();
        house.send(request).await.status
    };
    for (method, name, expected) in [
        (Method::GET, "postmark", 200),
        (Method::HEAD, "postmark", 200),
        (Method::GET, "pigeon", 404),
        (Method::HEAD, "brevo", 404),
        (Method::PUT, "postmark", 405),
        (Method::DELETE, "postmark", 405),
    ] {
        assert_eq!(ask(method.clone(), name).await, expected, "{method} {name}");
    }
}

#[tokio::test]
async fn what_is_too_large_is_not_read() {
    let house = house();
    let secret = ("x-webhook-secret", SECRET);
    let large = vec![b' '; 5 * 1024 * 1024 + 1];
    assert_eq!(house.ingest("postmark", &[secret], large.clone()).await.refusal(), refused(413, "about:blank"));
    assert_eq!(house.ingest("postmark", &[], large.clone()).await.status, 401, "nobody reads what a stranger sends");
    // Without saying so before.
    let chunks = large.chunks(1 << 20).map(|chunk| Ok::<_, std::io::Error>(chunk.to_vec())).collect::<Vec<_>>();
    let streamed = Body::from_stream(futures_util::stream::iter(chunks));
    assert_eq!(house.ingest("postmark", &[secret], streamed).await.status, 413);
    // What is small only because it is packed.
    let packed = gzip(&vec![b' '; 21 * 1024 * 1024]);
    assert!(packed.len() < 1_000_000);
    assert_eq!(house.ingest("postmark", &[secret, ("content-encoding", "gzip")], packed).await.status, 413);
    let padded = format!("{}{}", click(1, TAGGED), " ".repeat(5 * 1024 * 1024 - 1_000));
    assert_eq!(house.posted("postmark", &padded).await, [1, 0, 0], "what is just not too large is");
}

#[tokio::test]
async fn a_body_is_read_however_it_is_packed_and_called() {
    let house = house();
    let secret = ("x-webhook-secret", SECRET);
    let packed = gzip(click(1, TAGGED).as_bytes());
    let answer = house.ingest("postmark", &[secret, ("content-encoding", "gzip")], packed.clone()).await;
    assert_eq!((answer.status, answer.text.as_str()), (200, r#"{"fresh":1,"known":0,"tray":0}"#));
    for kind in ["text/plain; charset=UTF-8", "application/x-www-form-urlencoded", "application/json"] {
        assert_eq!(house.ingest("postmark", &[secret, ("content-type", kind)], click(1, TAGGED)).await.status, 200);
    }
    let cut = packed[..packed.len() / 2].to_vec();
    let answer = house.ingest("postmark", &[secret, ("content-encoding", "gzip")], cut).await;
    assert_eq!(answer.refusal(), refused(400, "bad-request"));
    let answer = house.ingest("postmark", &[secret, ("content-encoding", "br")], packed).await;
    assert_eq!(answer.refusal(), refused(415, "about:blank"));
}

#[tokio::test]
async fn a_broken_body_is_refused_with_the_reason() {
    let house = house();
    for (body, says) in [
        ("oops", "no JSON"),
        (r#"{"RecordType":"Click","#, "no JSON"),
        (r#"{"hello":"world"}"#, "no event of this provider's"),
        ("\u{feff}<html>", "no JSON"),
    ] {
        let answer = house.ingest("postmark", &[("x-webhook-secret", SECRET)], body).await;
        assert_eq!(answer.refusal(), refused(400, "bad-request"), "{body}");
        assert!(answer.text.contains(says), "{body}: {}", answer.text);
    }
    for nothing in ["", "[]"] {
        assert_eq!(house.posted("postmark", nothing).await, [0, 0, 0], "a trial of the address");
    }
    let answer = house.ingest("postmark?delivery=a&delivery=b", &[("x-webhook-secret", SECRET)], "[]").await;
    assert_eq!(answer.refusal(), refused(400, "bad-request"));
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}
