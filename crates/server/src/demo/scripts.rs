//! What the demo's deliveries are, in the words of those who would have made them.

use chrono::TimeDelta;
use delivery_core::domain::id::DeliveryId;
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::State;
use delivery_core::domain::status::Feedback;
use delivery_core::wire::{Audience, Channel, Content, Delivery, LastSend, Recurrence, Schedule};
use jiff::civil::Weekday;
use jiff::tz::TimeZone;

use super::{Past, Plan};
use crate::mta::chance::seed_of;
use crate::mta::{Course, Population, Work};

/// The zone that the demo's company lives in.
const ZONE: &str = "Europe/Rome";

/// Seconds of event time that a send takes, whatever its size: ten messages a second for ten thousand recipients, and
/// fifty seconds for those who watch at the demo's usual speed.
const QUICK: u32 = 1_000;

/// The same for a send that is held to a few messages a second, and lasts for a quarter of an hour of watching.
const SLOW: u32 = 27_000;

const TEST_PROFILES: u32 = 3;
const TRAPS: u32 = 2;

struct Script<'a> {
    id: &'static str,
    label: &'a str,
    campaign: &'static str,
    description: &'static str,
    feedback: Feedback,
    validity_hours: u32,
    target: &'static str,
    /// Recipients, in hundredths of what the demo is asked for.
    share: u32,
    schedule: Schedule,
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
    let monday = next_monday(now);
    let label =
        monday.as_ref().map_or_else(|| "Weekly digest".to_owned(), |monday| format!("[{}] Weekly digest", monday.day));
    let last_send = |ago, share| {
        let to_deliver = u64::from(plan.recipients) * share / 100;
        Some(LastSend { at: now - ago, to_deliver })
    };
    let scripts = [
        Script {
            id: "DM95",
            label: "Winter preview newsletter",
            campaign: "Winter 2026",
            description: "First look at the winter collection, with the story of the wool mill.",
            feedback: Feedback::On,
            validity_hours: 48,
            target: "Newsletter subscribers in Europe who bought in the last two years",
            share: 100,
            schedule: Schedule::OnceConfirmed,
            recurrence: Recurrence::OneOff,
            subject: "{first name}, winter is softer this year",
            warnings: &[],
            relay_seconds: QUICK,
            last_send: last_send(TimeDelta::days(28), 97),
            past: Past::Written,
        },
        Script {
            id: "DM96",
            label: "Members' evening invitation",
            campaign: "Winter 2026",
            description: "Invitation to the members' evening in the Milan and Bologna stores.",
            feedback: Feedback::Off,
            validity_hours: 24,
            target: "Members of the loyalty programme who live within 60 km of Milan or Bologna",
            share: 62,
            schedule: Schedule::OnceConfirmed,
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
            label: "Gift guide, first wave",
            campaign: "Gift guide 2026",
            description: "Gift guide for the widest audience. Held to a slow pace while the new sending address warms up.",
            feedback: Feedback::On,
            validity_hours: 72,
            target: "All newsletter subscribers, except those who got the winter preview",
            share: 120,
            schedule: Schedule::OnceConfirmed,
            recurrence: Recurrence::OneOff,
            subject: "Twelve gifts we would like to get ourselves",
            warnings: &[],
            relay_seconds: SLOW,
            last_send: last_send(TimeDelta::days(364), 88),
            past: Past::Confirmed(TimeDelta::seconds(i64::from(SLOW) / 3)),
        },
        Script {
            id: "DM98",
            label: "Summer shop farewell",
            campaign: "Summer 2026",
            description: "Last days of the summer shop.",
            feedback: Feedback::Off,
            validity_hours: 24,
            target: "Subscribers who opened a summer newsletter",
            share: 85,
            schedule: Schedule::OnceConfirmed,
            recurrence: Recurrence::OneOff,
            subject: "The summer shop closes on Sunday",
            warnings: &[],
            relay_seconds: QUICK,
            last_send: last_send(TimeDelta::days(21), 83),
            past: Past::Confirmed(TimeDelta::hours(31)),
        },
        Script {
            id: "DM99",
            label: &label,
            campaign: "Digest",
            description: "One execution of the weekly digest: new in the shop, and one recipe.",
            feedback: Feedback::On,
            validity_hours: 24,
            target: "Subscribers of the weekly digest",
            share: 40,
            schedule: monday.as_ref().map_or(Schedule::OnceConfirmed, |monday| Schedule::At {
                wall: monday.wall.clone(),
                zone: ZONE.to_owned(),
                at: monday.at,
                request_confirmation: true,
            }),
            recurrence: Recurrence::Execution {
                parent: "Weekly digest (DM71)".to_owned(),
                occurrence: monday.as_ref().map_or_else(|| "Monday".to_owned(), |monday| monday.shown.clone()),
            },
            subject: "Your week: new arrivals and a soup",
            warnings: &[],
            relay_seconds: QUICK,
            last_send: last_send(TimeDelta::days(7), 40),
            past: Past::Prepared(TimeDelta::hours(2)),
        },
    ];
    scripts.into_iter().map(|script| written(script, plan)).collect()
}

fn written(script: Script<'_>, plan: Plan) -> (Delivery, Course, Past) {
    let targeted = u64::from(plan.recipients) * u64::from(script.share) / 100;
    let targeted = u32::try_from(targeted).unwrap_or(u32::MAX).max(TEST_PROFILES + TRAPS);
    let contact_date = match script.schedule {
        Schedule::OnceConfirmed => None,
        Schedule::At { at, .. } => Some(at),
    };
    let record = Delivery {
        id: DeliveryId::new(script.id),
        label: script.label.to_owned(),
        channel: Channel::Email,
        recurrence: script.recurrence,
        campaign: Some(script.campaign.to_owned()),
        description: Some(script.description.to_owned()),
        state: State::Editing,
        feedback: script.feedback,
        validity_hours: script.validity_hours,
        audience: Audience { target: script.target.to_owned(), test_profiles: TEST_PROFILES, traps: TRAPS },
        schedule: script.schedule,
        content: Content { from: "Lana & Sale <letters@shop.example>".to_owned(), subject: script.subject.to_owned() },
        preparation: None,
        confirmation: None,
        contact_date,
        last_send: script.last_send,
    };
    let population =
        Population { seed: seed_of(plan.seed, script.id), targeted, test_profiles: TEST_PROFILES, traps: TRAPS };
    let warnings = script.warnings.iter().map(|&warning| warning.to_owned()).collect();
    let work = Work::Resting;
    let course = Course { population, warnings, relay_seconds: script.relay_seconds, preparations: 0, pauses: 0, work };
    (record, course, script.past)
}

/// Nine o'clock of the next Monday.
struct Monday {
    day: String,
    wall: String,
    shown: String,
    at: Instant,
}

fn next_monday(now: Instant) -> Option<Monday> {
    let zone = TimeZone::get(ZONE).ok()?;
    let today = jiff::Timestamp::from_microsecond(now.micros()).ok()?.to_zoned_datetime(zone.clone()).date();
    let day = today.nth_weekday(1, Weekday::Monday).ok()?;
    let wall = day.at(9, 0, 0, 0);
    // Of a civil time that a change of clocks repeats or skips, jiff takes the earlier offset, or the time after the gap.
    let at = wall.to_zoned_datetime(zone).ok()?.timestamp();
    Some(Monday {
        day: day.to_string(),
        wall: wall.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
        shown: format!("{}, 09:00 {ZONE}", day.strftime("%-d %b %Y")),
        at: Instant::from_micros(at.as_microsecond()),
    })
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
            let monday = Instant::parse(now).and_then(next_monday).map(|monday| monday.at);
            assert_eq!(monday, Instant::parse(at), "{now}");
        }
    }
}
