//! What nobody can file is seen, and somebody says where it belongs.

use axum::body::Body;
use axum::http::Request;
use delivery_core::domain::role::Role;
use delivery_core::wire::{Heap, Tray};
use serde_json::{Value, json};

use super::{ID, SECRET, TAGGED, click, house, house_with_tray_of};
use crate::house::{Answer, House, refused};

impl House {
    async fn heaps(&self) -> Vec<Heap> {
        let answer = self.get_as("/api/tray", &[Role::Administration], &[]).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert!(!answer.text.contains('@'), "no address: {}", answer.text);
        serde_json::from_str::<Tray>(&answer.text).unwrap().heaps
    }

    pub async fn deal(&self, path: &str, roles: &[Role], body: &Value) -> Answer {
        let request = Request::post(path).header("content-type", "application/json");
        let request = request.header("authorization", format!("Bearer {}", self.token("ada", roles)));
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }
}

#[tokio::test]
async fn what_cannot_be_filed_is_seen_without_its_addresses() {
    let house = house();
    assert_eq!(house.heaps().await, []);
    for number in 1..=3 {
        assert_eq!(house.posted("postmark", &click(number, "{}")).await, [0, 0, 1]);
        assert_eq!(house.posted("postmark", &click(number, "{}")).await, [0, 1, 0], "it is there");
    }
    assert_eq!(house.posted("postmark", &click(4, r#"{"delivery":"DM404"}"#)).await, [0, 0, 1]);
    assert_eq!(house.posted("postmark", &format!("{} {{}}", click(5, TAGGED))).await, [1, 0, 1]);
    let house = house.again();
    let heaps = house.heaps().await;
    let told = |heap: &Heap| format!("{} {:?} {} {}", heap.reason, heap.named, heap.kind, heap.count);
    assert_eq!(
        heaps.iter().map(told).collect::<Vec<_>>(),
        [
            "unknown_delivery Some(\"DM404\") message.clicked 1",
            "unreadable None unreadable 1",
            "untagged None message.clicked 3",
        ]
    );
    assert!(heaps[2].first <= heaps[2].last && heaps[2].sample.contains("Click"), "{}", heaps[2].sample);
    for roles in [&[][..], &[Role::ViewLogs, Role::StartDeliveries]] {
        assert_eq!(house.get_as("/api/tray", roles, &[]).await.refusal(), refused(403, "role"));
        for path in ["/api/tray/assign", "/api/tray/discard"] {
            assert_eq!(house.deal(path, roles, &json!({})).await.refusal(), refused(403, "role"));
        }
    }
}

#[tokio::test]
async fn somebody_says_where_it_belongs() {
    let house = house();
    for number in 1..=1_100 {
        assert_eq!(house.posted("postmark", &click(number, "{}")).await, [0, 0, 1]);
    }
    // One of them came with its tag, too.
    assert_eq!(house.posted("postmark", &click(7, TAGGED)).await, [1, 0, 0]);
    let pick = json!({ "provider": "postmark", "reason": "untagged", "delivery": ID });
    let done = house.deal("/api/tray/assign", &[Role::Administration], &pick).await;
    assert_eq!((done.status, done.text.as_str()), (200, r#"{"posts":1100,"events":1099}"#));
    assert_eq!(house.arrived(ID).await.len(), 1_100);
    assert_eq!(house.heaps().await, []);
    let again = house.deal("/api/tray/assign", &[Role::Administration], &pick).await;
    assert_eq!(again.text, r#"{"posts":0,"events":0}"#);
    let house = house.again();
    assert_eq!(house.posted("postmark", &click(8, "{}")).await, [0, 1, 0], "it is known, and not kept again");
    assert_eq!(house.posted("postmark", &click(8, TAGGED)).await, [0, 1, 0]);
    assert_eq!(house.arrived(ID).await.len(), 1_100);
}

/// Said once, it holds for what comes later, and the log says who said it.
#[tokio::test]
async fn what_was_assigned_is_remembered() {
    let house = house();
    let other = |number: u32, kind: &str| click(number, "{}").replace("Click", kind);
    assert_eq!(house.posted("postmark", &click(1, "{}")).await, [0, 0, 1]);
    assert_eq!(house.posted("postmark", &other(1, "Open")).await, [0, 0, 1]);
    assert_eq!(house.posted("postmark", &click(2, r#"{"delivery":"old@a.example"}"#)).await, [0, 0, 1]);
    assert_eq!(house.posted("postmark?delivery=old@a.example", &click(3, "{}")).await, [0, 0, 1]);
    let pick = json!({ "provider": "postmark", "reason": "untagged", "kind": "message.clicked", "delivery": ID });
    let done = house.deal("/api/tray/assign", &[Role::Administration], &pick).await;
    assert_eq!(done.text, r#"{"posts":1,"events":1}"#);
    let pick =
        json!({ "provider": "postmark", "reason": "unknown_delivery", "named": "old@a.example", "delivery": ID });
    let done = house.deal("/api/tray/assign", &[Role::Administration], &pick).await;
    assert_eq!(done.text, r#"{"posts":2,"events":2}"#);
    let house = house.again();
    assert_eq!(house.posted("postmark", &other(1, "SpamComplaint")).await, [1, 0, 0], "about the same mail");
    assert_eq!(house.posted("postmark", &other(1, "SpamComplaint")).await, [0, 1, 0]);
    assert_eq!(house.posted("postmark", &click(4, r#"{"delivery":"old@a.example"}"#)).await, [1, 0, 0], "so named");
    assert_eq!(house.posted("postmark?delivery=old@a.example", &click(7, "{}")).await, [1, 0, 0], "so named, too");
    assert_eq!(house.posted("postmark", &click(5, "{}")).await, [0, 0, 1], "about another mail");
    assert_eq!(house.posted("postmark", &click(6, r#"{"delivery":"DM404"}"#)).await, [0, 0, 1], "named otherwise");
    assert_eq!(house.posted("postmark", &other(1, "Open")).await, [0, 1, 0], "what is in the tray waits there");
    let rows: Vec<_> = house.log(ID).await.into_iter().filter(|row| row["data"]["code"] == "tray.assigned").collect();
    let told: Vec<_> = rows.iter().map(|row| row["data"]["text"].as_str().unwrap()).collect();
    assert_eq!(
        told,
        [
            "Ada Test assigned to this delivery what postmark posted for no delivery (message.clicked).",
            "Ada Test assigned to this delivery what postmark posted for •••.",
        ]
    );
    assert!(rows.iter().all(|row| row["type"] == "delivery.logged" && row["data"]["severity"] == "info"), "{rows:?}");
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_or_thrown_away() {
    let house = house();
    assert_eq!(house.posted("postmark", r#"{"RecordType":"Inbox","MessageID":"1","Metadata":{}}"#).await, [0, 0, 1]);
    let pick = json!({ "provider": "postmark", "reason": "unrecognised", "kind": "Inbox" });
    let mut assign = pick.clone();
    assign["delivery"] = json!(ID);
    for (body, expected) in [
        (json!({}), refused(422, "invalid")),
        (json!({ "provider": "pigeon", "reason": "untagged", "delivery": ID }), refused(422, "invalid")),
        (json!({ "provider": "postmark", "reason": "dull", "delivery": ID }), refused(422, "invalid")),
        (json!({ "provider": "postmark", "reason": "untagged", "delivery": "DM404" }), refused(404, "not-found")),
        (assign, refused(422, "invalid")),
    ] {
        assert_eq!(house.deal("/api/tray/assign", &[Role::Administration], &body).await.refusal(), expected, "{body}");
    }
    assert_eq!(house.heaps().await.len(), 1);
    let done = house.deal("/api/tray/discard", &[Role::Administration], &pick).await;
    assert_eq!(done.text, r#"{"posts":1,"events":0}"#);
    assert_eq!(house.heaps().await, []);
}

#[tokio::test]
async fn a_full_tray_refuses_and_drops_nothing() {
    let house = house_with_tray_of(1_000);
    let mut kept = 0;
    let refusal = loop {
        let answer = house.ingest("postmark", &[("x-webhook-secret", SECRET)], click(kept + 1, "{}")).await;
        if answer.status != 200 {
            break answer;
        }
        kept += 1;
    };
    assert_eq!(refusal.refusal(), refused(507, "about:blank"));
    assert!(kept >= 3, "{kept}");
    assert_eq!(house.heaps().await[0].count, u64::from(kept));
    assert_eq!(house.posted("postmark", &click(99, TAGGED)).await, [1, 0, 0], "what can be filed still is");
    let pick = json!({ "provider": "postmark", "reason": "untagged", "delivery": ID });
    house.deal("/api/tray/assign", &[Role::Administration], &pick).await;
    assert_eq!(house.posted("postmark", &click(kept + 1, "{}")).await, [0, 0, 1], "there is room again");
    assert_eq!(house.arrived(ID).await.len(), kept as usize + 1);
}

#[tokio::test]
async fn a_subscription_is_confirmed_by_whoever_trusts_it() {
    let house = house();
    let url = "https://sns.eu-west-1.amazonaws.example/?Action=ConfirmSubscription&Token=2336412f37";
    let posted = json!({
        "Type": "SubscriptionConfirmation", "MessageId": "1", "TopicArn": "arn:aws:sns:eu-west-1:1:mail",
        "Message": "You have chosen to subscribe", "Timestamp": "2026-11-23T09:00:00.000Z", "SubscribeURL": url,
    });
    assert_eq!(house.posted("ses", &posted.to_string()).await, [0, 0, 1]);
    let heap = house.heaps().await.remove(0);
    assert_eq!((heap.kind.as_str(), heap.reason.as_str()), ("SubscriptionConfirmation", "unrecognised"));
    assert_eq!(serde_json::from_str::<Value>(&heap.sample).unwrap()["SubscribeURL"], url);
}
