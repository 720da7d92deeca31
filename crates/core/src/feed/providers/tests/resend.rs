//! Resend.

use alloc::format;

use super::{Provider, check, check_events, check_once};

fn event(kind: &str, rest: &str) -> alloc::string::String {
    format!(
        r#"{{"type":"email.{kind}","created_at":"2026-11-23T09:00:00.000Z","data":{{"email_id":"5676","created_at":"2026-11-23T08:59:59.894719+00:00","from":"Acme <a@acme.example>","to":["Ada <ada@Example.com>"],"subject":"s"{rest}}}}}"#
    )
}

#[test]
fn each_event_is_what_its_type_says() {
    let good = |kind: &str, rest: &str, expected: &str| {
        check(Provider::Resend, &event(kind, rest), &[&format!("5676/ada@example.com ada@example.com {expected}")]);
    };
    good("scheduled", "", "Prepared { address: None, recipient: Person }");
    good("sent", "", "Relayed");
    good("delivered", "", "Delivered");
    good("delivery_delayed", "", "Deferred //");
    let bounce = |rest: &str| format!(r#","bounce":{{"message":"It bounced."{rest}}}"#);
    good(
        "bounced",
        &bounce(r#","type":"Permanent","subType":"NoEmail","diagnosticCode":["smtp; 550 5.1.1 no"]"#),
        "Bounced(Hard) user_unknown/550/5.1.1",
    );
    good("bounced", &bounce(r#","type":"Transient","subType":"MailboxFull""#), "Bounced(Soft) mailbox_full//");
    good(
        "bounced",
        &bounce(r#","type":"Undetermined","subType":"Undetermined","diagnosticCode":"smtp; 452 4.3.1 busy""#),
        "Bounced(Soft) busy/452/4.3.1",
    );
    good("bounced", &bounce(r#","type":"Permanent","subType":"OnAccountSuppressionList""#), "Suppressed");
    good("bounced", &bounce(""), "Bounced(Hard) //");
    good("bounced", r#","bounce":{"message":"The address is on the account-level suppression list."}"#, "Suppressed");
    good("suppressed", r#","suppressed":{"reason":"x"}"#, "Suppressed");
    good("failed", r#","failed":{"reason":"reached_daily_quota"}"#, "Bounced(Hard) quota_reached//");
    good("complained", "", "Complained");
    good("opened", "", "Open /");
    good(
        "clicked",
        r#","click":{"link":"https://x.example/","timestamp":"2026-11-23T09:00:00.000Z","ipAddress":"1.2.3.4"}"#,
        "Click https://x.example//",
    );
    check(Provider::Resend, &event("received", ""), &["? email.received"]);
    let contact = r#"{"type":"contact.created","created_at":"2026-11-23T09:00:00.000Z","data":{"id":"c","email":"ada@example.com"}}"#;
    check(Provider::Resend, contact, &["? contact.created"]);
}

#[test]
fn an_event_may_name_several_recipients_and_is_told_by_what_it_says() {
    let sent = event("sent", "").replace(r#"["Ada <ada@Example.com>"]"#, r#"["a@x.example","b@x.example"]"#);
    check(Provider::Resend, &sent, &["5676/a@x.example a@x.example Relayed", "5676/b@x.example b@x.example Relayed"]);
    check_events(Provider::Resend, &format!("{sent}{sent}"), 2);
    let clicked = |link: &str| event("clicked", &format!(r#","click":{{"link":"https://x.example/{link}"}}"#));
    check_once(Provider::Resend, &format!("{}{}", clicked("a"), clicked("a")));
    check_events(Provider::Resend, &format!("{}{}", clicked("a"), clicked("b")), 2);
}
