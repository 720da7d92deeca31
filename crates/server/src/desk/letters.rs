//! Mail that is being handed over: which letter leaves next, and what became of it.
//!
//! That a letter leaves is written before it is handed over, and its outcome after. So no crash sends one twice: what was
//! leaving when the service died may have left or not, and it is not tried again. The log says so.

use std::sync::Arc;

use delivery_core::domain::channel::Tracking;
use delivery_core::domain::civil::Zone;
use delivery_core::domain::event::Nature;
use delivery_core::domain::id::DeliveryId;
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::State;
use delivery_core::domain::status::Feedback;
use delivery_core::wire::Content;

use super::{Desk, Folder};
use crate::mail::{Body, is_address};
use crate::mta::port::{self, Outcome, Refusal};
use crate::mta::{Cause, Engine, List, Machine, message};
use crate::store::{Move, Unavailable, Writer};

/// Letters that are withdrawn at once, so that commands never wait long.
const BATCH: usize = 2_000;

/// What a preparation settles of its letters.
type Settled = (Vec<(u32, Move)>, Vec<(Zone, Instant)>);

/// A letter on its way.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Its delivery.
    pub delivery: DeliveryId,
    /// Which recipient.
    pub number: u32,
    /// The recipient's address.
    pub address: String,
    /// What it is filled in with, as JSON.
    pub fields: String,
    /// Sender and subject.
    pub content: Content,
    /// The rest of what it says.
    pub body: Arc<Body>,
    /// Whether each delivery is to be reported.
    pub feedback: Feedback,
    /// Whether opens and clicks are to be noted.
    pub tracking: Tracking,
}

/// Whether the address is at fault, so that later deliveries leave it out.
pub(super) fn is_in_vain(reason: &str) -> bool {
    matches!(reason, "user_unknown" | "account_disabled" | "invalid_domain" | "bad_address")
}

impl Desk {
    /// The next letter that may leave now. Deliveries take turns.
    pub(super) fn next_letter(&mut self) -> Result<Option<Letter>, Unavailable> {
        let now = self.clock.now();
        // Somebody else may keep what was kept here.
        if self.writer.is_shared() && self.has_lost_connection() {
            return Ok(None);
        }
        let mut ids = self.handing_over();
        let served = self.served.as_ref().and_then(|served| ids.iter().position(|id| id > served)).unwrap_or(0);
        ids.rotate_left(served);
        for id in ids {
            if let Some(letter) = self.next_letter_of(&id, now)? {
                self.served = Some(id);
                return Ok(Some(letter));
            }
        }
        Ok(None)
    }

    /// The deliveries that this copy hands over.
    fn handing_over(&self) -> Vec<DeliveryId> {
        let ours = self.folders.iter().filter(|(_, folder)| folder.is_kept && folder.machine.hands_over());
        ours.map(|(id, _)| id.clone()).collect()
    }

    fn next_letter_of(&mut self, id: &DeliveryId, now: Instant) -> Result<Option<Letter>, Unavailable> {
        self.refresh(id)?;
        let Some(body) = self.body(id)? else { return Ok(None) };
        let Some(folder) = self.folders.get(id).filter(|folder| folder.machine.hands_over()) else { return Ok(None) };
        let (patience, record) = (folder.machine.patience(), folder.machine.record().clone());
        while let Some(kept) = self.writer.next_letter(id, now)? {
            if kept.since.is_some_and(|since| since + patience <= now) {
                let told = port::expired(message(kept.number), now);
                self.change_letters(id, now, &[(kept.number, Move::Settle)], |_| vec![told])?;
                continue;
            }
            let Some(folder) = self.folders.get_mut(id) else { return Ok(None) };
            folder.stale = true;
            folder.seen = self.writer.leave(id, folder.seen, kept.number, now)?;
            folder.stale = false;
            self.under_way.insert((id.clone(), kept.number));
            return Ok(Some(Letter {
                delivery: id.clone(),
                number: kept.number,
                address: kept.address,
                fields: kept.fields,
                content: record.content,
                body,
                feedback: record.feedback,
                tracking: record.tracking,
            }));
        }
        Ok(None)
    }

    fn body(&mut self, id: &DeliveryId) -> Result<Option<Arc<Body>>, Unavailable> {
        let Some(folder) = self.folders.get_mut(id) else { return Ok(None) };
        if folder.body.is_none() {
            folder.body = self.writer.body(id)?.map(Arc::new);
        }
        Ok(folder.body.clone())
    }

    /// Writes what an adapter says became of a letter. If another copy has taken the delivery over since, it has written
    /// that nobody knows.
    pub(super) fn report(&mut self, id: &DeliveryId, number: u32, outcome: &Outcome) -> Result<(), Unavailable> {
        self.settle(id, number, outcome)?;
        self.under_way.remove(&(id.clone(), number));
        Ok(())
    }

    fn settle(&mut self, id: &DeliveryId, number: u32, outcome: &Outcome) -> Result<(), Unavailable> {
        self.refresh(id)?;
        let now = self.clock.now();
        let Some(kept) = self.writer.letter(id, number)?.filter(|kept| kept.is_leaving) else { return Ok(()) };
        let Some(folder) = self.folders.get(id) else { return Ok(()) };
        let message = message(number);
        let (told, moves) = match outcome {
            Outcome::Relayed => (Some(port::relayed(message, now)), vec![Move::Settle]),
            Outcome::Refused(refusal) => {
                let mut moves = vec![Move::Settle];
                if is_in_vain(refusal.reason) {
                    moves.push(Move::Shun(Cause::Quarantine));
                }
                (Some(port::bounced(message, Nature::Hard, refusal, now)), moves)
            }
            Outcome::Deferred(refusal) => {
                let ends = kept.since.unwrap_or(now) + folder.machine.patience();
                let next = now + port::again_after(kept.attempts);
                let told = port::deferred(message, kept.attempts, refusal, (next < ends).then_some(next), now);
                (Some(told), vec![Move::Wait(next.min(ends))])
            }
            Outcome::Returned => (None, vec![Move::Return]),
            Outcome::Uncertain => {
                let text = format!(
                    "Message {message} may have been handed over or not: its outcome is not known. It is not sent again."
                );
                let row = format!("letter.{message}.uncertain");
                (Some(Machine::warned_of(&row, "sender.uncertain", &text, now)), vec![Move::Settle])
            }
        };
        let moves: Vec<_> = moves.into_iter().map(|step| (number, step)).collect();
        self.change_letters(id, now, &moves, |_| told.into_iter().collect())
    }

    /// What was leaving when the service ended, or the copy that kept the delivery, has an outcome that nobody knows. What
    /// this copy is handing over still has one to come.
    pub(super) fn settle_uncertain(&mut self, id: &DeliveryId) -> Result<(), Unavailable> {
        for (number, _) in self.writer.leaving_letters(id)? {
            if !self.under_way.contains(&(id.clone(), number)) {
                self.settle(id, number, &Outcome::Uncertain)?;
            }
        }
        Ok(())
    }

    /// Withdraws what has not left of a delivery that was stopped, and ends one whose last letter has.
    pub(super) fn attend_letters(&mut self, id: &DeliveryId, now: Instant) -> Result<bool, Unavailable> {
        let Some(machine) = self.folders.get(id).map(|folder| &folder.machine) else { return Ok(false) };
        let withdrawn = machine.withdrawing().map(|(at, by)| (at, by.to_owned()));
        if let Some((at, by)) = withdrawn {
            let waiting = self.writer.waiting_letters(id, BATCH)?;
            if waiting.is_empty() {
                // What is leaving says first what became of it.
                if !self.writer.has_open_letters(id)? {
                    self.change(id, now, |machine| {
                        machine.withdrawn();
                        Vec::new()
                    })?;
                }
                return Ok(false);
            }
            let moves: Vec<_> = waiting.iter().map(|&(number, _)| (number, Move::Settle)).collect();
            let told = waiting.into_iter().map(|(number, attempts)| match attempts {
                0 => port::cancelled(message(number), &by, at),
                // It was put off before, so it is given up rather than never sent.
                _ => port::bounced(message(number), Nature::Soft, &Refusal::without_reply("cancelled"), now),
            });
            self.change_letters(id, now, &moves, |_| told.collect())?;
            return Ok(true);
        }
        if machine.hands_over() && !self.writer.has_open_letters(id)? {
            self.change(id, now, |machine| machine.handed_over(now))?;
        }
        Ok(false)
    }

    /// Whoever watches a send sees why it does not go on.
    pub(super) fn note_trouble(&mut self, text: &str) -> Result<(), Unavailable> {
        let now = self.clock.now();
        for id in self.handing_over() {
            self.refresh(&id)?;
            self.change(&id, now, |machine| vec![machine.warned("sender.trouble", text, now)])?;
        }
        Ok(())
    }

    /// Imported recipients are read when they are to be prepared, and marked by the rules as they hold then.
    pub(super) fn give_recipients(&mut self, id: &DeliveryId) -> Result<(), Unavailable> {
        let Some(folder) = self.folders.get_mut(id) else { return Ok(()) };
        let list = recipients(&self.writer, &folder.machine)?;
        folder.machine.give(list);
        Ok(())
    }

    /// Those of a preparation that was under way when the service ended.
    pub(super) fn give_again(&mut self, id: &DeliveryId) -> Result<(), Unavailable> {
        let is_preparing = |folder: &Folder| folder.machine.record().state == State::Preparing;
        if self.folders.get(id).is_some_and(is_preparing) { self.give_recipients(id) } else { Ok(()) }
    }
}

/// The recipients that a delivery was imported with, marked by the rules as they hold now; none where they are invented.
pub(super) fn recipients(writer: &Writer, machine: &Machine) -> Result<List, Unavailable> {
    match machine.course().engine {
        Engine::Simulated { .. } => Ok(List::default()),
        Engine::Outside { .. } => Ok(writer.list(&machine.record().id)?.marked(is_address, &writer.shunned()?)),
    }
}

/// The marks of a preparation that is finished, and when those of each zone get it: what leaves then is what it says.
pub(super) fn settled(writer: &Writer, id: &DeliveryId, machine: &mut Machine) -> Result<Settled, Unavailable> {
    let (list, before) = (machine.take_list(), writer.list(id)?);
    let both = list.iter().zip(before.iter()).zip(0_u32..);
    let changed = both.filter(|((now, before), _)| now.cause != before.cause);
    let marks = changed.map(|((now, _), number)| (number, Move::Mark(now.cause))).collect();
    Ok((marks, machine.own_times(&list)))
}
