//! What became of an order, as far as an answer or the record tells.

use super::http::Failure;
use crate::domain::lifecycle::{Command, State};
use crate::wire::{Delivery, ProblemType};

/// Whether the order may have been carried out, or be on its way: nobody can tell from this.
pub fn is_open(failure: &Failure) -> bool {
    failure.may_pass() || matches!(failure, Failure::Unreadable) || failure.kind() == Some(ProblemType::InFlight)
}

/// Whether a stop found the delivery ended by itself: nothing was stopped.
pub const fn is_too_late(command: Command, state: State) -> bool {
    matches!(command, Command::Stop) && state.is_over() && !matches!(state, State::Stopped)
}

/// Whether what was done is still how the delivery stands.
pub const fn is_told_in(command: Command, state: State) -> bool {
    match command {
        Command::Confirm => matches!(state, State::Approving | State::Waiting | State::Sending),
        Command::Approve => matches!(state, State::Waiting | State::Sending),
        Command::Start => matches!(state, State::Repeating),
        Command::Stop => matches!(state, State::Stopped),
        _ => false,
    }
}

/// Whether the record shows what was ordered.
pub const fn is_done(command: Command, delivery: &Delivery) -> bool {
    match command {
        Command::Confirm => {
            let has_gone_on = delivery.confirmation.is_some() || delivery.approval.is_some();
            has_gone_on && !matches!(delivery.state, State::Prepared)
        }
        Command::Approve => delivery.confirmation.is_some() && !delivery.state.is_asking(),
        Command::Start => matches!(delivery.state, State::Repeating),
        Command::Stop => matches!(delivery.state, State::Stopped),
        Command::Pause => matches!(delivery.state, State::Paused),
        _ => false,
    }
}
