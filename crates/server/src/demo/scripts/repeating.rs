//! What repeats.

use chrono::TimeDelta;
use delivery_core::domain::channel::Channel;
use delivery_core::domain::civil::{Wall, Zone};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::recurrence::{Ends, Pattern, Recurrence as Dates};
use delivery_core::domain::schedule::{Aggregation, ConfirmationPolicy, Plan as When, SendTime};
use delivery_core::domain::status::Feedback;
use delivery_core::wire::Recurrence;

use super::{Answer, NINE, Past, QUICK, Script, ZONE, today};

/// One that asks each time, and one that asks nobody.
pub(super) fn all(now: Instant) -> [Script; 2] {
    let daily = |back, confirmation, aggregation| {
        let first = Wall::new(today(now) - TimeDelta::days(back), NINE);
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
