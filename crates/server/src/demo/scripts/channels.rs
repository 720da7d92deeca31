//! What is not mail.

use chrono::TimeDelta;
use delivery_core::domain::channel::Channel;
use delivery_core::domain::civil::{TimeOfDay, Wall};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::schedule::{Plan as When, SendTime};
use delivery_core::domain::status::Feedback;
use delivery_core::wire::Recurrence;

use super::{Past, QUICK, Script, dated, today};

const TEN: TimeOfDay = TimeOfDay::from_seconds(10 * 3_600).expect("a time of day");

/// A text message, a notification, and a letter.
pub(super) fn all(now: Instant) -> [Script; 3] {
    [
        Script {
            id: "DM100",
            label: "Store opening reminder".to_owned(),
            channel: Channel::Sms,
            campaign: "Stores",
            description: "At ten in the morning, wherever they are.",
            feedback: Feedback::On,
            validity_hours: 24,
            target: "Customers with a mobile number",
            share: 22,
            plan: dated(Wall::new(today(now) + TimeDelta::days(1), TEN), SendTime::RecipientZone),
            recurrence: Recurrence::OneOff,
            subject: "We open today. First 50 guests get a scarf.",
            warnings: &["The text is longer than one message: each costs two."],
            relay_seconds: QUICK,
            last_send: None,
            past: Past::Prepared(TimeDelta::minutes(50)),
        },
        Script {
            id: "DM101",
            label: "Basket reminder".to_owned(),
            channel: Channel::Push,
            campaign: "Shop",
            description: "To whoever left something in the basket.",
            feedback: Feedback::On,
            validity_hours: 12,
            target: "Users of the application with a basket older than a day",
            share: 18,
            plan: When::OnceConfirmed,
            recurrence: Recurrence::OneOff,
            subject: "Still thinking about it?",
            warnings: &[],
            relay_seconds: QUICK,
            last_send: None,
            past: Past::Confirmed(TimeDelta::hours(3)),
        },
        Script {
            id: "DM102",
            label: "Winter catalogue".to_owned(),
            channel: Channel::DirectMail,
            campaign: "Winter 2026",
            description: "The printed catalogue.",
            feedback: Feedback::Off,
            validity_hours: 84,
            target: "Customers who asked for the catalogue",
            share: 9,
            plan: When::OnceConfirmed,
            recurrence: Recurrence::OneOff,
            subject: "Winter catalogue",
            warnings: &[],
            relay_seconds: QUICK,
            last_send: None,
            past: Past::Confirmed(TimeDelta::hours(20)),
        },
    ]
}
