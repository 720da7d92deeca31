//! KumoMTA.

use alloc::format;

use super::{NINE, Provider, check, check_events, check_once};

fn record(kind: &str, rest: &str) -> alloc::string::String {
    format!(
        r#"{{"type":"{kind}","id":"1d98","sender":"s@x.example","recipient":"ada@Example.com","queue":"c:t@d","size":0,"timestamp":{NINE},"event_time":"2026-11-23T09:00:00.000000026Z","nodeid":"n","feedback_report":null{rest}}}"#
    )
}

fn response(code: u32, enhanced: &str, content: &str) -> alloc::string::String {
    let mut parts = enhanced.split('.');
    let mut part = || parts.next().unwrap_or("0");
    format!(
        r#","response":{{"code":{code},"enhanced_code":{{"class":{},"subject":{},"detail":{}}},"content":"{content}","command":"."}}"#,
        part(),
        part(),
        part()
    )
}

#[test]
fn each_record_is_what_its_type_says() {
    let good = |kind: &str, rest: &str, expected: &str| {
        check(Provider::KumoMta, &record(kind, rest), &[&format!("1d98/ada@example.com ada@example.com {expected}")]);
    };
    let class = |class: &str| format!(r#","bounce_classification":"{class}""#);
    good(
        "Reception",
        r#","response":{"code":250,"enhanced_code":null,"content":"","command":null}"#,
        "Prepared { address: None, recipient: Person }",
    );
    good("Delivery", &response(250, "2.0.0", "OK"), "Delivered");
    // Tried again, whatever code and class say.
    good(
        "TransientFailure",
        &(response(552, "5.2.0", "mailbox not found") + &class("InvalidRecipient")),
        "Deferred user_unknown/552/5.2.0",
    );
    good("Delayed", &response(451, "4.4.1", "no answer"), "Deferred unreachable/451/4.4.1");
    good(
        "Bounce",
        &(response(550, "5.1.1", "no") + &class("InvalidRecipient")),
        "Bounced(Hard) user_unknown/550/5.1.1",
    );
    good("Bounce", &(response(550, "5.7.1", "no") + &class("SpamBlock")), "Bounced(Soft) refused/550/5.7.1");
    good(
        "Bounce",
        &(response(550, "5.7.1", "Listed by spamhaus") + &class("SpamBlock")),
        "Bounced(Soft) blocked/550/5.7.1",
    );
    good("Bounce", &(response(550, "5.5.0", "no") + &class("PolicyRelated")), "Bounced(Soft) policy/550/5.5.0");
    good("Bounce", &(response(550, "5.5.0", "no") + &class("SpamContent")), "Bounced(Soft) spam/550/5.5.0");
    good("Expiration", &response(551, "5.4.7", "Next delivery time would be at"), "Expired expired/551/5.4.7");
    good(
        "AdminBounce",
        &(response(551, "5.7.1", "Administrator bounced with reason: x") + r#","num_attempts":0"#),
        "Cancelled",
    );
    good(
        "AdminBounce",
        &(response(551, "5.7.1", "Administrator bounced with reason: x") + r#","num_attempts":2"#),
        "Bounced(Soft) cancelled/551/5.7.1",
    );
    good("OOB", &response(550, "5.1.1", "no such user"), "Bounced(Hard) user_unknown/550/5.1.1");
    for kind in ["Rejection", "AdminRebind", "DeferredInjectionRebind", "XferIn", "XferOut"] {
        check(Provider::KumoMta, &record(kind, ""), &[&format!("? {kind}")]);
    }
}

#[test]
fn a_complaint_says_inside_whom_it_is_about() {
    let complaint = |report: &str, expected: &str| {
        let input =
            record("Feedback", "").replace("\"feedback_report\":null", &format!("\"feedback_report\":{{{report}}}"));
        check(Provider::KumoMta, &input, &[expected]);
    };
    let trace = r#","supplemental_trace":{"recipient":"bo@x.example"}"#;
    complaint(
        &format!(r#""feedback_type":"abuse","original_rcpto_to":["x@x.example"]{trace}"#),
        "1d98/bo@x.example bo@x.example Complained",
    );
    complaint(
        r#""feedback_type":"abuse","original_rcpto_to":["x@x.example"],"supplemental_trace":null"#,
        "1d98/x@x.example x@x.example Complained",
    );
    complaint(r#""feedback_type":"fraud""#, "1d98/ada@example.com ada@example.com Complained");
    complaint(&format!(r#""feedback_type":"not-spam"{trace}"#), "? Feedback");
}

#[test]
fn a_record_may_have_several_recipients_and_older_ones_have_seconds() {
    let several = record("Reception", "").replace(r#""ada@Example.com""#, r#"["a@x.example","b@x.example"]"#);
    let queued = "Prepared { address: None, recipient: Person }";
    check(
        Provider::KumoMta,
        &several,
        &[&format!("1d98/a@x.example a@x.example {queued}"), &format!("1d98/b@x.example b@x.example {queued}")],
    );
    let older = record("Delivery", "").replace(r#","event_time":"2026-11-23T09:00:00.000000026Z""#, "");
    check(Provider::KumoMta, &older, &["1d98/ada@example.com ada@example.com Delivered"]);
    check_once(Provider::KumoMta, &format!("{older}{older}"));
    check_events(Provider::KumoMta, &format!("{older}{}", older.replace("1d98", "1d99")), 2);
    let lost = r#"{"type":"TransientFailure","response":{"code":400,"content":"internal"}}"#;
    check(Provider::KumoMta, lost, &["? TransientFailure @1970-01-01T00:00:00.000Z"]);
}
