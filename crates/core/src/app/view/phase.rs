//! What each state means to whoever looks.

use alloc::string::String;

use crate::domain::channel::Channel;
use crate::domain::event::Subject;
use crate::domain::instant::Instant;
use crate::domain::lifecycle::State;

/// How a status is to be seen. Never by colour alone: a word and a sign go with it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Tone {
    /// Nothing to say yet.
    Idle,
    /// Under way.
    Active,
    /// Somebody has to act.
    Asks,
    /// As it should be.
    Good,
    /// Worth a look.
    Warn,
    /// Wrong.
    Bad,
}

impl Tone {
    /// The name style sheets know it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Active => "active",
            Self::Asks => "asks",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }
}

impl From<State> for Tone {
    fn from(state: State) -> Self {
        match state {
            State::Editing => Self::Idle,
            State::Preparing | State::Waiting | State::Sending | State::Repeating => Self::Active,
            State::Prepared | State::Approving => Self::Asks,
            State::Outdated | State::Paused | State::Skipped => Self::Warn,
            State::PreparationFailed | State::Missed | State::Stopped | State::Failed => Self::Bad,
            State::Finished => Self::Good,
        }
    }
}

/// Whether the list has numbers worth showing: before the first message leaves, only how many there are.
pub const fn has_card_numbers(state: State) -> bool {
    state.has_started()
}

/// What is said below the headline (domain.md 2.3).
#[derive(Clone, PartialEq, Debug)]
pub enum Subline {
    /// All is entered; it can be prepared.
    CanPrepare(Channel),
    /// A recurring delivery that makes no executions yet.
    CanStart,
    /// Being prepared; nothing leaves.
    NothingLeaves,
    /// The preparation failed, for this reason.
    PreparationFailed(Option<String>),
    /// Confirm, and it starts.
    ConfirmToStart,
    /// Confirm, and it starts at the date.
    ConfirmToStartAt(Instant),
    /// Confirm before that, or this execution is not sent.
    ConfirmBefore(Instant),
    /// Somebody else has to confirm.
    WaitsForConfirmation,
    /// This has changed since the preparation.
    Changed(Subject),
    /// One has confirmed; somebody else has to approve.
    WaitsForApproval {
        /// Who confirmed.
        by: String,
        /// Whether that is whoever looks.
        is_own: bool,
        /// Before when, for an execution.
        before: Option<Instant>,
    },
    /// Makes its executions; the next one is of then.
    Repeats(Option<Instant>),
    /// Held: makes no executions.
    RepeatsNoMore,
    /// This execution was left out.
    Skipped {
        /// By whom.
        by: Option<String>,
        /// Until when it can be taken back, if it still can.
        until: Option<Instant>,
    },
    /// Nobody confirmed it before that: it is not sent.
    Missed(Option<Instant>),
    /// Confirmed, and starts then.
    StartsAt(Instant),
    /// Confirmed; the sender begins any moment.
    StartsSoon,
    /// So many of so many were handed over.
    Relayed {
        /// Messages handed over.
        sent: u64,
        /// Messages to deliver.
        to_deliver: u64,
    },
    /// Held: so many were handed over, so many wait.
    PausedAfter {
        /// Messages handed over.
        sent: u64,
        /// Messages that wait.
        queued: u64,
        /// Who held it.
        by: Option<String>,
    },
    /// Stopped: so many were handed over, so many never will be.
    StoppedAfter {
        /// Who stopped it.
        by: Option<String>,
        /// Messages handed over.
        sent: u64,
        /// Messages that will never be.
        cancelled: u64,
    },
    /// The send failed, for this reason.
    Failed(Option<String>),
    /// All is done, and nothing is open any more.
    AllProcessed,
    /// Its events may not be read, and nobody has counted them: what became of it is not known here.
    Unread,
    /// Of so many handed over, nobody reported what became of them in time.
    Unanswered(u64),
    /// All was handed over; of so many nothing is known yet, and by then all will be.
    Outstanding {
        /// Messages without a final outcome.
        open: u64,
        /// By when every outcome is final.
        final_by: Option<Instant>,
    },
}
