//! Why a mail did not arrive, in one list of words, whoever says so and however.
//!
//! Servers and providers say it in an SMTP reply, in an enhanced status (RFC 3463), in a word of their own, in a sentence,
//! or in several of these, which need not agree. What is most specific is believed first: the provider's word where that
//! is sharp, then the sentence, then the enhanced status, then the reply's digits. Whether it is final, and hard or soft,
//! is never read off here: a mail that was given up may carry a 4 in front, one that is tried again a 5.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};

use super::phrases;
use crate::domain::event::Reason;

/// What a provider says of a failure. What it does not say is left empty.
#[derive(Clone, Copy, Default)]
pub(super) struct Said<'a> {
    /// Our word, where the provider's own leaves no doubt.
    pub sure: Option<&'static str>,
    /// Our word, where nothing else tells more.
    pub otherwise: Option<&'static str>,
    /// The reply's code. Providers make up some of their own, which are not passed on.
    pub smtp: &'a str,
    /// The enhanced status.
    pub enhanced: &'a str,
    /// What it says for people; often the reply as a whole.
    pub text: &'a str,
}

/// How much of the text is kept, in bytes: the first lines of a reply, not the mail that comes back with it.
const LONGEST: usize = 400;

impl Said<'_> {
    /// The reason, in our words.
    pub fn reason(self) -> Reason<'static> {
        let text = plain(self.text);
        let (said, told) =
            (Some(self.smtp).filter(|smtp| is_reply(smtp)), Some(self.enhanced).filter(|it| is_status(it)));
        let smtp = said.or_else(|| tokens(text).find(|token| is_reply(token))).unwrap_or_default();
        let found = tokens(text).map(|token| token.trim_end_matches('.')).find(|token| is_status(token));
        // One that says no more than that it failed gives way to one that says why.
        let enhanced = told.filter(|status| !status.ends_with(".0.0")).or(found).or(told).unwrap_or_default();
        let code = self
            .sure
            .or_else(|| phrases::reason(text))
            .or_else(|| of_status(enhanced))
            .or(self.otherwise)
            .or_else(|| phrases::refusal(text))
            .or_else(|| of_reply(smtp))
            .unwrap_or_default();
        Reason {
            code: Cow::Borrowed(code),
            smtp: smtp.to_string().into(),
            enhanced: enhanced.to_string().into(),
            text: masked(text).into(),
        }
    }
}

/// The text without what RFC 3464 and mailers put before a reply.
fn plain(text: &str) -> &str {
    let text = text.trim();
    let is_dsn = text.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("smtp;"));
    let text = if is_dsn { text[5..].trim_start() } else { text };
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|at: char| !(at.is_ascii_alphanumeric() || at == '.'))
}

/// Whether it is a reply that says no, and one that SMTP could give: 605 and 499 are providers' own.
fn is_reply(token: &str) -> bool {
    matches!(token.as_bytes(), [b'4' | b'5', b'0'..=b'7', b'0'..=b'9'])
}

/// Whether it is an enhanced status that says no.
fn is_status(token: &str) -> bool {
    let is_number = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = token.split('.');
    matches!(parts.next(), Some("4" | "5"))
        // RFC 3463 has eight subjects; what goes on from there is a server's own.
        && parts.next().is_some_and(|subject| matches!(subject.as_bytes(), [b'0'..=b'7']))
        && parts.next().is_some_and(is_number)
        && parts.next().is_none()
}

/// By RFC 3463 and the codes registered since.
fn of_status(status: &str) -> Option<&'static str> {
    let mut numbers = status.split('.').skip(1);
    Some(match (numbers.next()?, numbers.next()?) {
        ("1", "1" | "5") | ("7", "17") => "user_unknown",
        ("1", "2" | "10") | ("7", "18") => "invalid_domain",
        ("1", "3" | "4") => "bad_address",
        ("1", "7" | "8") => "refused",
        ("1", "6") | ("2", "1") | ("7", "13") => "account_disabled",
        ("2", "2") => "mailbox_full",
        ("2", "3") | ("3", "4") => "too_large",
        ("4", "2") => "not_connected",
        ("4", "7") => "expired",
        ("4", "5") | ("3", _) => "busy",
        ("4", _) | ("2", "4") => "unreachable",
        ("5", "3") | ("7", "28" | "38") => "rate_limited",
        ("6", _) => "content",
        ("7", "20" | "21" | "22" | "23" | "24" | "26") => "unauthenticated",
        ("7", "0" | "1") => "refused",
        ("7", _) => "policy",
        _ => return None,
    })
}

/// By the reply's digits alone, where they mean one thing. 550 may mean anything.
fn of_reply(smtp: &str) -> Option<&'static str> {
    Some(match smtp {
        "421" | "450" | "451" => "busy",
        "551" => "user_unknown",
        "552" => "mailbox_full",
        "553" => "bad_address",
        "554" => "refused",
        "556" => "invalid_domain",
        _ => return None,
    })
}

/// The text with a dash for each address, since whose mail it was is shown elsewhere, and to fewer people.
fn masked(text: &str) -> String {
    const MASK: &str = "…";
    let is_part = |at: char| !at.is_whitespace() && !"<>()[]{},;:\"'".contains(at);
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(start) = rest.find(is_part) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(|at| !is_part(at)).unwrap_or(rest.len());
        let token = &rest[..end];
        // As it is written in addresses of pages, too.
        let is_address = token.contains('@') || token.contains("%40");
        out.push_str(if is_address { MASK } else { token });
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
#[path = "reason_tests.rs"]
mod tests;
