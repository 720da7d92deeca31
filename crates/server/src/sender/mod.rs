//! The adapters of the sender port that are outside: they ask the desk for what is to be done, do it over the network, and
//! report. Each works in threads of its own, so that a slow relay holds up nobody.

mod hook;
mod mailbox;
mod pace;
mod roots;
mod route;
mod smtp;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::desk::Counter;
use crate::mail::Seal;
use crate::origin::Origin;

pub use hook::Secret;
pub use roots::Roots;
pub use route::{Login, Route, Tls};
pub use smtp::Patience;

/// Time between two looks at whether there is something to do.
const LOOK: Duration = Duration::from_millis(100);

/// Connections to a relay at once.
const LANES: usize = 4;

/// How real messages leave, and how what becomes of them comes back.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Sending {
    /// Where messages are handed over. `None` if nothing real is sent.
    pub route: Option<Route>,
    /// The files that say what is to be sent to whom.
    pub deliver: Vec<PathBuf>,
    /// Where recipients reach this service.
    pub public: Option<Origin>,
    /// The folder (Maildir) that reports come to.
    pub mailbox: Option<PathBuf>,
    /// Messages a second at most; 20 if nothing is said.
    pub pace: Option<u32>,
    /// How long a relay may take.
    pub patience: Patience,
    /// Who the service is to a relay.
    pub login: Option<Login>,
    /// The owner's own authorities, which a relay's certificate may be of.
    pub roots: Roots,
    /// What an engine knows the service by, and the service an engine.
    pub secret: Option<Secret>,
}

impl Sending {
    /// Takes the relay's login, and the owner's own authorities, from the environment.
    ///
    /// # Errors
    /// One line that says what is wrong with it.
    pub fn take_secrets(&mut self) -> Result<(), String> {
        self.login = Login::of_environment()?;
        self.roots = Roots::of_environment()?;
        Ok(())
    }
}

/// The threads at work.
pub struct Senders {
    ending: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Senders {
    /// Starts what is asked for.
    ///
    /// # Errors
    /// One line that says why it cannot be.
    pub fn start(sending: &Sending, counter: &Counter, seal: &Seal) -> Result<Self, String> {
        let mut senders = Self { ending: Arc::new(AtomicBool::new(false)), threads: Vec::new() };
        match &sending.route {
            None => {}
            Some(Route::Smtp(relay)) => {
                relay.may_log_in(sending.login.as_ref())?;
                let guard = sending.roots.guarding(relay)?;
                let public = sending.public.as_ref().map(|public| public.as_str().to_owned());
                let pace = Arc::new(pace::Pace::new(sending.pace.unwrap_or(pace::USUAL)));
                for number in 0..LANES {
                    let lane = smtp::Lane::new(relay.clone(), guard.clone(), sending.login.clone(), sending.patience);
                    let (counter, seal, public, pace) =
                        (counter.clone(), seal.clone(), public.clone(), Arc::clone(&pace));
                    senders.spawn(&format!("lane {number}"), move |ending| {
                        smtp::work(lane, &counter, &seal, public.as_deref(), &pace, ending);
                    })?;
                }
            }
            Some(Route::Hook(address)) => {
                let secret = sending.secret.clone().ok_or(
                    "an engine needs DELIVERY_HOOK_SECRET in the environment: whsec_ and at least 24 bytes in base64",
                )?;
                let (engine, counter) = (hook::Engine::new(address, secret), counter.clone());
                senders.spawn("hook", move |ending| engine.work(&counter, ending))?;
            }
        }
        if let Some(folder) = &sending.mailbox {
            let (folder, counter, seal) = (folder.clone(), counter.clone(), seal.clone());
            mailbox::check(&folder)?;
            senders.spawn("mailbox", move |ending| mailbox::work(&folder, &counter, &seal, ending))?;
        }
        Ok(senders)
    }

    fn spawn(&mut self, name: &str, work: impl FnOnce(&AtomicBool) + Send + 'static) -> Result<(), String> {
        let ending = Arc::clone(&self.ending);
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || work(&ending));
        self.threads.push(thread.map_err(|error| format!("cannot start a thread: {error}"))?);
        Ok(())
    }

    /// Tells them to end, and waits that long for what they are at. Gives whether all have ended: a letter that is on its
    /// way then has an outcome nobody knows.
    pub fn end(self, patience: Duration) -> bool {
        self.ending.store(true, Ordering::Relaxed);
        let until = Instant::now() + patience;
        while Instant::now() < until && self.threads.iter().any(|thread| !thread.is_finished()) {
            std::thread::sleep(Duration::from_millis(10));
        }
        self.threads.iter().all(JoinHandle::is_finished)
    }
}

/// Rests that long, or until the service ends.
fn rest(time: Duration, ending: &AtomicBool) {
    let until = Instant::now() + time;
    while !ending.load(Ordering::Relaxed) {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return;
        }
        std::thread::sleep(left.min(LOOK));
    }
}
