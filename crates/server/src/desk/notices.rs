//! What the owner's engine is told, and what it says.

use chrono::TimeDelta;
use delivery_core::domain::id::DeliveryId;
use delivery_core::domain::instant::Instant;
use delivery_core::wire::Delivery;

use super::Desk;
use crate::mta::port::Request;
use crate::store::Unavailable;

/// Seconds until a notice without a clear answer is sent again. The last repeats.
const AGAIN_AFTER: [i64; 7] = [5, 15, 60, 300, 900, 3_600, 14_400];

/// A notice to be sent.
#[derive(Clone, PartialEq, Debug)]
pub struct Telling {
    /// The delivery as it stands.
    pub record: Delivery,
    /// The notice's number in it.
    pub number: u64,
    /// What is asked.
    pub request: Request,
    /// When it was asked.
    pub at: Instant,
}

/// What the engine said to a notice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answered {
    /// It does what it is asked.
    Taken,
    /// It does not, for this reason.
    Refused(String),
    /// Nobody knows.
    Unclear(String),
}

impl Desk {
    /// The next notice that is due. That it is sent is written before it is: from then on the engine may know.
    pub(super) fn next_notice(&mut self) -> Result<Option<Telling>, Unavailable> {
        let now = self.clock.now();
        let mut kept = self.folders.iter().filter(|(_, folder)| folder.is_kept);
        let due = kept.find_map(|(id, folder)| {
            let notice = folder.machine.notice().filter(|notice| notice.not_before <= now)?;
            Some((id.clone(), notice.clone()))
        });
        let Some((id, notice)) = due else { return Ok(None) };
        let at = (notice.attempts as usize).min(AGAIN_AFTER.len() - 1);
        let again = now + TimeDelta::seconds(AGAIN_AFTER[at]);
        self.refresh(&id)?;
        self.change(&id, now, |machine| {
            machine.noticing(notice.number, again);
            Vec::new()
        })?;
        let record = self.folders.get(&id).map(|folder| folder.machine.record().clone());
        Ok(record.map(|record| Telling { record, number: notice.number, request: notice.request, at: notice.at }))
    }

    pub(super) fn answered(&mut self, id: &DeliveryId, number: u64, answer: &Answered) -> Result<(), Unavailable> {
        self.refresh(id)?;
        let now = self.clock.now();
        self.change(id, now, |machine| match answer {
            Answered::Taken => machine.noticed(number, None, now),
            Answered::Refused(reason) => machine.noticed(number, Some(reason), now),
            Answered::Unclear(why) => machine.unanswered(number, why, now),
        })
    }
}
