//! The example portals: built, and given out beside the service whose dashboard is in them.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use crate::service;
use crate::step::{Step, Stop};
use crate::tools;
use crate::tree;

/// What it prints once it answers, before its address.
const LISTENING: &str = "listening on ";

/// A portal that embeds the dashboard, by what it is made with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Portal {
    /// Nothing but HTML and a module.
    Html,
    /// react-admin.
    React,
    /// Vue and its router.
    Vue,
    /// Svelte.
    Svelte,
}

impl Portal {
    /// All of them.
    pub const ALL: [Portal; 4] = [Portal::Html, Portal::React, Portal::Vue, Portal::Svelte];

    /// The word it is chosen by, and its folder in `examples`.
    pub fn name(self) -> &'static str {
        match self {
            Portal::Html => "html",
            Portal::React => "react",
            Portal::Vue => "vue",
            Portal::Svelte => "svelte",
        }
    }

    /// The portal of a name.
    pub fn named(word: &str) -> Result<Portal, Stop> {
        let known = Portal::ALL.map(Portal::name).join(", ");
        let found = Portal::ALL.into_iter().find(|portal| portal.name() == word);
        found.ok_or_else(|| Stop(format!("There is no portal {word} in examples/. Those that are there: {known}.")))
    }

    /// Builds it unless nothing changed since it was built.
    pub fn build(self) -> Result<(), Stop> {
        let name = self.name();
        if self == Portal::Html {
            return Ok(());
        }
        tools::node_modules()?;
        tools::example_modules()?;
        // The build writes it last.
        let built = tree::root().join("target/portals").join(name).join("index.html");
        let folder = format!("examples/{name}");
        if tree::is_fresh(&built, &[&folder, "examples/build.mjs", "examples/package-lock.json", "package-lock.json"]) {
            return Ok(());
        }
        let what = format!("Building the example portal {name} into target/portals");
        let step = Step { what: &what, usually: "", log: "portal", limit: None };
        step.run(Command::new("node").arg(tree::root().join("examples/build.mjs")).arg(name)).map(drop)
    }
}

/// A portal and its port: the service wants to know the address before it starts.
pub struct Stand {
    portal: Portal,
    port: u16,
}

impl Stand {
    /// One port above the service's; a free one if the service takes a free one.
    pub fn beside(portal: Portal, service: u16) -> Result<Stand, Stop> {
        let port = match service {
            0 => free_port()?,
            _ => service
                .checked_add(1)
                .ok_or_else(|| Stop(format!("The portal answers one port above {service}: choose a lower one.")))?,
        };
        service::check_port(port)?;
        Ok(Stand { portal, port })
    }

    /// As the service is told it.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Gives the portal out, until what this answers is dropped.
    pub fn open(&self, service: &str) -> Result<Open, Stop> {
        let mut node = Command::new("node");
        node.arg(tree::root().join("examples/serve.mjs")).args([self.portal.name(), &self.port.to_string(), service]);
        // In a group of its own, as the service: Ctrl-C ends both in their order.
        node.stdin(Stdio::null()).stdout(Stdio::piped()).process_group(0);
        let mut child = node.spawn().map_err(|error| Stop(format!("The portal could not be started: {error}.")))?;
        let output = child.stdout.take();
        let open = Open(child);
        let said = output.and_then(|output| BufReader::new(output).lines().map_while(Result::ok).next());
        match said {
            Some(line) if line.starts_with(LISTENING) => Ok(open),
            _ => Err(Stop("The portal ended before it answered; what it said is above.".to_owned())),
        }
    }
}

/// A portal that is given out.
pub struct Open(Child);

impl Drop for Open {
    fn drop(&mut self) {
        // It keeps nothing.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> Result<u16, Stop> {
    let free = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    free.map(|address| address.port()).map_err(|error| Stop(format!("There is no free port: {error}.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_portal_has_its_folder_and_its_readme() {
        for portal in Portal::ALL {
            let readme = tree::root().join("examples").join(portal.name()).join("README.md");
            assert!(readme.is_file(), "{}", readme.display());
            assert!(Portal::named(portal.name()).is_ok_and(|named| named == portal));
        }
    }

    #[test]
    fn whoever_names_another_is_told_those_that_are_there() {
        let Err(Stop(sentence)) = Portal::named("angular") else { panic!("there is none") };
        assert_eq!(
            sentence,
            "There is no portal angular in examples/. Those that are there: html, react, vue, svelte."
        );
    }

    #[test]
    fn above_the_last_port_there_is_none() {
        assert!(Stand::beside(Portal::Html, u16::MAX).is_err());
        assert!(Stand::beside(Portal::Html, 0).is_ok_and(|stand| stand.port > 0));
    }
}
