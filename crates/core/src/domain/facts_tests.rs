//! The tables of the reference, row by row, and the rules' edges.

use alloc::vec;
use alloc::vec::Vec;

use super::*;
use alloc::borrow::Cow;

use crate::domain::event::{Body, Event, Reason, Recipient, Track};
use crate::domain::fold::Fold;
use crate::domain::status::Status;

use Fact as F;

const NOT_SAID: Cow<'static, str> = Cow::Borrowed("");
const UNKNOWN: Reason<'static> = Reason { code: NOT_SAID, smtp: NOT_SAID, enhanced: NOT_SAID, text: NOT_SAID };
const DEFERRED: Fact<'static> = F::Deferred(UNKNOWN);
const EXPIRED: Fact<'static> = F::Expired(UNKNOWN);
const fn tracked(action: Action) -> Fact<'static> {
    F::Tracked(Track { action, url: NOT_SAID, label: NOT_SAID, is_machine: false })
}
const HARD: Fact<'static> = F::Bounced(Nature::Hard, UNKNOWN);
const SOFT: Fact<'static> = F::Bounced(Nature::Soft, UNKNOWN);
const PREPARED: Fact<'static> = F::Prepared { address: None, recipient: Recipient::Person };

fn excluded() -> Fact<'static> {
    F::Excluded { address: None, cause: "quarantine".into() }
}

/// Noon, and minutes after it.
fn minute(minutes: i64) -> Instant {
    Instant::from_millis(1_800_000_000_000) + TimeDelta::minutes(minutes)
}

fn fold(facts: &[(i64, Fact<'static>)]) -> Fold {
    let mut fold = Fold::new();
    for (at, (time, fact)) in facts.iter().enumerate() {
        fold.apply(&Event {
            id: alloc::format!("e{at}").into(),
            source: "/deliveries/DM95".into(),
            time: minute(*time),
            sequence: None,
            preparation: 0,
            body: Body::Message { message: "m1".into(), address: None, fact: fact.clone() },
        });
    }
    fold
}

fn settings(feedback: Feedback) -> Settings {
    Settings { feedback, validity: TimeDelta::hours(24) }
}

/// One message's status and detail an hour after noon, from facts given in minutes after noon.
fn standing(feedback: Feedback, facts: &[(i64, Fact<'static>)], as_of: i64) -> Option<(Status, Detail)> {
    let rows = fold(facts).rows(&settings(feedback), minute(as_of));
    rows.first().map(|row| (row.status, row.detail))
}

/// Both tables of domain.md 5.5. Each row adds one event to those before it and says by how much R, D and B change.
#[test]
fn each_row_of_the_reference_tables_moves_the_numbers_as_printed() {
    use Feedback::{Off, On};
    let numbers = |feedback, facts: &[(i64, Fact<'static>)], as_of| {
        let all = fold(facts).tally(&settings(feedback), minute(as_of)).all;
        [all.sent as i64, all.delivered as i64, all.bounces_errors as i64]
    };
    let check = |row: &str, feedback, before: &[(i64, Fact<'static>)], event: Fact<'static>, change: [i64; 3]| {
        let mut after = before.to_vec();
        after.push((50, event));
        let (from, to) = (numbers(feedback, before, 60), numbers(feedback, &after, 60));
        let moved: Vec<i64> = to.iter().zip(from).map(|(to, from)| to - from).collect();
        assert_eq!(moved, change, "{feedback:?}: {row}");
    };
    let queued = vec![(0, PREPARED)];
    let relayed = vec![(0, PREPARED), (1, F::Relayed)];
    let retrying = vec![(0, PREPARED), (1, F::Relayed), (2, DEFERRED)];
    let delivered = vec![(0, PREPARED), (1, F::Relayed), (2, F::Delivered)];

    for feedback in [On, Off] {
        check("preparation", feedback, &[], PREPARED, [0, 0, 0]);
        check("out of office", feedback, &relayed, F::AutoReplied, [0, 0, 0]);
        check("refused at relay", feedback, &queued, HARD, [1, 0, 1]);
        check("stopped before relay", feedback, &queued, F::Cancelled, [0, 0, 0]);
        check("spam complaint", feedback, &delivered, F::Complained, [0, 0, 0]);
        check("late hard bounce", feedback, &delivered, HARD, [0, -1, 1]);
    }
    check("relayed", On, &queued, F::Relayed, [1, 0, 0]);
    check("delivery confirmed", On, &relayed, F::Delivered, [0, 1, 0]);
    check("hard bounce", On, &relayed, HARD, [0, 0, 1]);
    check("soft bounce", On, &relayed, DEFERRED, [0, 0, 1]);
    check("soft bounce again", On, &retrying, DEFERRED, [0, 0, 0]);
    check("retry succeeds", On, &retrying, F::Delivered, [0, 1, -1]);
    check("gives up", On, &retrying, SOFT, [0, 0, 0]);
    check("validity ends", On, &retrying, EXPIRED, [0, 0, 0]);

    check("relayed", Off, &queued, F::Relayed, [1, 1, 0]);
    check("hard bounce", Off, &relayed, HARD, [0, -1, 1]);
    check("soft bounce", Off, &relayed, DEFERRED, [0, 0, 0]);
    check("retry succeeds", Off, &retrying, F::Delivered, [0, 0, 0]);
    check("retries fail", Off, &retrying, SOFT, [0, -1, 1]);
    check("validity ends", Off, &retrying, EXPIRED, [0, -1, 1]);

    // The validity ends by the clock alone. Nobody reported a bounce where nothing was heard, so none is counted
    // (design.md rule 7 departs from the reference here).
    let day = 24 * 60;
    assert_eq!(numbers(On, &retrying, day), [1, 0, 1]);
    assert_eq!(numbers(On, &retrying, day + 1), [1, 0, 1]);
    assert_eq!(numbers(Off, &retrying, day), [1, 1, 0]);
    assert_eq!(numbers(Off, &retrying, day + 1), [1, 0, 1]);
    assert_eq!(numbers(On, &relayed, day + 1), [1, 0, 0]);
    assert_eq!(numbers(Off, &relayed, day + 1), [1, 1, 0]);
}

#[test]
fn every_rule_gives_its_status_and_detail() {
    use Detail as D;
    use Feedback::{Off, On};
    use Status as S;
    let both = |facts: &[(i64, Fact<'static>)], expected: Option<(S, D)>| {
        for feedback in [On, Off] {
            assert_eq!(standing(feedback, facts, 60), expected, "{feedback:?} {facts:?}");
        }
    };
    let each = |facts: &[(i64, Fact<'static>)], on, off| {
        assert_eq!(standing(On, facts, 60), Some(on), "on {facts:?}");
        assert_eq!(standing(Off, facts, 60), Some(off), "off {facts:?}");
    };
    both(&[], None);
    // Rule 1.
    both(&[(0, excluded())], Some((S::Excluded, D::Excluded)));
    both(&[(0, excluded()), (1, F::AutoReplied)], Some((S::Excluded, D::Excluded)));
    both(&[(0, excluded()), (1, PREPARED)], Some((S::Pending, D::Queued)));
    both(&[(0, excluded()), (1, F::Cancelled)], Some((S::Cancelled, D::Cancelled)));
    // Rule 2.
    both(&[(0, PREPARED), (1, F::Cancelled)], Some((S::Cancelled, D::Cancelled)));
    both(&[(0, F::Cancelled), (1, tracked(Action::Open))], Some((S::Sent, D::Inferred)));
    each(&[(0, F::Cancelled), (1, F::Relayed)], (S::Pending, D::Awaiting), (S::Sent, D::Relayed));
    // Rule 3, at any time, also before its evidence.
    both(&[(1, F::Relayed), (2, HARD), (3, F::Delivered)], Some((S::Failed, D::Hard)));
    both(&[(1, F::Relayed), (2, HARD), (3, EXPIRED), (4, tracked(Action::Click))], Some((S::Failed, D::Hard)));
    // Rule 4: the later of the two, the expiry in a tie; the failure in a tie with a delivery.
    both(&[(2, SOFT)], Some((S::Failed, D::Soft)));
    both(&[(2, SOFT), (3, EXPIRED)], Some((S::Failed, D::Expired)));
    both(&[(3, SOFT), (2, EXPIRED)], Some((S::Failed, D::Soft)));
    both(&[(3, SOFT), (3, EXPIRED)], Some((S::Failed, D::Expired)));
    both(&[(3, SOFT), (3, F::Delivered)], Some((S::Failed, D::Soft)));
    both(&[(3, SOFT), (4, F::Delivered)], Some((S::Sent, D::Confirmed)));
    both(&[(3, SOFT), (4, F::Complained)], Some((S::Sent, D::Inferred)));
    both(&[(5, EXPIRED), (4, F::Delivered)], Some((S::Failed, D::Expired)));
    // Rule 5, machine or not.
    for seen in [tracked(Action::Open), tracked(Action::Click), F::Complained] {
        both(&[(1, F::Relayed), (2, seen.clone())], Some((S::Sent, D::Inferred)));
        both(&[(2, seen.clone()), (9, F::Delivered)], Some((S::Sent, D::Confirmed)));
        both(&[(1, F::Relayed), (2, DEFERRED), (3, seen)], Some((S::Sent, D::Inferred)));
    }
    // Rules 6 and 7.
    each(&[(1, F::Relayed), (2, DEFERRED)], (S::Failed, D::Retrying), (S::Sent, D::Retrying));
    each(&[(1, F::Relayed)], (S::Pending, D::Awaiting), (S::Sent, D::Relayed));
    // Rule 8.
    both(&[(0, PREPARED)], Some((S::Pending, D::Queued)));
    both(&[(0, F::AutoReplied)], Some((S::Pending, D::Queued)));
    // A provider's own suppression list: left out, unless it did try.
    both(&[(1, F::Relayed), (2, F::Suppressed)], Some((S::Excluded, D::Excluded)));
    both(&[(1, F::Relayed), (2, F::Suppressed), (3, F::Delivered)], Some((S::Sent, D::Confirmed)));
}

#[test]
fn the_validity_ends_on_its_instant_from_the_first_relay() {
    use Detail as D;
    use Feedback::{Off, On};
    use Status as S;
    let day = 24 * 60;
    let check = |feedback, facts: &[(i64, Fact<'static>)], as_of, expected| {
        assert_eq!(standing(feedback, facts, as_of), Some(expected), "{feedback:?} {facts:?} at {as_of}");
    };
    for (feedback, before) in [(On, S::Failed), (Off, S::Sent)] {
        let facts = [(10, F::Relayed), (5, F::Relayed), (3, DEFERRED), (90, DEFERRED)];
        check(feedback, &facts, day + 4, (before, D::Retrying));
        check(feedback, &facts, day + 5, (S::Failed, D::Expired));
        let unknown_relay = [(30, DEFERRED), (20, DEFERRED)];
        check(feedback, &unknown_relay, day + 19, (before, D::Retrying));
        check(feedback, &unknown_relay, day + 20, (S::Failed, D::Expired));
    }
    check(On, &[(0, F::Relayed)], day - 1, (S::Pending, D::Awaiting));
    check(On, &[(0, F::Relayed)], day, (S::Pending, D::Overdue));
    check(Off, &[(0, F::Relayed)], day, (S::Sent, D::Relayed));
}

#[test]
fn no_validity_is_longer_than_three_and_a_half_days() {
    let patience = |hours| Settings { validity: TimeDelta::hours(hours), ..Settings::default() }.patience();
    assert_eq!(patience(24), TimeDelta::hours(24));
    assert_eq!(patience(84), TimeDelta::hours(84));
    assert_eq!(patience(120), TimeDelta::hours(84));
    assert_eq!(patience(-1), TimeDelta::zero());
}

#[test]
fn a_delivery_after_a_hard_bounce_is_a_conflict_and_stays_failed() {
    let conflicts = |facts: &[(i64, Fact<'static>)]| {
        let all = fold(facts).tally(&settings(Feedback::On), minute(60)).all;
        (all.bounces_errors, all.conflicts)
    };
    assert_eq!(conflicts(&[(1, F::Relayed), (2, HARD)]), (1, 0));
    assert_eq!(conflicts(&[(2, F::Delivered), (3, HARD)]), (1, 0));
    assert_eq!(conflicts(&[(3, F::Delivered), (3, HARD)]), (1, 0));
    assert_eq!(conflicts(&[(4, F::Delivered), (3, HARD)]), (1, 1));
    assert_eq!(conflicts(&[(4, tracked(Action::Open)), (3, HARD), (5, HARD)]), (1, 0));
}

#[test]
fn only_the_delivered_are_openers() {
    let all = |facts: &[(i64, Fact<'static>)]| fold(facts).tally(&settings(Feedback::On), minute(60)).all;
    let opened = all(&[(1, F::Relayed), (2, tracked(Action::Click)), (3, F::Complained)]);
    assert_eq!((opened.unique_opens, opened.unique_clicks, opened.complaints), (1, 1, 1));
    let bounced = all(&[(1, F::Relayed), (2, tracked(Action::Click)), (3, F::Complained), (4, HARD)]);
    assert_eq!((bounced.unique_opens, bounced.unique_clicks, bounced.complaints), (0, 0, 1));
}
