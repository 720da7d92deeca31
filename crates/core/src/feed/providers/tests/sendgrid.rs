//! Twilio SendGrid.

use alloc::format;

use super::{NINE, Provider, check, check_events, check_once};

fn event(rest: &str) -> alloc::string::String {
    format!(
        r#"[{{"email":"Ada@Example.com","timestamp":{NINE},"smtp-id":"<abc.de@ismtpd-1>","category":["news"],"sg_event_id":"E","sg_message_id":"abc.de.filter01.1.2.0",{rest}}}]"#
    )
}

#[test]
fn each_event_is_what_its_kind_says() {
    let good = |rest: &str, expected: &str| {
        check(Provider::SendGrid, &event(rest), &[&format!("abc.de/Ada@example.com Ada@example.com {expected}")]);
    };
    good(r#""event":"processed""#, "Prepared { address: None, recipient: Person }");
    good(r#""event":"dropped","reason":"Bounced Address","status":"5.0.0""#, "Suppressed");
    good(
        r#""event":"deferred","response":"451 4.7.1 Greylisted, try again","attempt":"3""#,
        "Deferred greylisted/451/4.7.1",
    );
    // Retried, whatever the code says.
    good(r#""event":"deferred","response":"552 5.2.2 over quota","attempt":"1""#, "Deferred mailbox_full/552/5.2.2");
    good(r#""event":"delivered","response":"250 OK""#, "Delivered");
    good(
        r#""event":"bounce","type":"bounce","reason":"550 5.1.1 no","status":"5.0.0""#,
        "Bounced(Hard) user_unknown/550/5.1.1",
    );
    // Final, whatever the code says.
    good(
        r#""event":"bounce","type":"bounce","reason":"450 4.2.2 full","status":"4.2.2""#,
        "Bounced(Hard) mailbox_full/450/4.2.2",
    );
    good(
        r#""event":"bounce","type":"blocked","reason":"550 no","status":"5.7.1","bounce_classification":"Reputation""#,
        "Bounced(Soft) refused/550/5.7.1",
    );
    good(
        r#""event":"bounce","type":"blocked","reason":"no","bounce_classification":"Content""#,
        "Bounced(Soft) content//",
    );
    good(r#""event":"bounce","type":"expired","reason":"unable to get mx info""#, "Expired //");
    good(
        r#""event":"bounce","reason":"500 unknown recipient","status":"5.0.0""#,
        "Bounced(Hard) user_unknown/500/5.0.0",
    );
    good(r#""event":"spamreport""#, "Complained");
    good(r#""event":"open","sg_machine_open":false"#, "Open /");
    good(r#""event":"open","sg_machine_open":true"#, "Open / by a machine");
    good(r#""event":"click","url":"https://x.example/","url_offset":{"index":0}"#, "Click https://x.example//");
    good(r#""event":"unsubscribe""#, "OptOut /");
    good(r#""event":"group_unsubscribe","asm_group_id":10"#, "OptOut /");
    check(Provider::SendGrid, &event(r#""event":"group_resubscribe""#), &["? group_resubscribe"]);
    check(Provider::SendGrid, &event(r#""event":"levitated""#), &["? levitated"]);
    let account = format!(r#"{{"event":"account_status_change","type":"compliance_suspend","timestamp":{NINE}}}"#);
    check(Provider::SendGrid, &account, &["? account_status_change"]);
}

#[test]
fn all_events_of_a_recipient_meet_in_one_message() {
    let delivered = |ids: &str, message: &str| {
        let input = format!(r#"{{"event":"delivered","email":"ada@example.com","timestamp":"{NINE}"{ids}}}"#);
        check(Provider::SendGrid, &input, &[&format!("{message} ada@example.com Delivered")]);
    };
    delivered(r#","sg_message_id":"Abc-1.filter0590p1mdw1.2098.57168CFC4B.0""#, "Abc-1/ada@example.com");
    delivered(r#","sg_message_id":"Abc-1.recvd-5f54b5d587-pczjm-1-619E0000-1.0""#, "Abc-1/ada@example.com");
    delivered(r#","sg_message_id":"Abc-1""#, "Abc-1/ada@example.com");
    delivered(r#","sg_message_id":"Abc-1.node-7.0""#, "Abc-1/ada@example.com");
    // What was dropped at once, and what bounced long after, have the mail's own id only.
    delivered(r#","sg_message_id":"filter0199p1las1.4745.0","smtp-id":"<Abc-1@ismtpd-1>""#, "Abc-1/ada@example.com");
    delivered(r#","smtp-id":"<Abc-1@ismtpd-1>""#, "Abc-1/ada@example.com");
    delivered("", "ada@example.com");
}

#[test]
fn a_repeat_has_the_same_id_and_the_documentations_examples_all_have() {
    let opened = event(r#""event":"open""#);
    check_once(Provider::SendGrid, &format!("{opened}{opened}"));
    check_events(Provider::SendGrid, &format!("{opened}{}", event(r#""event":"click""#)), 2);
    let bare = format!(r#"{{"event":"Processed","email":"ada@example.com","timestamp":"{NINE}"}}"#);
    check_once(Provider::SendGrid, &format!("{bare}{bare}"));
}

#[test]
fn milliseconds_and_decimals_are_the_same_instant() {
    for time in ["1795424400", "\"1795424400\"", "1795424400000", "1795424400.0"] {
        let input = format!(r#"{{"event":"open","email":"a@x.example","timestamp":{time},"sg_message_id":"M"}}"#);
        check(Provider::SendGrid, &input, &["M/a@x.example a@x.example Open /"]);
    }
    for time in ["null", "\"soon\"", "\"2026-11-23 09:00:00\""] {
        let input = format!(r#"{{"event":"open","email":"a@x.example","timestamp":{time},"sg_message_id":"M"}}"#);
        check(Provider::SendGrid, &input, &["M/a@x.example a@x.example Open / @1970-01-01T00:00:00.000Z"]);
    }
}
