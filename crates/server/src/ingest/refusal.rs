//! Why a request is not let in, and the two fences that every signature stands behind: it fits, and its stamp is of these
//! days.
//!
//! What is posted again says nothing new: an event is taken in once. So a window is no more than a second fence, and as
//! wide as a provider goes on repeating with the same stamp: else what came while the service was down would be refused
//! when it comes again.

/// Seconds a stamp may be old where each repetition has a new one, and by which another clock may be ahead.
pub(super) const FRESH: i64 = 5 * 60;

/// Seconds a stamp may be old where repetitions keep theirs. The longest go on for a day.
pub(super) const REPEATED: i64 = 2 * 24 * 60 * 60;

/// Why a request is not let in, as a sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// It is not from whom it says, or does not show it. It would be no better the next time.
    Untrue(&'static str),
    /// Nobody can tell now whether it is. It has to be posted again.
    Unsure(&'static str),
}

pub(super) const MISSING: Refusal = Refusal::Untrue("This request is not signed.");
pub(super) const WRONG: Refusal = Refusal::Untrue("The signature does not fit this request.");
pub(super) const OLD: Refusal = Refusal::Untrue("The signature is too old, or of a clock that is ahead.");

pub(super) const fn is_true(fits: bool) -> Result<(), Refusal> {
    if fits { Ok(()) } else { Err(WRONG) }
}

/// A stamp, in seconds, is compared once its signature is known to be good, so that nobody learns anything from it.
pub(super) fn is_within(stamp: i64, now: i64, oldest: i64) -> Result<(), Refusal> {
    if (now - oldest..=now + FRESH).contains(&stamp) { Ok(()) } else { Err(OLD) }
}
