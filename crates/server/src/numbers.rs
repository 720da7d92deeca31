//! The numbers of the list: the page's own engine, run over the same log, so that the two agree.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::TimeDelta;
use delivery_core::domain::fold::{Fold, Settings};
use delivery_core::domain::id::{Cursor, DeliveryId};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::kpi::Tally;
use delivery_core::feed::{Format, Reader};
use delivery_core::wire::{CardNumbers, Delivery, SentBy};

use crate::store::{Readers, Unavailable};

/// Bytes of a log that are in memory at once.
const PIECE: usize = 1024 * 1024;

/// What is folded of each log so far.
#[derive(Default)]
pub struct Numbers {
    folded: Mutex<HashMap<DeliveryId, Folded>>,
}

struct Folded {
    fold: Fold,
    reader: Reader,
    until: Cursor,
}

impl Numbers {
    /// The numbers of the list, with what its log holds now. `None` before its first preparation.
    ///
    /// # Errors
    /// If the log cannot be read.
    pub fn of(
        &self,
        readers: &Readers,
        delivery: &Delivery,
        as_of: Instant,
    ) -> Result<Option<CardNumbers>, Unavailable> {
        Ok(self.tally(readers, delivery, as_of, u64::MAX)?.as_ref().map(card))
    }

    /// The counts of a delivery, with what its log holds now. `None` before its first preparation here, and where more than so
    /// many lines would have to be read first.
    ///
    /// # Errors
    /// If the log cannot be read.
    pub fn tally(
        &self,
        readers: &Readers,
        delivery: &Delivery,
        as_of: Instant,
        most: u64,
    ) -> Result<Option<Tally>, Unavailable> {
        if delivery.preparation.is_none() && delivery.sent_by == SentBy::Here {
            return Ok(None);
        }
        let mut all = self.folded.lock().unwrap_or_else(PoisonError::into_inner);
        let folded = all.entry(delivery.id.clone()).or_insert_with(|| Folded {
            fold: Fold::new(),
            reader: Reader::new(Format::CloudEvents),
            until: Cursor(0),
        });
        let end = readers.bounds(&delivery.id)?.map_or(0, |bounds| bounds.last.0);
        if end.saturating_sub(folded.until.0) > most {
            return Ok(None);
        }
        loop {
            let end = Cursor(i64::MAX as u64);
            let (after, blocks) = readers.stretch(&delivery.id, folded.until, end, PIECE)?;
            if blocks.is_empty() {
                break;
            }
            for block in blocks {
                folded.reader.push(block.text(after, end)?.as_bytes(), &mut folded.fold);
                folded.until = block.last;
            }
        }
        Ok(Some(folded.fold.tally(&settings(delivery), as_of)))
    }
}

/// What the meaning of a delivery's events depends on, besides them.
pub(crate) fn settings(delivery: &Delivery) -> Settings {
    let validity = TimeDelta::hours(i64::from(delivery.validity_hours));
    Settings { feedback: delivery.feedback, validity }
}

/// All there is to deliver, as the tiles have it; what the rates are made of, without test profiles and traps, as the
/// tiles' rates are.
const fn card(Tally { all, people, .. }: &Tally) -> CardNumbers {
    CardNumbers {
        to_deliver: all.to_deliver,
        sent: people.sent,
        delivered: people.delivered,
        bounces_errors: people.bounces_errors,
        unique_opens: people.unique_opens,
        unique_clicks: people.unique_clicks,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rates_of_the_list_leave_out_what_those_of_the_tiles_do() {
        let event = |at: usize, kind: &str, message: &str, data: &str| {
            format!(
                r#"{{"specversion":"1.0","id":"e{at}","source":"/d","type":"message.{kind}","subject":"{message}","time":"2026-11-23T09:00:00Z","data":{data}}}"#
            ) + "\n"
        };
        let person = r#"{"preparation":1}"#;
        let trap = r#"{"preparation":1,"trap":true}"#;
        let log = [
            ("prepared", "a", person),
            ("prepared", "b", person),
            ("prepared", "t", trap),
            ("relayed", "a", "{}"),
            ("relayed", "t", "{}"),
            ("delivered", "a", "{}"),
            ("delivered", "t", "{}"),
            ("opened", "t", "{}"),
        ];
        let text: String =
            log.iter().enumerate().map(|(at, (kind, message, data))| event(at, kind, message, data)).collect();
        let (mut fold, mut reader) = (Fold::new(), Reader::new(Format::CloudEvents));
        reader.push(text.as_bytes(), &mut fold);
        let tally = fold.tally(&Settings::default(), Instant::from_millis(0));
        assert_eq!((tally.all.sent, tally.probes()), (2, 1));
        let expected = CardNumbers { to_deliver: 3, sent: 1, delivered: 1, ..CardNumbers::default() };
        assert_eq!(card(&tally), expected);
    }
}
