//! Puts the parts together and runs them.

use std::collections::HashSet;
use std::io::Write;
use std::sync::Mutex;
use std::thread::JoinHandle;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};

use crate::arguments::Settings;
use crate::clock::Clock;
use crate::demo::{self, Plan};
use crate::desk::Desk;
use crate::http::{self, Service};
use crate::hub::Hub;
use crate::import;
use crate::mail::Seal;
use crate::numbers::Numbers;
use crate::people;
use crate::sender;
use crate::store::{self, Readers, Writer};
use crate::threads::Threads;
use crate::token::Tokens;

/// How long answers under way may take once the service is to end.
const GRACE: Duration = Duration::from_secs(2);

/// Bytes of a secret that is made here.
const SECRET: usize = 32;

/// Said at the start where it is so.
const NOBODY_CAN_SIGN_IN: &str = "nobody can sign in: there is no --demo, and no DELIVERY_TOKEN_SECRET that a portal \
    signs tokens with";

/// A service that is ready to answer.
pub struct Ready {
    /// Its routes.
    pub router: Router,
    /// Set to true, it ends every stream.
    pub end: watch::Sender<bool>,
    /// The thread that writes. It ends when the routes are gone.
    pub desk: JoinHandle<()>,
    /// Resolves when that thread ends, also if it fails.
    pub desk_ended: oneshot::Receiver<()>,
    /// What works out in the world. The desk's thread does not end before it.
    pub threads: Threads,
}

/// Opens the database, lays the demo, and starts the desk.
///
/// # Errors
/// One line that says why the service cannot start.
pub fn ready(settings: &Settings) -> Result<Ready, String> {
    let hub = settings
        .hub
        .clone()
        .map(|address| Hub::new(address, settings.sending.public.clone(), settings.hub_secret.clone()));
    let hub = hub.transpose()?;
    let place = &settings.database;
    let at_database = |error: store::Unavailable| format!("cannot use {place}: {error}");
    let mut writer = store::open(place).map_err(at_database)?;
    let now = writer.agree_on_time(settings.speed).map_err(at_database)?;
    let clock = Clock::start_at(now, settings.speed);
    let lay = |writer: &mut Writer| {
        if settings.demo {
            let plan = Plan { seed: settings.seed, recipients: settings.recipients, now: clock.now() };
            demo::lay(writer, plan).map_err(at_database)?;
        }
        import::lay(writer, &settings.sending, clock.now())
    };
    writer.alone(lay, at_database)?;
    for id in import::stranded(&writer, settings.sending.route.as_ref()).map_err(at_database)? {
        eprintln!("{id} waits: nothing hands it over, because this service was started without its --sender");
    }
    // Kept, so that a restart signs nobody out, and links in messages that have left still lead back.
    let [token_secret, seal_secret] = [fresh_secret()?, fresh_secret()?];
    let own =
        if settings.demo { Some(writer.keep("token secret", || token_secret).map_err(at_database)?) } else { None };
    let seal = Seal::new(writer.keep("seal secret", || seal_secret).map_err(at_database)?);
    let (desk, counter, tips) = Desk::open(writer, clock).map_err(at_database)?;
    let desk = desk.with_tray_of(settings.tray);
    let (at_work, desk_ended) = oneshot::channel();
    let desk = desk.work(at_work).map_err(|error| format!("cannot start a thread: {error}"))?;
    let mut threads = Threads::default();
    sender::start(&settings.sending, &counter, &seal, &mut threads)?;
    if let Some(hub) = &hub {
        hub.start(&counter, Readers::new(settings.database.clone()), &mut threads)?;
    }
    let (end, ending) = watch::channel(false);
    let service = Service {
        counter,
        readers: Readers::new(settings.database.clone()),
        clock,
        tokens: Tokens::new(own.as_deref(), settings.token_secret.as_ref()),
        seal,
        keyring: settings.keyring.clone(),
        tips,
        numbers: Numbers::default(),
        hub,
        demo: settings.demo,
        ending,
        in_flight: Mutex::new(HashSet::new()),
    };
    Ok(Ready { router: http::router(service, settings.page.clone(), &settings.embed), end, desk, desk_ended, threads })
}

fn fresh_secret() -> Result<Vec<u8>, String> {
    let mut fresh = [0; SECRET];
    getrandom::fill(&mut fresh).map_err(|error| format!("no random numbers for a secret: {error}"))?;
    Ok(fresh.to_vec())
}

/// Serves until it is told to end (SIGINT or SIGTERM).
///
/// # Errors
/// One line that says why the service cannot start, or go on.
pub fn serve(settings: &Settings) -> Result<(), String> {
    let Ready { router, end, desk, desk_ended, threads } = ready(settings)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("cannot start threads: {error}"))?;
    let served = runtime.block_on(async {
        let listen = settings.listen;
        let listener =
            TcpListener::bind(listen).await.map_err(|error| format!("cannot listen on {listen}: {error}"))?;
        let address = listener.local_addr().map_err(|error| format!("cannot listen on {listen}: {error}"))?;
        // No error: what takes webhooks, and is looked at later, is of use already.
        if !settings.demo && settings.token_secret.is_none() {
            eprintln!("{NOBODY_CAN_SIGN_IN}");
        }
        // Nobody has to read it: whoever started the service may have gone.
        let _unread = announce(&format!("http://{address}"), settings.demo);
        let mut ending = end.subscribe();
        let ended = async move {
            tokio::select! {
                () = told_to_end() => {}
                _ = desk_ended => {}
            }
            end.send_replace(true);
        };
        // A client that stopped reading must not keep the service from ending.
        let patience = async move {
            let _told = ending.wait_for(|ending| *ending).await;
            tokio::time::sleep(GRACE).await;
        };
        tokio::select! {
            // What is live is sent at once, not kept until more comes.
            served = axum::serve(listener.tap_io(|stream| drop(stream.set_nodelay(true))), router).with_graceful_shutdown(ended) => {
                served.map_err(|error| format!("cannot go on: {error}"))
            }
            () = patience => Ok(()),
        }
    });
    runtime.shutdown_timeout(GRACE);
    // A letter on its way should say what becomes of it, but nobody waits for a relay that hangs: its outcome is kept as
    // one that is not known.
    if !threads.end(GRACE) {
        return served;
    }
    // What was acknowledged is on the disk already; this only lets a transaction under way finish.
    desk.join().map_err(|_| "the thread that writes has failed; nothing that was acknowledged is lost".to_owned())?;
    served
}

fn announce(address: &str, demo: bool) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "listening on {address}")?;
    if demo {
        writeln!(out, "demo users, without passwords:")?;
        for user in people::demo() {
            writeln!(out, "  {:6} {:13} {}", user.login, user.name, people::says(&user))?;
        }
    }
    out.flush()
}

async fn told_to_end() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    // Without a handler, the signal ends the process by itself.
    let _ignored = interrupted.await;
}
