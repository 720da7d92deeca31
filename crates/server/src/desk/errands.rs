//! The counter, where orders are handed in at the desk, and what senders, mailboxes and other services have for it.
//! Threads wait for the answer, and tasks do.

use std::sync::mpsc::Sender;

use delivery_core::domain::id::DeliveryId;
use delivery_core::domain::safeguards::Safeguards;
use delivery_core::wire::User;
use tokio::sync::oneshot;

use super::letters::Letter;
use super::notices::{Answered, Telling};
use super::posts::{Parcel, Pile, Taken};
use super::updates::Places;
use super::{Desk, Note, Order, Reply, Slip};
use crate::mta::Happening;
use crate::mta::port::Outcome;
use crate::store::{Standing, Unavailable};

/// Where an answer goes.
pub(super) type AnswerTo<T> = oneshot::Sender<Result<T, Unavailable>>;

/// An errand, and where its answer goes.
#[derive(Debug)]
pub(super) enum Errand {
    NextLetter(AnswerTo<Option<Letter>>),
    Outcome(DeliveryId, u32, Outcome, AnswerTo<()>),
    Trouble(String, AnswerTo<()>),
    NextNotice(AnswerTo<Option<Telling>>),
    Answered(DeliveryId, u64, Answered, AnswerTo<()>),
    TakeIn(DeliveryId, Vec<Happening>, AnswerTo<Option<usize>>),
    Unmatched(usize, AnswerTo<()>),
    /// Something is on the pile.
    Posts,
    Clear(Vec<String>, AnswerTo<usize>),
    Assign(DeliveryId, Vec<String>, Option<String>, AnswerTo<()>),
    AttendHub(Places, AnswerTo<Option<Places>>),
    HubHeard(Standing, AnswerTo<()>),
}

/// Where orders are handed in.
#[derive(Clone, Debug)]
pub struct Counter {
    slips: Sender<Slip>,
    pile: Pile,
}

impl Counter {
    pub(super) const fn new(slips: Sender<Slip>, pile: Pile) -> Self {
        Self { slips, pile }
    }

    /// Hands an order in and waits for the reply.
    ///
    /// # Errors
    /// If the database is not available, or the service is ending.
    pub async fn hand_in(&self, order: Order) -> Result<Reply, Unavailable> {
        self.ask(|reply| Slip::Order(Box::new(order), reply)).await
    }

    /// Hands in what is to be noted and waits for the reply.
    ///
    /// # Errors
    /// If the database is not available, or the service is ending.
    pub async fn note(&self, note: Note) -> Result<Reply, Unavailable> {
        self.ask(|reply| Slip::Note(Box::new(note), reply)).await
    }

    /// Asks something else of whoever confirms, from now on and for everybody.
    ///
    /// # Errors
    /// If the database is not available, or the service is ending.
    pub async fn guard(&self, safeguards: Safeguards, user: User) -> Result<(), Unavailable> {
        self.ask(|reply| Slip::Safeguards(safeguards, user, reply)).await
    }

    async fn ask<T>(
        &self,
        slip: impl FnOnce(oneshot::Sender<Result<T, Unavailable>>) -> Slip,
    ) -> Result<T, Unavailable> {
        let (reply, replied) = oneshot::channel();
        let closed = || Unavailable::new("the service is ending");
        self.slips.send(slip(reply)).map_err(|_| closed())?;
        replied.await.map_err(|_| closed())?
    }

    /// Hands in what a provider posted. What is new of it is on the disk then, and what was known is there already.
    ///
    /// # Errors
    /// If the database is not available, or the service is ending. Then it has to be posted again.
    pub async fn post(&self, parcels: Vec<Parcel>) -> Result<Taken, Unavailable> {
        self.ask(|reply| {
            self.pile.add(parcels, reply);
            Slip::Errand(Errand::Posts)
        })
        .await
    }

    /// Remembers that what has these marks belongs to a delivery, and notes in its log who said so, if there is such a row.
    ///
    /// # Errors
    /// If the database is not available, or the service is ending.
    pub async fn assign(
        &self,
        delivery: DeliveryId,
        marks: Vec<String>,
        row: Option<String>,
    ) -> Result<(), Unavailable> {
        self.ask(|reply| Slip::Errand(Errand::Assign(delivery, marks, row, reply))).await
    }

    /// Takes strays out of the tray, which stay known. Gives how many there were.
    ///
    /// # Errors
    /// If the database is not available, or the service is ending.
    pub async fn clear_strays(&self, ids: Vec<String>) -> Result<usize, Unavailable> {
        self.ask(|reply| Slip::Errand(Errand::Clear(ids, reply))).await
    }

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

    /// Keeps how far logs were published at a hub, and gives the places after which they have to be now. `None` if it is
    /// another copy that publishes.
    ///
    /// # Errors
    /// If the database is not available, or the service is ending. Then what was published has to be told again.
    pub fn attend_hub(&self, done: &Places) -> Result<Option<Places>, Unavailable> {
        self.wait(|reply| Errand::AttendHub(done.clone(), reply))
    }

    /// Keeps how the hub is doing.
    ///
    /// # Errors
    /// If the database is not available, or the service is ending.
    pub fn hub_heard(&self, standing: &Standing) -> Result<(), Unavailable> {
        self.wait(|reply| Errand::HubHeard(standing.clone(), reply))
    }

    fn wait<T>(&self, errand: impl FnOnce(AnswerTo<T>) -> Errand) -> Result<T, Unavailable> {
        let (reply, replied) = oneshot::channel();
        let closed = || Unavailable::new("the service is ending");
        self.slips.send(Slip::Errand(errand(reply))).map_err(|_| closed())?;
        replied.blocking_recv().map_err(|_| closed())?
    }
}

impl Desk {
    pub(super) fn run(&mut self, errand: Errand) {
        match errand {
            Errand::NextLetter(reply) => drop(reply.send(self.again(Self::next_letter))),
            Errand::Outcome(id, number, outcome, reply) => {
                drop(reply.send(self.again(|desk| desk.report(&id, number, &outcome))));
            }
            Errand::Trouble(text, reply) => drop(reply.send(self.again(|desk| desk.note_trouble(&text)))),
            Errand::NextNotice(reply) => drop(reply.send(self.again(Self::next_notice))),
            Errand::Answered(id, number, answer, reply) => {
                drop(reply.send(self.again(|desk| desk.answered(&id, number, &answer))));
            }
            Errand::TakeIn(id, told, reply) => drop(reply.send(self.take_in(&id, told))),
            Errand::Unmatched(mails, reply) => drop(reply.send(self.again(|desk| desk.note_unmatched(mails)))),
            Errand::Posts => self.file_posts(),
            Errand::Clear(ids, reply) => drop(reply.send(self.clear_strays(&ids))),
            Errand::Assign(id, marks, row, reply) => {
                drop(reply.send(self.again(|desk| desk.assign(&id, &marks, row.as_deref()))));
            }
            Errand::AttendHub(done, reply) => drop(reply.send(self.attend_hub(&done))),
            Errand::HubHeard(standing, reply) => drop(reply.send(self.writer.note_standing(&standing))),
        }
    }
}
