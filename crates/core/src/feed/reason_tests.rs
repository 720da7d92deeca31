//! What servers and providers say, and which of our words it is.

use super::*;

fn check(said: Said<'_>, expected: &str) {
    let Reason { code, smtp, enhanced, .. } = said.reason();
    assert_eq!(alloc::format!("{code}/{smtp}/{enhanced}"), expected, "{:?}", said.text);
}

fn text(text: &str, expected: &str) {
    check(Said { text, ..Said::default() }, expected);
}

#[test]
fn a_reply_is_found_whatever_stands_before_it() {
    text("550 5.1.1 no", "user_unknown/550/5.1.1");
    text(" 550 5.1.1 no", "user_unknown/550/5.1.1");
    text("smtp;550 5.1.1 no", "user_unknown/550/5.1.1");
    text("smtp; 550 5.1.1 no", "user_unknown/550/5.1.1");
    text("SMTP; 550 5.1.1 no", "user_unknown/550/5.1.1");
    text("550-5.1.1 no\r\n550 5.1.1 at all", "user_unknown/550/5.1.1");
    text("550 RecipientError: 550 5.5.0 no", "/550/5.5.0");
    text("RecipientError: 550 #5.1.0 Address rejected.", "refused/550/5.1.0");
    text("554 5.4.7 [internal] message timeout (exceeded max time)", "expired/554/5.4.7");
    text("554 5.7.1.", "refused/554/5.7.1");
    text("host 10.0.0.1 said: no", "//");
    text("", "//");
    // A code that no server gives is its provider's own.
    check(Said { smtp: "605", ..Said::default() }, "//");
    check(Said { smtp: "499", text: "452 4.3.1 later", ..Said::default() }, "busy/452/4.3.1");
    check(Said { smtp: "250", ..Said::default() }, "//");
    // One that says why is better than one that says no.
    check(Said { enhanced: "5.0.0", text: "550 5.2.2 no", ..Said::default() }, "mailbox_full/550/5.2.2");
    check(Said { enhanced: "5.0.0", text: "no", ..Said::default() }, "//5.0.0");
    check(Said { enhanced: "5.0", ..Said::default() }, "//");
}

#[test]
fn what_servers_say_is_one_of_our_words() {
    text("450 4.7.1 <a@x.example>: Recipient address rejected: Greylisted", "greylisted/450/4.7.1");
    text("552 5.2.2 The email account that you tried to reach is over quota.", "mailbox_full/552/5.2.2");
    text("552 5.3.4 Message size exceeds fixed maximum message size", "too_large/552/5.3.4");
    text("550 5.1.2 Host or domain name not found", "invalid_domain/550/5.1.2");
    text("556 5.1.10 Recipient address has null MX", "invalid_domain/556/5.1.10");
    text("554 5.7.1 <a@x.example>: Relay access denied", "relaying_denied/554/5.7.1");
    text("550 5.2.1 The account you tried to reach is disabled", "account_disabled/550/5.2.1");
    text("550 5.1.1 The email account that you tried to reach does not exist.", "user_unknown/550/5.1.1");
    text("550 Requested action not taken: mailbox unavailable", "user_unknown/550/");
    text("501 5.1.3 Bad recipient address syntax", "bad_address/501/5.1.3");
    text("550-5.7.26 This mail is unauthenticated, and does not pass SPF", "unauthenticated/550/5.7.26");
    text("550 5.7.1 Unauthenticated email is not accepted due to domain's DMARC policy", "unauthenticated/550/5.7.1");
    text("421 4.7.28 our system has detected an unusual rate of mail", "rate_limited/421/4.7.28");
    text("421 4.7.0 [TSS04] Messages temporarily deferred", "rate_limited/421/4.7.0");
    text(
        "550 5.7.1 likely suspicious due to the very low reputation of the sending domain; to protect from spam",
        "reputation/550/5.7.1",
    );
    text("554 5.7.1 Service unavailable; blocked using zen.spamhaus.org", "blocked/554/5.7.1");
    text("550 5.7.1 this message is likely unsolicited mail and has been blocked", "spam/550/5.7.1");
    text("554 Virus found", "content/554/");
    text("550 Message blocked", "blocked/550/");
    text("451 4.4.2 Timeout while waiting", "timeout/451/4.4.2");
    text("421 Connection refused by peer", "not_connected/421/");
    text("554 5.4.6 Hop count exceeded - possible mail loop", "unreachable/554/5.4.6");
    text("451 4.3.2 System not accepting messages", "busy/451/4.3.2");
    text("550 5.7.1 Access denied", "refused/550/5.7.1");
    text("550 5.4.1 Recipient address rejected: Access denied", "user_unknown/550/5.4.1");
    text("450 4.1.8 <a@x.example>: Sender address rejected: Domain not found", "refused/450/4.1.8");
    text("550 5.1.8 no", "refused/550/5.1.8");
    text("550 Reject due to SPF policy", "unauthenticated/550/");
    text("550 <a@x.example>: Bad DNS PTR resource record", "policy/550/");
    text("554 Message not allowed - not accepted for policy reasons", "policy/554/");
    text("550 5.2.1 This mailbox has been blocked due to inactivity", "account_disabled/550/5.2.1");
    text("554 5.2.121 The sender has exceeded the limit for the number of messages", "rate_limited/554/5.2.121");
    text("451 4.7.1 Service unavailable - try again later", "busy/451/4.7.1");
    text("451 Resources temporarily unavailable [#4.16.1]", "busy/451/");
    text("550 5.2.0 Mail rejected", "refused/550/5.2.0");
    text("451 later", "busy/451/");
    text("550 no", "/550/");
}

#[test]
fn the_providers_word_comes_first_where_it_is_sharp_and_last_where_it_is_not() {
    let text = "550 5.1.1 unknown user";
    check(Said { sure: Some("spam"), text, ..Said::default() }, "spam/550/5.1.1");
    check(Said { otherwise: Some("spam"), text, ..Said::default() }, "user_unknown/550/5.1.1");
    check(Said { otherwise: Some("spam"), text: "451 no", ..Said::default() }, "spam/451/");
}

#[test]
fn the_text_is_kept_without_addresses_and_without_end() {
    let text = |text: &str| Said { text, ..Said::default() }.reason().text.into_owned();
    assert_eq!(text("smtp; 550 <Ada@x.example>: User unknown"), "550 <…>: User unknown");
    assert_eq!(text("to=ada@x.example no"), "… no");
    assert_eq!(text("see https://x.example/?who=ada%40x.example for more"), "see https:… for more");
    assert_eq!(text("«ada@x.example» no è"), "… no è");
    assert_eq!(text(""), "");
    let long = "è".repeat(1000);
    assert_eq!(text(&long).len(), LONGEST);
}
