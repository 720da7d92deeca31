//! SparkPost.

use alloc::format;

use super::{NINE, Provider, check, check_once};

fn event(group: &str, rest: &str) -> alloc::string::String {
    format!(
        r#"[{{"msys":{{"{group}":{{"event_id":"92356927693813856","message_id":"00f3","transmission_id":"658","rcpt_to":"ada@example.com","raw_rcpt_to":"Ada@example.com","timestamp":"{NINE}",{rest}}}}}}}]"#
    )
}

#[test]
fn each_event_is_what_its_type_and_class_say() {
    let good = |group: &str, rest: &str, expected: &str| {
        check(Provider::SparkPost, &event(group, rest), &[&format!("00f3 ada@example.com {expected}")]);
    };
    let queued = "Prepared { address: None, recipient: Person }";
    good("message_event", r#""type":"injection""#, queued);
    good("message_event", r#""type":"reception""#, queued);
    good("message_event", r#""type":"delivery","num_retries":"2""#, "Delivered");
    good(
        "message_event",
        r#""type":"delay","error_code":"454","raw_reason":"454 4.4.4 [internal] no MX","num_retries":"1""#,
        "Deferred invalid_domain/454/4.4.4",
    );
    let bounce = |class: &str, expected: &str| {
        let rest = format!(r#""type":"bounce","bounce_class":"{class}","error_code":"550","raw_reason":"550 said no""#);
        good("message_event", &rest, expected);
    };
    bounce("1", "Bounced(Soft) /550/");
    bounce("10", "Bounced(Hard) user_unknown/550/");
    bounce("20", "Bounced(Soft) /550/");
    bounce("21", "Bounced(Soft) invalid_domain/550/");
    bounce("22", "Bounced(Soft) mailbox_full/550/");
    bounce("23", "Bounced(Soft) too_large/550/");
    bounce("24", "Expired expired/550/");
    bounce("25", "Suppressed");
    bounce("30", "Bounced(Hard) /550/");
    bounce("40", "Bounced(Soft) /550/");
    bounce("50", "Bounced(Soft) blocked/550/");
    bounce("51", "Bounced(Soft) spam/550/");
    bounce("52", "Bounced(Soft) spam/550/");
    bounce("53", "Bounced(Soft) content/550/");
    bounce("54", "Bounced(Soft) relaying_denied/550/");
    bounce("60", "AutoReplied");
    bounce("70", "Bounced(Soft) busy/550/");
    bounce("80", "Suppressed");
    bounce("90", "Bounced(Hard) /550/");
    bounce("100", "AutoReplied");
    good("message_event", r#""type":"inband","bounce_class":"25""#, "Suppressed");
    good("message_event", r#""type":"bounce","bounce_class":10"#, "Bounced(Hard) user_unknown//");
    good("message_event", r#""type":"policy_rejection","bounce_class":"25""#, "Suppressed");
    good(
        "message_event",
        r#""type":"out_of_band","bounce_class":"10","reason":"550 5.1.1 gone""#,
        "Bounced(Hard) user_unknown/550/5.1.1",
    );
    good("message_event", r#""type":"out_of_band","bounce_class":"60""#, "AutoReplied");
    good("message_event", r#""type":"spam_complaint","fbtype":"abuse""#, "Complained");
    good(
        "gen_event",
        r#""type":"generation_failure","error_code":"554","raw_reason":"554 5.3.3 [internal] Error while rendering part html""#,
        "Bounced(Hard) busy/554/5.3.3",
    );
    good(
        "gen_event",
        r#""type":"generation_rejection","reason":"554 5.7.1 recipient address suppressed due to customer policy""#,
        "Bounced(Hard) suppressed/554/5.7.1",
    );
    for open in ["open", "initial_open", "amp_open", "amp_initial_open"] {
        good("track_event", &format!(r#""type":"{open}""#), "Open /");
    }
    good(
        "track_event",
        r#""type":"open","user_agent_parsed":{"is_proxy":true,"is_prefetched":true}"#,
        "Open / by a machine",
    );
    good("track_event", r#""type":"click","target_link_url":"https://x.example/""#, "Click https://x.example//");
    good("track_event", r#""type":"amp_click","target_link_url":"https://x.example/""#, "Click https://x.example//");
    good("unsubscribe_event", r#""type":"list_unsubscribe""#, "OptOut /");
    good("unsubscribe_event", r#""type":"link_unsubscribe""#, "OptOut /");
    check(Provider::SparkPost, &event("ab_test_event", r#""type":"ab_test_completed""#), &["? ab_test_completed"]);
    check(Provider::SparkPost, &event("relay_event", r#""type":"relay_injection""#), &["? relay_injection"]);
}

#[test]
fn pages_bare_events_and_a_webhooks_trial_are_read() {
    let bare = r#"{"type":"delivery","event_id":"7-8","message_id":"00f3","rcpt_to":"ada@example.com","timestamp":"2026-11-23T09:00:00.000Z"}"#;
    let delivered = "00f3 ada@example.com Delivered";
    check(Provider::SparkPost, bare, &[delivered]);
    let page = format!(r#"{{"results":[{bare},{{"type":"delivery"}},{bare}],"total_count":2,"links":{{}}}}"#);
    check(Provider::SparkPost, &page, &[delivered, "? delivery @1970-01-01T00:00:00.000Z", delivered]);
    check(Provider::SparkPost, r#"{"results":[],"total_count":0,"links":{}}"#, &[]);
    check(Provider::SparkPost, r#"[{"msys":{}}]"#, &[]);
}

#[test]
fn what_failed_before_it_was_a_message_has_its_transmissions_id() {
    let failed = format!(
        r#"{{"msys":{{"gen_event":{{"type":"generation_failure","transmission_id":"658","raw_rcpt_to":"Ada@EXAMPLE.com","timestamp":"{NINE}"}}}}}}"#
    );
    check(Provider::SparkPost, &failed, &["658/Ada@example.com Ada@example.com Bounced(Hard) rendering_failed//"]);
    let opened = event("track_event", r#""type":"open""#);
    check_once(Provider::SparkPost, &format!("{opened}{opened}"));
    let lost = r#"{"msys":{"track_event":{"type":"amp_open"}}}"#;
    check(Provider::SparkPost, lost, &["? amp_open @1970-01-01T00:00:00.000Z"]);
}
