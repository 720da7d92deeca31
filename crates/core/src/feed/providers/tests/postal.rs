//! Postal.

use alloc::format;
use alloc::string::String;

use super::{Provider, check, check_events, check_once};

const MESSAGE: &str = r#"{"id":12345,"token":"abc","direction":"outgoing","message_id":"x@rp.example","to":"ada@Example.com","timestamp":1795424300.5}"#;

fn posted(event: &str, payload: &str) -> String {
    format!(r#"{{"event":"{event}","timestamp":1795424401.25,"payload":{{{payload}}},"uuid":"U-{event}"}}"#)
}

fn attempt(status: &str, output: &str) -> String {
    format!(
        r#""message":{MESSAGE},"status":"{status}","details":"d","output":"{output}","sent_with_ssl":true,"timestamp":1795424400.0,"time":0.2"#
    )
}

#[test]
fn each_event_is_what_its_name_says() {
    let good = |event: &str, payload: &str, expected: &str| {
        check(Provider::Postal, &posted(event, payload), &[&format!("12345 ada@example.com {expected}")]);
    };
    good("MessageSent", &attempt("Sent", "250 2.0.0 OK\\n"), "Delivered");
    good("MessageDelayed", &attempt("SoftFail", "550 5.7.1 Greylisted"), "Deferred greylisted/550/5.7.1");
    good(
        "MessageDeliveryFailed",
        &attempt("HardFail", "550-5.1.1 no\\n550 5.1.1 user unknown"),
        "Bounced(Hard) user_unknown/550/5.1.1",
    );
    good("MessageHeld", &attempt("Held", ""), "Prepared { address: None, recipient: Person }");
    let visited = format!(r#""ip_address":"1.2.3.4","user_agent":"x","message":{MESSAGE}"#);
    good("MessageLoaded", &visited, "Open / @2026-11-23T09:00:01.250Z");
    good(
        "MessageLinkClicked",
        &format!(r#""url":"https://x.example/","token":"t",{visited}"#),
        "Click https://x.example// @2026-11-23T09:00:01.250Z",
    );
    let bounced = format!(
        r#""original_message":{MESSAGE},"bounce":{{"id":12347,"to":"abc@psrp.example","from":null,"timestamp":1795424400}}"#
    );
    good("MessageBounced", &bounced, "Bounced(Hard) //");
    good(
        "MessageDelayed",
        &format!(r#"{bounced},"details":"d","output":"server said 550 5.2.2 full""#),
        "Bounced(Hard) mailbox_full/550/5.2.2",
    );
    check(
        Provider::Postal,
        &posted("DomainDNSError", r#""domain":"x.example","spf_status":"OK""#),
        &["? DomainDNSError @2026-11-23T09:00:01.250Z"],
    );
}

#[test]
fn a_payload_alone_is_told_by_what_it_holds() {
    let alone = |payload: &str, expected: &str| check(Provider::Postal, &format!("{{{payload}}}"), &[expected]);
    alone(&attempt("Sent", "250 OK"), "12345 ada@example.com Delivered");
    alone(&attempt("SoftFail", "451 4.3.0 later"), "12345 ada@example.com Deferred busy/451/4.3.0");
    alone(&attempt("HardFail", "550 5.1.1 no"), "12345 ada@example.com Bounced(Hard) user_unknown/550/5.1.1");
    alone(&attempt("Levitated", ""), "? Levitated");
    alone(
        &format!(r#""url":"https://x.example/","user_agent":"x","message":{MESSAGE},"timestamp":1795424400"#),
        "12345 ada@example.com Click https://x.example//",
    );
    alone(r#""domain":"x.example","spf_status":"OK","timestamp":1795424400"#, "? DomainDNSError");
}

#[test]
fn a_request_that_is_made_again_has_the_same_id() {
    let delayed = posted("MessageDelayed", &attempt("SoftFail", "451 later"));
    check_once(Provider::Postal, &format!("{delayed}{delayed}"));
    check_events(Provider::Postal, &format!("{delayed}{}", delayed.replace("U-", "V-")), 2);
}
