//! Amazon SES.

use alloc::format;

use crate::feed::Format;
use crate::feed::providers::Provider;
use crate::feed::tests::check;

const SES: Format = Format::Of(Provider::Ses);

const MAIL: &str =
    r#""mail":{"timestamp":"2026-11-23T09:00:00.000Z","messageId":"M","destination":["Ada <ada@Example.COM>"]}"#;

#[test]
fn ses_events_of_each_type() {
    let ses = |rest: &str, expected: &[&str]| check(SES, &format!("{{{rest},{MAIL}}}"), expected);
    ses(
        r#""eventType":"Send","send":{}"#,
        &["M ada@example.com Relayed @2026-11-23T09:00:00.000Z #Send/M/2026-11-23T09:00:00.000Z//ada@example.com"],
    );
    ses(
        r#""eventType":"Delivery","delivery":{"timestamp":"2026-11-23T09:00:01.000Z","recipients":["ada@example.com"]}"#,
        &[
            "M ada@example.com Delivered @2026-11-23T09:00:01.000Z #Delivery/M/2026-11-23T09:00:01.000Z//ada@example.com",
        ],
    );
    ses(
        r#""eventType":"DeliveryDelay","deliveryDelay":{"timestamp":"2026-11-23T09:00:02.000Z","delayedRecipients":[{"emailAddress":"ada@example.com"}]}"#,
        &[
            "M ada@example.com Deferred // @2026-11-23T09:00:02.000Z #DeliveryDelay/M/2026-11-23T09:00:02.000Z//ada@example.com",
        ],
    );
    let bounce = |kind: &str, sub: &str| {
        format!(
            r#""notificationType":"Bounce","bounce":{{"bounceType":"{kind}","bounceSubType":"{sub}","timestamp":"2026-11-23T09:00:03Z","feedbackId":"F","bouncedRecipients":[{{"emailAddress":"ada@example.com"}}]}}"#
        )
    };
    let bounced = |fact: &str| format!("M ada@example.com {fact} @2026-11-23T09:00:03.000Z #F/ada@example.com");
    ses(&bounce("Permanent", "General"), &[&bounced("Bounced(Hard) //")]);
    ses(&bounce("Transient", "MailboxFull"), &[&bounced("Bounced(Soft) mailbox_full//")]);
    ses(&bounce("Undetermined", "Undetermined"), &[&bounced("Bounced(Soft) //")]);
    ses(&bounce("Permanent", "Suppressed"), &[&bounced("Suppressed")]);
    ses(&bounce("Permanent", "OnAccountSuppressionList"), &[&bounced("Suppressed")]);
    ses(
        r#""eventType":"Complaint","complaint":{"timestamp":"2026-11-23T09:00:04Z","feedbackId":"G","complainedRecipients":[{"emailAddress":"ada@example.com"}]}"#,
        &["M ada@example.com Complained @2026-11-23T09:00:04.000Z #G/ada@example.com"],
    );
    ses(
        r#""eventType":"Complaint","complaint":{"timestamp":"2026-11-23T09:00:04Z","feedbackId":"G","complaintFeedbackType":"not-spam"}"#,
        &["? Complaint @2026-11-23T09:00:04.000Z #G"],
    );
    ses(
        r#""eventType":"Click","click":{"timestamp":"2026-11-23T09:00:05Z","link":"https://shop.example/"}"#,
        &[
            "M ada@example.com Click https://shop.example// @2026-11-23T09:00:05.000Z #Click/M/2026-11-23T09:00:05.000Z/https://shop.example//ada@example.com",
        ],
    );
    ses(
        r#""eventType":"Reject","reject":{"reason":"Bad content"}"#,
        &[
            "M ada@example.com Bounced(Hard) content// @2026-11-23T09:00:00.000Z #Reject/M/2026-11-23T09:00:00.000Z//ada@example.com",
        ],
    );
    ses(r#""eventType":"Levitated""#, &["? Levitated @2026-11-23T09:00:00.000Z #Levitated/…"]);
}

#[test]
fn one_ses_event_speaks_of_several_recipients() {
    let mail = r#""mail":{"timestamp":"2026-11-23T09:00:00.000Z","messageId":"M","destination":["a@x.example","b@x.example"]}"#;
    let send = format!(r#"{{"eventType":"Send","send":{{}},{mail}}}"#);
    let bounce = format!(
        r#"{{"eventType":"Bounce","bounce":{{"bounceType":"Permanent","bounceSubType":"General","feedbackId":"F","bouncedRecipients":[{{"emailAddress":"b@x.example"}}]}},{mail}}}"#
    );
    // Firehose writes nothing between its objects.
    check(
        SES,
        &format!("{send}{bounce}"),
        &[
            "M/a@x.example a@x.example Relayed @2026-11-23T09:00:00.000Z #Send/M/2026-11-23T09:00:00.000Z//a@x.example",
            "M/b@x.example b@x.example Relayed @2026-11-23T09:00:00.000Z #Send/M/2026-11-23T09:00:00.000Z//b@x.example",
            "M/b@x.example b@x.example Bounced(Hard) // @2026-11-23T09:00:00.000Z #F/b@x.example",
        ],
    );
}

#[test]
fn sns_envelopes_are_opened() {
    let inside = format!(r#"{{"eventType":"Open","open":{{"timestamp":"2026-11-23T09:00:09Z"}},{MAIL}}}"#);
    let envelope = |kind: &str, message: &str| {
        let message = serde_json::to_string(message).unwrap_or_default();
        format!(
            "{{\n  \"Type\": \"{kind}\",\n  \"MessageId\": \"N\",\n  \"Message\": {message},\n  \"Timestamp\": \"2026-11-23T09:00:10.000Z\"\n}}"
        )
    };
    let opened = "M ada@example.com Open / @2026-11-23T09:00:09.000Z #N/ada@example.com";
    check(SES, &envelope("Notification", &inside), &[opened]);
    check(
        SES,
        &format!("[{}\n,{}]", envelope("Notification", &inside), inside.replace("Open", "Levitate")),
        &[opened, "? Levitate @2026-11-23T09:00:00.000Z #Levitate/…"],
    );
    let greeting = "Successfully validated SNS topic for Amazon SES event publishing.";
    check(SES, &envelope("Notification", greeting), &["? Notification @2026-11-23T09:00:10.000Z #N"]);
    check(
        SES,
        &envelope("SubscriptionConfirmation", "You have chosen …"),
        &["? SubscriptionConfirmation @2026-11-23T09:00:10.000Z #N"],
    );
    let broken = envelope("Notification", "{\"eventType\":");
    check(SES, &broken, &[&format!("! {broken}")]);
    let body = |text: &str| serde_json::to_string(text).unwrap_or_default();
    let called = format!(
        r#"{{"Records":[{{"EventSource":"aws:sns","Sns":{}}},{{"messageId":"q","body":{}}}]}}"#,
        envelope("Notification", &inside),
        body(&inside)
    );
    let alone = "M ada@example.com Open / @2026-11-23T09:00:09.000Z #Open/M/2026-11-23T09:00:09.000Z//ada@example.com";
    check(SES, &called, &[opened, alone]);
    let bridge = format!(
        r#"{{"id":"B","detail-type":"Email Opened","source":"aws.ses","time":"2026-11-23T09:00:10Z","detail":{inside}}}"#
    );
    check(SES, &bridge, &["M ada@example.com Open / @2026-11-23T09:00:09.000Z #B/ada@example.com"]);
}

#[test]
fn a_mail_without_id_or_recipients_is_malformed_and_one_without_time_is_as_of_before_everything() {
    let bad = |line: &str| check(SES, line, &[&format!("! {line}")]);
    bad(r#"{"eventType":"Send","mail":{"timestamp":"2026-11-23T09:00:00Z","destination":["a@x.example"]}}"#);
    bad(r#"{"eventType":"Send","mail":{"timestamp":"2026-11-23T09:00:00Z","messageId":"M"}}"#);
    bad(r#"{"eventType":"Send"}"#);
    let untimed = r#"{"eventType":"Send","mail":{"messageId":"M","destination":["a@x.example"]}}"#;
    let told = "M a@x.example Relayed @1970-01-01T00:00:00.000Z #Send/M/1970-01-01T00:00:00.000Z//a@x.example";
    check(SES, untimed, &[told]);
}

#[test]
fn each_recipient_has_a_reason_of_its_own() {
    let mail =
        r#""mail":{"timestamp":"2026-11-23T09:00:00Z","messageId":"M","destination":["a@x.example","b@x.example"]}"#;
    let bounce = format!(
        r#"{{"eventType":"Bounce","bounce":{{"bounceType":"Permanent","bounceSubType":"General","feedbackId":"F","bouncedRecipients":[
            {{"emailAddress":"a@x.example","status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 unknown"}},{{"emailAddress":"b@x.example","diagnosticCode":"smtp; 554 5.7.1 Listed by Spamhaus"}}]}},{mail}}}"#
    );
    check(
        SES,
        &bounce,
        &[
            "M/a@x.example a@x.example Bounced(Hard) user_unknown/550/5.1.1 @2026-11-23T09:00:00.000Z #F/a@x.example",
            "M/b@x.example b@x.example Bounced(Hard) blocked/554/5.7.1 @2026-11-23T09:00:00.000Z #F/b@x.example",
        ],
    );
}
