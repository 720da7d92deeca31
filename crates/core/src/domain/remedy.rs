//! What can be done about a message that did not arrive, read off the reason (domain.md 5.1, 5.2 and 8).

use super::names;
use super::status::{Detail, Standing, Status};

/// What can be done.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Remedy {
    /// The address does not exist or takes no mail: ask the recipient for another one.
    FixAddress,
    /// The recipient's side was full or not reachable: a later delivery may arrive.
    Wait,
    /// The address is on a list of those that get nothing: only its owner can change that.
    Suppressed,
    /// The recipient's provider does not want mail from us, or not this mail.
    Reputation,
    /// A rule or a person of ours kept it back.
    StoppedByUs,
    /// Nobody said why.
    Unknown,
}

impl Remedy {
    /// Every remedy, in the order they are shown, with its word in an address.
    pub const NAMES: [(Self, &'static str); 6] = [
        (Self::FixAddress, "fix_address"),
        (Self::Wait, "wait"),
        (Self::Suppressed, "suppressed"),
        (Self::Reputation, "reputation"),
        (Self::StoppedByUs, "stopped_by_us"),
        (Self::Unknown, "unknown"),
    ];

    /// Its word.
    pub fn name(self) -> &'static str {
        names::name(&Self::NAMES, &self)
    }

    /// The remedy with that word.
    pub fn named(name: &str) -> Option<Self> {
        names::named(&Self::NAMES, name)
    }

    /// For a message that will not arrive, by its reason's word and enhanced status.
    pub fn of(standing: &Standing, reason: &str, enhanced: &str) -> Self {
        match standing.status {
            Status::Cancelled => Self::StoppedByUs,
            Status::Excluded => Self::of_cause(reason),
            Status::Failed | Status::Pending | Status::Sent => {
                Self::of_reason(reason).or_else(|| Self::of_enhanced(enhanced)).unwrap_or(match standing.detail {
                    // Put off until the end, and nobody said why: it was not the address.
                    Detail::Soft | Detail::Expired | Detail::Retrying => Self::Wait,
                    _ => Self::Unknown,
                })
            }
        }
    }

    fn of_cause(cause: &str) -> Self {
        match cause {
            "address_empty" | "address_not_specified" | "bad_quality_address" | "unqualified_address" => {
                Self::FixAddress
            }
            // A provider that leaves out what it was given says so without a cause: it is on its list.
            "" | "quarantine" | "denylist" | "blacklist" | "suppressed" | "address_exclusion" | "domain_exclusion" => {
                Self::Suppressed
            }
            _ => Self::StoppedByUs,
        }
    }

    fn of_reason(reason: &str) -> Option<Self> {
        Some(match reason {
            "user_unknown" | "invalid_domain" | "account_disabled" | "bad_address" | "relaying_denied" => {
                Self::FixAddress
            }
            "mailbox_full" | "unreachable" | "not_connected" | "timeout" | "greylisted" | "expired" | "busy" => {
                Self::Wait
            }
            "quarantine" | "denylist" | "suppressed" => Self::Suppressed,
            "refused" | "spam" | "blocked" | "policy" | "reputation" | "rate_limited" | "content"
            | "unauthenticated" => Self::Reputation,
            "cancelled" | "text_too_long" | "too_large" | "rendering_failed" | "quota_reached" => Self::StoppedByUs,
            _ => return None,
        })
    }

    /// By RFC 3463: the second number is what it is about.
    fn of_enhanced(enhanced: &str) -> Option<Self> {
        let mut numbers = enhanced.split('.').skip(1);
        Some(match (numbers.next()?, numbers.next()?) {
            ("2", "2" | "3") | ("3" | "4", _) => Self::Wait,
            ("1", _) | ("2", _) => Self::FixAddress,
            ("7" | "6" | "5", _) => Self::Reputation,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_has_what_can_be_done_about_it() {
        use Remedy as R;
        let check = |status, detail, reason: &str, enhanced: &str, expected: R| {
            let standing = Standing { status, detail, is_conflict: false };
            assert_eq!(R::of(&standing, reason, enhanced), expected, "{status:?} {detail:?} {reason} {enhanced}");
        };
        check(Status::Failed, Detail::Hard, "user_unknown", "5.1.1", R::FixAddress);
        check(Status::Failed, Detail::Hard, "", "5.1.1", R::FixAddress);
        check(Status::Failed, Detail::Soft, "mailbox_full", "", R::Wait);
        check(Status::Failed, Detail::Hard, "", "5.2.2", R::Wait);
        check(Status::Failed, Detail::Hard, "", "5.2.1", R::FixAddress);
        check(Status::Failed, Detail::Expired, "", "", R::Wait);
        check(Status::Failed, Detail::Hard, "refused", "5.7.1", R::Reputation);
        check(Status::Failed, Detail::Hard, "own words of a provider", "5.7.26", R::Reputation);
        check(Status::Failed, Detail::Hard, "", "", R::Unknown);
        check(Status::Failed, Detail::Hard, "unauthenticated", "5.7.26", R::Reputation);
        check(Status::Failed, Detail::Hard, "rendering_failed", "", R::StoppedByUs);
        check(Status::Failed, Detail::Hard, "quota_reached", "", R::StoppedByUs);
        check(Status::Cancelled, Detail::Cancelled, "", "", R::StoppedByUs);
        check(Status::Excluded, Detail::Excluded, "quarantine", "", R::Suppressed);
        check(Status::Excluded, Detail::Excluded, "address_empty", "", R::FixAddress);
        check(Status::Excluded, Detail::Excluded, "duplicate", "", R::StoppedByUs);
        check(Status::Excluded, Detail::Excluded, "FMA 2 (RL89)", "", R::StoppedByUs);
    }

    #[test]
    fn every_word_leads_back() {
        for (remedy, name) in Remedy::NAMES {
            assert_eq!((Remedy::named(name), remedy.name()), (Some(remedy), name));
        }
    }
}
