//! PostgreSQL, which tests of the service stand on a second time. It runs with files of its own, on a socket in their folder.

#[path = "../../crates/server/tests/ground/cluster.rs"]
mod cluster;

use std::process::Command;

use crate::debian::Root;
use crate::step::{Step, Stop};

pub use cluster::Cluster;

/// Debian sets up a server and starts it unless this says otherwise, which comes with a package of its own.
const NOT_SET_UP: &str = "s/^#?(create_main_cluster) .*$/\\1 = false/";

/// A server for the tests, installed first where that can be done; or why there is none.
pub fn ready() -> Result<Result<Cluster, String>, Stop> {
    if Cluster::programs().is_none() {
        let Some(root) = Root::here() else {
            return Ok(Err("PostgreSQL is not here and cannot be installed: nothing was tested on it.".to_owned()));
        };
        let what = "Installing PostgreSQL, which the service is tested on, too";
        root.install(what, "10 s", &["postgresql-common"])?;
        let step = Step { what: "Telling Debian not to start it", usually: "", log: "postgres-leave", limit: None };
        let settings = "/etc/postgresql-common/createcluster.conf";
        step.run(root.command("sed").args(["-ri", NOT_SET_UP, settings]))?;
        root.install(what, "20 s", &["postgresql"])?;
    }
    Ok(Cluster::start().map_err(|why| format!("{why}: nothing was tested on PostgreSQL.")))
}

/// Of the tests that are built already, those of the service that the database matters to. What is played many times by
/// chance is played once.
pub fn narrow<'a>(cargo: &'a mut Command, server: &Cluster, has_nextest: bool) -> &'a mut Command {
    // To name that package alone would build it anew, with fewer features of what it stands on.
    if has_nextest {
        cargo.args(["-E", "package(delivery-server)"]);
    }
    cargo.arg("--");
    for skipped in [
        "tip::",
        "mta::",
        "store::layout",
        "command_line",
        "mail::body",
        "mail::compose",
        "mail::report",
        "postfix",
        "lifecycle_refuses",
    ] {
        cargo.args(["--skip", skipped]);
    }
    cargo.env("DELIVERY_TEST_DATABASE", "postgres").env("SEED", "1").env("CRASH_SEEDS", "1");
    cargo.env("DELIVERY_TEST_POSTGRES", &server.address)
}
