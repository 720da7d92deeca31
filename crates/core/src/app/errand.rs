//! A command that asks nothing first: prepare, pause, resume, skip, decline, another schedule, a copy.

use super::ask::{Ask, Order};
use super::desk::Desk;
use super::http::{Answer, Failure, Reply};
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

/// What an answer was to an errand.
#[derive(Clone, PartialEq, Debug)]
pub enum Heard {
    /// Another's.
    NotMine,
    /// The command was carried out.
    Done(Command, Answer),
    /// It was not, or nobody knows.
    Failed,
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

    /// An answer came.
    pub fn answered(&mut self, ticket: Ticket, reply: Reply) -> Heard {
        match self {
            Self::Out { command, ticket: at } if *at == ticket => {
                let command = *command;
                match reply.success() {
                    Ok(answer) => {
                        *self = Self::Idle;
                        Heard::Done(command, answer)
                    }
                    Err(failure) => {
                        *self = Self::Failed { command, failure };
                        Heard::Failed
                    }
                }
            }
            Self::Idle | Self::Out { .. } | Self::Failed { .. } => Heard::NotMine,
        }
    }
}
