//! Events: what happened, said once or often, in any order (design.md section 3).

use alloc::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::id::Cursor;
use super::instant::Instant;

/// One well-formed event, borrowed from the bytes it came in.
#[derive(Clone, PartialEq, Debug)]
pub struct Event<'a> {
    /// Unique within `source`: the same pair twice is one event.
    pub id: Cow<'a, str>,
    /// Who says so.
    pub source: Cow<'a, str>,
    /// When it happened; may be late, may be skewed.
    pub time: Instant,
    /// Its place in the service's log, if it has one.
    pub sequence: Option<Cursor>,
    /// The number of the preparation it speaks of; 0 if it names none.
    pub preparation: u64,
    /// What it says.
    pub body: Body<'a>,
}

/// What an event speaks of.
#[derive(Clone, PartialEq, Debug)]
pub enum Body<'a> {
    /// One message: one recipient of one delivery.
    Message {
        /// The message's id.
        message: Cow<'a, str>,
        /// The recipient's address, where a provider repeats it with each event.
        address: Option<Cow<'a, str>>,
        /// What happened to it.
        fact: Fact<'a>,
    },
    /// The delivery as a whole.
    Delivery(Milestone<'a>),
    /// A type that this version does not know, by its name. Counted and kept for show.
    Unrecognised(Cow<'a, str>),
}

/// What can happen to a message.
#[derive(Clone, PartialEq, Debug)]
pub enum Fact<'a> {
    /// It is part of the preparation.
    Prepared {
        /// The recipient's address.
        address: Option<Cow<'a, str>>,
        /// Whether it is a recipient like any other.
        recipient: Recipient,
    },
    /// It was left out of the preparation.
    Excluded {
        /// The recipient's address.
        address: Option<Cow<'a, str>>,
        /// The rule that left it out.
        cause: Cow<'a, str>,
    },
    /// The provider took it and then, by its own suppression list, never tried: left out, however it was handed over.
    Suppressed,
    /// It was handed over to the MTA.
    Relayed,
    /// The recipient's server accepted it.
    Delivered,
    /// The recipient's server asked to try later: a soft bounce that will be retried.
    Deferred(Reason<'a>),
    /// Given up.
    Bounced(Nature, Reason<'a>),
    /// Retries ended with the validity period.
    Expired(Reason<'a>),
    /// It will not be handed over.
    Cancelled,
    /// A machine answered for the recipient. Changes nothing.
    AutoReplied,
    /// The recipient did something that only whoever has the message can do.
    Tracked(Track<'a>),
    /// The recipient called it spam. The status stays.
    Complained,
}

impl Fact<'_> {
    /// What happened, in the word of its type.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Prepared { .. } => "prepared",
            Self::Excluded { .. } => "excluded",
            Self::Suppressed => "suppressed",
            Self::Relayed => "relayed",
            Self::Delivered => "delivered",
            Self::Deferred(_) => "deferred",
            Self::Bounced(..) => "bounced",
            Self::Expired(_) => "expired",
            Self::Cancelled => "cancelled",
            Self::AutoReplied => "auto_replied",
            Self::Tracked(track) => match track.action {
                Action::Open => "opened",
                Action::Click => "clicked",
                Action::MirrorPage => "mirror_viewed",
                Action::OptOut => "opted_out",
            },
            Self::Complained => "complained",
        }
    }
}

/// Who a prepared message is for. Whoever is no person counts in To deliver and Sent, not in the rates.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Recipient {
    /// Somebody of the audience.
    #[default]
    Person,
    /// A colleague who checks what arrives.
    TestProfile,
    /// An address that shows whether the list was stolen.
    Trap,
}

/// Why a message did not arrive, as the event says it. What is empty was not said.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reason<'a> {
    /// The reason's stable word: `mailbox_full`.
    pub code: Cow<'a, str>,
    /// The reply of the recipient's server, in digits: `452`.
    pub smtp: Cow<'a, str>,
    /// The enhanced status of that reply: `4.2.2`.
    pub enhanced: Cow<'a, str>,
    /// What was said about it, for people, without anybody's address. It is told, and not kept for each message.
    pub text: Cow<'a, str>,
}

/// What a recipient did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Track<'a> {
    /// What it was. All of them imply that the message was opened.
    pub action: Action,
    /// The address behind the link.
    pub url: Cow<'a, str>,
    /// The link's name.
    pub label: Cow<'a, str>,
    /// Whether a machine did it for the recipient.
    pub is_machine: bool,
}

/// What can be tracked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Action {
    /// The message was shown.
    Open,
    /// A link was followed.
    Click,
    /// The message was looked at as a page.
    MirrorPage,
    /// The recipient wants no more.
    OptOut,
}

impl Action {
    /// Every action, by its number.
    pub const ALL: [Self; 4] = [Self::Open, Self::Click, Self::MirrorPage, Self::OptOut];
}

/// How final refusals differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Nature {
    /// The address does not take mail. Also later than a delivery.
    Hard,
    /// Temporary reasons, until the sender gave up.
    Soft,
}

/// What can happen to a delivery.
#[derive(Clone, PartialEq, Debug)]
pub enum Milestone<'a> {
    /// What was prepared is another one now; outdates a preparation.
    Changed(Subject),
    /// Preparation began.
    PreparationStarted {
        /// About how many recipients there will be, with those left out, if the service knows.
        about: Option<u64>,
    },
    /// Preparation was given up.
    PreparationStopped,
    /// Preparation ended with an error.
    PreparationFailed {
        /// The error, for people.
        reason: Option<Cow<'a, str>>,
    },
    /// A row of the log.
    Logged {
        /// How bad it is.
        severity: Severity,
        /// The row's stable code.
        code: Cow<'a, str>,
        /// The row's text.
        text: Cow<'a, str>,
    },
    /// Preparation ended well.
    Prepared(Declared),
    /// Somebody confirmed; a second person has to approve.
    ApprovalRequested {
        /// Who confirmed.
        by: Option<Cow<'a, str>>,
    },
    /// The confirmation that waited for a second person was taken back or turned down.
    ApprovalDeclined {
        /// By whom.
        by: Option<Cow<'a, str>>,
    },
    /// What would have left by itself has to be confirmed after all.
    ConfirmationRequested,
    /// Let go.
    Confirmed {
        /// By whom.
        by: Option<Cow<'a, str>>,
        /// From when messages leave.
        start_at: Option<Instant>,
    },
    /// A recurring delivery began to make its executions.
    Activated {
        /// Who let it.
        by: Option<Cow<'a, str>>,
    },
    /// One of a recurring delivery's executions was made, or stands elsewhere.
    ExecutionChanged {
        /// Which.
        execution: Cow<'a, str>,
    },
    /// This execution is left out.
    Skipped {
        /// By whom.
        by: Option<Cow<'a, str>>,
    },
    /// Nobody confirmed this execution in time: it is not sent.
    Missed,
    /// Messages leave.
    Started,
    /// Held.
    Paused {
        /// By whom.
        by: Option<Cow<'a, str>>,
    },
    /// Goes on.
    Resumed {
        /// By whom.
        by: Option<Cow<'a, str>>,
    },
    /// Ended by somebody.
    Stopped {
        /// By whom.
        by: Option<Cow<'a, str>>,
    },
    /// Everything was handed over.
    Finished,
    /// Ended by an error.
    Failed {
        /// The error, for people.
        reason: Option<Cow<'a, str>>,
    },
}

/// What a preparation is made of.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Whom it goes to.
    Audience,
    /// What it says.
    Content,
    /// When it goes.
    Schedule,
}

/// What a finished preparation says of itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Declared {
    /// Population before exclusions.
    pub targeted: u64,
    /// Messages to send.
    pub to_deliver: u64,
    /// Recipients left out.
    pub excluded: u64,
    /// Warnings in the log.
    pub warnings: u64,
}

/// How bad a row of the log is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Severity {
    /// Good to know.
    #[default]
    Info,
    /// Does not block; is repeated before confirming.
    Warning,
    /// Blocks.
    Error,
}
