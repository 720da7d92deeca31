//! Orders, carried out once each.

use delivery_core::domain::id::DeliveryId;
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::Command;
use delivery_core::domain::safeguards::Safeguards;
use delivery_core::domain::schedule::Plan;
use delivery_core::wire::{Delivery, Problem, Recurrence, Schedule, SentBy, User};
use serde_json::json;

use super::admit::admit;
use super::family::{births, news};
use super::{Desk, Order, Reply};
use crate::clock::wall;
use crate::mta::{Course, Deed, Happening, Machine, Who};
use crate::store::{Answer, Change, Intent, Known, Unavailable, version};

impl Desk {
    pub(super) fn carry_out(&mut self, order: &Order) -> Result<Reply, Unavailable> {
        if let Some(reply) = self.said_before(&order.intent)? {
            return Ok(reply);
        }
        let now = self.clock.now();
        // What happened before the command comes before it in the log, too.
        self.turn_to(&order.delivery)?;
        while self.play_one(&order.delivery, now)? {}
        let folder = self.folders.get_mut(&order.delivery).ok_or_else(|| Unavailable::new("no such delivery"))?;
        if let Err(problem) = admit(order, folder, now) {
            return self.refuse(&problem, &order.intent);
        }
        if order.deed == Deed::Command(Command::Duplicate) {
            return self.duplicate(order, now);
        }
        if order.deed == Deed::Command(Command::Prepare) {
            self.give_recipients(&order.delivery)?;
        }
        let folder = self.folders.get_mut(&order.delivery).ok_or_else(|| Unavailable::new("no such delivery"))?;
        folder.stale = true;
        let before = folder.machine.record().clone();
        let who = Who { login: &order.user.login, name: &order.user.name };
        let told = folder.machine.act(&order.deed, who, now);
        let born = births(&mut folder.machine, &self.writer, now)?;
        let number = folder.seen.number + 1;
        let record = folder.machine.record();
        let parent = news(&before, record, number, now);
        let change = Change {
            delivery: &order.delivery,
            seen: folder.seen,
            told: &told,
            record: Some(record),
            course: folder.machine.course(),
            born: &born,
            parent: parent.as_ref(),
        };
        let answer = Answer {
            status: 200,
            version: Some(version(&order.delivery, number)),
            cursor: None,
            body: serde_json::to_string(record)?,
        };
        let (answer, ends) = self.writer.commit_answer(Some(change), &order.intent, answer, wall())?;
        if let Some(ends) = &ends {
            (folder.seen, folder.stale) = (ends.seen, false);
        }
        self.welcome(born);
        self.tell(&order.delivery, parent.as_ref(), ends);
        Ok(Reply::Answered(answer))
    }

    /// What was said to an intent before, if its key is known.
    pub(super) fn said_before(&self, intent: &Intent) -> Result<Option<Reply>, Unavailable> {
        Ok(match self.writer.find(intent)? {
            Known::Answered(answer) => Some(Reply::AnsweredBefore(answer)),
            Known::ForSomethingElse => Some(Reply::KeyReused),
            Known::No => None,
        })
    }

    /// Refuses an intent, for whenever it is repeated, too.
    pub(super) fn refuse(&mut self, problem: &Problem, intent: &Intent) -> Result<Reply, Unavailable> {
        let body = serde_json::to_string(problem)?;
        let answer = Answer { status: problem.status, version: None, cursor: None, body };
        Ok(Reply::Answered(self.writer.commit_answer(None, intent, answer, wall())?.0))
    }

    /// A copy goes out as soon as it is confirmed: nothing of when the other one went comes along.
    fn duplicate(&mut self, order: &Order, now: Instant) -> Result<Reply, Unavailable> {
        let Some(folder) = self.folders.get(&order.delivery) else { return Ok(Reply::KeyReused) };
        let (record, course) = (folder.machine.record(), folder.machine.course());
        let id = self.fresh_id();
        let copy = Delivery {
            id: id.clone(),
            label: format!("Copy of {}", record.label),
            recurrence: Recurrence::OneOff,
            state: Default::default(),
            schedule: Schedule { plan: Plan::OnceConfirmed, at: None },
            preparation: None,
            outdated_by: None,
            safeguards: self.safeguards,
            approval: None,
            confirmation: None,
            contact_date: None,
            copied_from: Some(record.id.clone()),
            ..record.clone()
        };
        let blank = Course::new(course.engine.untold(), course.warnings.clone());
        let (machine, mut told) = match record.sent_by {
            SentBy::Here => (Machine::new(copy, blank), Vec::new()),
            SentBy::Elsewhere => Machine::sent_elsewhere(copy, now),
        };
        let text = format!("Copied from {} by user '{}' ({})", record.id, order.user.name, order.user.login);
        let more = json!({ "severity": "info", "code": "copied", "text": text });
        told.insert(0, Happening::of_delivery("delivery.logged", "row.copied".to_owned(), now, more));
        let body = serde_json::to_string(machine.record())?;
        let answer = Answer { status: 201, version: Some(version(&id, 1)), cursor: None, body };
        let born = vec![(machine, told)];
        let answer = self.writer.add_answer(&born, &order.intent, answer, wall())?;
        self.welcome(born);
        Ok(Reply::Answered(answer))
    }

    /// The next of the names that people see: one more than the highest so far.
    fn fresh_id(&self) -> DeliveryId {
        let numbers = self.folders.keys().filter_map(|id| id.as_str().strip_prefix("DM")?.parse::<u64>().ok());
        DeliveryId::new(format!("DM{}", numbers.max().unwrap_or(0) + 1))
    }

    pub(super) fn guard(&mut self, safeguards: Safeguards, user: &User) -> Result<(), Unavailable> {
        self.writer.keep_safeguards(safeguards)?;
        self.safeguards = safeguards;
        self.apply_safeguards(&user.name)
    }

    /// Each delivery that has not started takes them over. Told in its log, so that whoever has it open sees it.
    pub(super) fn apply_safeguards(&mut self, by: &str) -> Result<(), Unavailable> {
        let (safeguards, now) = (self.safeguards, self.clock.now());
        let ids: Vec<_> = self.folders.keys().cloned().collect();
        for id in &ids {
            self.refresh(id)?;
            if self.folders.get(id).is_some_and(|folder| folder.machine.record().safeguards != safeguards) {
                self.change(id, now, |machine| machine.guard(safeguards, by, now))?;
            }
        }
        Ok(())
    }
}
