//! The buttons: which, whether they work, and why not.

use alloc::vec::Vec;

use super::super::errand::Errand;
use super::super::model::Model;
use crate::domain::lifecycle::{Command, Kind, State};
use crate::domain::refusal::{Refusal, check};

/// One button.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ActionView {
    /// What it does.
    pub command: Command,
    /// Why it cannot be pressed.
    pub refusal: Option<Refusal>,
    /// Whether its command is under way.
    pub is_busy: bool,
    /// Whether it is the way forward: one at most.
    pub is_main: bool,
    /// Whether the delivery waits for its date: a confirmed send that has not started is called off, not stopped.
    pub is_waiting: bool,
}

/// The buttons for the open delivery.
pub fn actions(model: &Model) -> Vec<ActionView> {
    if model.is_readonly() {
        return Vec::new();
    }
    let Some(dashboard) = model.dashboard() else { return Vec::new() };
    let Some(standing) = dashboard.standing() else { return Vec::new() };
    let state = standing.state;
    let out = match dashboard.errand() {
        Errand::Out { command, .. } => Some(*command),
        Errand::Idle | Errand::Failed { .. } => None,
    };
    let asked = dashboard.question().subject().map(|subject| subject.command).filter(|_| dashboard.question().is_out());
    let main = match state {
        State::Editing | State::PreparationFailed | State::Outdated => Some(Command::Prepare),
        State::Prepared => Some(Command::Confirm),
        State::Approving => Some(Command::Approve),
        State::Paused => Some(Command::Resume),
        _ => None,
    };
    let main = if standing.kind == Kind::Recurring && state == State::Editing { Some(Command::Start) } else { main };
    let action = |command: &Command| ActionView {
        command: *command,
        refusal: check(standing, *command, model.person()).err(),
        is_busy: out == Some(*command) || asked == Some(*command),
        is_main: main == Some(*command),
        is_waiting: state == State::Waiting,
    };
    state.commands(standing.kind).iter().map(action).collect()
}
