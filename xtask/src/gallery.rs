//! The gallery: every state of the page, from a service that only plays it.

use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use crate::page;
use crate::service;
use crate::step::Stop;
use crate::toolchain;
use crate::tree;

/// What plays the service.
const SERVER: &str = "gallery/serve.mjs";

/// Builds the page and serves its gallery until Ctrl-C.
pub fn run(port: u16) -> Result<(), Stop> {
    service::check_port(port)?;
    let _ = page::build(&toolchain::ready()?)?;
    let mut node = Command::new("node");
    node.arg(tree::root().join(SERVER)).arg("--dist").arg(page::folder());
    node.args(["--port", &port.to_string()]);
    // In a group of its own, as the service is: it is stopped once, by this process.
    node.stdin(Stdio::null()).stdout(Stdio::piped()).process_group(0);
    let server = node.spawn().map_err(|error| Stop(format!("The gallery could not be started: {error}.")))?;
    service::watch(server, "The gallery", None)
}
