//! What each state means to whoever looks.

use alloc::string::String;

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
            State::Preparing | State::Waiting | State::Sending => Self::Active,
            State::Prepared => Self::Asks,
            State::Outdated | State::Paused => Self::Warn,
            State::PreparationFailed | State::Stopped | State::Failed => Self::Bad,
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
    CanPrepare,
    /// Being prepared; nothing leaves.
    NothingLeaves,
    /// The preparation failed, for this reason.
    PreparationFailed(Option<String>),
    /// Confirm, and it starts.
    ConfirmToStart,
    /// Confirm, and it starts at the date.
    ConfirmToStartAt(Instant),
    /// Somebody else has to confirm.
    WaitsForConfirmation,
    /// The schedule has changed since the preparation.
    ScheduleChanged,
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
    /// Stopped: so many were handed over, so many never will be.
    StoppedAfter {
        /// Messages handed over.
        sent: u64,
        /// Messages that will never be.
        cancelled: u64,
    },
    /// The send failed, for this reason.
    Failed(Option<String>),
    /// All is done, and nothing is open any more.
    AllProcessed,
    /// All was handed over; of so many nothing is known yet, and by then all will be.
    Outstanding {
        /// Messages without a final outcome.
        open: u64,
        /// By when every outcome is final.
        final_by: Option<Instant>,
    },
}
