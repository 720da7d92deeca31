//! The desk: the one thread that changes anything. It takes commands, lets the simulator play, and writes both; so what
//! happens to a delivery happens in one order.

use std::collections::{BTreeMap, HashMap};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use delivery_core::domain::id::{Cursor, DeliveryId, Fingerprint, Version};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::{Command, Refusal, check};
use delivery_core::wire::{Problem, ProblemType, User};
use tokio::sync::{oneshot, watch};

use crate::clock::{Clock, wall};
use crate::mta::{Machine, Who};
use crate::problem::problem;
use crate::store::{Answer, Change, Intent, Known, Unavailable, Writer, version};

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
    pub command: Command,
    /// Who asks.
    pub user: User,
    /// The versions of the record that it may be done to.
    pub if_match: Vec<Version>,
    /// For [`Command::Confirm`]: the preparation that was read.
    pub fingerprint: Option<Fingerprint>,
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

type Slip = (Order, oneshot::Sender<Result<Reply, Unavailable>>);

/// Where orders are handed in.
#[derive(Clone, Debug)]
pub struct Counter {
    slips: Sender<Slip>,
}

impl Counter {
    /// Hands an order in and waits for the reply.
    ///
    /// # Errors
    /// If the database is not available, or the service is ending.
    pub async fn hand_in(&self, order: Order) -> Result<Reply, Unavailable> {
        let (reply, replied) = oneshot::channel();
        let closed = || Unavailable::new("the service is ending");
        self.slips.send((order, reply)).map_err(|_| closed())?;
        replied.await.map_err(|_| closed())?
    }
}

/// A delivery on the desk.
#[derive(Debug)]
struct Folder {
    machine: Machine,
    /// The number of its record.
    number: u64,
    /// Tells readers how far the log goes.
    written: watch::Sender<Cursor>,
    /// Whether memory may be ahead of the disk, because writing failed: then it is read again before it is used.
    stale: bool,
}

/// The thread's own.
#[derive(Debug)]
pub struct Desk {
    writer: Writer,
    clock: Clock,
    folders: BTreeMap<DeliveryId, Folder>,
    slips: Receiver<Slip>,
}

/// Whoever wants to know of new events waits here.
pub type Written = HashMap<DeliveryId, watch::Receiver<Cursor>>;

impl Desk {
    /// Takes up every delivery where it was left.
    ///
    /// # Errors
    /// If the database is not available.
    pub fn open(writer: Writer, clock: Clock) -> Result<(Self, Counter, Written), Unavailable> {
        let (sender, slips) = channel();
        let mut folders = BTreeMap::new();
        let mut all_written = Written::new();
        for (record, number, course) in writer.deliveries()? {
            let id = record.id.clone();
            let (written, reader) = watch::channel(Cursor(0));
            all_written.insert(id.clone(), reader);
            folders.insert(id, Folder { machine: Machine::new(record, course), number, written, stale: false });
        }
        Ok((Self { writer, clock, folders, slips }, Counter { slips: sender }, all_written))
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
                let wait = match self.play() {
                    Ok(due) => {
                        broken = false;
                        if due { Duration::ZERO } else { TICK }
                    }
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
                    Ok((order, reply)) => {
                        // Nobody waits any more if the connection is gone; what was done is kept all the same.
                        drop(reply.send(self.carry_out(order)));
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
        })
    }

    /// Lets each delivery play for one batch. Gives whether more is due already.
    fn play(&mut self) -> Result<bool, Unavailable> {
        let now = self.clock.now();
        let ids: Vec<_> = self.folders.keys().cloned().collect();
        let mut more = false;
        let mut result = Ok(());
        for id in &ids {
            // One delivery that cannot be written does not keep the others from being played.
            match self.play_one(id, now) {
                Ok(due) => more |= due,
                Err(error) => result = Err(error),
            }
        }
        result.map(|()| more)
    }

    /// Lets a delivery play for one batch, and writes it. Gives whether more is due already.
    fn play_one(&mut self, id: &DeliveryId, now: Instant) -> Result<bool, Unavailable> {
        self.refresh(id)?;
        let Some(folder) = self.folders.get_mut(id) else { return Ok(false) };
        let is_due = |folder: &Folder| folder.machine.next_due().is_some_and(|due| due <= now);
        if !is_due(folder) {
            return Ok(false);
        }
        let before = folder.machine.record().state;
        let told = folder.machine.advance(now, BATCH);
        // The simulator changes a record only by moving it to another state.
        let number = folder.number + u64::from(before != folder.machine.record().state);
        folder.stale = true;
        let record = (number != folder.number).then_some((folder.machine.record(), number));
        let change = Change { delivery: id, told: &told, record, course: folder.machine.course() };
        let last = self.writer.commit(change)?;
        folder.number = number;
        folder.stale = false;
        folder.written.send_replace(last);
        Ok(is_due(folder))
    }

    /// Reads a delivery again if writing it failed.
    fn refresh(&mut self, id: &DeliveryId) -> Result<(), Unavailable> {
        let Some(folder) = self.folders.get_mut(id).filter(|folder| folder.stale) else { return Ok(()) };
        let all = self.writer.deliveries()?;
        if let Some((record, number, course)) = all.into_iter().find(|(record, ..)| record.id == *id) {
            folder.machine = Machine::new(record, course);
            folder.number = number;
            folder.stale = false;
        }
        Ok(())
    }

    fn carry_out(&mut self, order: Order) -> Result<Reply, Unavailable> {
        match self.writer.find(&order.intent)? {
            Known::Answered(answer) => return Ok(Reply::AnsweredBefore(answer)),
            Known::ForSomethingElse => return Ok(Reply::KeyReused),
            Known::No => {}
        }
        let now = self.clock.now();
        // What happened before the command comes before it in the log, too.
        while self.play_one(&order.delivery, now)? {}
        let folder = self.folders.get_mut(&order.delivery).ok_or_else(|| Unavailable::new("no such delivery"))?;
        if let Err(problem) = admit(&order, folder) {
            let body = serde_json::to_string(&problem)?;
            let answer = Answer { status: problem.status, version: None, cursor: None, body };
            return Ok(Reply::Answered(self.writer.commit_answer(None, &order.intent, answer, wall())?));
        }
        folder.stale = true;
        let who = Who { login: &order.user.login, name: &order.user.name };
        let told = folder.machine.command(order.command, who, now);
        let number = folder.number + 1;
        let record = folder.machine.record();
        let change = Change {
            delivery: &order.delivery,
            told: &told,
            record: Some((record, number)),
            course: folder.machine.course(),
        };
        let answer = Answer {
            status: 200,
            version: Some(version(&order.delivery, number)),
            cursor: None,
            body: serde_json::to_string(record)?,
        };
        let answer = self.writer.commit_answer(Some(change), &order.intent, answer, wall())?;
        folder.number = number;
        folder.stale = false;
        if let Some(last) = answer.cursor {
            folder.written.send_replace(last);
        }
        Ok(Reply::Answered(answer))
    }
}

/// Whether an order may be carried out; if not, what to say. Rights first, then whether the record is still the one that
/// was read, then what the state allows.
fn admit(order: &Order, folder: &Folder) -> Result<(), Problem> {
    let record = folder.machine.record();
    let checked = check(record.state, order.command, &order.user.roles);
    if let Err(refusal @ Refusal::Role(_)) = checked {
        return Err(problem(ProblemType::Role, refusal.to_string()));
    }
    if let (Command::Confirm, Err(_), Some(confirmation)) = (order.command, checked, &record.confirmation) {
        let by = &confirmation.by;
        return Err(problem(ProblemType::State, format!("This delivery is already confirmed, by {by}.")));
    }
    if !order.if_match.contains(&version(&order.delivery, folder.number)) {
        let detail = "The delivery has changed since it was read. Look at it again before you go on.";
        return Err(problem(ProblemType::Changed, detail));
    }
    if let Err(refusal) = checked {
        return Err(problem(ProblemType::State, refusal.to_string()));
    }
    let read = order.fingerprint.as_ref();
    if order.command == Command::Confirm && !read.is_some_and(|read| folder.machine.is_prepared_as(read)) {
        let detail = "What is prepared is not what was read. Nothing was sent; look at it again before you confirm.";
        return Err(problem(ProblemType::Changed, detail));
    }
    Ok(())
}
