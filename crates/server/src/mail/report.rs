//! What a mail that came back says: a report of delivery (RFC 3464), a complaint (RFC 5965), or that a machine answered.

use delivery_core::domain::event::Nature;
use delivery_core::domain::instant::Instant;
use mail_parser::{DateTime, Message, MessageParser, MimeHeaders, PartType};

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

/// Letters of the signature in a mark.
const SIGNATURE: usize = 20;

/// Reads a mail. `None` if it says nothing of another mail.
pub fn read(bytes: &[u8]) -> Option<Report> {
    let mail = MessageParser::default().parse(bytes)?;
    let sent = mail.date().and_then(instant);
    let (said, at) = if let Some(status) = part(&mail, "delivery-status") {
        delivery_status(&status)
    } else if let Some(feedback) = part(&mail, "feedback-report") {
        (complaint(&feedback), None)
    } else {
        let by_machine = mail.header_raw("Auto-Submitted").is_some_and(|value| !value.trim().starts_with("no"));
        (by_machine.then_some(Said::AutoReplied)?, None)
    };
    Some(Report { said, at: at.or(sent), marks: marks(&String::from_utf8_lossy(bytes)) })
}

/// The text of the part that machines read, `message/…`.
fn part(mail: &Message<'_>, kind: &str) -> Option<String> {
    let is_it = |part: &&mail_parser::MessagePart<'_>| {
        part.content_type().is_some_and(|found| {
            found.ctype().eq_ignore_ascii_case("message")
                && found.subtype().is_some_and(|subtype| subtype.eq_ignore_ascii_case(kind))
        })
    };
    mail.parts.iter().find(is_it).map(|part| match &part.body {
        PartType::Text(text) | PartType::Html(text) => text.to_string(),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        PartType::Message(inner) => String::from_utf8_lossy(inner.raw_message()).into_owned(),
        PartType::Multipart(_) => String::new(),
    })
}

/// A block of fields, as `Name: value`.
struct Fields(Vec<(String, String)>);

impl Fields {
    /// The blocks of a text, which empty lines divide.
    fn blocks(text: &str) -> Vec<Self> {
        let mut blocks = vec![Self(Vec::new())];
        for line in text.lines() {
            let Some(Self(fields)) = blocks.last_mut() else { break };
            if line.trim().is_empty() {
                blocks.push(Self(Vec::new()));
            } else if line.starts_with([' ', '\t']) {
                if let Some((_, value)) = fields.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            } else if let Some((name, value)) = line.split_once(':') {
                fields.push((name.trim().to_lowercase(), value.trim().to_owned()));
            }
        }
        blocks
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }
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
    let at = |block: &Fields| {
        block.get("last-attempt-date").and_then(DateTime::parse_rfc822).and_then(|date| instant(&date))
    };
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
        let mx = block.get("remote-mta").map_or("", |value| value.rsplit(';').next().unwrap_or_default().trim());
        (Said::Delivered { mx: mx.to_owned() }, at(block))
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

fn instant(date: &DateTime) -> Option<Instant> {
    date.is_valid().then(|| Instant::from_millis(date.to_timestamp() * 1_000))
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
