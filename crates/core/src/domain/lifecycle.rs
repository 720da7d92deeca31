//! The life of a delivery: its states, the commands each allows, and who may give them. One table, read by page and
//! service alike.

use core::fmt;

use serde::{Deserialize, Serialize};

use super::role::Role;

/// Where a delivery stands. What became of its messages is another matter: see [`super::kpi`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Being written; nothing is computed yet.
    #[default]
    Editing,
    /// Target and messages are being computed. Nothing leaves.
    Preparing,
    /// A rule found an error; the log says which.
    PreparationFailed,
    /// Ready: waits for somebody to confirm.
    Prepared,
    /// Prepared, but the schedule has changed since: has to be prepared again.
    Outdated,
    /// Confirmed; waits for its date, or for the sender.
    Waiting,
    /// Messages are being handed over.
    Sending,
    /// Held by somebody; can go on.
    Paused,
    /// Ended by somebody before all was handed over. Final.
    Stopped,
    /// Ended by an error. Final.
    Failed,
    /// Everything was handed over. Feedback may still come.
    Finished,
}

impl State {
    /// Every state, in the order of a delivery's life.
    pub const ALL: [Self; 11] = [
        Self::Editing,
        Self::Preparing,
        Self::PreparationFailed,
        Self::Prepared,
        Self::Outdated,
        Self::Waiting,
        Self::Sending,
        Self::Paused,
        Self::Stopped,
        Self::Failed,
        Self::Finished,
    ];

    /// The commands the action bar shows in this state, in its order. The last one is the way forward, or the end.
    pub const fn commands(self) -> &'static [Command] {
        match self {
            Self::Editing | Self::PreparationFailed | Self::Outdated => &[Command::Prepare],
            Self::Preparing => &[Command::StopPreparation],
            Self::Prepared => &[Command::Prepare, Command::Confirm],
            Self::Waiting => &[Command::Stop],
            Self::Sending => &[Command::Pause, Command::Stop],
            Self::Paused => &[Command::Resume, Command::Stop],
            Self::Stopped | Self::Failed | Self::Finished => &[],
        }
    }

    /// Whether messages may already have left.
    pub const fn has_started(self) -> bool {
        matches!(self, Self::Sending | Self::Paused | Self::Stopped | Self::Failed | Self::Finished)
    }

    /// Whether nothing more will be handed over.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Stopped | Self::Failed | Self::Finished)
    }
}

/// What somebody can ask of a delivery.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Compute target and messages.
    Prepare,
    /// Give up the preparation under way.
    StopPreparation,
    /// Let the prepared messages go.
    Confirm,
    /// Hold the send.
    Pause,
    /// Go on with a held send.
    Resume,
    /// End the send for good.
    Stop,
}

impl Command {
    /// Every command.
    pub const ALL: [Self; 6] =
        [Self::Prepare, Self::StopPreparation, Self::Confirm, Self::Pause, Self::Resume, Self::Stop];

    /// Its last path segment: `POST /api/deliveries/{id}/{path}`.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Prepare => "prepare",
            Self::StopPreparation => "stop-preparation",
            Self::Confirm => "confirm",
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::Stop => "stop",
        }
    }

    /// The roles of which one is enough.
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Self::Prepare | Self::StopPreparation => &[Role::PrepareDeliveries, Role::StartDeliveries],
            Self::Confirm | Self::Pause | Self::Resume | Self::Stop => &[Role::StartDeliveries],
        }
    }
}

/// Why a command is not available.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// Whoever asks has none of the roles of [`Command::roles`].
    Role(Command),
    /// The delivery's state does not allow it.
    State(State),
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Role(Command::Confirm) => out.write_str("Your permissions do not allow you to confirm a delivery."),
            Self::Role(command) => write!(out, "This needs the role {}.", command.roles()[0]),
            Self::State(State::Outdated) => out.write_str(
                "The sending cannot be confirmed because the scheduled date has changed. Please restart the preparation.",
            ),
            Self::State(state) => write!(out, "This is not possible while the delivery is {}.", state.adjective()),
        }
    }
}

impl State {
    /// The state in the middle of a sentence: "the delivery is …".
    pub const fn adjective(self) -> &'static str {
        match self {
            Self::Editing => "not prepared",
            Self::Preparing => "being prepared",
            Self::PreparationFailed => "not prepared: its preparation failed",
            Self::Prepared => "waiting to be confirmed",
            Self::Outdated => "to be prepared again",
            Self::Waiting => "confirmed and waiting for its date",
            Self::Sending => "being sent",
            Self::Paused => "paused",
            Self::Stopped => "stopped",
            Self::Failed => "failed",
            Self::Finished => "finished",
        }
    }
}

/// Whether somebody with these roles may give this command in this state; if not, why. Rights come first: who may not
/// confirm is told so in any state.
///
/// # Errors
/// The reason, fit to be shown.
pub fn check(state: State, command: Command, roles: &[Role]) -> Result<(), Refusal> {
    if !command.roles().iter().any(|role| roles.contains(role)) {
        return Err(Refusal::Role(command));
    }
    if !state.commands().contains(&command) {
        return Err(Refusal::State(state));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// design.md section 5: only `Start deliveries` confirms, pauses, resumes and stops.
    #[test]
    fn only_start_deliveries_sends() {
        for role in Role::ALL {
            for command in Command::ALL {
                for state in State::ALL {
                    let sends = !matches!(command, Command::Prepare | Command::StopPreparation);
                    let may = role == Role::StartDeliveries || (!sends && role == Role::PrepareDeliveries);
                    let shown = state.commands().contains(&command);
                    assert_eq!(check(state, command, &[role]).is_ok(), may && shown, "{role} {command:?} {state:?}");
                }
            }
        }
    }

    #[test]
    fn nobody_confirms_what_is_not_freshly_prepared() {
        for state in State::ALL {
            assert_eq!(check(state, Command::Confirm, &Role::ALL).is_ok(), state == State::Prepared, "{state:?}");
        }
    }
}
