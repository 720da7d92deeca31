//! The life of a delivery: its states, the commands each allows, and who may give them. One table, read by page and
//! service alike.

use serde::{Deserialize, Serialize};

use super::role::Role;

/// What sort of delivery it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Sent once.
    #[default]
    OneOff,
    /// One occurrence of a recurring delivery. Its date is the recurring delivery's business.
    Execution,
    /// Makes an execution for each of its dates, and sends nothing itself.
    Recurring,
    /// Handed over by others, who ask nobody here: what becomes of its messages is heard and counted.
    Elsewhere,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::OneOff, Self::Execution, Self::Recurring, Self::Elsewhere];
}

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
    /// Prepared, but audience, content or schedule have changed since: has to be prepared again.
    Outdated,
    /// One has confirmed; a second person has to approve.
    Approving,
    /// Confirmed; waits for its date, or for the sender.
    Waiting,
    /// Messages are being handed over.
    Sending,
    /// A recurring delivery at work: its executions are made as their dates come.
    Repeating,
    /// Held by somebody; can go on.
    Paused,
    /// An execution that somebody left out. Can be prepared again while its date is ahead.
    Skipped,
    /// An execution that nobody confirmed in time: it is not sent. Final.
    Missed,
    /// Ended by somebody before all was handed over. Final.
    Stopped,
    /// Ended by an error. Final.
    Failed,
    /// Everything was handed over. Feedback may still come.
    Finished,
}

impl State {
    /// Every state, in the order of a delivery's life.
    pub const ALL: [Self; 15] = [
        Self::Editing,
        Self::Preparing,
        Self::PreparationFailed,
        Self::Prepared,
        Self::Outdated,
        Self::Approving,
        Self::Waiting,
        Self::Sending,
        Self::Repeating,
        Self::Paused,
        Self::Skipped,
        Self::Missed,
        Self::Stopped,
        Self::Failed,
        Self::Finished,
    ];

    /// The table: the commands of this state, in the order of the action bar. The last one is the way forward, or the end.
    /// A state that a kind never has allows what any delivery allows: to be duplicated.
    pub const fn commands(self, kind: Kind) -> &'static [Command] {
        use Command as C;
        match (kind, self) {
            (Kind::Recurring, Self::Editing) => &[C::Duplicate, C::Schedule, C::Start],
            (Kind::Recurring, Self::Repeating) => &[C::Duplicate, C::Schedule, C::Pause, C::Stop],
            (Kind::Recurring, Self::Paused) => &[C::Duplicate, C::Schedule, C::Resume, C::Stop],
            (Kind::Recurring, _) => &[C::Duplicate],

            // A button that holds nothing back would be a lie.
            (Kind::Elsewhere, _) => &[C::Duplicate],

            (Kind::OneOff, Self::Editing | Self::PreparationFailed | Self::Outdated) => {
                &[C::Duplicate, C::Schedule, C::Prepare]
            }
            (Kind::OneOff, Self::Prepared) => &[C::Duplicate, C::Schedule, C::Prepare, C::Confirm],
            (Kind::Execution, Self::Editing | Self::PreparationFailed | Self::Outdated) => {
                &[C::Duplicate, C::Skip, C::Prepare]
            }
            (Kind::Execution, Self::Prepared) => &[C::Duplicate, C::Skip, C::Prepare, C::Confirm],
            (Kind::Execution, Self::Skipped) => &[C::Duplicate, C::Prepare],

            (_, Self::Preparing) => &[C::Duplicate, C::StopPreparation],
            (_, Self::Approving) => &[C::Duplicate, C::Decline, C::Approve],
            (_, Self::Waiting) => &[C::Duplicate, C::Stop],
            (_, Self::Sending) => &[C::Duplicate, C::Pause, C::Stop],
            (_, Self::Paused) => &[C::Duplicate, C::Resume, C::Stop],
            (_, Self::Repeating | Self::Skipped | Self::Missed | Self::Stopped | Self::Failed | Self::Finished) => {
                &[C::Duplicate]
            }
        }
    }

    /// Whether messages may already have left.
    pub const fn has_started(self) -> bool {
        matches!(self, Self::Sending | Self::Paused | Self::Stopped | Self::Failed | Self::Finished)
    }

    /// Whether whoever hands its messages over may say that all have left, or that it has given up. It ends then.
    pub const fn may_be_ended_by_its_sender(self) -> bool {
        matches!(self, Self::Sending | Self::Paused)
    }

    /// Whether nothing more will be handed over.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Missed | Self::Stopped | Self::Failed | Self::Finished)
    }

    /// Whether a preparation of it may be waiting for somebody's word.
    pub const fn is_asking(self) -> bool {
        matches!(self, Self::Prepared | Self::Approving)
    }

    /// The name it has on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Editing => "editing",
            Self::Preparing => "preparing",
            Self::PreparationFailed => "preparation_failed",
            Self::Prepared => "prepared",
            Self::Outdated => "outdated",
            Self::Approving => "approving",
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Repeating => "repeating",
            Self::Paused => "paused",
            Self::Skipped => "skipped",
            Self::Missed => "missed",
            Self::Stopped => "stopped",
            Self::Failed => "failed",
            Self::Finished => "finished",
        }
    }

    /// The state in the middle of a sentence: "the delivery is …".
    pub const fn adjective(self) -> &'static str {
        match self {
            Self::Editing => "not prepared",
            Self::Preparing => "being prepared",
            Self::PreparationFailed => "not prepared: its preparation failed",
            Self::Prepared => "waiting to be confirmed",
            Self::Outdated => "to be prepared again",
            Self::Approving => "waiting for a second person to approve",
            Self::Waiting => "confirmed and waiting for its date",
            Self::Sending => "being sent",
            Self::Repeating => "repeating",
            Self::Paused => "paused",
            Self::Skipped => "skipped",
            Self::Missed => "missed: nobody confirmed it in time",
            Self::Stopped => "stopped",
            Self::Failed => "failed",
            Self::Finished => "finished",
        }
    }
}

/// What somebody can ask of a delivery.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Make another like it, without its schedule.
    Duplicate,
    /// Give it another schedule.
    Schedule,
    /// Let a recurring delivery make its executions.
    Start,
    /// Leave an execution out.
    Skip,
    /// Compute target and messages.
    Prepare,
    /// Give up the preparation under way.
    StopPreparation,
    /// Let the prepared messages go, or ask a second person to.
    Confirm,
    /// Take back, or turn down, a confirmation that waits for a second person.
    Decline,
    /// Let go what another person has confirmed.
    Approve,
    /// Hold the send.
    Pause,
    /// Go on with a held send.
    Resume,
    /// End the send for good.
    Stop,
}

impl Command {
    /// Every command.
    pub const ALL: [Self; 12] = [
        Self::Duplicate,
        Self::Schedule,
        Self::Start,
        Self::Skip,
        Self::Prepare,
        Self::StopPreparation,
        Self::Confirm,
        Self::Decline,
        Self::Approve,
        Self::Pause,
        Self::Resume,
        Self::Stop,
    ];

    /// Its last path segment: `POST /api/deliveries/{id}/{path}`; the schedule is `PUT`.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Duplicate => "duplicate",
            Self::Schedule => "schedule",
            Self::Start => "start",
            Self::Skip => "skip",
            Self::Prepare => "prepare",
            Self::StopPreparation => "stop-preparation",
            Self::Confirm => "confirm",
            Self::Decline => "decline",
            Self::Approve => "approve",
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::Stop => "stop",
        }
    }

    /// The roles of which one is enough.
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Self::Duplicate | Self::Schedule | Self::Skip | Self::Prepare | Self::StopPreparation => {
                &[Role::PrepareDeliveries, Role::StartDeliveries]
            }
            Self::Start | Self::Confirm | Self::Decline | Self::Approve | Self::Pause | Self::Resume | Self::Stop => {
                &[Role::StartDeliveries]
            }
        }
    }

    /// Whether it is done on what was prepared, and has to name it.
    pub const fn names_preparation(self) -> bool {
        matches!(self, Self::Confirm | Self::Approve)
    }

    /// Whether it stands in the action bar. The schedule is changed in its block; a copy is made beside the title.
    pub const fn is_action(self) -> bool {
        !matches!(self, Self::Duplicate | Self::Schedule)
    }
}
