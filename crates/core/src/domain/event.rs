//! Events: what happened, said once or often, in any order (design.md section 3).

use alloc::borrow::Cow;

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
    Deferred,
    /// Given up.
    Bounced(Nature),
    /// Retries ended with the validity period.
    Expired,
    /// It will not be handed over.
    Cancelled,
    /// A machine answered for the recipient. Changes nothing.
    AutoReplied,
    /// The message was opened, or its mirror page viewed, or the recipient opted out: all imply that it was seen.
    Opened,
    /// A link was followed; implies an open.
    Clicked,
    /// The recipient called it spam. The status stays.
    Complained,
}

/// Who a prepared message is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Recipient {
    /// Somebody of the audience.
    #[default]
    Person,
    /// A test profile or a trap: counts in To deliver and Sent, not in the rates.
    Probe,
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
    /// The schedule is another one; outdates a preparation.
    ScheduleChanged,
    /// Preparation began.
    PreparationStarted,
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
    /// Somebody let it go.
    Confirmed {
        /// Who.
        by: Option<Cow<'a, str>>,
        /// From when messages leave.
        start_at: Option<Instant>,
    },
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
