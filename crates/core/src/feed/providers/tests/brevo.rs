//! Brevo.

use alloc::format;

use super::{Provider, check, check_events, check_once};

fn event(rest: &str) -> alloc::string::String {
    format!(
        r#"{{"email":"ada@Example.com","id":26224,"date":"2026-11-23 10:00:00","ts":1795431600,"ts_event":1795431600,"ts_epoch":1795424400000,"message-id":"<2026.1@relay.example.com>","subject":"s","tag":"[\"t\"]","tags":["t"],{rest}}}"#
    )
}

#[test]
fn each_event_is_what_its_name_says_at_the_only_time_that_is_one() {
    let good = |rest: &str, expected: &str| {
        check(
            Provider::Brevo,
            &event(rest),
            &[&format!("2026.1@relay.example.com/ada@example.com ada@example.com {expected}")],
        );
    };
    good(r#""event":"request""#, "Prepared { address: None, recipient: Person }");
    good(r#""event":"delivered""#, "Delivered");
    good(
        r#""event":"deferred","reason":"550 RecipientError: 550 5.1.1 <ada@example.com>: User unknown""#,
        "Deferred user_unknown/550/5.1.1",
    );
    good(r#""event":"soft_bounce","reason":"452 4.2.2 full""#, "Bounced(Soft) mailbox_full/452/4.2.2");
    good(r#""event":"hard_bounce","reason":"450 4.1.1 no""#, "Bounced(Hard) user_unknown/450/4.1.1");
    good(r#""event":"invalid_email""#, "Bounced(Hard) bad_address//");
    good(r#""event":"blocked","reason":"blocked : due to blacklist user""#, "Suppressed");
    good(r#""event":"error","reason":"server is down""#, "Bounced(Hard) //");
    good(r#""event":"spam""#, "Complained");
    good(r#""event":"complaint""#, "Complained");
    good(r#""event":"opened""#, "Open /");
    good(r#""event":"unique_opened""#, "Open /");
    good(r#""event":"proxy_open""#, "Open / by a machine");
    good(r#""event":"unique_proxy_open""#, "Open / by a machine");
    good(r#""event":"click","link":"https://x.example/""#, "Click https://x.example//");
    good(r#""event":"unsubscribe""#, "OptOut /");
    good(r#""event":"unsubscribed""#, "OptOut /");
    for (kind, expected) in [
        ("sent", "Prepared { address: None, recipient: Person }"),
        ("hardBounce", "Bounced(Hard) //"),
        ("softBounces", "Bounced(Soft) //"),
        ("invalid", "Bounced(Hard) bad_address//"),
        ("uniqueOpened", "Open /"),
        ("loadedByProxy", "Open / by a machine"),
        ("clicked", "Click /"),
    ] {
        good(&format!(r#""event":"{kind}""#), expected);
    }
    check(Provider::Brevo, &event(r#""event":"levitated""#), &["? levitated"]);
    let list = r#"{"id":1,"event":"list_addition","email":["a@x.example"],"list_id":[2],"date":"2026-11-23","ts_event":1795424400}"#;
    check(Provider::Brevo, list, &["? list_addition"]);
}

#[test]
fn the_epoch_comes_by_several_names_and_a_clocks_time_is_none() {
    let good = |rest: &str| {
        let input = format!(r#"{{"event":"delivered","email":"a@x.example","message-id":"m",{rest}}}"#);
        check(Provider::Brevo, &input, &["m/a@x.example a@x.example Delivered"]);
    };
    good(r#""s_epoch":1795424400000,"date":"2026-11-23 00:00:00""#);
    good(r#""ts_event":1795424400"#);
    good(r#""date":"2026-11-23T10:00:00.000+01:00""#);
    let bad = r#"{"event":"delivered","email":"a@x.example","message-id":"m","date":"2026-11-23 00:00:00"}"#;
    check(Provider::Brevo, bad, &["m/a@x.example a@x.example Delivered @1970-01-01T00:00:00.000Z"]);
}

#[test]
fn campaigns_and_pages_of_events_are_read() {
    let campaign = r#"{"id":1,"camp_id":7,"email":"a@x.example","campaign name":"c","date_event":"2026-11-23 10:00:00","event":"click","URL":"https://x.example/","ts_event":1795424400}"#;
    check(Provider::Brevo, campaign, &["7/a@x.example a@x.example Click https://x.example//"]);
    let page = r#"{"events":[{"email":"a@x.example","date":"2026-11-23T09:00:00.000Z","messageId":"<m>","event":"hardBounces","reason":"550 5.1.1 no"},
        {"email":"a@x.example","date":"2026-11-23T09:00:00.000Z","messageId":"<m>","event":"requests"}]}"#;
    let expected = [
        "m/a@x.example a@x.example Bounced(Hard) user_unknown/550/5.1.1",
        "m/a@x.example a@x.example Prepared { address: None, recipient: Person }",
    ];
    check(Provider::Brevo, page, &expected);
    let click = |link: &str| event(&format!(r#""event":"click","link":"https://x.example/{link}""#));
    check_once(Provider::Brevo, &format!("{}{}", click("a"), click("a").replace("26224", "26225")));
    check_events(Provider::Brevo, &format!("{}{}", click("a"), click("b")), 2);
}
