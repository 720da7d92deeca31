//! Which messages make which number: every figure, every part of the bar and every oddity as a set of messages. The
//! counts of [`super::kpi`] are the sizes of these sets; a law over random streams holds the two together.

use super::event::Recipient;
use super::facts::{Facts, Flags};
use super::names;
use super::status::{Detail, Feedback, Standing, Status};

/// A set of messages that a number counts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Group {
    /// Targeted: every message.
    Targeted,
    /// To deliver: every message that is not excluded.
    ToDeliver,
    /// Excluded at preparation.
    Excluded,
    /// The sending logs: every message that is not excluded, and the control group, which domain.md section 7 lists there.
    SendingLogs,
    /// The exclusion logs: the excluded, but for the control group.
    ExclusionLogs,
    /// Sent: handed over.
    Sent,
    /// Delivered, as the tile counts: without test profiles and traps.
    Delivered,
    /// Bounces + errors, as the tile counts: without test profiles and traps.
    BouncesErrors,
    /// Of [`Self::Delivered`], those opened.
    Openers,
    /// Of [`Self::Delivered`], those clicked.
    Clickers,
    /// The bar's delivered: with test profiles and traps, without what is still tried.
    Arrived,
    /// Handed over, nothing known yet.
    Awaiting,
    /// Put off, and still tried.
    Retrying,
    /// The bar's failed: for good, with test profiles and traps.
    FailedForGood,
    /// Never to be handed over.
    Cancelled,
    /// Not handed over yet.
    Queued,
    /// Delivered, though nobody reported it.
    Inferred,
    /// Handed over, and no feedback within the validity period.
    Overdue,
    /// The recipient called it spam.
    Complained,
    /// The recipient wants no more.
    OptedOut,
    /// Test profiles and traps.
    Probes,
    /// Who will not get it: failed for good, cancelled or excluded.
    NotReached,
    /// Whose outcome is open: queued, awaiting, overdue or still tried.
    Open,
    /// Bounced for good, and delivered later: both cannot be.
    Conflicts,
    /// Events came for a message that the preparation does not know.
    Unprepared,
    /// Something happened to it before the send began.
    BeforeSend,
}

impl Group {
    /// Every set, with the word it is known by in an address.
    pub const NAMES: [(Self, &'static str); 26] = [
        (Self::Targeted, "targeted"),
        (Self::ToDeliver, "to_deliver"),
        (Self::Excluded, "excluded"),
        (Self::SendingLogs, "sending_logs"),
        (Self::ExclusionLogs, "exclusion_logs"),
        (Self::Sent, "sent"),
        (Self::Delivered, "delivered"),
        (Self::BouncesErrors, "bounces_errors"),
        (Self::Openers, "openers"),
        (Self::Clickers, "clickers"),
        (Self::Arrived, "arrived"),
        (Self::Awaiting, "awaiting"),
        (Self::Retrying, "retrying"),
        (Self::FailedForGood, "failed_for_good"),
        (Self::Cancelled, "cancelled"),
        (Self::Queued, "queued"),
        (Self::Inferred, "inferred"),
        (Self::Overdue, "overdue"),
        (Self::Complained, "complained"),
        (Self::OptedOut, "opted_out"),
        (Self::Probes, "probes"),
        (Self::NotReached, "not_reached"),
        (Self::Open, "open"),
        (Self::Conflicts, "conflicts"),
        (Self::Unprepared, "unprepared"),
        (Self::BeforeSend, "before_send"),
    ];

    /// Its word.
    pub fn name(self) -> &'static str {
        names::name(&Self::NAMES, &self)
    }

    /// The set with that word.
    pub fn named(name: &str) -> Option<Self> {
        names::named(&Self::NAMES, name)
    }

    /// Whether a message is in it.
    pub(super) fn holds(self, facts: &Facts, standing: &Standing, began: &Began) -> bool {
        let (flags, Standing { status, detail, is_conflict }) = (facts.flags, *standing);
        let is_person = recipient(flags) == Recipient::Person;
        let is_final = detail != Detail::Retrying;
        match self {
            Self::Targeted => true,
            Self::ToDeliver => status != Status::Excluded,
            Self::Excluded => status == Status::Excluded,
            Self::SendingLogs => status != Status::Excluded || flags.has_any(Flags::CONTROL_GROUP),
            Self::ExclusionLogs => status == Status::Excluded && !flags.has_any(Flags::CONTROL_GROUP),
            Self::Sent => status != Status::Excluded && facts.is_relayed(),
            Self::Delivered => is_person && status == Status::Sent,
            Self::BouncesErrors => is_person && status == Status::Failed,
            Self::Openers => is_person && status == Status::Sent && flags.has_any(Flags::OPENED),
            Self::Clickers => is_person && status == Status::Sent && flags.has_any(Flags::CLICKED),
            Self::Arrived => status == Status::Sent && is_final,
            Self::Awaiting => status == Status::Pending && facts.is_relayed(),
            Self::Retrying => detail == Detail::Retrying,
            Self::FailedForGood => status == Status::Failed && is_final,
            Self::Cancelled => status == Status::Cancelled,
            Self::Queued => detail == Detail::Queued,
            Self::Inferred => detail == Detail::Inferred,
            Self::Overdue => detail == Detail::Overdue,
            Self::Complained => flags.has_any(Flags::COMPLAINED),
            Self::OptedOut => flags.has_any(Flags::OPTED_OUT),
            Self::Probes => status != Status::Excluded && !is_person,
            Self::NotReached => is_final_miss(standing),
            Self::Open => status == Status::Pending || detail == Detail::Retrying,
            Self::Conflicts => is_conflict,
            Self::Unprepared => {
                began.is_prepared && !flags.has_any(Flags::PREPARED.with(Flags::EXCLUDED)) && !flags.is_empty()
            }
            Self::BeforeSend => began.at.is_some_and(|at| first_sign(facts).is_some_and(|first| first < at)),
        }
    }
}

/// Whether a message will not arrive any more.
pub const fn is_final_miss(standing: &Standing) -> bool {
    match standing.status {
        Status::Failed => !matches!(standing.detail, Detail::Retrying),
        Status::Cancelled | Status::Excluded => true,
        Status::Pending | Status::Sent => false,
    }
}

/// How the delivery began, as far as what is odd depends on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Began {
    /// When the first message could leave.
    pub at: Option<super::instant::Instant>,
    /// Whether there was a preparation that names its messages.
    pub is_prepared: bool,
}

/// Who the message is for.
pub(super) const fn recipient(flags: Flags) -> Recipient {
    if flags.has_any(Flags::TRAP) {
        Recipient::Trap
    } else if flags.has_any(Flags::PROBE) {
        Recipient::TestProfile
    } else {
        Recipient::Person
    }
}

/// The first thing that happened to a message on its way.
pub(super) fn first_sign(facts: &Facts) -> Option<super::instant::Instant> {
    let trouble = facts.trouble;
    let told = [facts.relayed, facts.delivered, trouble.deferred, trouble.hard, trouble.soft, trouble.expired];
    told.into_iter().flatten().min()
}

/// How the share of delivered can still end, if all that is open goes wrong, and if all goes well. What was reported as
/// delivered may still bounce; nobody can foresee that, so it is left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Outlook {
    /// If nothing more arrives.
    pub worst: super::kpi::Rate,
    /// If all that is open arrives.
    pub best: super::kpi::Rate,
}

impl Outlook {
    /// From the counts of people, and how many of them were handed over and never reported on, which the feedback
    /// service would have done: without it they may still bounce.
    pub const fn new(people: &super::kpi::Counts, unconfirmed: u64, feedback: Feedback) -> Self {
        let whole = people.sent + people.queued;
        let (surely, open) = match feedback {
            Feedback::On => (people.delivered, people.pending + people.retrying),
            Feedback::Off => {
                let open = people.retrying + unconfirmed;
                (people.delivered.saturating_sub(open), open)
            }
        };
        Self {
            worst: super::kpi::Rate { part: surely, whole },
            best: super::kpi::Rate { part: surely + open + people.queued, whole },
        }
    }
}
