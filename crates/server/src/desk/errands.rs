//! What senders, mailboxes and other services hand in at the desk. Threads wait for the answer, and tasks do.

use delivery_core::domain::id::DeliveryId;
use tokio::sync::oneshot;

use super::letters::Letter;
use super::notices::{Answered, Telling};
use super::{Counter, Desk, Slip};
use crate::mta::Happening;
use crate::mta::port::Outcome;
use crate::store::Unavailable;

/// Where an answer goes.
type Reply<T> = oneshot::Sender<Result<T, Unavailable>>;

/// An errand, and where its answer goes.
#[derive(Debug)]
pub(super) enum Errand {
    NextLetter(Reply<Option<Letter>>),
    Outcome(DeliveryId, u32, Outcome, Reply<()>),
    Trouble(String, Reply<()>),
    NextNotice(Reply<Option<Telling>>),
    Answered(DeliveryId, u64, Answered, Reply<()>),
    TakeIn(DeliveryId, Vec<Happening>, Reply<Option<usize>>),
    Unmatched(usize, Reply<()>),
}

impl Counter {
    /// The next letter to hand over, which is then on its way: its outcome has to be reported.
    ///
    /// # Errors
    /// If the database is not available, or the service is ending.
    pub fn next_letter(&self) -> Result<Option<Letter>, Unavailable> {
        self.wait(Errand::NextLetter)
    }

    /// Reports what became of a letter. What was reported before is not told twice.
    ///
    /// # Errors
    /// If the database is not available, or the service is ending. Then it has to be reported again.
    pub fn report(&self, delivery: &DeliveryId, number: u32, outcome: Outcome) -> Result<(), Unavailable> {
        self.wait(|reply| Errand::Outcome(delivery.clone(), number, outcome, reply))
    }

    /// Notes in the logs of what is being sent that its relay makes trouble.
    ///
    /// # Errors
    /// If the database is not available, or the service is ending.
    pub fn note_trouble(&self, text: &str) -> Result<(), Unavailable> {
        self.wait(|reply| Errand::Trouble(text.to_owned(), reply))
    }

    /// What the owner's engine has to be told next.
    ///
    /// # Errors
    /// If the database is not available, or the service is ending.
    pub fn next_notice(&self) -> Result<Option<Telling>, Unavailable> {
        self.wait(Errand::NextNotice)
    }

    /// Reports what the owner's engine said.
    ///
    /// # Errors
    /// If the database is not available, or the service is ending.
    pub fn answered(&self, delivery: &DeliveryId, number: u64, answer: Answered) -> Result<(), Unavailable> {
        self.wait(|reply| Errand::Answered(delivery.clone(), number, answer, reply))
    }

    /// Takes in what others say of a delivery; see [`super::arrived`]. What is in its log already, by source and id, is left
    /// out. Gives how many are new; `None` if there is no such delivery. What was taken in is on the disk.
    ///
    /// # Errors
    /// If the database is not available, or the service is ending.
    pub async fn take_in(&self, delivery: DeliveryId, told: Vec<Happening>) -> Result<Option<usize>, Unavailable> {
        self.ask(|reply| Slip::Errand(Errand::TakeIn(delivery, told, reply))).await
    }

    /// The same for a thread.
    ///
    /// # Errors
    /// If the database is not available, or the service is ending.
    pub fn take_in_now(&self, delivery: DeliveryId, told: Vec<Happening>) -> Result<Option<usize>, Unavailable> {
        self.wait(|reply| Errand::TakeIn(delivery, told, reply))
    }

    /// Notes that so many mails in the mailbox belong to no message.
    ///
    /// # Errors
    /// If the database is not available, or the service is ending.
    pub fn note_unmatched(&self, mails: usize) -> Result<(), Unavailable> {
        self.wait(|reply| Errand::Unmatched(mails, reply))
    }

    fn wait<T>(&self, errand: impl FnOnce(Reply<T>) -> Errand) -> Result<T, Unavailable> {
        let (reply, replied) = oneshot::channel();
        let closed = || Unavailable::new("the service is ending");
        self.slips.send(Slip::Errand(errand(reply))).map_err(|_| closed())?;
        replied.blocking_recv().map_err(|_| closed())?
    }
}

impl Desk {
    pub(super) fn run(&mut self, errand: Errand) {
        match errand {
            Errand::NextLetter(reply) => drop(reply.send(self.next_letter())),
            Errand::Outcome(id, number, outcome, reply) => drop(reply.send(self.settle(&id, number, &outcome))),
            Errand::Trouble(text, reply) => drop(reply.send(self.note_trouble(&text))),
            Errand::NextNotice(reply) => drop(reply.send(self.next_notice())),
            Errand::Answered(id, number, answer, reply) => drop(reply.send(self.answered(&id, number, &answer))),
            Errand::TakeIn(id, told, reply) => drop(reply.send(self.take_in(&id, told))),
            Errand::Unmatched(mails, reply) => drop(reply.send(self.note_unmatched(mails))),
        }
    }
}
