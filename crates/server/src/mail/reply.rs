//! What the replies of mail servers mean. Whether a message is given up is never read off a code here: that is said by the
//! event, a reply's first digit or a report's action. The code only says why.

use crate::mta::port::Refusal;

/// A phrase that servers use, in small letters, and the reason it gives away.
const PHRASES: [(&str, &str); 34] = [
    ("greylist", "greylisted"),
    ("graylist", "greylisted"),
    ("over quota", "mailbox_full"),
    ("overquota", "mailbox_full"),
    ("quota exceeded", "mailbox_full"),
    ("mailbox full", "mailbox_full"),
    ("mailbox is full", "mailbox_full"),
    ("out of storage", "mailbox_full"),
    ("relay access denied", "relaying_denied"),
    ("relaying denied", "relaying_denied"),
    ("unable to relay", "relaying_denied"),
    ("user unknown", "user_unknown"),
    ("unknown user", "user_unknown"),
    ("no such user", "user_unknown"),
    ("no such recipient", "user_unknown"),
    ("no such mailbox", "user_unknown"),
    ("mailbox not found", "user_unknown"),
    ("mailbox unavailable", "user_unknown"),
    ("does not exist", "user_unknown"),
    ("not a valid mailbox", "user_unknown"),
    ("account has been disabled", "account_disabled"),
    ("account is disabled", "account_disabled"),
    ("mailbox is disabled", "account_disabled"),
    ("no longer valid", "account_disabled"),
    ("receiving mail too quickly", "rate_limited"),
    ("receiving mail at a rate", "rate_limited"),
    ("rate limit", "rate_limited"),
    ("unusual rate", "rate_limited"),
    ("too many", "rate_limited"),
    ("spam", "spam"),
    ("low reputation", "reputation"),
    ("block list", "blocked"),
    ("blocklist", "blocked"),
    ("blacklist", "blocked"),
];

/// The refusal that a reply is: its code, and its text, of however many lines.
pub fn refusal(code: u16, text: &str) -> Refusal {
    let enhanced = enhanced(text).unwrap_or_default();
    Refusal { reason: reason(code, enhanced, text), smtp: code.to_string(), enhanced: enhanced.to_owned() }
}

/// The refusal of a report, whose status may be nearer to the truth than the reply in it.
pub fn reported(status: &str, diagnostic: &str) -> Refusal {
    let code = first_code(diagnostic);
    let said = enhanced(diagnostic);
    // Whether it may come to something is all that a status without a number says.
    let class = if status.trim_start().starts_with('4') { 450 } else { 0 };
    let status = enhanced(status).filter(|status| !status.ends_with(".0.0"));
    let enhanced = status.or(said).unwrap_or_default();
    Refusal {
        reason: reason(code.unwrap_or(class), enhanced, diagnostic),
        smtp: code.map(|code| code.to_string()).unwrap_or_default(),
        enhanced: enhanced.to_owned(),
    }
}

/// Why, by the words of the dashboard. What the enhanced status says of an address or a mailbox is exact; of policy it is
/// not, and then what people are told says more.
fn reason(code: u16, enhanced: &str, text: &str) -> &'static str {
    let numbers: Vec<_> = enhanced.split('.').skip(1).collect();
    let exact = match numbers[..] {
        ["1", "1" | "6"] => Some("user_unknown"),
        ["1", "2" | "10"] => Some("invalid_domain"),
        ["1", _] if !enhanced.ends_with(".1.0") => Some("bad_address"),
        ["2", "1"] => Some("account_disabled"),
        ["2", "2"] => Some("mailbox_full"),
        ["2" | "3", "3" | "4"] => Some("too_large"),
        ["4", "7"] => Some("expired"),
        ["7", "28"] => Some("rate_limited"),
        _ => None,
    };
    let spoken = || {
        let text = text.to_lowercase();
        PHRASES.iter().find(|(phrase, _)| text.contains(phrase)).map(|(_, reason)| *reason)
    };
    let rough = || match (numbers.first(), code) {
        (Some(&"4"), _) => "unreachable",
        (Some(&"3"), _) if enhanced.starts_with('4') => "busy",
        (Some(&"6"), _) => "content",
        (Some(&"7"), _) => "policy",
        (_, 452) => "mailbox_full",
        (_, 552) => "too_large",
        (_, 553) => "bad_address",
        (_, 556) => "invalid_domain",
        (_, 400..=499) => "busy",
        (_, 500..=599) => "refused",
        _ if enhanced.starts_with('4') => "busy",
        _ => "refused",
    };
    exact.or_else(spoken).unwrap_or_else(rough)
}

/// The first enhanced status (RFC 3463) in a text.
fn enhanced(text: &str) -> Option<&str> {
    let mut words = text.split(|letter: char| !(letter.is_ascii_digit() || letter == '.'));
    words.find(|word| {
        let numbers: Vec<_> = word.split('.').collect();
        let is_short = |number: &&str| (1..=3).contains(&number.len());
        numbers.len() == 3 && matches!(numbers[0], "2" | "4" | "5") && numbers.iter().all(is_short)
    })
}

/// The first reply code in a text: `smtp; 550-5.1.1 No such user` and the like.
fn first_code(text: &str) -> Option<u16> {
    let mut words = text.split(|letter: char| !letter.is_ascii_digit());
    words.find(|word| word.len() == 3)?.parse().ok().filter(|code| (200..600).contains(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_are_told_by_their_reasons() {
        for (code, text, reason, enhanced) in [
            (550, "5.1.1 <x@y>: Recipient address rejected", "user_unknown", "5.1.1"),
            (550, "No such user here", "user_unknown", ""),
            (550, "5.2.1 The email account that you tried to reach is disabled", "account_disabled", "5.2.1"),
            (452, "4.2.2 Mailbox full", "mailbox_full", "4.2.2"),
            (452, "Insufficient system storage", "mailbox_full", ""),
            (552, "<x@y> rejected: over quota", "mailbox_full", ""),
            (552, "Message too large", "too_large", ""),
            (552, "5.3.4 Message size exceeds fixed limit", "too_large", "5.3.4"),
            (451, "4.7.1 Greylisted, try again later", "greylisted", "4.7.1"),
            (450, "4.2.0 <x@y>: Recipient address rejected: greylisted for 60 seconds", "greylisted", "4.2.0"),
            (421, "4.7.28 [192.0.2.1] unusual rate of unsolicited mail", "rate_limited", "4.7.28"),
            (450, "User is receiving mail too quickly", "rate_limited", ""),
            (554, "5.7.1 [1] Message rejected under suspicion of SPAM", "spam", "5.7.1"),
            (554, "5.7.1 <x@y>: Relay access denied", "relaying_denied", "5.7.1"),
            (550, "5.7.26 This mail is unauthenticated", "policy", "5.7.26"),
            (556, "5.1.10 Recipient address has null MX", "invalid_domain", "5.1.10"),
            (421, "4.4.2 timeout exceeded", "unreachable", "4.4.2"),
            (421, "Service not available, closing transmission channel", "busy", ""),
            (553, "Bad destination mailbox address", "bad_address", ""),
            (554, "Transaction failed", "refused", ""),
            (451, "4.3.0 Mail server temporarily rejected message", "busy", "4.3.0"),
            (550, "5.3.0 Command died", "refused", "5.3.0"),
            (550, "cuda_nsu 5.1.1 at 192.0.2.10", "user_unknown", "5.1.1"),
            (550, "from 10.0.5.1 no", "refused", ""),
        ] {
            let expected = Refusal { reason, smtp: code.to_string(), enhanced: enhanced.to_owned() };
            assert_eq!(refusal(code, text), expected, "{text}");
        }
    }

    #[test]
    fn reports_are_told_by_the_better_of_the_two() {
        for (status, diagnostic, reason, smtp, enhanced) in [
            ("5.1.1", "smtp; 550-5.1.1 The email account\n 550 5.1.1 does not exist", "user_unknown", "550", "5.1.1"),
            ("5.0.0", "smtp; 552 <x@y> rejected: over quota", "mailbox_full", "552", ""),
            ("5.0.0 (permanent failure)", "smtp;550 5.2.2 full", "mailbox_full", "550", "5.2.2"),
            ("4.0.0", "smtp; 426 connection timed out", "busy", "426", ""),
            ("4.4.7", "", "expired", "", "4.4.7"),
            ("4.0.0 (host name lookup failure)", "", "busy", "", ""),
            ("", "", "refused", "", ""),
        ] {
            let expected = Refusal { reason, smtp: smtp.to_owned(), enhanced: enhanced.to_owned() };
            assert_eq!(reported(status, diagnostic), expected, "{status} {diagnostic}");
        }
    }
}
