//! The desk: the one thread that changes anything. It takes commands, lets the simulator play, and writes both; so what
//! happens to a delivery happens in one order.

mod admit;
mod changes;
mod copies;
mod errands;
mod exports;
mod family;
mod intake;
mod letters;
mod notices;
mod orders;
mod posts;
mod updates;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use delivery_core::domain::id::{DeliveryId, Version};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::safeguards::Safeguards;
use delivery_core::wire::{ConfirmRequest, Export, User};
use tokio::sync::oneshot;

use crate::clock::{Clock, wall};
use crate::mail::Body;
use crate::mta::{Deed, Machine};
use crate::store::{Answer, Intent, Seen, Unavailable, Writer};
use crate::tip::{Tip, Tips};
use copies::Others;
use errands::Errand;
use posts::{Pile, Tray};
use updates::Outlet;

pub use errands::Counter;
pub(crate) use family::{born, news};
pub use intake::{Arrival, arrived, digest};
pub use letters::Letter;
pub use notices::{Answered, Telling};
pub use posts::{Contents, Parcel, TRAY, Taken};
pub use updates::Places;

/// Time between two looks at what the simulator has to tell.
const TICK: Duration = Duration::from_millis(50);

/// The same while the database cannot be written.
const REST: Duration = Duration::from_millis(500);

/// Events written at once, so that commands never wait long.
const BATCH: usize = 2_000;

/// A command as it reaches the desk.
#[derive(Debug)]
pub struct Order {
    /// The delivery.
    pub delivery: DeliveryId,
    /// What to do.
    pub deed: Deed,
    /// Who asks.
    pub user: User,
    /// The versions of the record that it may be done to.
    pub if_match: Vec<Version>,
    /// For confirming and approving: the preparation that was read, and the number if it was typed.
    pub read: Option<ConfirmRequest>,
    /// For a schedule: the instant that whoever saves it was shown.
    pub shown: Option<Instant>,
    /// The intent it stands for.
    pub intent: Intent,
}

/// Something to be noted in a delivery's log that changes nothing else.
#[derive(Debug)]
pub struct Note {
    /// The delivery.
    pub delivery: DeliveryId,
    /// The list that is taken out. What it says has been checked.
    pub export: Export,
    /// Who takes it.
    pub user: User,
    /// The intent it stands for.
    pub intent: Intent,
}

/// What the desk says to an order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reply {
    /// Carried out, or refused; kept for whoever asks again.
    Answered(Answer),
    /// This was asked before: the answer of then.
    AnsweredBefore(Answer),
    /// The key was used for something else.
    KeyReused,
}

/// What is handed in, and where the answer goes.
#[derive(Debug)]
enum Slip {
    Order(Box<Order>, oneshot::Sender<Result<Reply, Unavailable>>),
    Note(Box<Note>, oneshot::Sender<Result<Reply, Unavailable>>),
    Safeguards(Safeguards, User, oneshot::Sender<Result<(), Unavailable>>),
    Errand(Errand),
}

/// A delivery on the desk.
#[derive(Debug)]
struct Folder {
    machine: Machine,
    /// What its row was when it was last read or written here.
    seen: Seen,
    /// Tells whoever follows what is appended to the log.
    tip: Tip,
    /// Whether memory may be ahead of the disk, because writing failed, or behind it, because another copy has written: then
    /// it is read again before it is used.
    stale: bool,
    /// Whether it is this copy that plays it and hands its letters over.
    is_kept: bool,
    /// Of an execution: the number of the recurring delivery's record that it has followed.
    followed: Option<u64>,
    /// Of a delivery to imported recipients: what they are sent, once somebody has asked.
    body: Option<Arc<Body>>,
}

impl Folder {
    fn new(machine: Machine, seen: Seen, tip: Tip, is_kept: bool) -> Self {
        Self { machine, seen, tip, stale: false, is_kept, followed: None, body: None }
    }
}

/// The thread's own.
#[derive(Debug)]
pub struct Desk {
    writer: Writer,
    clock: Clock,
    folders: BTreeMap<DeliveryId, Folder>,
    safeguards: Safeguards,
    tips: Tips,
    slips: Receiver<Slip>,
    /// The delivery that a letter left of last.
    served: Option<DeliveryId>,
    /// What this copy is handing over.
    under_way: HashSet<(DeliveryId, u32)>,
    others: Others,
    pile: Pile,
    tray: Tray,
    /// What is published where others follow it, if it is this copy that does.
    outlet: Option<Outlet>,
}

impl Desk {
    /// Takes up every delivery where it was left.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn open(writer: Writer, clock: Clock) -> Result<(Self, Counter, Tips), Unavailable> {
        let (sender, slips) = channel();
        let tips = Tips::default();
        let safeguards = writer.safeguards()?;
        let (pile, tray) = (Pile::default(), Tray::default());
        let counter = Counter::new(sender, pile.clone());
        let mut desk = Self {
            writer,
            clock,
            folders: BTreeMap::new(),
            safeguards,
            tips: tips.clone(),
            slips,
            served: None,
            under_way: HashSet::new(),
            others: Others::default(),
            pile,
            tray,
            outlet: None,
        };
        for (record, seen, course) in desk.writer.deliveries()? {
            let last = desk.writer.last(&record.id)?;
            desk.lay_out(Machine::new(record, course), seen, last);
        }
        desk.again(Self::take_over)?;
        Ok((desk, counter, tips))
    }

    /// What an earlier run had no time to finish.
    fn take_over(&mut self) -> Result<(), Unavailable> {
        self.look_around()?;
        self.apply_safeguards("the administrator")?;
        if self.writer.is_shared() {
            // Whatever is taken up is seen to then.
            return Ok(());
        }
        let ids: Vec<_> = self.folders.keys().cloned().collect();
        for id in &ids {
            self.give_again(id)?;
            self.settle_uncertain(id)?;
        }
        Ok(())
    }

    /// Works in a thread of its own, until every [`Counter`] is gone. `at_work` is dropped when the thread ends.
    ///
    /// # Errors
    /// If the thread cannot be started.
    pub fn work(mut self, at_work: oneshot::Sender<()>) -> std::io::Result<JoinHandle<()>> {
        std::thread::Builder::new().name("desk".to_owned()).spawn(move || {
            let _at_work = at_work;
            if let Err(error) = self.writer.forget_old_answers(wall()) {
                eprintln!("{error}");
            }
            let mut broken = false;
            loop {
                let wait = match self.attend_others().and_then(|()| self.play()) {
                    Ok(due) => {
                        broken = false;
                        if due { Duration::ZERO } else { TICK }
                    }
                    // Whoever overtakes has got on with it, and so does this.
                    Err(error) if error.is_overtaken() => Duration::ZERO,
                    Err(error) => {
                        // Said once for each time it breaks.
                        if !broken {
                            eprintln!("{error}");
                        }
                        broken = true;
                        REST
                    }
                };
                match self.slips.recv_timeout(wait) {
                    // Nobody waits any more if the connection is gone; what was done is kept all the same.
                    Ok(Slip::Order(order, reply)) => drop(reply.send(self.again(|desk| desk.carry_out(&order)))),
                    Ok(Slip::Note(note, reply)) => drop(reply.send(self.again(|desk| desk.take_down(&note)))),
                    Ok(Slip::Safeguards(safeguards, user, reply)) => {
                        drop(reply.send(self.again(|desk| desk.guard(safeguards, &user))));
                    }
                    Ok(Slip::Errand(errand)) => self.run(errand),
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
        })
    }

    /// Lets each delivery play for one batch. Gives whether more is due already.
    fn play(&mut self) -> Result<bool, Unavailable> {
        let now = self.clock.now();
        let kept = self.folders.iter().filter(|(_, folder)| folder.is_kept);
        let ids: Vec<_> = kept.map(|(id, _)| id.clone()).collect();
        let mut more = false;
        let mut result = Ok(());
        for id in &ids {
            // One delivery that cannot be written does not keep the others from being played.
            match self.play_one(id, now) {
                Ok(due) => more |= due,
                Err(error) if error.is_overtaken() => more = true,
                Err(error) => result = Err(error),
            }
        }
        result.map(|()| more)
    }

    /// Lets a delivery play for one batch, and writes it. Gives whether more is due already. One that another copy keeps is
    /// played there.
    fn play_one(&mut self, id: &DeliveryId, now: Instant) -> Result<bool, Unavailable> {
        self.refresh(id)?;
        if !self.folders.get(id).is_some_and(|folder| folder.is_kept) {
            return Ok(false);
        }
        // What has changed in the recurring delivery comes before anything that would leave.
        self.follow_parent(id, now)?;
        let is_due = |desk: &Self| {
            let due = desk.folders.get(id).and_then(|folder| folder.machine.next_due());
            due.is_some_and(|due| due <= now)
        };
        if is_due(self) {
            self.change(id, now, |machine| machine.advance(now, BATCH))?;
        }
        let withdraws = self.attend_letters(id, now)?;
        self.end_if_spent(id, now)?;
        Ok(withdraws || is_due(self))
    }
}
