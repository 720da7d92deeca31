//! Mailgun.

use alloc::format;

use super::{Provider, check, check_events, check_once};

fn event(rest: &str) -> alloc::string::String {
    format!(
        r#"{{"signature":{{"timestamp":"1","token":"t","signature":"s"}},"event-data":{{"id":"E","timestamp":1795424400.0,"log-level":"info","recipient":"ada@Example.com","message":{{"headers":{{"to":"Ada <ada@example.com>","message-id":"m.1@example.org"}}}},{rest}}}}}"#
    )
}

#[test]
fn each_event_is_what_its_name_and_severity_say() {
    let good = |rest: &str, expected: &str| {
        check(
            Provider::Mailgun,
            &event(rest),
            &[&format!("m.1@example.org/ada@example.com ada@example.com {expected}")],
        );
    };
    good(r#""event":"accepted""#, "Prepared { address: None, recipient: Person }");
    good(r#""event":"delivered","delivery-status":{"code":250,"message":"OK"}"#, "Delivered");
    good(
        r#""event":"rejected","reject":{"reason":"Sandbox subdomains are for test purposes only"}"#,
        "Bounced(Hard) //",
    );
    good(
        r#""event":"failed","severity":"temporary","reason":"generic","delivery-status":{"attempt-no":3,"code":498,"message":"No MX for x.example","retry-seconds":1800}"#,
        "Deferred invalid_domain//",
    );
    let failed = |reason: &str, status: &str| {
        format!(r#""event":"failed","severity":"permanent","reason":"{reason}","delivery-status":{{{status}}}"#)
    };
    let unknown = r#""code":550,"message":"5.1.1 The account does not exist.\n5.1.1 Try again","description":"""#;
    good(&failed("bounce", unknown), "Bounced(Hard) user_unknown/550/5.1.1");
    good(
        &failed("bounce", r#""code":550,"enhanced-code":"5.2.2","message":"no","bounce-type":"soft""#),
        "Bounced(Soft) mailbox_full/550/5.2.2",
    );
    good(&failed("hardfail", r#""code":499,"message":"""#), "Bounced(Hard) //");
    good(&failed("generic", r#""code":452,"message":"4.3.1 busy""#), "Bounced(Hard) busy/452/4.3.1");
    good(&failed("espblock", r#""code":421,"message":"no""#), "Bounced(Hard) blocked/421/");
    good(&failed("blacklisted", ""), "Bounced(Hard) blocked//");
    good(&failed("old", r#""code":602,"message":"Too old""#), "Expired expired//");
    good(&failed("suppress-bounce", r#""code":605"#), "Suppressed");
    good(&failed("suppress-complaint", r#""code":607"#), "Suppressed");
    good(&failed("suppress-unsubscribe", r#""code":606"#), "Suppressed");
    good(r#""event":"opened","client-info":{"bot":"","client-type":"browser"}"#, "Open /");
    good(r#""event":"opened","client-info":{"bot":"apple"}"#, "Open / by a machine");
    good(r#""event":"opened","client-info":{"client-type":"robot"}"#, "Open / by a machine");
    good(r#""event":"clicked","url":"https://x.example/","client-info":{}"#, "Click https://x.example//");
    good(
        r#""event":"clicked","url":"https://x.example/","client-info":{"bot":"generic"}"#,
        "Click https://x.example// by a machine",
    );
    good(r#""event":"complained","delivery-status":null"#, "Complained");
    good(r#""event":"unsubscribed""#, "OptOut /");
    check(Provider::Mailgun, &event(r#""event":"stored""#), &["? stored"]);
}

#[test]
fn pages_and_bare_events_are_read() {
    let bare = |id: &str| {
        format!(
            r#"{{"event":"delivered","id":"{id}","timestamp":1795424400.153125,"recipient":"a@x.example","recipient-domain":"x.example","message":{{"headers":{{"message-id":"<m>"}}}},"user-variables":"Could not load"}}"#
        )
    };
    let delivered = "m/a@x.example a@x.example Delivered @2026-11-23T09:00:00.153125Z";
    check(Provider::Mailgun, &bare("1"), &[delivered]);
    let page = format!(r#"{{"items":[{},{}],"paging":{{"next":"https://x.example/"}}}}"#, bare("1"), bare("2"));
    check(Provider::Mailgun, &page, &[delivered, delivered]);
    let log = bare("1").replace("\"timestamp\":1795424400.153125", "\"@timestamp\":\"2026-11-23T09:00:00.153125Z\"");
    check(Provider::Mailgun, &log, &[delivered]);
    check(Provider::Mailgun, r#"{"items":[],"paging":{}}"#, &[]);
    check_events(Provider::Mailgun, &page, 2);
    check_once(Provider::Mailgun, &format!("{}{}", bare("1"), bare("1")));
}

#[test]
fn what_was_posted_before_2018_is_read() {
    let old = |rest: &str, expected: &str| {
        let input = format!(
            r#"{{"recipient":"ada@example.com","timestamp":"1795424400","token":"T","Message-Id":"<m@example.com>","message-headers":"[]",{rest}}}"#
        );
        check(Provider::Mailgun, &input, &[&format!("m@example.com/ada@example.com ada@example.com {expected}")]);
    };
    old(r#""event":"delivered""#, "Delivered");
    old(
        r#""event":"bounced","code":"550","error":"550 5.1.1 The account does not exist""#,
        "Bounced(Hard) user_unknown/550/5.1.1",
    );
    old(
        r#""event":"dropped","reason":"hardfail","code":"605","description":"Not delivering to previously bounced address""#,
        "Suppressed",
    );
    old(
        r#""event":"dropped","reason":"hardfail","code":"550","description":"No such user""#,
        "Bounced(Hard) user_unknown/550/",
    );
    old(r#""event":"dropped","reason":"old","code":"602""#, "Expired expired//");
    old(r#""event":"opened","client-type":"browser""#, "Open /");
    old(r#""event":"clicked","url":"https://x.example/""#, "Click https://x.example//");
    old(r#""event":"complained""#, "Complained");
    old(r#""event":"unsubscribed""#, "OptOut /");
}

#[test]
fn a_mail_that_was_refused_names_its_recipients_in_its_header() {
    let rejected = event(r#""event":"rejected","reject":{"reason":"virus found"}"#)
        .replace(r#""recipient":"ada@Example.com","#, "")
        .replace("Ada <ada@example.com>", "Ada <a@x.example>, b@x.example");
    let expected = [
        "m.1@example.org/a@x.example a@x.example Bounced(Hard) content//",
        "m.1@example.org/b@x.example b@x.example Bounced(Hard) content//",
    ];
    check(Provider::Mailgun, &rejected, &expected);
    let empty = r#"{"event-data":{"event":"accepted","delivery-status":null}}"#;
    check(Provider::Mailgun, empty, &["? accepted @1970-01-01T00:00:00.000Z"]);
}
