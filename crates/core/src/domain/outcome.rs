//! What the facts alone make of a message, and what becomes of that with settings and time (design.md section 4, rules 1
//! to 8).

use super::status::{Detail, Feedback, Standing, Status};

/// What the facts alone make of a message. With the feedback setting, and whether its time is over, it is a standing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Outcome {
    /// There is no such message.
    Nothing,
    /// Left out by the preparation; `is_replied` if a machine answered all the same.
    Excluded { is_replied: bool },
    /// Left out by the provider.
    Suppressed,
    /// It will not be handed over.
    Cancelled,
    /// It waits to be handed over, or is only known by a machine's answer.
    Queued { is_replied: bool },
    /// Refused for good.
    Hard { is_conflict: bool },
    /// Given up.
    Soft,
    /// Given up at the end of its time.
    Expired,
    /// Its delivery was reported.
    Confirmed,
    /// Only a delivered message can do what it did.
    Inferred,
    /// Put off, and not heard of again.
    Deferred,
    /// Handed over, and not heard of again.
    Relayed,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 15] = [
        Self::Nothing,
        Self::Excluded { is_replied: false },
        Self::Excluded { is_replied: true },
        Self::Suppressed,
        Self::Cancelled,
        Self::Queued { is_replied: false },
        Self::Queued { is_replied: true },
        Self::Hard { is_conflict: false },
        Self::Hard { is_conflict: true },
        Self::Soft,
        Self::Expired,
        Self::Confirmed,
        Self::Inferred,
        Self::Deferred,
        Self::Relayed,
    ];

    /// Its place in [`Self::ALL`].
    pub const fn place(self) -> usize {
        match self {
            Self::Nothing => 0,
            Self::Excluded { is_replied } => 1 + is_replied as usize,
            Self::Suppressed => 3,
            Self::Cancelled => 4,
            Self::Queued { is_replied } => 5 + is_replied as usize,
            Self::Hard { is_conflict } => 7 + is_conflict as usize,
            Self::Soft => 9,
            Self::Expired => 10,
            Self::Confirmed => 11,
            Self::Inferred => 12,
            Self::Deferred => 13,
            Self::Relayed => 14,
        }
    }

    /// Whether time alone may still change what it is.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Deferred | Self::Relayed)
    }

    /// What is left of it when a later preparation takes back what this one said (rule 0).
    pub const fn renewed(self) -> Self {
        match self {
            Self::Excluded { is_replied: false } | Self::Queued { is_replied: false } => Self::Nothing,
            Self::Excluded { is_replied: true } => Self::Queued { is_replied: true },
            Self::Nothing
            | Self::Suppressed
            | Self::Cancelled
            | Self::Queued { is_replied: true }
            | Self::Hard { .. }
            | Self::Soft
            | Self::Expired
            | Self::Confirmed
            | Self::Inferred
            | Self::Deferred
            | Self::Relayed => self,
        }
    }

    /// What it counts as; `None` if there is no row. `is_over` is asked of what is open.
    pub const fn standing(self, feedback: Feedback, is_over: bool) -> Option<Standing> {
        let (status, detail) = match (self, feedback, is_over) {
            (Self::Nothing, ..) => return None,
            (Self::Excluded { .. } | Self::Suppressed, ..) => (Status::Excluded, Detail::Excluded),
            (Self::Cancelled, ..) => (Status::Cancelled, Detail::Cancelled),
            (Self::Queued { .. }, ..) => (Status::Pending, Detail::Queued),
            (Self::Hard { .. }, ..) => (Status::Failed, Detail::Hard),
            (Self::Soft, ..) => (Status::Failed, Detail::Soft),
            (Self::Expired, ..) | (Self::Deferred, _, true) => (Status::Failed, Detail::Expired),
            (Self::Confirmed, ..) => (Status::Sent, Detail::Confirmed),
            (Self::Inferred, ..) => (Status::Sent, Detail::Inferred),
            (Self::Deferred, Feedback::On, false) => (Status::Failed, Detail::Retrying),
            (Self::Deferred, Feedback::Off, false) => (Status::Sent, Detail::Retrying),
            (Self::Relayed, Feedback::Off, _) => (Status::Sent, Detail::Relayed),
            (Self::Relayed, Feedback::On, false) => (Status::Pending, Detail::Awaiting),
            (Self::Relayed, Feedback::On, true) => (Status::Pending, Detail::Overdue),
        };
        Some(Standing { status, detail, is_conflict: matches!(self, Self::Hard { is_conflict: true }) })
    }
}
