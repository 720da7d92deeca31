//! What becomes of one message after it was handed over. Decided by the seed alone, in time since the hand-over.

use chrono::TimeDelta;
use delivery_core::domain::status::Feedback;
use serde_json::{Value, json};

use super::chance::{Chance, Purpose};
use super::names;
use super::population::{Kind, Population};
use super::port::again_after;

/// One thing that happens to a relayed message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// Time since the hand-over, at least a millisecond.
    pub after: TimeDelta,
    /// What happens.
    pub what: What,
}

/// What can happen to a relayed message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// The recipient's server took it.
    Delivered,
    /// It asked to try again later.
    Deferred {
        /// Why.
        refusal: Refusal,
        /// The first is 1.
        attempt: u32,
        /// Time until the next attempt.
        again_in: TimeDelta,
    },
    /// Refused for good, at once or after it had been taken.
    Bounced(Refusal),
    /// Deferred until the sender gave up.
    GivenUp(Refusal),
    /// Deferred until the validity period was over.
    Expired(Refusal),
    /// The recipient is away.
    AutoReplied,
    /// Images were loaded.
    Opened {
        /// By a machine that looks at mail before people do.
        machine: bool,
    },
    /// A link was followed.
    Clicked {
        /// Label and address.
        link: (&'static str, &'static str),
    },
    /// The page that shows the message in the browser was opened.
    MirrorViewed,
    /// The recipient left the list.
    OptedOut,
    /// The recipient called it spam.
    Complained,
}

/// An answer other than yes, of a recipient's server.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// Why, by the words of domain.md section 5.2.
    pub reason: &'static str,
    /// SMTP reply code.
    pub smtp: u16,
    /// Enhanced status code (RFC 3463).
    pub enhanced: &'static str,
}

const fn refusal(reason: &'static str, smtp: u16, enhanced: &'static str) -> Refusal {
    Refusal { reason, smtp, enhanced }
}

const HARD: [&Refusal; 6] = [
    &refusal("user_unknown", 550, "5.1.1"),
    &refusal("user_unknown", 550, "5.1.1"),
    &refusal("user_unknown", 550, "5.1.10"),
    &refusal("account_disabled", 550, "5.2.1"),
    &refusal("refused", 554, "5.7.1"),
    &refusal("invalid_domain", 556, "5.1.10"),
];

const SOFT: [&Refusal; 5] = [
    &refusal("mailbox_full", 452, "4.2.2"),
    &refusal("mailbox_full", 452, "4.2.2"),
    &refusal("unreachable", 421, "4.4.2"),
    &refusal("refused", 451, "4.7.1"),
    &refusal("not_connected", 421, "4.3.2"),
];

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// What becomes of the message with this index, in order of time.
pub fn fate(population: &Population, index: u32, feedback: Feedback, validity: TimeDelta) -> Vec<Step> {
    let mut telling = Telling {
        chance: Chance::of(population.seed, Purpose::Fate, index),
        feedback,
        validity: validity.num_milliseconds().max(1),
        steps: Vec::new(),
    };
    let answer = telling.chance.between(300, 6_000);
    match population.kind(index) {
        Kind::Person => telling.person(answer),
        Kind::TestProfile => {
            telling.delivered(answer);
            telling.add(answer + 40_000, What::Opened { machine: false });
        }
        Kind::Trap => telling.delivered(answer),
    }
    telling.steps.sort_by_key(|step| step.after);
    telling.steps
}

struct Telling {
    chance: Chance,
    feedback: Feedback,
    validity: i64,
    steps: Vec<Step>,
}

/// All times are in milliseconds since the hand-over.
impl Telling {
    fn add(&mut self, at: i64, what: What) {
        self.steps.push(Step { after: TimeDelta::milliseconds(at), what });
    }

    fn person(&mut self, answer: i64) {
        match self.chance.below(10_000) {
            0..120 => {
                let refusal = *self.chance.pick(&HARD);
                self.add(answer, What::Bounced(refusal));
            }
            120..620 => self.deferred(answer),
            _ => {
                self.delivered(answer);
                self.accepted(answer);
            }
        }
    }

    fn delivered(&mut self, at: i64) {
        // Without the feedback service, the provider says nothing of what went well at once.
        if self.feedback == Feedback::On {
            self.add(at, What::Delivered);
        }
    }

    fn deferred(&mut self, mut at: i64) {
        let refusal = *self.chance.pick(&SOFT);
        let tries = match self.chance.below(100) {
            0..75 => self.chance.between(1, 5),
            75..90 => 5,
            _ => i64::MAX,
        };
        let succeeds = tries < 5;
        for attempt in 1_u32.. {
            if at >= self.validity {
                return self.add(self.validity, What::Expired(refusal));
            }
            if i64::from(attempt) > tries {
                if !succeeds {
                    return self.add(at, What::GivenUp(refusal));
                }
                // Who was told of a deferral is told how it ended, with the feedback service or without.
                self.add(at, What::Delivered);
                return self.accepted(at);
            }
            let wait = again_after(attempt).num_milliseconds();
            let wait = wait + self.chance.between(0, wait / 4);
            self.add(at, What::Deferred { refusal, attempt, again_in: TimeDelta::milliseconds(wait) });
            at += wait;
        }
    }

    /// What follows from a delivery.
    fn accepted(&mut self, at: i64) {
        if self.chance.happens(700) {
            let seen = at + self.chance.between(800, 20_000);
            self.add(seen, What::Opened { machine: true });
        }
        if self.chance.happens(60) {
            let away = at + self.chance.between(5_000, 10 * MINUTE);
            self.add(away, What::AutoReplied);
        }
        if self.chance.happens(45) {
            // Taken by a gateway, refused behind it: nobody reads such a message.
            let back = at + self.chance.between(2 * MINUTE, 30 * HOUR);
            return self.add(back, What::Bounced(refusal("user_unknown", 550, "5.1.1")));
        }
        if self.chance.happens(3_600) {
            self.read(at);
        }
    }

    fn read(&mut self, at: i64) {
        let first = at
            + match self.chance.below(100) {
                0..35 => self.chance.between(MINUTE / 2, 20 * MINUTE),
                35..75 => self.chance.between(20 * MINUTE, 6 * HOUR),
                _ => self.chance.between(6 * HOUR, 60 * HOUR),
            };
        let seen = if self.chance.happens(200) { What::MirrorViewed } else { What::Opened { machine: false } };
        self.add(first, seen);
        if self.chance.happens(2_500) {
            let again = first + self.chance.between(MINUTE, 24 * HOUR);
            self.add(again, What::Opened { machine: false });
        }
        if self.chance.happens(2_800) {
            let links = if self.chance.happens(2_000) { 2 } else { 1 };
            let mut click = first;
            for _ in 0..links {
                click += self.chance.between(4_000, 3 * MINUTE);
                let link = names::LINKS[usize::try_from(self.chance.below(names::LINKS.len() as u64)).unwrap_or(0)];
                self.add(click, What::Clicked { link });
            }
        }
        if self.chance.happens(60) {
            let left = first + self.chance.between(8_000, 2 * MINUTE);
            self.add(left, What::OptedOut);
        }
        if self.chance.happens(25) {
            let complaint = first + self.chance.between(5_000, MINUTE);
            self.add(complaint, What::Complained);
        }
    }
}

impl What {
    /// The type of the event.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Delivered => "message.delivered",
            Self::Deferred { .. } => "message.deferred",
            Self::Bounced(_) | Self::GivenUp(_) => "message.bounced",
            Self::Expired(_) => "message.expired",
            Self::AutoReplied => "message.auto_replied",
            Self::Opened { .. } => "message.opened",
            Self::Clicked { .. } => "message.clicked",
            Self::MirrorViewed => "message.mirror_viewed",
            Self::OptedOut => "message.opted_out",
            Self::Complained => "message.complained",
        }
    }

    /// What else the event says, for a message at `address` to which it happened at `time`.
    pub fn more(self, address: &str, time: delivery_core::domain::instant::Instant) -> Value {
        let reply =
            |refusal: Refusal| json!({ "reason": refusal.reason, "smtp": refusal.smtp, "enhanced": refusal.enhanced });
        match self {
            Self::Delivered => {
                let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
                json!({ "mx": format!("mx.{domain}") })
            }
            Self::Deferred { refusal, attempt, again_in } => {
                let mut more = reply(refusal);
                more["attempt"] = json!(attempt);
                more["next_attempt_at"] = json!(time + again_in);
                more
            }
            Self::Bounced(refusal) => with_nature(reply(refusal), "hard"),
            Self::GivenUp(refusal) => with_nature(reply(refusal), "soft"),
            Self::Expired(refusal) => json!({ "reason": refusal.reason }),
            Self::AutoReplied | Self::Complained => Value::Null,
            Self::Opened { machine } => json!({ "machine": machine }),
            Self::Clicked { link: (label, url) } => json!({ "label": label, "url": url, "machine": false }),
            Self::MirrorViewed => {
                json!({ "label": names::MIRROR_PAGE.0, "url": names::MIRROR_PAGE.1, "machine": false })
            }
            Self::OptedOut => json!({ "label": names::UNSUBSCRIBE.0, "url": names::UNSUBSCRIBE.1, "machine": false }),
        }
    }
}

fn with_nature(mut more: Value, nature: &str) -> Value {
    more["nature"] = json!(nature);
    more
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    const POPULATION: Population = Population { seed: 11, targeted: 20_000, test_profiles: 3, traps: 2 };

    fn counts(feedback: Feedback) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for index in 0..POPULATION.targeted {
            for step in fate(&POPULATION, index, feedback, TimeDelta::hours(24)) {
                *counts.entry(step.what.kind()).or_default() += 1;
            }
        }
        counts
    }

    #[test]
    fn everything_that_can_happen_does() {
        let on = counts(Feedback::On);
        assert_eq!(on.len(), 10, "{on:?}");
        assert!(on["message.delivered"] > 18_500);
        assert!((8_000..12_000).contains(&on["message.opened"]), "{on:?}");
    }

    #[test]
    fn without_feedback_only_deliveries_at_the_first_attempt_go_unreported() {
        for index in 0..POPULATION.targeted {
            let on = fate(&POPULATION, index, Feedback::On, TimeDelta::hours(24));
            let was_deferred = on.iter().any(|step| matches!(step.what, What::Deferred { .. }));
            let expected: Vec<_> = on.into_iter().filter(|step| was_deferred || step.what != What::Delivered).collect();
            assert_eq!(fate(&POPULATION, index, Feedback::Off, TimeDelta::hours(24)), expected);
        }
    }

    #[test]
    fn a_message_ends_once_and_in_order() {
        for index in 0..POPULATION.targeted {
            let steps = fate(&POPULATION, index, Feedback::On, TimeDelta::hours(24));
            assert!(steps.iter().all(|step| step.after >= TimeDelta::milliseconds(1)));
            assert!(steps.is_sorted_by_key(|step| step.after));
            let delivered = steps.iter().filter(|step| step.what == What::Delivered).count();
            let ends = steps.iter().filter(|step| matches!(step.what, What::GivenUp(_) | What::Expired(_))).count();
            let bounces = steps.iter().filter(|step| matches!(step.what, What::Bounced(_))).count();
            assert!(delivered + ends <= 1 && bounces <= 1 && delivered + ends + bounces >= 1, "{index}: {steps:?}");
            let last = steps.iter().rfind(|step| matches!(step.what, What::Bounced(_)));
            let seen_later = last.is_some_and(|bounce| {
                steps.iter().any(|step| {
                    step.after > bounce.after && matches!(step.what, What::Opened { .. } | What::Clicked { .. })
                })
            });
            assert!(!seen_later, "{index}: nobody reads what came back: {steps:?}");
        }
    }

    #[test]
    fn nothing_is_retried_after_the_validity() {
        for hours in [1, 24] {
            for index in 0..5_000 {
                for step in fate(&POPULATION, index, Feedback::On, TimeDelta::hours(hours)) {
                    let retried = matches!(step.what, What::Deferred { .. } | What::GivenUp(_));
                    assert!(!retried || step.after < TimeDelta::hours(hours), "{index}: {step:?}");
                }
            }
        }
    }
}
