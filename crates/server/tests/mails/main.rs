//! Reports of mail that were tampered with: what the fuzz target `mails` checks, where there is no fuzzer.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../../../../fuzz/fuzz_targets/mail_laws.rs"]
mod mail_laws;

use proptest::prelude::*;
use proptest::sample::{Index, select};

const MARK: &str = "444d3935.7.0123456789abcdef0123";

/// Reports as servers write them: of a failure, of a delay, of deliveries, of complaints, and a machine's answer.
fn samples() -> Vec<Vec<u8>> {
    let parts = [
        (
            "delivery-status",
            "Reporting-MTA: dns; a.example\r\n\r\nFinal-Recipient: rfc822; x@y.example\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550-5.1.1 No such\r\n 550 5.1.1 user\r\nLast-Attempt-Date: Thu, 26 Nov 2026 09:30:00 +0100",
        ),
        (
            "delivery-status",
            "Reporting-MTA: dns; a.example\r\n\r\nAction: delayed (a comment)\r\nStatus: 4.2.2\r\nWill-Retry-Until: Fri, 27 Nov 2026 09:30:00 +0100",
        ),
        (
            "delivery-status",
            "Reporting-MTA: dns; a.example\r\n\r\nAction: delivered\r\nStatus: 2.0.0\r\nRemote-MTA: dns; mx.y.example\r\n\r\nAction: expanded\r\nStatus: 2.0.0",
        ),
        (
            "feedback-report",
            "Feedback-Type: abuse\r\nUser-Agent: X/1\r\nVersion: 1\r\nArrival-Date: Thu, 26 Nov 2026 09:30:00 +0100",
        ),
        ("feedback-report", "Feedback-Type: not-spam\r\nVersion: 1"),
    ];
    let report = |(kind, fields): (&str, &str)| {
        format!(
            "Date: Thu, 26 Nov 2026 10:00:00 +0100\r\nTo: bounces+{MARK}@shop.example\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type={kind}; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain; \
             charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nSorry =E2=80=94 no.\r\n--b\r\n\
             Content-Type: message/{kind}\r\n\r\n{fields}\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n\
             Message-ID: <{MARK}@shop.example>\r\nSubject: =?utf-8?B?SGVsbG8=?=\r\n\r\nHello\r\n--b--\r\n"
        )
    };
    let away = format!("Auto-Submitted: auto-replied\r\nTo: bounces+{MARK}@shop.example\r\n\r\nI am away.");
    parts.into_iter().map(report).chain([away]).map(String::into_bytes).collect()
}

/// Pieces that mean something somewhere in a mail.
const PIECES: [&[u8]; 20] = [
    b"\r\n\r\n",
    b"\n",
    b"\r",
    b"--b\r\n",
    b"--b--",
    b"Content-Type: message/delivery-status\r\n\r\n",
    b"Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n",
    b"Content-Transfer-Encoding: base64\r\n\r\n",
    b"Action: delivered\r\nRemote-MTA: dns; someone@mx.example\r\n",
    b"Action: failed\r\n",
    b"Status: 999.999.999\r\n",
    b"Last-Attempt-Date: 99 Feb 65535 99:99:99 +9999\r\n",
    b"Date: Mon, 1 Jan 0000 00:00:00 -2359\r\n",
    b"=?utf-8?Q?=FF=FE?=",
    b"\xff\xfe\x00",
    b" ",
    b":",
    b"0.0.00000000000000000000",
    b"\xe2\x80",
    b"charset=utf-7",
];

/// One thing that is done to a mail.
#[derive(Clone, Debug)]
enum Tampering {
    /// What is between two places goes.
    Cut(Index, Index),
    /// What is between two places stands there twice.
    Double(Index, Index),
    /// A piece is put somewhere.
    Put(&'static [u8], Index),
    /// A byte becomes another.
    Change(u8, Index),
    /// From some place on it is another mail.
    Join(Vec<u8>, Index, Index),
}

impl Tampering {
    fn any() -> impl Strategy<Value = Self> {
        let place = any::<Index>;
        prop_oneof![
            (place(), place()).prop_map(|(from, to)| Self::Cut(from, to)),
            (place(), place()).prop_map(|(from, to)| Self::Double(from, to)),
            (select(PIECES.to_vec()), place()).prop_map(|(piece, at)| Self::Put(piece, at)),
            (any::<u8>(), place()).prop_map(|(byte, at)| Self::Change(byte, at)),
            (select(samples()), place(), place()).prop_map(|(other, from, at)| Self::Join(other, from, at)),
        ]
    }

    fn apply(self, mail: &mut Vec<u8>) {
        let length = mail.len() + 1;
        let between = |one: Index, other: Index| {
            let (one, other) = (one.index(length), other.index(length));
            one.min(other)..one.max(other)
        };
        match self {
            Self::Cut(from, to) => drop(mail.drain(between(from, to))),
            Self::Double(from, to) => {
                let range = between(from, to);
                let copy = mail[range.clone()].to_vec();
                mail.splice(range.end..range.end, copy);
            }
            Self::Put(piece, at) => {
                let at = at.index(length);
                mail.splice(at..at, piece.iter().copied());
            }
            Self::Change(byte, at) if length > 1 => mail[at.index(length - 1)] = byte,
            Self::Change(..) => {}
            Self::Join(other, from, at) => {
                mail.truncate(at.index(length));
                mail.extend_from_slice(&other[from.index(other.len())..]);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4_000) })]

    #[test]
    fn no_mail_breaks_what_reads_it(
        mut mail in select(samples()),
        done in prop::collection::vec(Tampering::any(), 0..12),
    ) {
        done.into_iter().for_each(|tampering| tampering.apply(&mut mail));
        mail_laws::check(&mail);
    }

    #[test]
    fn nor_do_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        mail_laws::check(&bytes);
    }
}

/// Deeper than any stack, and longer than any line.
#[test]
fn nothing_grows_with_what_is_repeated() {
    let nested = "Content-Type: multipart/report; boundary=\"b\"\r\n\r\n--b\r\n".repeat(20_000);
    let within = "Content-Type: message/rfc822\r\n\r\n".repeat(20_000);
    let marks = format!("Auto-Submitted: auto-replied\r\n\r\n{}", "0.0.".repeat(500_000));
    let fields = format!(
        "Content-Type: message/delivery-status\r\n\r\nAction: failed\r\nDiagnostic-Code: {}",
        "5.1.".repeat(500_000)
    );
    for mail in [nested, within, marks, fields] {
        mail_laws::check(mail.as_bytes());
    }
}

/// Else the laws would hold of nothing.
#[test]
fn the_samples_say_something() {
    for sample in samples() {
        let report = delivery_server::mail::read(&sample).unwrap();
        assert_eq!(report.marks, [MARK]);
        mail_laws::check(&sample);
    }
}
