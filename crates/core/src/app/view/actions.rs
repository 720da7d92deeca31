//! The buttons of the action bar: which, whether they work, and why not.

use alloc::vec::Vec;

use super::super::errand::Errand;
use super::super::model::Model;
use crate::domain::lifecycle::{Command, Refusal, State, check};

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
    let Some(dashboard) = model.dashboard() else { return Vec::new() };
    let Some(state) = dashboard.state() else { return Vec::new() };
    let out = match dashboard.errand() {
        Errand::Out { command, .. } => Some(*command),
        Errand::Idle | Errand::Failed { .. } => None,
    };
    let asked = dashboard.question().subject().map(|subject| subject.command).filter(|_| dashboard.question().is_out());
    let main = match state {
        State::Editing | State::PreparationFailed | State::Outdated => Some(Command::Prepare),
        State::Prepared => Some(Command::Confirm),
        State::Paused => Some(Command::Resume),
        State::Preparing | State::Waiting | State::Sending | State::Stopped | State::Failed | State::Finished => None,
    };
    let action = |command: &Command| ActionView {
        command: *command,
        refusal: check(state, *command, model.roles()).err(),
        is_busy: out == Some(*command) || asked == Some(*command),
        is_main: main == Some(*command),
        is_waiting: state == State::Waiting,
    };
    state.commands().iter().map(action).collect()
}
