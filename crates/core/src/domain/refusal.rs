//! Who may do what, when: the one check that page and service make, and what it says.

use core::fmt;

use super::lifecycle::{Command, Kind, State};
use super::role::Role;

/// Whoever gives a command.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Person<'a> {
    /// The name they sign in with.
    pub login: &'a str,
    /// What they may do.
    pub roles: &'a [Role],
}

impl Person<'_> {
    /// Whether one of the command's roles is theirs.
    pub fn may(&self, command: Command) -> bool {
        command.roles().iter().any(|role| self.roles.contains(role))
    }
}

/// Where a delivery stands, as far as commands depend on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing<'a> {
    /// What sort of delivery it is.
    pub kind: Kind,
    /// Its state.
    pub state: State,
    /// Who confirmed first and waits for a second person, by login.
    pub asked_by: Option<&'a str>,
}

/// Why a command is not available.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// Whoever asks has none of the roles of [`Command::roles`].
    Role(Command),
    /// The delivery's state does not allow it.
    State(State),
    /// Whoever confirms does not approve, too.
    OwnRequest,
    /// The date of an execution is the recurring delivery's.
    OfRecurring,
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Role(Command::Confirm) => out.write_str("Your permissions do not allow you to confirm a delivery."),
            Self::Role(command) => write!(out, "This needs the role {}.", command.roles()[0]),
            Self::State(State::Outdated) => out.write_str(
                "The sending cannot be confirmed because audience, content or schedule have changed. Please restart the \
                 preparation.",
            ),
            Self::State(state) => write!(out, "This is not possible while the delivery is {}.", state.adjective()),
            Self::OwnRequest => out.write_str("You have confirmed this yourself: somebody else has to approve it."),
            Self::OfRecurring => out.write_str("The date of an execution is set in the recurring delivery."),
        }
    }
}

/// Whether this person may give this command to a delivery that stands so; if not, why. Rights come first: who may not
/// confirm is told so in any state.
///
/// # Errors
/// The reason, fit to be shown.
pub fn check(standing: Standing<'_>, command: Command, person: Person<'_>) -> Result<(), Refusal> {
    let Standing { kind, state, asked_by } = standing;
    if !person.may(command) {
        return Err(Refusal::Role(command));
    }
    if kind == Kind::Execution && command == Command::Schedule {
        return Err(Refusal::OfRecurring);
    }
    if !state.commands(kind).contains(&command) {
        return Err(Refusal::State(state));
    }
    if command == Command::Approve && asked_by.is_none_or(|login| login == person.login) {
        return Err(Refusal::OwnRequest);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lifecycle::Command as C;
    use crate::domain::lifecycle::State as S;

    /// What each state allows, by kind, as domain.md 2.3 and 2.4 have it, in the order of the action bar; any state of
    /// any kind can be duplicated.
    const TABLE: &[(Kind, S, &[C])] = &[
        (Kind::OneOff, S::Editing, &[C::Schedule, C::Prepare]),
        (Kind::OneOff, S::Preparing, &[C::StopPreparation]),
        (Kind::OneOff, S::PreparationFailed, &[C::Schedule, C::Prepare]),
        (Kind::OneOff, S::Prepared, &[C::Schedule, C::Prepare, C::Confirm]),
        (Kind::OneOff, S::Outdated, &[C::Schedule, C::Prepare]),
        (Kind::OneOff, S::Approving, &[C::Decline, C::Approve]),
        (Kind::OneOff, S::Waiting, &[C::Stop]),
        (Kind::OneOff, S::Sending, &[C::Pause, C::Stop]),
        (Kind::OneOff, S::Paused, &[C::Resume, C::Stop]),
        (Kind::OneOff, S::Stopped, &[]),
        (Kind::OneOff, S::Failed, &[]),
        (Kind::OneOff, S::Finished, &[]),
        (Kind::Execution, S::Editing, &[C::Skip, C::Prepare]),
        (Kind::Execution, S::Preparing, &[C::StopPreparation]),
        (Kind::Execution, S::PreparationFailed, &[C::Skip, C::Prepare]),
        (Kind::Execution, S::Prepared, &[C::Skip, C::Prepare, C::Confirm]),
        (Kind::Execution, S::Outdated, &[C::Skip, C::Prepare]),
        (Kind::Execution, S::Approving, &[C::Decline, C::Approve]),
        (Kind::Execution, S::Waiting, &[C::Stop]),
        (Kind::Execution, S::Sending, &[C::Pause, C::Stop]),
        (Kind::Execution, S::Paused, &[C::Resume, C::Stop]),
        (Kind::Execution, S::Skipped, &[C::Prepare]),
        (Kind::Execution, S::Missed, &[]),
        (Kind::Execution, S::Stopped, &[]),
        (Kind::Execution, S::Failed, &[]),
        (Kind::Execution, S::Finished, &[]),
        (Kind::Recurring, S::Editing, &[C::Schedule, C::Start]),
        (Kind::Recurring, S::Repeating, &[C::Schedule, C::Pause, C::Stop]),
        (Kind::Recurring, S::Paused, &[C::Schedule, C::Resume, C::Stop]),
        (Kind::Recurring, S::Stopped, &[]),
        (Kind::Recurring, S::Finished, &[]),
    ];

    /// domain.md 2.5: preparing and editing for both roles, everything that lets messages go, or holds them, for one.
    const PREPARES: [C; 5] = [C::Duplicate, C::Schedule, C::Skip, C::Prepare, C::StopPreparation];

    fn allowed(kind: Kind, state: S) -> impl Iterator<Item = C> {
        let row = TABLE.iter().find(|(of, at, _)| (*of, *at) == (kind, state));
        [C::Duplicate].into_iter().chain(row.map_or(&[][..], |(.., commands)| commands).iter().copied())
    }

    #[test]
    fn every_kind_state_command_and_role() {
        let mut checked = 0;
        for kind in Kind::ALL {
            for state in S::ALL {
                assert!(state.commands(kind).iter().copied().eq(allowed(kind, state)), "{kind:?} {state:?}");
                for command in C::ALL {
                    for role in Role::ALL {
                        let may = role == Role::StartDeliveries
                            || (role == Role::PrepareDeliveries && PREPARES.contains(&command));
                        let expected = if !may {
                            Err(Refusal::Role(command))
                        } else if kind == Kind::Execution && command == C::Schedule {
                            Err(Refusal::OfRecurring)
                        } else if !allowed(kind, state).any(|allowed| allowed == command) {
                            Err(Refusal::State(state))
                        } else {
                            Ok(())
                        };
                        let standing = Standing { kind, state, asked_by: Some("ada") };
                        let person = Person { login: "carla", roles: &[role] };
                        assert_eq!(check(standing, command, person), expected, "{kind:?} {state:?} {command:?} {role}");
                        checked += 1;
                    }
                }
            }
        }
        assert_eq!(checked, 4 * 15 * 12 * 5);
    }

    #[test]
    fn nobody_confirms_what_is_not_freshly_prepared() {
        let person = Person { login: "ada", roles: &Role::ALL };
        for kind in Kind::ALL {
            for state in S::ALL {
                let standing = Standing { kind, state, asked_by: None };
                let expected = state == S::Prepared && matches!(kind, Kind::OneOff | Kind::Execution);
                assert_eq!(check(standing, C::Confirm, person).is_ok(), expected, "{kind:?} {state:?}");
            }
        }
    }

    /// alphagov/notifications-admin#3522: the first version let you approve your own.
    #[test]
    fn nobody_approves_what_they_confirmed() {
        let standing = |asked_by| Standing { kind: Kind::OneOff, state: S::Approving, asked_by };
        let person = Person { login: "ada", roles: &Role::ALL };
        assert_eq!(check(standing(Some("ada")), C::Approve, person), Err(Refusal::OwnRequest));
        assert_eq!(check(standing(None), C::Approve, person), Err(Refusal::OwnRequest), "nobody knows who asked");
        assert_eq!(check(standing(Some("carla")), C::Approve, person), Ok(()));
        assert_eq!(check(standing(Some("ada")), C::Decline, person), Ok(()), "taken back");
    }
}
