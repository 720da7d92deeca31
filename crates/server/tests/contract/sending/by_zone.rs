//! Mail at one wall time, to each recipient in their own zone, as the list has it.

use std::time::SystemTime;

use chrono::{DateTime, TimeDelta};
use delivery_core::domain::civil::{Wall, Zone, resolve};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::State;
use delivery_core::domain::role::Role;
use delivery_server::zones::BundledZones;

use super::hook::with_secret;
use super::{ID, house};
use crate::engine::engine;
use crate::house::House;
use crate::relay::Relay;
use crate::schedules::put;

/// A list of addresses and zones.
fn list(people: &[(&str, &str)]) -> String {
    people
        .iter()
        .fold("address,name,Zone\n".to_owned(), |text, (address, zone)| text + &format!("{address},Somebody,{zone}\n"))
}

/// The schedule that a file names: this wall time in Rome, or wherever somebody lives.
fn at(wall: &str) -> String {
    format!(
        r#","schedule":{{"at":{{"wall":"{wall}","zone":"Europe/Rome","confirmation":"required","send_time":"recipient_zone"}}}}"#
    )
}

/// A service with a delivery to these people.
fn house_to(url: &str, people: &[(&str, &str)], more: &str, speed: f64) -> House {
    house(url, &[], more, speed, |sending| {
        with_secret(sending);
        std::fs::write(sending.deliver[0].with_file_name("list.csv"), list(people)).unwrap();
    })
}

/// When the log says that something became of a message.
async fn time_of(house: &House, kind: &str, number: u32) -> Option<Instant> {
    let subject = format!("m{number:09}");
    let log = house.log(ID).await;
    let event = log.into_iter().find(|event| event["type"] == kind && event["subject"] == subject.as_str())?;
    Instant::parse(event["time"].as_str().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_it_before_their_own_time() {
    let relay = Relay::start();
    let since_1970 = TimeDelta::from_std(SystemTime::UNIX_EPOCH.elapsed().unwrap()).unwrap();
    // In ten hours, as clocks at Greenwich show it: Tokyo's do in one, wherever the sun stands.
    let wall = (DateTime::UNIX_EPOCH + since_1970 + TimeDelta::hours(10)).format("%Y-%m-%dT%H:%M").to_string();
    let people = [
        ("london@a.example", "Etc/UTC"),
        ("tokyo@a.example", "asia/tokyo"),
        ("atlantis@a.example", "Atlantis/Poseidonis"),
        ("unknown@a.example", ""),
        ("nobody", "Asia/Tokyo"),
    ];
    // Three hours a second.
    let house = house_to(&relay.url(), &people, &at(&wall), 10_800.0);
    house.prepare().await;
    let (record, _) = house.record(ID).await;
    let due = |zone: &str| resolve(Wall::parse(&wall).unwrap(), &Zone::new(zone), &BundledZones).unwrap().at();
    assert_eq!(record.contact_date, Some(due("Asia/Tokyo")), "when the first have it");
    let preparation = record.preparation.unwrap();
    let zones: Vec<_> = preparation.zones.iter().map(|(zone, messages)| (zone.as_str(), *messages)).collect();
    assert_eq!(zones, [("", 2), ("Asia/Tokyo", 1), ("Etc/UTC", 1)]);
    let remark =
        "Of 2 recipients the list does not say in which time zone they live: they get it at the time of Europe/Rome.";
    assert_eq!(preparation.warnings.last().map(String::as_str), Some(remark));
    assert_eq!(house.command(ID, "confirm", &Role::ALL).await.status, 200);
    house.until("Tokyo has it", async || time_of(&house, "message.relayed", 1).await).await;
    // What waits goes on waiting over a restart.
    let house = house.again();
    house.comes_to(State::Finished).await;
    let mut left = Vec::new();
    for number in 0..4 {
        left.push(time_of(&house, "message.relayed", number).await.unwrap());
    }
    for (at, zone) in left.iter().zip(["Etc/UTC", "Asia/Tokyo", "Europe/Rome", "Europe/Rome"]) {
        let due = due(zone);
        assert!(*at >= due, "{zone}: {at:?} before {due:?}");
    }
    assert!(left[1] < left[2] && left[2] < left[0], "{left:?}");
    assert_eq!(relay.counts().len(), 4);
    assert!(relay.counts().values().all(|&count| count == 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_waited_for_their_time_does_not_once_it_goes_to_all() {
    let relay = Relay::start();
    let house = house_to(&relay.url(), &[("ok@a.example", "Asia/Tokyo")], &at("2099-01-01T09:00"), 1.0);
    house.prepare().await;
    assert_eq!(put(&house, ID, "schedule", r#"{"plan":"once_confirmed"}"#).await.status, 200);
    house.let_go().await;
    house.comes_to(State::Finished).await;
    assert_eq!(relay.counts()["ok@a.example"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_confirms_reads_that_nobody_has_a_time_of_their_own() {
    let relay = Relay::start();
    let house = house_to(&relay.url(), &[("ok@a.example", ""), ("no@a.example", "")], "", 1.0);
    let by_zone = r#"{"plan":{"at":{"wall":"2099-01-01T09:00:00","zone":"Europe/Rome","confirmation":"required","send_time":"recipient_zone"}}}"#;
    assert_eq!(put(&house, ID, "schedule", by_zone).await.status, 200);
    house.prepare().await;
    let said = house.record(ID).await.0.preparation.unwrap().warnings;
    let remark = "The list does not say in which time zone anybody lives: all get it at the time of Europe/Rome.";
    assert_eq!(said.last().map(String::as_str), Some(remark));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_is_told_whose_time_it_is() {
    let (address, asked) = engine(&[]);
    // Past in Tokyo, so it starts at once.
    let house = house_to(&address, &[("zoe@a.example", "Asia/Tokyo")], &at("2026-01-01T09:00"), 1.0);
    house.let_go().await;
    house.comes_to(State::Sending).await;
    let told = asked.lock().unwrap()[0].body["data"]["by_zone"].clone();
    assert_eq!(told, serde_json::json!({ "wall": "2026-01-01T09:00:00", "zone": "Europe/Rome" }));
}
