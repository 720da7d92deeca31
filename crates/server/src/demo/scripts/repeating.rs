//! What repeats.

use chrono::TimeDelta;
use delivery_core::domain::channel::Channel;
use delivery_core::domain::civil::{TimeOfDay, Wall, Zone, wall_at};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::recurrence::{Ends, Pattern, Recurrence as Dates};
use delivery_core::domain::schedule::{Aggregation, ConfirmationPolicy, Plan as When, SendTime};
use delivery_core::domain::status::Feedback;
use delivery_core::wire::Recurrence;

use super::{Answer, NINE, Past, QUICK, Script, ZONE, today};
use crate::zones::BundledZones;

const FIVE: TimeOfDay = TimeOfDay::from_seconds(5 * 3_600).expect("a time of day");
const ELEVEN: TimeOfDay = TimeOfDay::from_seconds(11 * 3_600).expect("a time of day");

/// Nine, or eleven if nine is about to come: time runs fast in the demo, and whoever opens it should have time to confirm.
fn morning(now: Instant) -> TimeOfDay {
    let clock = wall_at(now, &Zone::new(ZONE), &BundledZones).map(Wall::time);
    if clock.is_some_and(|clock| (FIVE..NINE).contains(&clock)) { ELEVEN } else { NINE }
}

/// One that asks each time, and one that asks nobody.
pub(super) fn all(now: Instant) -> [Script; 2] {
    let daily = |back, confirmation, aggregation| {
        let first = Wall::new(today(now) - TimeDelta::days(back), morning(now));
        let ends = Ends::Never;
        first.map_or(When::OnceConfirmed, |first| When::Recurring {
            recurrence: Dates { first, zone: Zone::new(ZONE), pattern: Pattern::Daily { every: 1 }, ends },
            aggregation,
            confirmation,
            send_time: SendTime::SameInstant,
        })
    };
    [
        Script {
            id: "DM106",
            label: "Daily offer".to_owned(),
            channel: Channel::Email,
            campaign: "Offers",
            description: "Each morning's offer. Somebody has to confirm it each time.",
            feedback: Feedback::On,
            validity_hours: 12,
            target: "Subscribers of the daily offer",
            share: 4,
            plan: daily(6, ConfirmationPolicy::Required, Aggregation::None),
            recurrence: Recurrence::Recurring,
            subject: "Today only",
            warnings: &[],
            relay_seconds: QUICK,
            last_send: None,
            past: Past::Repeated(
                TimeDelta::days(6),
                &[Answer::Confirmed, Answer::Skipped, Answer::Confirmed, Answer::None],
            ),
        },
        Script {
            id: "DM107",
            label: "Welcome".to_owned(),
            channel: Channel::Email,
            campaign: "Members",
            description: "Greets new members each morning, by itself; counted by month.",
            feedback: Feedback::Off,
            validity_hours: 24,
            target: "Members who joined since yesterday",
            share: 1,
            plan: daily(9, ConfirmationPolicy::Automatic, Aggregation::Month),
            recurrence: Recurrence::Recurring,
            subject: "Welcome, {first name}",
            warnings: &[],
            relay_seconds: QUICK,
            last_send: None,
            past: Past::Repeated(TimeDelta::days(9), &[]),
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mta::next_instant;

    #[test]
    fn whenever_the_demo_is_opened_nothing_passes_at_once() {
        let midnight = Instant::parse("2026-11-27T00:00:00Z").expect("an instant");
        for minutes in (0..24 * 60).step_by(10) {
            let now = midnight + TimeDelta::minutes(minutes);
            for script in all(now) {
                let next = next_instant(&script.plan, now).expect("a date");
                assert!(next >= now + TimeDelta::hours(2), "{now:?} {next:?}");
            }
        }
    }
}
