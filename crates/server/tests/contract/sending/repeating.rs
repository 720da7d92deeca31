//! A recurring delivery to imported recipients: each execution is mail to all of them that may be written to by then.

use delivery_core::domain::lifecycle::State;
use delivery_core::domain::role::Role;

use super::{ID, house};
use crate::house::House;
use crate::relay::Relay;

/// Seconds of event time in a second: a day in two.
const FAST: f64 = 43_200.0;

impl House {
    async fn execution_comes_to(&self, id: &str, state: State) {
        self.until(&format!("{id} is {state:?}"), async || {
            let answer = self.get(&format!("/api/deliveries/{id}")).await;
            let is_there = answer.status == 200 && self.record(id).await.0.state == state;
            is_there.then_some(())
        })
        .await;
    }
}

fn daily(confirmation: &str) -> String {
    format!(
        r#","schedule":{{"recurring":{{"recurrence":{{"first":"2026-01-01T09:00","zone":"Europe/Rome",
            "pattern":{{"daily":{{"every":1}}}},"ends":"never"}},"aggregation":"none","confirmation":"{confirmation}",
            "send_time":"same_instant"}}}}"#
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn each_execution_is_mail_to_whoever_may_be_written_to_by_then() {
    let relay = Relay::start();
    let house = house(&relay.url(), &["ok@a.example", "no@a.example"], &daily("automatic"), FAST, |_| {});
    assert_eq!(house.record(ID).await.0.state, State::Editing);
    assert_eq!(house.command(ID, "start", &Role::ALL).await.status, 200);
    house.execution_comes_to("DM1-1", State::Finished).await;
    house.execution_comes_to("DM1-2", State::Finished).await;
    let prepared = async |id: &str| house.record(id).await.0.preparation.unwrap();
    assert_eq!((prepared("DM1-1").await.targeted, prepared("DM1-1").await.to_deliver), (2, 2));
    // Whose address was unknown the first time is left out the next.
    house.execution_comes_to("DM1-3", State::Finished).await;
    assert_eq!((prepared("DM1-3").await.targeted, prepared("DM1-3").await.to_deliver), (2, 1));
    assert!(relay.counts()["ok@a.example"] >= 3);
    let bodies = relay.got();
    assert!(bodies.iter().all(|got| got.text.contains("Subject: Somebody, hello")), "each as it was imported");
    let log = house.log("DM1-1").await;
    let about = log.iter().find(|event| event["type"] == "delivery.preparation_started").unwrap();
    assert_eq!(about["data"]["about"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_execution_that_nobody_confirms_is_not_sent() {
    let relay = Relay::start();
    let house = house(&relay.url(), &["ok@a.example"], &daily("required"), FAST, |_| {});
    assert_eq!(house.command(ID, "start", &Role::ALL).await.status, 200);
    house.execution_comes_to("DM1-1", State::Missed).await;
    assert!(relay.got().is_empty());
    // What was being prepared when the service ended is prepared all the same.
    let house = house.again();
    house.execution_comes_to("DM1-3", State::Missed).await;
    assert!(relay.got().is_empty());
}
