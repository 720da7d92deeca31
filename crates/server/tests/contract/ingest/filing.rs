//! Where an event goes, that it goes there once, and that it stays.

use delivery_core::domain::lifecycle::State;

use super::{ID, SECRET, TAGGED, click, house};
use crate::ground::Aside;
use crate::house::refused;

/// Message and address of somebody the delivery goes to.
async fn somebody(house: &crate::house::House) -> (String, String) {
    let log = house.log(ID).await;
    let prepared = log.into_iter().find(|event| event["type"] == "message.prepared").unwrap();
    (prepared["subject"].as_str().unwrap().to_owned(), prepared["data"]["address"].as_str().unwrap().to_owned())
}

fn delivered(id: &str, address: &str, metadata: &str) -> String {
    format!(
        r#"{{"RecordType":"Delivery","MessageID":"{id}","Recipient":"{address}","DeliveredAt":"2026-11-23T09:00:00Z","Metadata":{metadata}}}"#
    )
}

#[tokio::test]
async fn an_event_is_about_the_message_that_its_sender_named_or_its_address_was_prepared_for() {
    let house = house();
    let (message, address) = somebody(&house).await;
    for (body, expected) in [
        (
            delivered("A", "other@x.example", &format!(r#"{{"delivery":"DM95","message":"{message}"}}"#)),
            message.as_str(),
        ),
        (delivered("B", &address, TAGGED), &message),
        (delivered("C", "other@x.example", TAGGED), "C/other@x.example"),
    ] {
        assert_eq!(house.posted("postmark", &body).await, [1, 0, 0], "{body}");
        let event = house.arrived(ID).await.pop().unwrap();
        assert_eq!((event["subject"].as_str().unwrap(), &event["type"]), (expected, &"message.delivered".into()));
        assert_eq!(house.posted("postmark", &body).await, [0, 1, 0], "{body}");
    }
    assert!(!house.arrived(ID).await.iter().any(|event| event["data"].to_string().contains("x.example")));
}

#[tokio::test]
async fn what_names_no_delivery_is_of_the_one_in_the_address() {
    let house = house();
    assert_eq!(house.posted("postmark?delivery=DM95", &click(1, "{}")).await, [1, 0, 0]);
    assert_eq!(house.posted("postmark?delivery=DM404", &click(1, TAGGED)).await, [0, 1, 0], "the mail knows better");
    assert_eq!(house.posted("postmark?delivery=DM404", &click(2, "{}")).await, [0, 0, 1]);
}

#[tokio::test]
async fn an_event_is_one_event_across_restarts_and_at_once() {
    let house = house();
    assert_eq!(house.posted("postmark", &click(1, TAGGED)).await, [1, 0, 0]);
    let both = click(2, TAGGED);
    let all = futures_util::future::join_all((0..20).map(|_| house.posted("postmark", &both))).await;
    assert_eq!(all.iter().map(|[fresh, ..]| fresh).sum::<u64>(), 1, "{all:?}");
    assert_eq!(all.iter().map(|[_, known, _]| known).sum::<u64>(), 19);
    let twice = format!("{}\n{}", click(3, TAGGED), click(3, TAGGED));
    assert_eq!(house.posted("postmark", &twice).await, [1, 1, 0]);
    let house = house.again();
    for number in 1..=3 {
        assert_eq!(house.posted("postmark", &click(number, TAGGED)).await, [0, 1, 0]);
    }
    assert_eq!(house.arrived(ID).await.len(), 3);
}

#[tokio::test]
async fn what_cannot_be_written_is_not_acknowledged() {
    let house = house();
    let mut other = Aside::to(house.folder.path());
    other.hold();
    for body in [click(1, TAGGED), click(1, "{}")] {
        let answer = house.ingest("postmark", &[("x-webhook-secret", SECRET)], body).await;
        assert_eq!(answer.refusal(), refused(503, "unavailable"));
        assert_eq!(answer.header("retry-after"), "1");
    }
    other.let_go();
    assert_eq!(house.posted("postmark", &click(1, TAGGED)).await, [1, 0, 0]);
    assert_eq!(house.posted("postmark", &click(1, "{}")).await, [0, 0, 1]);
    assert_eq!(house.record(ID).await.0.state, State::Sending);
}

#[tokio::test]
async fn what_a_provider_has_not_let_go_of_adds_nothing() {
    let house = house();
    let said = |kind: &str| {
        format!(
            r#"[{{"msys":{{"x":{{"type":"{kind}","event_id":"1","message_id":"S1","rcpt_to":"a@x.example","timestamp":"1795424400","rcpt_meta":{TAGGED}}}}}}}]"#
        )
    };
    assert_eq!(house.posted("sparkpost", &said("injection")).await, [0, 0, 0]);
    assert_eq!(house.posted("sparkpost", &said("delivery")).await, [1, 0, 0]);
    assert_eq!(house.arrived(ID).await[0]["type"], "message.delivered");
}
