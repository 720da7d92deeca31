//! A recurring delivery's past: its executions, and what was said to each.

use chrono::TimeDelta;
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::{Command, State};

use super::{Answer, Played, WHO};
use crate::desk::{born, news};
use crate::mta::{Happening, List, Machine};

/// How long after it was prepared somebody says something to an execution.
const LATER: TimeDelta = TimeDelta::hours(2);

/// A recurring delivery that was started `since`, and its executions, until now. Who says nothing in particular confirms
/// what is past, and leaves what is to come to whoever tries the demo.
pub(super) fn play(mut parent: Machine, since: Instant, now: Instant, answers: &[Answer]) -> Played {
    let mut log = parent.command(Command::Start, WHO, since);
    let mut children: Played = Vec::new();
    while let Some(due) = parent.next_due().filter(|due| *due <= now) {
        log.extend(parent.advance(due, 1));
        for child in born(&mut parent, &List::default(), due) {
            let answer = answers.get(children.len()).copied().unwrap_or(Answer::Confirmed);
            let (child, told) = lived(child, answer, now, &mut log);
            children.push((child, told));
        }
    }
    log.sort_by_key(|happening| happening.time);
    let mut played = vec![(parent, log)];
    played.append(&mut children);
    played
}

fn lived(
    (mut child, mut told): (Machine, Vec<Happening>),
    answer: Answer,
    now: Instant,
    log: &mut Vec<Happening>,
) -> (Machine, Vec<Happening>) {
    let mut number = 1;
    let mut step = |child: &mut Machine, at: Instant, act: &mut dyn FnMut(&mut Machine) -> Vec<Happening>| {
        let before = child.record().clone();
        told.extend(act(child));
        number += 1;
        log.extend(news(&before, child.record(), number, at).map(|(_, happening)| happening));
    };
    while let Some(due) = child.next_due().filter(|due| *due <= now) {
        if child.record().state == State::Prepared
            && let Some(at) = child.record().preparation.as_ref().map(|preparation| preparation.finished_at + LATER)
            && at < due
        {
            let is_past = child.record().contact_date.is_some_and(|date| date <= now);
            let command = match answer {
                Answer::Confirmed if is_past => Some(Command::Confirm),
                Answer::Skipped => Some(Command::Skip),
                Answer::Confirmed | Answer::None => None,
            };
            if let Some(command) = command {
                step(&mut child, at, &mut |child| child.command(command, WHO, at));
                continue;
            }
        }
        step(&mut child, due, &mut |child| child.advance(due, usize::MAX));
    }
    (child, told)
}
