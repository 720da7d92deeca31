//! What recipients did, one entry an event: the tracking log.

use super::event::{Action, Track};
use super::instant::Instant;
use super::store::{Arena, Column, Row, Times};
use super::terms::{Term, Terms};

/// Every open, click, mirror page and opt-out, in order of arrival.
#[derive(Clone, Default)]
pub(super) struct Tracks {
    rows: Column<Row>,
    times: Times,
    links: Column<Term>,
    /// The action, and whether a machine did it.
    actions: Column<u8>,
}

/// One of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Tracked {
    /// Whose message.
    pub row: Row,
    /// When.
    pub time: Instant,
    /// What.
    pub action: Action,
    /// The link.
    pub link: Term,
    /// Whether a machine did it.
    pub is_machine: bool,
}

/// Set where a machine did it.
const MACHINE: u8 = 1 << 7;

impl Tracks {
    pub fn note(&mut self, row: Row, track: &Track<'_>, time: Instant, terms: &mut Terms, text: &mut Arena) {
        self.rows.push(row);
        self.times.push(time);
        self.links.push(terms.link(track, text));
        self.actions.push(track.action as u8 | if track.is_machine { MACHINE } else { 0 });
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn get(&self, at: usize) -> Tracked {
        let action = self.actions.get(at);
        Tracked {
            row: self.rows.get(at),
            time: self.times.get(at).unwrap_or_default(),
            action: Action::ALL[usize::from(action & !MACHINE)],
            link: self.links.get(at),
            is_machine: action & MACHINE != 0,
        }
    }

    pub fn bytes(&self) -> usize {
        self.rows.bytes() + self.times.bytes() + self.links.bytes() + self.actions.bytes()
    }
}
