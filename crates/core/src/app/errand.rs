//! A command that asks nothing first: prepare, stop the preparation, pause, resume.

use super::ask::{Ask, Order};
use super::desk::Desk;
use super::http::{Failure, Reply};
use super::remote::Ticket;
use crate::domain::lifecycle::Command;

/// The command under way.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Errand {
    /// None.
    #[default]
    Idle,
    /// Given; no answer yet. Its button is busy, the others wait.
    Out {
        /// What was ordered.
        command: Command,
        /// The request.
        ticket: Ticket,
    },
    /// Not carried out, or nobody knows: a notice says so, and the record, asked for anew, says how it stands.
    Failed {
        /// What was ordered.
        command: Command,
        /// Why not.
        failure: Failure,
    },
}

impl Errand {
    /// Gives a command, unless one is under way: a second click does nothing.
    pub fn give(&mut self, order: Order, desk: &mut Desk<'_>) {
        match self {
            Self::Out { .. } => {}
            Self::Idle | Self::Failed { .. } => {
                let command = order.command;
                *self = Self::Out { command, ticket: desk.ask(Ask::Order(order)) };
            }
        }
    }

    /// An answer came. Gives whether it was this errand's.
    pub fn answered(&mut self, ticket: Ticket, reply: Reply) -> bool {
        match self {
            Self::Out { command, ticket: at } if *at == ticket => {
                *self = match reply.success() {
                    Ok(_) => Self::Idle,
                    Err(failure) => Self::Failed { command: *command, failure },
                };
                true
            }
            Self::Idle | Self::Out { .. } | Self::Failed { .. } => false,
        }
    }
}
