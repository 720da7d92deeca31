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

use crate::desk::Counter;
use crate::mail::Seal;
use crate::origin::Origin;
use crate::threads::Threads;

pub use hook::Secret;
pub use roots::Roots;
pub use route::{Login, Route, Tls};
pub use smtp::Patience;

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

/// Starts what is asked for.
///
/// # Errors
/// One line that says why it cannot be.
pub fn start(sending: &Sending, counter: &Counter, seal: &Seal, threads: &mut Threads) -> Result<(), String> {
    match &sending.route {
        None => {}
        Some(Route::Smtp(relay)) => {
            relay.may_log_in(sending.login.as_ref())?;
            let guard = sending.roots.guarding(relay)?;
            let public = sending.public.as_ref().map(|public| public.as_str().to_owned());
            let pace = Arc::new(pace::Pace::new(sending.pace.unwrap_or(pace::USUAL)));
            for number in 0..LANES {
                let lane = smtp::Lane::new(relay.clone(), guard.clone(), sending.login.clone(), sending.patience);
                let (counter, seal, public, pace) = (counter.clone(), seal.clone(), public.clone(), Arc::clone(&pace));
                threads.spawn(&format!("lane {number}"), move |ending| {
                    smtp::work(lane, &counter, &seal, public.as_deref(), &pace, ending);
                })?;
            }
        }
        Some(Route::Hook(address)) => {
            let secret = sending.secret.clone().ok_or(
                "an engine needs DELIVERY_HOOK_SECRET in the environment: whsec_ and at least 24 bytes in base64",
            )?;
            let (engine, counter) = (hook::Engine::new(address, secret), counter.clone());
            threads.spawn("hook", move |ending| engine.work(&counter, ending))?;
        }
    }
    if let Some(folder) = &sending.mailbox {
        let (folder, counter, seal) = (folder.clone(), counter.clone(), seal.clone());
        mailbox::check(&folder)?;
        threads.spawn("mailbox", move |ending| mailbox::work(&folder, &counter, &seal, ending))?;
    }
    Ok(())
}
