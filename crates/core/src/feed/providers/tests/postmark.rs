//! Postmark.

use alloc::format;

use super::{Provider, check, check_events, check_once};

#[test]
fn each_record_is_what_its_type_says() {
    let good = |rest: &str, expected: &str| {
        let input = format!(r#"{{"MessageID":"883953f4","ServerID":23,"Tag":"t",{rest}}}"#);
        check(Provider::Postmark, &input, &[&format!("883953f4/john@example.com john@example.com {expected}")]);
    };
    let to = r#""Recipient":"john@Example.com""#;
    good(
        &format!(r#""RecordType":"Delivery",{to},"DeliveredAt":"2026-11-23T05:00:00.0000009-04:00","Details":"OK""#),
        "Delivered",
    );
    good(
        &format!(r#""RecordType":"Open",{to},"FirstOpen":true,"ReceivedAt":"2026-11-23T09:00:00.0000000Z""#),
        "Open /",
    );
    good(
        &format!(
            r#""RecordType":"Click",{to},"OriginalLink":"https://x.example/","ReceivedAt":"2026-11-23T09:00:00Z""#
        ),
        "Click https://x.example//",
    );
    let bounce = |kind: &str, details: &str, expected: &str| {
        good(
            &format!(
                r#""RecordType":"Bounce","ID":4323372036854775807,"Type":"{kind}","TypeCode":1,"Email":"john@example.com","BouncedAt":"2026-11-23T09:00:00Z","Details":"{details}","Description":"The server was unable to deliver (ex: unknown user, mailbox not found).""#
            ),
            expected,
        );
    };
    bounce("HardBounce", "smtp;550 5.1.1 no", "Bounced(Hard) user_unknown/550/5.1.1");
    bounce("HardBounce", "", "Bounced(Hard) //");
    bounce("BadEmailAddress", "", "Bounced(Hard) bad_address//");
    bounce("Transient", "smtp;451 4.3.0 later", "Deferred busy/451/4.3.0");
    bounce("DnsError", "", "Deferred invalid_domain//");
    bounce("SoftBounce", "smtp;550 5.2.2 full", "Bounced(Soft) mailbox_full/550/5.2.2");
    bounce("DMARCPolicy", "smtp;550 5.7.1 no", "Bounced(Soft) unauthenticated/550/5.7.1");
    bounce("VirusNotification", "", "Bounced(Soft) content//");
    bounce("SpamNotification", "smtp;550 no", "Bounced(Soft) spam/550/");
    bounce("Blocked", "smtp;550 no", "Bounced(Soft) blocked/550/");
    bounce("Unknown", "", "Bounced(Soft) //");
    for kind in ["AutoResponder", "AddressChange", "ChallengeVerification"] {
        bounce(kind, "", "AutoReplied");
    }
    for kind in ["ManuallyDeactivated", "Unconfirmed"] {
        bounce(kind, "", "Suppressed");
    }
    for kind in ["Unsubscribe", "ManualSuppression"] {
        bounce(kind, "", "OptOut /");
    }
    bounce("SMTPApiError", "", "Bounced(Hard) //");
    bounce("TemplateRenderingFailed", "", "Bounced(Hard) rendering_failed//");
    bounce("SpamComplaint", "", "Complained");
    good(
        r#""RecordType":"SpamComplaint","ID":42,"Type":"SpamComplaint","Email":"john@example.com","BouncedAt":"2026-11-23T09:00:00Z""#,
        "Complained",
    );
}

#[test]
fn a_change_of_subscription_is_an_opt_out_or_was_told_before() {
    let change = |suppress: bool, reason: &str, message: &str, expected: &str| {
        let input = format!(
            r#"{{"RecordType":"SubscriptionChange","MessageID":{message},"ChangedAt":"2026-11-23T09:00:00Z","Recipient":"john@example.com","SuppressSending":{suppress},"SuppressionReason":{reason}}}"#
        );
        check(Provider::Postmark, &input, &[expected]);
    };
    change(true, "\"ManualSuppression\"", "\"M\"", "M/john@example.com john@example.com OptOut /");
    change(true, "null", "\"M\"", "M/john@example.com john@example.com OptOut /");
    change(false, "null", "\"M\"", "? SubscriptionChange");
    change(true, "\"HardBounce\"", "\"M\"", "? SubscriptionChange");
    change(true, "\"SpamComplaint\"", "\"M\"", "? SubscriptionChange");
    // Somebody was put on a list by hand: no mail was written.
    change(true, "\"ManualSuppression\"", "null", "? SubscriptionChange");
    let subscribed = r#"{"RecordType":"Bounce","ID":1,"Type":"Subscribe","TypeCode":32,"MessageID":"M","Email":"john@example.com","BouncedAt":"2026-11-23T09:00:00Z"}"#;
    check(Provider::Postmark, subscribed, &["? Bounce"]);
    check(
        Provider::Postmark,
        r#"{"RecordType":"Inbound","MessageID":"M","ReceivedAt":"2026-11-23T09:00:00Z"}"#,
        &["? Inbound"],
    );
}

#[test]
fn old_webhooks_and_pages_of_bounces_are_read() {
    let bounce = r#"{"ID":42,"Type":"HardBounce","TypeCode":1,"MessageID":"M","Email":"john@example.com","BouncedAt":"2026-11-23T09:00:00Z","Details":"smtp;550 5.1.1 no"}"#;
    let bounced = "M/john@example.com john@example.com Bounced(Hard) user_unknown/550/5.1.1";
    check(Provider::Postmark, bounce, &[bounced]);
    check(Provider::Postmark, &format!(r#"{{"TotalCount":1,"Bounces":[{bounce}]}}"#), &[bounced]);
    let delivered =
        r#"{"MessageID":"M","Recipient":"john@example.com","DeliveredAt":"2026-11-23T09:00:00Z","Details":"OK"}"#;
    check(Provider::Postmark, delivered, &["M/john@example.com john@example.com Delivered"]);
    check_once(Provider::Postmark, &format!("{delivered}{delivered}"));
    // One that is told again, with more said, is the same.
    check_once(Provider::Postmark, &format!("{bounce}{}", bounce.replace("smtp;", "")));
    check_events(Provider::Postmark, &format!("{bounce}{}", bounce.replace("42", "43")), 2);
}
