//! What holds for any bytes: reading them in pieces is reading them at once, reading them twice is all duplicates, and
//! the numbers add up.

use delivery_core::domain::fold::{Fold, Row, Settings};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::status::Feedback;
use delivery_core::feed::{Format, Reader};

fn read(format: Format, fold: &mut Fold, pieces: &[&[u8]]) {
    let mut reader = Reader::new(format);
    for piece in pieces {
        reader.push(piece, fold);
    }
    reader.finish(fold);
}

fn rows(fold: &Fold, feedback: Feedback) -> Vec<Row> {
    let settings = Settings { feedback, ..Settings::default() };
    let as_of = Instant::from_millis(1_800_000_000_000);
    let all = fold.tally(&settings, as_of).all;
    assert_eq!(all.delivered + all.bounces_errors + all.pending, all.sent);
    assert_eq!(all.sent + all.queued + all.cancelled + all.excluded, all.targeted);
    assert!(feedback == Feedback::On || all.pending == 0);
    fold.timeline(&settings, as_of, 20);
    fold.rows(&settings, as_of)
}

/// The first byte says where to cut the rest.
pub fn check(format: Format, bytes: &[u8]) {
    let Some((cut, bytes)) = bytes.split_first() else { return };
    let cut = usize::from(*cut) * bytes.len() / 256;
    let (mut at_once, mut in_pieces) = (Fold::new(), Fold::new());
    read(format, &mut at_once, &[bytes]);
    read(format, &mut in_pieces, &[&bytes[..cut], &bytes[cut..]]);
    assert_eq!(at_once.oddities(), in_pieces.oddities());
    let events = at_once.oddities().events;
    for feedback in [Feedback::On, Feedback::Off] {
        let expected = rows(&at_once, feedback);
        assert_eq!(expected, rows(&in_pieces, feedback));
    }
    let before = [Feedback::On, Feedback::Off].map(|feedback| rows(&at_once, feedback));
    read(format, &mut at_once, &[bytes]);
    assert_eq!(at_once.oddities().events, events);
    assert_eq!(before, [Feedback::On, Feedback::Off].map(|feedback| rows(&at_once, feedback)));
}
