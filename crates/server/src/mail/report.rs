//! What a mail that came back says: a report of delivery (RFC 3464), a complaint (RFC 5965), or that a machine answered.

use chrono::DateTime;
use delivery_core::domain::event::Nature;
use delivery_core::domain::instant::Instant;

use super::mime::{Fields, Part};
use super::reply::reported;
use crate::mta::port::Refusal;

/// What a mail says of the message it is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Said {
    /// The recipient's server took it.
    Delivered {
        /// Which server.
        mx: String,
    },
    /// It is still being tried.
    Delayed(Refusal),
    /// It was given up.
    Failed(Nature, Refusal),
    /// The recipient calls it spam.
    Complained,
    /// A machine answered for the recipient.
    AutoReplied,
    /// Nothing that changes anything: it was passed on, or a complaint was taken back.
    Nothing,
}

/// A mail that says something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// What.
    pub said: Said,
    /// When that happened, as it says.
    pub at: Option<Instant>,
    /// What in it may lead to the message it is about.
    pub marks: Vec<String>,
}

/// The parts that machines read, of reports of delivery and of complaints.
const STATUS: [&str; 2] = ["message/delivery-status", "message/global-delivery-status"];
const FEEDBACK: [&str; 1] = ["message/feedback-report"];

/// Letters of the signature in a mark.
const SIGNATURE: usize = 20;

/// Reads a mail. `None` if it says nothing of another mail.
pub fn read(bytes: &[u8]) -> Option<Report> {
    let mail = Part::read(bytes);
    let sent = mail.head().get("date").and_then(instant);
    let (said, at) = if let Some(status) = mail.find(&STATUS) {
        delivery_status(&status.text())
    } else if let Some(feedback) = mail.find(&FEEDBACK) {
        (complaint(&feedback.text()), None)
    } else {
        let by_machine = mail.head().get("auto-submitted").is_some_and(|value| !value.starts_with("no"));
        (by_machine.then_some(Said::AutoReplied)?, None)
    };
    Some(Report { said, at: at.or(sent), marks: marks(&String::from_utf8_lossy(bytes)) })
}

/// Each of our messages has one recipient. Where a list passed it on to several, the worst that is said counts.
fn delivery_status(text: &str) -> (Said, Option<Instant>) {
    let blocks = Fields::blocks(text);
    let with = |action: &str| {
        let is_it = |block: &&Fields| {
            let word = block.get("action").map(|value| value.split_whitespace().next().unwrap_or_default());
            word.is_some_and(|word| word.eq_ignore_ascii_case(action))
        };
        blocks.iter().find(is_it)
    };
    let at = |block: &Fields| block.get("last-attempt-date").and_then(instant);
    let refused = |block: &Fields| {
        let [status, diagnostic] = ["status", "diagnostic-code"].map(|name| block.get(name).unwrap_or_default());
        reported(status, diagnostic)
    };
    if let Some(block) = with("failed") {
        // That it is over is said by the action. What the status says of it is only whether the address was at fault.
        let status = block.get("status").unwrap_or_default();
        let nature = if status.starts_with('4') { Nature::Soft } else { Nature::Hard };
        (Said::Failed(nature, refused(block)), at(block))
    } else if let Some(block) = with("delivered") {
        let mx = block.get("remote-mta").and_then(|value| value.rsplit(';').next()).map(str::trim);
        (Said::Delivered { mx: mx.filter(|mx| is_host(mx)).unwrap_or_default().to_owned() }, at(block))
    } else if let Some(block) = with("delayed") {
        (Said::Delayed(refused(block)), at(block))
    } else {
        (Said::Nothing, None)
    }
}

fn complaint(text: &str) -> Said {
    let kind =
        Fields::blocks(text).first().and_then(|block| block.get("feedback-type")).unwrap_or_default().to_lowercase();
    match kind.as_str() {
        // Taken back, or about who signed it rather than what the recipient wants.
        "not-spam" | "auth-failure" => Said::Nothing,
        _ => Said::Complained,
    }
}

/// A server says who it is; what is no name of a host may be anybody's address.
fn is_host(text: &str) -> bool {
    text.len() <= 255 && text.chars().all(|letter| letter.is_ascii_alphanumeric() || ".-_:[]".contains(letter))
}

/// A date as mail has it. The day of the week says nothing that the rest does not.
fn instant(text: &str) -> Option<Instant> {
    let date = text.split_once(',').map_or(text, |(_, date)| date).trim();
    DateTime::parse_from_rfc2822(date).ok().map(|date| Instant::from_millis(date.timestamp_millis()))
}

/// Whatever in a mail looks like a mark: in the address it came to, or in the headers of the message it gives back.
fn marks(mail: &str) -> Vec<String> {
    let mut marks: Vec<String> = Vec::new();
    for word in mail.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '.')) {
        let parts: Vec<_> = word.split('.').collect();
        let found = parts.windows(3).find(|part| {
            let is_hex = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit());
            is_hex(part[0]) && part[1].parse::<u32>().is_ok() && is_hex(part[2]) && part[2].len() == SIGNATURE
        });
        if let Some(found) = found.map(|part| part.join("."))
            && !marks.contains(&found)
        {
            marks.push(found);
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARK: &str = "444d3935.7.0123456789abcdef0123";

    fn report(kind: &str, subtype: &str, fields: &str) -> String {
        format!(
            "Date: Thu, 26 Nov 2026 10:00:00 +0100\r\nTo: bounces+{MARK}@shop.example\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type={kind}; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\
             Sorry.\r\n--b\r\nContent-Type: message/{subtype}\r\n\r\n{fields}\r\n--b\r\n\
             Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{MARK}@shop.example>\r\n--b--\r\n"
        )
    }

    fn said(fields: &str) -> Said {
        let mail =
            report("delivery-status", "delivery-status", &format!("Reporting-MTA: dns; a.example\r\n\r\n{fields}"));
        let report = read(mail.as_bytes()).expect("a report");
        assert_eq!(report.marks, [MARK]);
        report.said
    }

    fn refusal(reason: &'static str, smtp: &str, enhanced: &str) -> Refusal {
        Refusal { reason, smtp: smtp.to_owned(), enhanced: enhanced.to_owned() }
    }

    #[test]
    fn finality_comes_from_the_action() {
        for (fields, expected) in [
            (
                "Final-Recipient: rfc822; x@y.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\
                 Diagnostic-Code: smtp; 550-5.1.1 No such\r\n 550 5.1.1 user",
                Said::Failed(Nature::Hard, refusal("user_unknown", "550", "5.1.1")),
            ),
            // Given up, whatever the status says.
            (
                "Action: failed\r\nStatus: 4.0.0\r\nDiagnostic-Code: smtp; 426 connection timed out",
                Said::Failed(Nature::Soft, refusal("busy", "426", "")),
            ),
            // Tried again, whatever the status says.
            (
                "Action: delayed\r\nStatus: 5.2.2\r\nDiagnostic-Code: smtp; 552 full",
                Said::Delayed(refusal("mailbox_full", "552", "5.2.2")),
            ),
            (
                "Action: delivered\r\nStatus: 2.0.0\r\nRemote-MTA: dns; mx.y.example",
                Said::Delivered { mx: "mx.y.example".to_owned() },
            ),
            (
                "Action: delivered\r\nStatus: 2.0.0\r\nRemote-MTA: dns; someone@y.example",
                Said::Delivered { mx: String::new() },
            ),
            ("Action: relayed (to a system that reports nothing)\r\nStatus: 2.0.0", Said::Nothing),
            ("Action: expanded\r\nStatus: 2.0.0", Said::Nothing),
            ("Status: 5.0.0", Said::Nothing),
            (
                "Action: delivered\r\nStatus: 2.0.0\r\n\r\nAction: FAILED\r\nStatus: 5.1.1",
                Said::Failed(Nature::Hard, refusal("user_unknown", "", "5.1.1")),
            ),
        ] {
            assert_eq!(said(fields), expected, "{fields}");
        }
    }

    #[test]
    fn complaints_are_taken_and_taken_back() {
        for (kind, expected) in [
            ("abuse", Said::Complained),
            ("Fraud", Said::Complained),
            ("other", Said::Complained),
            ("not-spam", Said::Nothing),
            ("auth-failure", Said::Nothing),
        ] {
            let mail = report("feedback-report", "feedback-report", &format!("Feedback-Type: {kind}\r\nVersion: 1"));
            let report = read(mail.as_bytes()).expect("a report");
            assert_eq!((report.said, report.marks), (expected, vec![MARK.to_owned()]), "{kind}");
        }
    }

    #[test]
    fn when_it_happened_is_in_the_report_or_on_the_mail() {
        let at = |fields: &str| {
            read(report("delivery-status", "delivery-status", fields).as_bytes()).and_then(|report| report.at)
        };
        let told = "Action: failed\r\nLast-Attempt-Date: Thu, 26 Nov 2026 09:30:00 +0100";
        assert_eq!(at(told), Instant::parse("2026-11-26T08:30:00Z"));
        assert_eq!(at("Action: failed"), Instant::parse("2026-11-26T09:00:00Z"));
        for date in ["26 Nov 2026 08:30 GMT", "Mon, 26 Nov 2026 09:30:00 +0100 (CET)"] {
            let told = format!("Action: failed\r\nLast-Attempt-Date: {date}");
            assert_eq!(at(&told), Instant::parse("2026-11-26T08:30:00Z"), "{date}");
        }
        assert_eq!(at("Action: failed\r\nLast-Attempt-Date: yesterday"), Instant::parse("2026-11-26T09:00:00Z"));
    }

    #[test]
    fn a_letter_of_a_person_says_nothing() {
        for (mail, expected) in [
            ("Subject: Hello\r\n\r\nThank you.", None),
            ("Auto-Submitted: no\r\n\r\nThank you.", None),
            ("Auto-Submitted: auto-replied\r\n\r\nI am away.", Some(Said::AutoReplied)),
            ("", None),
        ] {
            assert_eq!(read(mail.as_bytes()).map(|report| report.said), expected, "{mail}");
        }
    }
}
