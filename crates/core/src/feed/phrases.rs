//! What servers are known to say when they refuse a mail, and which of our reasons it is.

/// A reason, and what is said of it in lower case. The first that fits counts: what is particular stands before what is
/// general, and what is said of the sender before what would be taken for the recipient's.
#[rustfmt::skip]
const PHRASES: [(&str, &[&str]); 24] = [
    ("greylisted", &["greylist", "graylist", "grey-list", "grey list", "postgrey"]),
    ("expired", &["message timeout", "time expired", "message expired", "retry timeout", "too long in queue", "retry limit"]),
    ("suppressed", &["suppress", "previously bounced", "previously unsubscribed", "marked your messages as spam"]),
    ("unauthenticated", &[
        "dmarc", "dkim", "spf check", "spf-check", "spf fail", "spf policy", "due to spf", "by spf", "spoof", "unauthenticated", "not authenticated",
        "authentication check", "pass authentication",
    ]),
    ("policy", &["reverse dns", "dns ptr", "ptr record", "rdns"]),
    ("refused", &["sender address rejected", "invalid sender", "sender invalid", "domain of sender", "sender domain", "sender's domain"]),
    ("mailbox_full", &[
        "mailbox full", "mailbox is full", "mailbox size limit", "folder is full", "inbox is full", "mailbox for user is full", "over quota", "overquota", "over its quota",
        "over the quota", "quota exceed", "exceeded quota", "exceeded its quota", "exceeded the quota", "quota violation", "disk quota", "out of storage",
        "storage space", "storage allocation", "exceeded storage",
    ]),
    ("too_large", &["too large", "too big", "message size", "size limit", "exceeds size", "maximum size"]),
    ("invalid_domain", &[
        "domain not found", "host not found", "domain name not found", "domain does not exist", "domain doesn't exist", "no such domain", "unknown domain", "no-domain",
        "null mx", "no mx", "nxdomain", "invalid domain", "bad destination system", "unrouteable mail domain", "name or service not known", "no mail host",
    ]),
    ("relaying_denied", &[
        "relay access denied", "relaying denied", "relaying disallowed", "relaying not", "relay denied", "relay not permitted", "to relay", "not relay", "as a relay", "open relay",
    ]),
    ("account_disabled", &["disabled", "inactive", "inactivity", "deactivated", "suspended", "not active", "no longer valid", "no longer in use", "has moved"]),
    ("rate_limited", &[
        "rate limit", "rate-limit", "ratelimit", "frequency limit", "throttl", "too many connection", "too many message", "too many recent", "too many recipient",
        "too many concurrent", "too many errors", "concurrent connections", "per connection", "unusual rate", "at a rate", "sending rate", "too fast", "too quickly", "too frequent",
        "excessive volume", "unexpected volume", "exceeded the limit", "exceeded their limit", "tss04",
    ]),
    ("user_unknown", &[
        "user unknown", "unknown user", "unknown recipient", "recipient unknown", "addressee unknown", "address unknown", "unknown address", "unknown local", "unknown mailbox",
        "no such user", "no such recipient", "no such mailbox", "no such address", "no such person", "no such account", "no mailbox", "not found", "notfound", "not be found",
        "does not exist", "doesn't exist", "not exist", "doesn't have", "invalid recipient", "invalid-recipient", "invalid mailbox", "invalid user", "user invalid",
        "marked as invalid", "mailbox unavailable", "unrouteable address", "not a known user", "not a valid mailbox", "not a valid email", "bad destination mailbox",
        "not in recipient list", "not our customer", "unallocated",
        // What Microsoft says of an address that its customer's directory does not have.
        "rejected: access denied", "rejected : access denied",
    ]),
    ("bad_address", &["address syntax", "invalid address", "malformed address", "bad address", "not a valid rfc", "typofix", "syntax error in address"]),
    ("reputation", &["reputation", "sender score", "senderbase"]),
    ("blocked", &[
        "spamhaus", "spamcop", "barracuda", "blocklist", "block list", "blacklist", "black list", "denylist", "dnsbl", " rbl", "rbl:", "banned sending", "banned ip",
        "is banned",
    ]),
    ("spam", &["spam", "unsolicited", "bulk mail", "junk", "message filtered"]),
    ("content", &["virus", "malware", "phish", "malicious", "attachment", "message content", "content reject", "content block", "content denied", "banned content", "prohibited content"]),
    ("blocked", &["blocked", "block ", "block-", "-block"]),
    ("timeout", &["timed out", "timeout", "time out"]),
    ("not_connected", &["connection refused", "connection reset", "connection dropped", "connection closed", "lost connection", "to connect", "not connect"]),
    ("unreachable", &["no route", "unable to route", "unreachable", "no answer from", "mail loop", "routing loop", "loop detected", "loops back", "hop count", "unresolvable"]),
    ("policy", &["policy", "policies", "administrative prohibition"]),
    ("busy", &["try again later", "come back later", "temporarily", "temporary", "server busy", "too busy", "currently unavailable", "insufficient system"]),
];

/// What says no more than no.
const VAGUE: [&str; 7] = ["reject", "denied", "refused", "declined", "not allowed", "not accepted", "not permitted"];

/// The reason that a text gives.
pub(super) fn reason(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    let is_said = |phrases: &[&str]| phrases.iter().any(|phrase| text.contains(phrase));
    PHRASES.iter().find(|(_, phrases)| is_said(phrases)).map(|(reason, _)| *reason)
}

/// That a text says no, where it does not say why.
pub(super) fn refusal(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    VAGUE.iter().any(|phrase| text.contains(phrase)).then_some("refused")
}
