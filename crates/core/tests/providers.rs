//! Laws of providers' feeds: in any order, however often, cut anywhere, they give the same; and no bytes are too odd.

use delivery_core::domain::fold::{Fold, Row, Settings};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::status::Feedback;
use delivery_core::feed::providers::{self, Provider};
use delivery_core::feed::{Format, Reader, Transcript};
use proptest::prelude::*;

mod told;

use told::read;

/// Some of what each provider says: `$M` is the mail, `$S` and `$T` the time in seconds and as text.
const KINDS: [(Provider, &[&str]); 10] = [
    (
        Provider::Ses,
        &[
            r#"{"eventType":"Send","mail":{"messageId":"$M","timestamp":"$T","destination":["$M@x.example"]},"send":{}}"#,
            r#"{"eventType":"Delivery","mail":{"messageId":"$M","destination":["$M@x.example"]},"delivery":{"timestamp":"$T","recipients":["$M@x.example"]}}"#,
            r#"{"eventType":"Bounce","mail":{"messageId":"$M","destination":["$M@x.example"]},"bounce":{"timestamp":"$T","feedbackId":"$M$S","bounceType":"Transient","bouncedRecipients":[{"emailAddress":"$M@x.example","diagnosticCode":"smtp; 452 4.2.2 full"}]}}"#,
        ],
    ),
    (
        Provider::SendGrid,
        &[
            r#"{"event":"processed","email":"$M@x.example","timestamp":$S,"sg_message_id":"$M.filter1","sg_event_id":"p$M$S"}"#,
            r#"{"event":"bounce","type":"blocked","email":"$M@x.example","timestamp":$S,"sg_message_id":"$M.filter2","reason":"550 5.7.1 spam"}"#,
            r#"{"event":"open","email":"$M@x.example","timestamp":"$S","smtp-id":"<$M@ismtpd>"}"#,
            r#"{"event":"levitated","email":"$M@x.example","timestamp":$S,"sg_message_id":"$M.filter1"}"#,
        ],
    ),
    (
        Provider::SparkPost,
        &[
            r#"{"msys":{"message_event":{"type":"delivery","message_id":"$M","rcpt_to":"$M@x.example","timestamp":"$S","event_id":"d$M$S"}}}"#,
            r#"{"msys":{"message_event":{"type":"bounce","bounce_class":"24","message_id":"$M","rcpt_to":"$M@x.example","timestamp":"$S"}}}"#,
            r#"{"results":[{"type":"out_of_band","message_id":"$M","rcpt_to":"$M@x.example","timestamp":"$T","reason":"550 5.1.1 no"}],"links":{}}"#,
        ],
    ),
    (
        Provider::Mailgun,
        &[
            r#"{"event-data":{"event":"failed","severity":"temporary","timestamp":$S.5,"recipient":"$M@x.example","message":{"headers":{"message-id":"$M"}}}}"#,
            r#"{"event":"delivered","recipient":"$M@x.example","timestamp":"$S","Message-Id":"<$M>","token":"t$M$S"}"#,
            r#"{"items":[{"event":"opened","log-level":"info","timestamp":$S,"recipient":"$M@x.example","message":{"headers":{"message-id":"$M"}},"client-info":{"bot":"x"}}],"paging":{}}"#,
        ],
    ),
    (
        Provider::Postmark,
        &[
            r#"{"RecordType":"Delivery","MessageID":"$M","Recipient":"$M@x.example","DeliveredAt":"$T"}"#,
            r#"{"RecordType":"Bounce","ID":$S,"Type":"HardBounce","MessageID":"$M","Email":"$M@x.example","BouncedAt":"$T","Details":"smtp;550 5.1.1 no"}"#,
            r#"{"RecordType":"Click","MessageID":"$M","Recipient":"$M@x.example","ReceivedAt":"$T","OriginalLink":"https://x.example/"}"#,
        ],
    ),
    (
        Provider::Mailjet,
        &[
            r#"[{"event":"sent","time":$S,"MessageID":"1942$M","email":"$M@x.example"},{"event":"open","time":$S,"MessageID":"1942$M","email":"$M@x.example"}]"#,
            r#"{"event":"bounce","hard_bounce":false,"error":"greylisted","time":$S,"MessageID":"1942$M","email":"$M@x.example"}"#,
            r#"{"event":"blocked","time":$S,"MessageID":"1942$M","email":"$M@x.example"}"#,
        ],
    ),
    (
        Provider::Brevo,
        &[
            r#"{"event":"request","ts_epoch":$S000,"message-id":"<$M>","email":"$M@x.example"}"#,
            r#"{"event":"blocked","ts_epoch":$S000,"message-id":"<$M>","email":"$M@x.example"}"#,
            r#"{"event":"soft_bounce","ts_epoch":$S000,"message-id":"$M","email":"$M@x.example","reason":"no"}"#,
        ],
    ),
    (
        Provider::Resend,
        &[
            r#"{"type":"email.sent","created_at":"$T","data":{"email_id":"$M","to":["$M@x.example","other@x.example"]}}"#,
            r#"{"type":"email.delivered","created_at":"$T","data":{"email_id":"$M","to":["$M@x.example"]}}"#,
            r#"{"type":"email.complained","created_at":"$T","data":{"email_id":"$M","to":["$M@x.example"]}}"#,
        ],
    ),
    (
        Provider::Postal,
        &[
            r#"{"event":"MessageSent","uuid":"s$M$S","payload":{"timestamp":$S.25,"message":{"id":"$M","to":"$M@x.example"}}}"#,
            r#"{"event":"MessageDelayed","uuid":"d$M$S","payload":{"timestamp":$S.25,"output":"451 no","message":{"id":"$M","to":"$M@x.example"}}}"#,
            r#"{"event":"MessageBounced","timestamp":$S,"payload":{"original_message":{"id":"$M","to":"$M@x.example"},"bounce":{}}}"#,
        ],
    ),
    (
        Provider::KumoMta,
        &[
            r#"{"type":"Reception","id":"$M","nodeid":"n","recipient":["$M@x.example","other@x.example"],"timestamp":$S}"#,
            r#"{"type":"AdminBounce","id":"$M","nodeid":"n","recipient":"$M@x.example","timestamp":$S,"num_attempts":1}"#,
            r#"{"type":"Expiration","id":"$M","nodeid":"n","recipient":"$M@x.example","event_time":"$T","response":{"code":551}}"#,
        ],
    ),
];

const NINE: i64 = 1_795_424_400;

/// An object of that provider's feed, about one of few mails, at one of few times: so that ties are common.
fn object() -> impl Strategy<Value = String> {
    (prop::sample::select(KINDS.to_vec()), any::<prop::sample::Index>(), 0..4, 0..5_i64).prop_map(
        |((_, kinds), kind, mail, hour)| {
            let seconds = NINE + hour * 3600;
            let time = Instant::from_millis(seconds * 1000).to_string();
            let of = kind.get(kinds).replace("$M", &format!("m{mail}"));
            of.replace("$S", &seconds.to_string()).replace("$T", &time)
        },
    )
}

fn rows(fold: &Fold) -> Vec<Vec<Row>> {
    let as_of = Instant::from_millis((NINE + 100_000) * 1000);
    let settings = |feedback| Settings { feedback, ..Settings::default() };
    [Feedback::On, Feedback::Off].map(|feedback| fold.rows(&settings(feedback), as_of)).to_vec()
}

/// All of them, whosever they are: the first says what is read, and the others are read, too.
fn whole(objects: &[String], separator: &str) -> Fold {
    read(Format::Auto, &[objects.join(separator).as_bytes()])
}

/// A file, written down as it comes in pieces of this size.
fn transcribed(bytes: &[u8], size: usize) -> Vec<u8> {
    let (mut transcript, mut out) = (Transcript::new(1), Vec::new());
    bytes.chunks(size).for_each(|chunk| transcript.push(chunk, &mut out));
    transcript.finish(&mut out);
    out
}

#[test]
fn every_kind_here_is_one_that_is_read() {
    for (provider, kinds) in KINDS {
        for kind in kinds {
            let mut fold = Fold::new();
            let text = kind.replace("$M", "m1").replace("$S", "1795424400").replace("$T", "2026-11-23T09:00:00Z");
            providers::read(provider, text.as_bytes(), &mut fold);
            assert_eq!((fold.oddities().malformed, fold.oddities().events > 0), (0, true), "{text}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn order_repeats_and_separators_do_not_matter(
        (stream, again) in prop::collection::vec(object(), 1..30).prop_flat_map(|stream| {
            let twice: Vec<_> = stream.iter().chain(&stream[..stream.len() / 2]).cloned().collect();
            (Just(stream), Just(twice).prop_shuffle())
        }),
        separator in prop::sample::select(vec!["\n", "", " ,\r\n "]),
    ) {
        let (plain, shuffled) = (whole(&stream, "\n"), whole(&again, separator));
        prop_assert_eq!(rows(&plain), rows(&shuffled));
        prop_assert_eq!(plain.oddities().events, shuffled.oddities().events);
        prop_assert_eq!((plain.oddities().malformed, shuffled.oddities().malformed), (0, 0));
    }

    /// What the page makes of files: written down, they say what they said.
    #[test]
    fn a_transcript_says_the_same(
        stream in prop::collection::vec(object(), 1..12), size in 1..200_usize,
        separator in prop::sample::select(vec!["\n", "", " ,\r\n "]),
    ) {
        let text = stream.join(separator);
        let (plain, written) = (whole(&stream, separator), transcribed(text.as_bytes(), size));
        let same = read(Format::CloudEvents, &[&written]);
        prop_assert_eq!(rows(&plain), rows(&same));
        prop_assert_eq!(plain.oddities(), same.oddities());
        prop_assert_eq!(written.iter().filter(|byte| **byte == b'\n').count() as u64, same.oddities().events + same.oddities().duplicates);
    }

    #[test]
    fn chunks_do_not_matter(stream in prop::collection::vec(object(), 1..12), size in 1..200_usize, at in 0..13_usize) {
        let text = stream.join("\n");
        let chunks: Vec<_> = text.as_bytes().chunks(size).collect();
        let format = Format::NAMES[at].0;
        let (at_once, in_chunks) = (read(format, &[text.as_bytes()]), read(format, &chunks));
        prop_assert_eq!(rows(&at_once), rows(&in_chunks));
        prop_assert_eq!(at_once.oddities(), in_chunks.oddities());
    }

    #[test]
    fn whatever_is_damaged_costs_no_more_than_itself(
        stream in prop::collection::vec(object(), 1..8),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = stream.join("\n").into_bytes();
        for (place, byte, what) in damage {
            let place = place.index(bytes.len());
            match what {
                0 => bytes[place] = byte,
                1 => bytes.insert(place, byte),
                _ => drop(bytes.splice(place..(place + usize::from(byte)).min(bytes.len()), [])),
            }
            if bytes.is_empty() {
                bytes.push(byte);
            }
        }
        let cut = cut.index(bytes.len());
        // Written down, it is the same however it comes, and a line is a line.
        prop_assert_eq!(transcribed(&bytes, bytes.len()), transcribed(&bytes, cut.max(1)));
        for (format, _) in Format::NAMES {
            let (once, twice) = (read(format, &[&bytes]), read(format, &[&bytes[..cut], &bytes[cut..]]));
            prop_assert_eq!(once.oddities(), twice.oddities(), "as {}", format);
            prop_assert_eq!(rows(&once), rows(&twice), "as {}", format);
            let (mut again, mut reader) = (once.clone(), Reader::new(format));
            reader.push(&bytes, &mut again);
            reader.finish(&mut again);
            prop_assert_eq!(once.oddities().events, again.oddities().events, "as {}", format);
        }
    }
}
