//! Mailjet.

use alloc::format;

use super::{Provider, check, check_events, check_once};

fn event(rest: &str) -> alloc::string::String {
    format!(
        r#"{{"time":1795424400,"MessageID":19421777835146491,"Message_GUID":"1ab23cd4","email":"api@Mailjet.example","mj_campaign_id":7257,"mj_contact_id":4,"customcampaign":"","CustomID":"h","Payload":"",{rest}}}"#
    )
}

#[test]
fn each_event_is_what_its_kind_says_and_its_id_is_not_rounded() {
    let good = |rest: &str, expected: &str| {
        let input = format!("[{}]", event(rest));
        check(Provider::Mailjet, &input, &[&format!("19421777835146491 api@mailjet.example {expected}")]);
    };
    good(r#""event":"sent","smtp_reply":"sent (250 2.0.0 OK)""#, "Delivered");
    let bounce = |hard: bool, error: &str| {
        format!(
            r#""event":"bounce","blocked":false,"hard_bounce":{hard},"error_related_to":"recipient","error":"{error}","comment":"""#
        )
    };
    good(&bounce(true, "user unknown"), "Bounced(Hard) user_unknown//");
    good(&bounce(true, "mailbox inactive"), "Bounced(Hard) account_disabled//");
    good(&bounce(false, "quota exceeded"), "Bounced(Soft) mailbox_full//");
    good(&bounce(false, "greylisted"), "Deferred greylisted//");
    good(&bounce(true, "no mail host"), "Bounced(Hard) invalid_domain//");
    good(&bounce(false, "relay/access denied"), "Bounced(Soft) relaying_denied//");
    good(&bounce(false, "sender blocked"), "Bounced(Soft) blocked//");
    good(&bounce(false, "content blocked"), "Bounced(Soft) spam//");
    good(&bounce(false, "policy issue"), "Bounced(Soft) policy//");
    good(&bounce(false, "system issue"), "Bounced(Soft) busy//");
    good(&bounce(false, "connection issue"), "Bounced(Soft) not_connected//");
    good(&bounce(false, "bad or empty template"), "Bounced(Soft) rendering_failed//");
    good(
        r#""event":"bounce","hard_bounce":true,"error_related_to":"recipient","error":"user unknown","comment":"Host or domain name not found. 550 5.1.1 no""#,
        "Bounced(Hard) user_unknown/550/5.1.1",
    );
    good(r#""event":"bounce","hard_bounce":"1","error":"user unknown""#, "Bounced(Hard) user_unknown//");
    good(r#""event":"blocked","error_related_to":"recipient","error":"preblocked""#, "Suppressed");
    good(r#""event":"blocked","error_related_to":"mailjet","error":"duplicate in campaign""#, "Suppressed");
    good(r#""event":"spam","source":"JMRPP""#, "Complained");
    good(r#""event":"open","ip":"127.0.0.1","agent":"x""#, "Open /");
    good(r#""event":"click","url":"https://x.example/""#, "Click https://x.example//");
    good(r#""event":"unsub","mj_list_id":1"#, "OptOut /");
    check(Provider::Mailjet, &event(r#""event":"levitated""#), &["? levitated"]);
}

#[test]
fn an_event_without_id_is_told_by_what_it_says() {
    let click = |url: &str| event(&format!(r#""event":"click","url":"https://x.example/{url}""#));
    check_once(Provider::Mailjet, &format!("[{},{}]", click("a"), click("a")));
    check_events(Provider::Mailjet, &format!("[{},{}]", click("a"), click("b")), 2);
    let near = click("a").replace("19421777835146491", "19421777835146490");
    check_events(Provider::Mailjet, &format!("{}{near}", click("a")), 2);
    let ids = |ids: &str, message: &str| {
        let input = format!(r#"{{"event":"sent","time":1795424400,"email":"a@x.example","mj_contact_id":4{ids}}}"#);
        check(Provider::Mailjet, &input, &[&format!("{message} a@x.example Delivered")]);
    };
    ids(r#","MessageID":"7""#, "7");
    ids(r#","MessageID":0,"Message_GUID":"g""#, "g");
    ids("", "a@x.example");
}
