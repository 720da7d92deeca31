//! The service: built, started with its demo deliveries, and stopped cleanly.

use std::fs;
use std::io::{BufRead, BufReader, ErrorKind};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::options::Demo;
use crate::page;
use crate::portal::{Portal, Stand};
use crate::step::{Step, Stop};
use crate::toolchain::{self, Toolchain};
use crate::tree;

/// What the service prints once it can be asked, before its address.
const LISTENING: &str = "listening on ";

/// Builds page and service, and a portal if one is wanted, and serves them until Ctrl-C.
pub fn run(demo: &Demo) -> Result<(), Stop> {
    check_port(demo.port)?;
    let stand = demo.portal.map(|portal| Stand::beside(portal, demo.port)).transpose()?;
    let toolchain = toolchain::ready()?;
    let _ = page::build(&toolchain)?;
    build(&toolchain)?;
    demo.portal.map_or(Ok(()), Portal::build)?;
    watch(start(demo, stand.as_ref())?, "The service", stand.as_ref())
}

/// Builds the service and the `fold` command that its numbers are checked against.
pub fn build(toolchain: &Toolchain) -> Result<(), Stop> {
    let what = "Building the service, and the engine as a command";
    let step = Step { what, usually: "3 min the first time", log: "service", limit: None };
    let mut cargo = toolchain.cargo();
    cargo.args(["build", "--release", "--package", "delivery-server", "--package", "delivery-core", "--bins"]);
    step.run(&mut cargo).map(drop)
}

/// Where one of them is.
pub fn binary(name: &str) -> PathBuf {
    tree::root().join("target/release").join(name)
}

/// Said before anything is built, since nobody wants to wait minutes for it.
pub fn check_port(port: u16) -> Result<(), Stop> {
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            Err(Stop(format!("Port {port} is in use: stop what uses it, or choose another with --port.")))
        }
        Err(error) => Err(Stop(format!("Port {port} cannot be listened on ({error}): choose another with --port."))),
    }
}

/// Says where a server can be reached, and a portal beside it, and stays until it ends or is stopped by Ctrl-C.
pub fn watch(mut service: Child, who: &str, stand: Option<&Stand>) -> Result<(), Stop> {
    let is_stopping = Arc::new(AtomicBool::new(false));
    stop_on_signal(&service, &is_stopping)?;
    let heard = pass_on(&mut service, stand);
    if heard.is_err() {
        // Nothing is lost by it: see below.
        let _ = service.kill();
    }
    let status = service.wait().map_err(|error| Stop(format!("{who} could not be watched: {error}.")))?;
    if is_stopping.load(Ordering::SeqCst) {
        println!("Stopped.");
        return Ok(());
    }
    let when = if heard? { "while serving" } else { "before it listened" };
    Err(Stop(format!("{who} ended {when} ({status}); what it said is above.")))
}

fn start(demo: &Demo, stand: Option<&Stand>) -> Result<Child, Stop> {
    let database = match &demo.database {
        Some(path) => path.clone(),
        None => demo_database()?,
    };
    let mut command = Command::new(binary("delivery-server"));
    command.args(["--demo", "--listen"]).arg(format!("127.0.0.1:{}", demo.port));
    command.arg("--database").arg(database).arg("--static").arg(page::folder());
    if let Some(speed) = &demo.speed {
        command.args(["--speed", speed]);
    }
    if let Some(stand) = stand {
        command.args(["--embed", &stand.origin()]);
    }
    // In a group of its own: Ctrl-C reaches this process alone, which then asks the service to stop, once.
    command.stdin(Stdio::null()).stdout(Stdio::piped()).process_group(0);
    command.spawn().map_err(|error| Stop(format!("The service could not be started: {error}.")))
}

fn demo_database() -> Result<PathBuf, Stop> {
    let folder = tree::root().join("target/demo");
    fs::create_dir_all(&folder).map_err(|error| Stop::file(&folder, &error))?;
    Ok(folder.join("demo.sqlite"))
}

fn stop_on_signal(service: &Child, is_stopping: &Arc<AtomicBool>) -> Result<(), Stop> {
    let process = service.id().to_string();
    let is_stopping = Arc::clone(is_stopping);
    let stop = move || {
        // The second time it is killed: events are committed before they are acknowledged, so nothing is lost by it.
        let signal = if is_stopping.swap(true, Ordering::SeqCst) { "-KILL" } else { "-TERM" };
        let _ = Command::new("kill").args([signal, &process]).status();
    };
    ctrlc::set_handler(stop).map_err(|error| Stop(format!("Ctrl-C could not be prepared for: {error}.")))
}

/// Passes on what the service says, until it ends. Its address is said once, in a sentence, with that of the portal beside it.
fn pass_on(service: &mut Child, stand: Option<&Stand>) -> Result<bool, Stop> {
    let Some(output) = service.stdout.take() else { return Ok(false) };
    let mut portal = None;
    let mut has_listened = false;
    for line in BufReader::new(output).lines().map_while(Result::ok) {
        match (line.strip_prefix(LISTENING), stand) {
            (Some(address), Some(stand)) => {
                has_listened = true;
                portal = Some(stand.open(address)?);
                println!("\nOpen {} in a browser: a portal, with the dashboard in it.", stand.origin());
                println!("Open {address} for the dashboard's own page. Ctrl-C here stops both.\n");
            }
            (Some(address), None) => {
                has_listened = true;
                println!("\nOpen {address} in a browser. Ctrl-C here stops it.\n");
            }
            (None, _) => println!("{line}"),
        }
    }
    drop(portal);
    Ok(has_listened)
}
