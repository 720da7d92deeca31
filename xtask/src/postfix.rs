//! Postfix, which a test of the service sends mail through. It runs with files of its own, on the loopback address.

use std::process::{Command, Stdio};

use crate::debian::Root;
use crate::step::{self, Stop};
use crate::tree;

/// Said to Debian before it is installed: no server is set up, so none is started.
const NOT_SET_UP: &str = "postfix postfix/main_mailer_type select No configuration\n";

/// Installs it where that can be done. Gives why the test will be skipped, if it will.
pub fn ready() -> Result<Option<&'static str>, Stop> {
    let root = Root::here();
    if !is_here() {
        let Some(root) = &root else {
            return Ok(Some("Postfix is not here and cannot be installed: no mail was sent through it."));
        };
        if !leave_alone(root) {
            return Ok(Some(
                "Postfix was not installed, since it would have started a server: no mail was sent through it.",
            ));
        }
        root.install("Installing Postfix, which a test sends mail through", "20 s", &["postfix"])?;
    }
    let is_root = step::answer(Command::new("id").arg("-u")).is_some_and(|user| user == "0");
    Ok((!is_root).then_some("Postfix is started by root only: no mail was sent through it."))
}

fn is_here() -> bool {
    tree::find("postconf").is_some() || std::path::Path::new("/usr/sbin/postconf").is_file()
}

fn leave_alone(root: &Root) -> bool {
    let mut told = root.command("debconf-set-selections");
    let Ok(mut child) = told.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn() else {
        return false;
    };
    let is_said =
        child.stdin.take().is_some_and(|mut into| std::io::Write::write_all(&mut into, NOT_SET_UP.as_bytes()).is_ok());
    child.wait().is_ok_and(|status| status.success()) && is_said
}
