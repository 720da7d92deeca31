//! What the demo's deliveries are, in the words of those who would have made them.

mod channels;
mod repeating;

use chrono::{Datelike, NaiveDate, TimeDelta};
use delivery_core::domain::channel::{Channel, Tracking};
use delivery_core::domain::civil::{TimeOfDay, Wall, Zone, wall_at};
use delivery_core::domain::id::DeliveryId;
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::State;
use delivery_core::domain::safeguards::Safeguards;
use delivery_core::domain::schedule::{ConfirmationPolicy, Plan as When, SendTime};
use delivery_core::domain::status::Feedback;
use delivery_core::wire::{Audience, Content, Delivery, LastSend, Recurrence, Schedule, SentBy};

use super::{Answer, Past, Plan};
use crate::mta::chance::seed_of;
use crate::mta::{Course, Engine, Population, next_instant};
use crate::zones::BundledZones;

/// The zone that the demo's company lives in.
const ZONE: &str = "Europe/Rome";

const NINE: TimeOfDay = TimeOfDay::from_seconds(9 * 3_600).expect("a time of day");

/// What the demo's administrator asks of whoever confirms.
pub(super) const SAFEGUARDS: Safeguards = Safeguards { type_number_from: Some(50_000), second_person_from: None };

/// Seconds of event time that a send takes, whatever its size: ten messages a second for ten thousand recipients, and
/// fifty seconds for those who watch at the demo's usual speed.
const QUICK: u32 = 1_000;

/// The same for a send that is held to a few messages a second, and lasts for a quarter of an hour of watching.
const SLOW: u32 = 27_000;

const TEST_PROFILES: u32 = 3;
const TRAPS: u32 = 2;

struct Script {
    id: &'static str,
    label: String,
    channel: Channel,
    campaign: &'static str,
    description: &'static str,
    feedback: Feedback,
    validity_hours: u32,
    target: &'static str,
    /// Recipients, in hundredths of what the demo is asked for.
    share: u32,
    plan: When,
    recurrence: Recurrence,
    subject: &'static str,
    warnings: &'static [&'static str],
    relay_seconds: u32,
    last_send: Option<LastSend>,
    past: Past,
}

/// Every delivery of the demo, the oldest name first.
pub(super) fn all(plan: Plan) -> Vec<(Delivery, Course, Past)> {
    let now = plan.now;
    let monday = Wall::new(next_monday(now), NINE);
    let last_send = |ago, share| {
        let to_deliver = u64::from(plan.recipients) * share / 100;
        Some(LastSend { at: now - ago, to_deliver })
    };
    let scripts = [
        Script {
            id: "DM95",
            label: "Winter preview newsletter".to_owned(),
            channel: Channel::Email,
            campaign: "Winter 2026",
            description: "First look at the winter collection, with the story of the wool mill.",
            feedback: Feedback::On,
            validity_hours: 48,
            target: "Newsletter subscribers in Europe who bought in the last two years",
            share: 100,
            plan: When::OnceConfirmed,
            recurrence: Recurrence::OneOff,
            subject: "{first name}, winter is softer this year",
            warnings: &[],
            relay_seconds: QUICK,
            last_send: last_send(TimeDelta::days(28), 97),
            past: Past::Written,
        },
        Script {
            id: "DM96",
            label: "Members' evening invitation".to_owned(),
            channel: Channel::Email,
            campaign: "Winter 2026",
            description: "Invitation to the members' evening in the Milan and Bologna stores.",
            feedback: Feedback::Off,
            validity_hours: 24,
            target: "Members of the loyalty programme who live within 60 km of Milan or Bologna",
            share: 62,
            plan: When::OnceConfirmed,
            recurrence: Recurrence::OneOff,
            subject: "An evening for members, on 10 December",
            warnings: &[
                "The text version of the message has no unsubscription link.",
                "The link 'Find a store' has no label in the Italian version.",
            ],
            relay_seconds: QUICK,
            last_send: last_send(TimeDelta::days(182), 55),
            past: Past::Prepared(TimeDelta::minutes(35)),
        },
        Script {
            id: "DM97",
            label: "Gift guide, first wave".to_owned(),
            channel: Channel::Email,
            campaign: "Gift guide 2026",
            description: "Gift guide for the widest audience. Held to a slow pace while the new sending address warms up.",
            feedback: Feedback::On,
            validity_hours: 72,
            target: "All newsletter subscribers, except those who got the winter preview",
            share: 120,
            plan: When::OnceConfirmed,
            recurrence: Recurrence::OneOff,
            subject: "Twelve gifts we would like to get ourselves",
            warnings: &[],
            relay_seconds: SLOW,
            last_send: last_send(TimeDelta::days(364), 88),
            past: Past::Confirmed(TimeDelta::seconds(i64::from(SLOW) / 3)),
        },
        Script {
            id: "DM98",
            label: "Summer shop farewell".to_owned(),
            channel: Channel::Email,
            campaign: "Summer 2026",
            description: "Last days of the summer shop.",
            feedback: Feedback::Off,
            validity_hours: 24,
            target: "Subscribers who opened a summer newsletter",
            share: 85,
            plan: When::OnceConfirmed,
            recurrence: Recurrence::OneOff,
            subject: "The summer shop closes on Sunday",
            warnings: &[],
            relay_seconds: QUICK,
            last_send: last_send(TimeDelta::days(21), 83),
            past: Past::Confirmed(TimeDelta::hours(31)),
        },
        Script {
            id: "DM99",
            label: "Monday digest".to_owned(),
            channel: Channel::Email,
            campaign: "Digest",
            description: "New in the shop, and one recipe.",
            feedback: Feedback::On,
            validity_hours: 24,
            target: "Subscribers of the digest",
            share: 40,
            plan: dated(monday, SendTime::SameInstant),
            recurrence: Recurrence::OneOff,
            subject: "Your week: new arrivals and a soup",
            warnings: &[],
            relay_seconds: QUICK,
            last_send: last_send(TimeDelta::days(7), 40),
            past: Past::Prepared(TimeDelta::hours(2)),
        },
        Script {
            id: "DM103",
            label: "Birthday voucher".to_owned(),
            channel: Channel::Email,
            campaign: "Members",
            description: "Its subject has a brace too few.",
            feedback: Feedback::On,
            validity_hours: 48,
            target: "Members whose birthday is this week",
            share: 3,
            plan: When::OnceConfirmed,
            recurrence: Recurrence::OneOff,
            subject: "{first name, a present for you",
            warnings: &[],
            relay_seconds: QUICK,
            last_send: None,
            past: Past::Prepared(TimeDelta::minutes(80)),
        },
        Script {
            id: "DM104",
            label: "Repair week".to_owned(),
            channel: Channel::Email,
            campaign: "Stores",
            description: "Its subject was changed after it was prepared.",
            feedback: Feedback::On,
            validity_hours: 48,
            target: "Customers within 30 km of a workshop",
            share: 12,
            plan: When::OnceConfirmed,
            recurrence: Recurrence::OneOff,
            subject: "We mend what you love",
            warnings: &[],
            relay_seconds: QUICK,
            last_send: None,
            past: Past::Rewritten(TimeDelta::minutes(95), "We mend what you love, for free"),
        },
        Script {
            id: "DM105",
            label: "Sale, everybody".to_owned(),
            channel: Channel::Email,
            campaign: "Sale",
            description: "So many that the number has to be typed.",
            feedback: Feedback::On,
            validity_hours: 72,
            target: "Everybody who may be written to",
            share: 550,
            plan: When::OnceConfirmed,
            recurrence: Recurrence::OneOff,
            subject: "The sale begins",
            warnings: &[],
            relay_seconds: QUICK,
            last_send: last_send(TimeDelta::days(180), 510),
            past: Past::Written,
        },
    ];
    let all = scripts.into_iter().chain(channels::all(now)).chain(repeating::all(now));
    let mut written: Vec<_> = all.map(|script| written(script, plan)).collect();
    // In the order of their names, which is that of their making.
    written.sort_by_key(|(record, ..)| record.id.as_str()[2..].parse::<u32>().unwrap_or(u32::MAX));
    written
}

/// On a date of the company's clock, once somebody has confirmed.
fn dated(wall: Option<Wall>, send_time: SendTime) -> When {
    let (zone, confirmation) = (Zone::new(ZONE), ConfirmationPolicy::Required);
    wall.map_or(When::OnceConfirmed, |wall| When::At { wall, zone, confirmation, send_time })
}

fn written(script: Script, plan: Plan) -> (Delivery, Course, Past) {
    let targeted = u64::from(plan.recipients) * u64::from(script.share) / 100;
    let targeted = u32::try_from(targeted).unwrap_or(u32::MAX).max(TEST_PROFILES + TRAPS);
    let at = next_instant(&script.plan, plan.now);
    let record = Delivery {
        id: DeliveryId::new(script.id),
        label: script.label,
        channel: script.channel,
        contact_date: at.filter(|_| matches!(script.plan, When::At { .. })),
        recurrence: script.recurrence,
        sent_by: SentBy::Here,
        campaign: Some(script.campaign.to_owned()),
        description: Some(script.description.to_owned()),
        state: State::Editing,
        feedback: script.feedback,
        tracking: Tracking::On,
        validity_hours: script.validity_hours,
        audience: Audience { target: script.target.to_owned(), test_profiles: TEST_PROFILES, traps: TRAPS },
        schedule: Schedule { plan: script.plan, at },
        content: Content { from: "Lana & Sale <letters@shop.example>".to_owned(), subject: script.subject.to_owned() },
        preparation: None,
        outdated_by: None,
        safeguards: SAFEGUARDS,
        approval: None,
        confirmation: None,
        copied_from: None,
        last_send: script.last_send,
    };
    let population =
        Population { seed: seed_of(plan.seed, script.id), targeted, test_profiles: TEST_PROFILES, traps: TRAPS };
    let warnings = script.warnings.iter().map(|&warning| warning.to_owned()).collect();
    let course = Course::new(Engine::Simulated { population, relay_seconds: script.relay_seconds }, warnings);
    (record, course, script.past)
}

/// The date in the company's zone.
fn today(now: Instant) -> NaiveDate {
    wall_at(now, &Zone::new(ZONE), &BundledZones).map(Wall::date).unwrap_or_default()
}

fn next_monday(now: Instant) -> NaiveDate {
    let today = today(now);
    today + TimeDelta::days(7 - i64::from(today.weekday().num_days_from_monday()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_goes_on_a_monday_at_nine_in_rome() {
        for (now, at) in [
            ("2026-11-23T09:00:00Z", "2026-11-30T08:00:00Z"),
            ("2026-11-28T23:30:00Z", "2026-11-30T08:00:00Z"),
            // The clocks change on the Sunday before.
            ("2026-03-25T12:00:00Z", "2026-03-30T07:00:00Z"),
        ] {
            let now = Instant::parse(now).expect("an instant");
            let all = all(Plan { seed: 1, recipients: 100, now });
            let (digest, ..) = all.iter().find(|(record, ..)| record.id.as_str() == "DM99").expect("the digest");
            assert_eq!(digest.schedule.at, Instant::parse(at), "{now:?}");
        }
    }
}
