//! What the simulator tells obeys the laws of design.md section 4, in both settings of the feedback service, at every
//! moment.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use delivery_core::domain::fold::{Fold, Settings};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::kpi::Counts;
use delivery_core::domain::lifecycle::{Command, State};
use delivery_core::domain::schedule::{ConfirmationPolicy, Plan};
use delivery_core::domain::status::Feedback;
use delivery_core::feed::{Format, Reader};
use delivery_core::wire::Delivery;
use delivery_server::mta::{Happening, Machine, Who};

use crate::stages::Stage;

const WHO: Who<'static> = Who { login: "ada", name: "Ada Test" };

/// A delivery and all that ever happens to it.
fn whole_life(feedback: Feedback) -> (Delivery, Vec<Happening>) {
    let stage = Stage { recipients: 4_000, relay_seconds: 900, feedback, ..State::Finished.into() };
    let (mut machine, mut told) = stage.machine("L");
    while let Some(due) = machine.next_due() {
        told.extend(machine.advance(due + TimeDelta::hours(1), usize::MAX));
    }
    (machine.record().clone(), told)
}

/// Numbers at each of many moments, from the events known by then.
fn numbers(delivery: &Delivery, told: &[Happening]) -> Vec<(Instant, Counts)> {
    let settings =
        Settings { feedback: delivery.feedback, validity: TimeDelta::hours(i64::from(delivery.validity_hours)) };
    let (mut fold, mut reader) = (Fold::new(), Reader::new(Format::CloudEvents));
    let mut numbers = Vec::new();
    for (at, happening) in told.iter().enumerate() {
        let line = happening.line("/deliveries/L", &format!("{:016}", at + 1)) + "\n";
        reader.push(line.as_bytes(), &mut fold);
        if at % 97 == 0 {
            numbers.push((happening.time, fold.tally(&settings, happening.time).all));
        }
    }
    if let Some(last) = told.last() {
        let later = last.time + TimeDelta::days(30);
        numbers.push((later, fold.tally(&settings, later).all));
    }
    numbers
}

fn count(told: &[Happening]) -> BTreeMap<&'static str, u64> {
    let mut kinds = BTreeMap::new();
    for happening in told {
        *kinds.entry(happening.kind).or_default() += 1;
    }
    kinds
}

#[test]
fn the_numbers_add_up_at_every_moment() {
    for feedback in [Feedback::On, Feedback::Off] {
        let (delivery, told) = whole_life(feedback);
        let mut before = Counts::default();
        for (at, now) in numbers(&delivery, &told) {
            let case = format!("{feedback:?} at {at}: {now:?}");
            assert_eq!(now.delivered + now.bounces_errors + now.pending, now.sent, "{case}");
            assert!(now.sent <= now.to_deliver && now.sent >= before.sent, "{case}");
            assert!(now.unique_clicks <= now.unique_opens && now.unique_opens <= now.delivered, "{case}");
            assert!(feedback == Feedback::On || now.pending == 0, "{case}");
            before = now;
        }
        let preparation = delivery.preparation.as_ref().unwrap();
        assert_eq!(
            (before.targeted, before.to_deliver, before.excluded),
            (preparation.targeted, preparation.to_deliver, preparation.excluded)
        );
        assert_eq!((before.sent, before.pending, before.cancelled), (preparation.to_deliver, 0, 0));
        assert!(before.bounces_errors > 0 && before.complaints > 0 && before.unique_clicks > 0, "{before:?}");
    }
}

#[test]
fn without_feedback_what_went_well_at_once_is_not_reported() {
    let (_, on) = whole_life(Feedback::On);
    let (_, off) = whole_life(Feedback::Off);
    let (mut on, mut off) = (count(&on), count(&off));
    assert!(on.remove("message.delivered").unwrap() > 3_500);
    // Only who was deferred, and so told of, is told of again.
    assert!(off.remove("message.delivered").unwrap() < off["message.deferred"]);
    assert_eq!(on, off);
}

#[test]
fn a_dated_send_starts_at_its_date() {
    let (mut machine, _) = Stage::from(State::Waiting).machine("W");
    let at = machine.record().schedule.at.unwrap();
    assert!(machine.advance(at - TimeDelta::milliseconds(1), usize::MAX).is_empty());
    let told = machine.advance(at, usize::MAX);
    assert_eq!(machine.record().state, State::Sending);
    assert_eq!((told[0].kind, told[0].time), ("delivery.started", at));
    assert!(told.iter().all(|happening| happening.time == at));
}

#[test]
fn a_dated_send_that_asks_nobody_confirms_itself() {
    let (machine, _) = Stage::from(State::Waiting).machine("W");
    let mut record = machine.record().clone();
    let Plan::At { confirmation, .. } = &mut record.schedule.plan else { panic!("it has a date") };
    *confirmation = ConfirmationPolicy::Automatic;
    let date = record.schedule.at.unwrap();
    record.state = State::Editing;
    record.confirmation = None;
    let course = Stage::from(State::Editing).machine("W").0.course().clone();
    let mut machine = Machine::new(record, course);
    let begun = date - TimeDelta::hours(3);
    machine.command(Command::Prepare, WHO, begun);
    let told = machine.advance(date, usize::MAX);
    let kinds = count(&told);
    assert_eq!((kinds["delivery.prepared"], kinds["delivery.confirmed"], kinds["delivery.started"]), (1, 1, 1));
    assert_eq!(machine.record().state, State::Sending);
    assert_eq!(machine.record().contact_date, Some(date));
}

#[test]
fn stopped_before_its_date_nothing_leaves() {
    let (mut machine, _) = Stage::from(State::Waiting).machine("W");
    let to_deliver = machine.record().preparation.as_ref().unwrap().to_deliver;
    let now = machine.record().confirmation.as_ref().unwrap().at + TimeDelta::minutes(1);
    let mut told = machine.command(Command::Stop, WHO, now);
    told.extend(machine.advance(now + TimeDelta::days(30), usize::MAX));
    let kinds = count(&told);
    assert_eq!(kinds.get("message.cancelled"), Some(&to_deliver));
    assert_eq!(kinds.get("message.relayed"), None);
    assert_eq!(machine.next_due(), None);
}

/// However small the pieces, and taken up anew from what is stored after each, a delivery tells the same.
#[test]
fn taken_up_anew_it_tells_the_same() {
    let (_, whole) = whole_life(Feedback::On);
    let stage = Stage { recipients: 4_000, relay_seconds: 900, ..State::Finished.into() };
    let (machine, mut told) = stage.machine("L");
    let mut stored = (machine.record().clone(), serde_json::to_string(machine.course()).unwrap());
    loop {
        let mut machine = Machine::new(stored.0, serde_json::from_str(&stored.1).unwrap());
        let Some(due) = machine.next_due() else { break };
        told.extend(machine.advance(due + TimeDelta::minutes(40), 300));
        stored = (machine.record().clone(), serde_json::to_string(machine.course()).unwrap());
    }
    let ids = |told: &[Happening]| told.iter().map(|happening| happening.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&told), ids(&whole));
}

/// Nothing is relayed while a send is held; what was relayed is still followed.
#[test]
fn a_held_send_rests() {
    let stage = Stage { recipients: 2_000, relay_seconds: 7_200, ..State::Sending.into() };
    let (mut machine, _) = stage.machine("H");
    let now = machine.record().contact_date.unwrap() + TimeDelta::hours(1);
    machine.command(Command::Pause, WHO, now);
    let held = count(&machine.advance(now + TimeDelta::hours(5), usize::MAX));
    assert_eq!(held.get("message.relayed"), None);
    assert!(held["message.opened"] > 10, "{held:?}");
    machine.command(Command::Resume, WHO, now + TimeDelta::hours(5));
    let rest = count(&machine.advance(now + TimeDelta::hours(8), usize::MAX));
    assert!(rest["message.relayed"] > 500, "{rest:?}");
    assert_eq!(machine.record().state, State::Finished);
}
