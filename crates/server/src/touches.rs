//! What else one recipient was sent: the page's own engine, run over the events of each message to the same address.

use delivery_core::domain::fold::Fold;
use delivery_core::domain::id::DeliveryId;
use delivery_core::domain::instant::Instant;
use delivery_core::feed::{Format, Reader};
use delivery_core::wire::Touch;

use crate::numbers::settings;
use crate::store::{Readers, Told, Unavailable};

/// Most of them that are told: somebody who is in every delivery has thousands.
const MOST: usize = 100;

/// The messages to the same address, as they stand, the newest first. `None` if no event speaks of this message.
///
/// # Errors
/// If the logs cannot be read.
pub fn of(
    readers: &Readers,
    delivery: &DeliveryId,
    message: &str,
    as_of: Instant,
) -> Result<Option<Vec<Touch>>, Unavailable> {
    readers.alike(delivery, message, MOST, |told| touch(told, as_of))
}

/// How a message stands. `None` if it is in the delivery no more, or there goes to another address by now.
fn touch(told: &Told, as_of: Instant) -> Option<Touch> {
    let (mut fold, mut reader) = (Fold::new(), Reader::new(Format::CloudEvents));
    reader.push(told.log.as_bytes(), &mut fold);
    let row = fold.rows(&settings(&told.record), as_of).into_iter().next()?;
    if row.address.unwrap_or_default() != told.address.as_deref().unwrap_or_default() {
        return None;
    }
    Some(Touch {
        delivery: told.record.id.clone(),
        label: told.record.label.clone(),
        channel: told.record.channel,
        message: row.message,
        at: told.at,
        status: row.status,
        detail: row.detail,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::demo::{self, Plan};
    use crate::ground;
    use crate::mta::Happening;
    use crate::store::{self, Change, Writer};
    use delivery_core::domain::id::Cursor;
    use delivery_core::domain::status::{Detail, Status};
    use serde_json::{Value, json};
    use tempfile::TempDir;

    const NOW: Instant = Instant::from_millis(1_795_424_400_000);

    fn demo() -> (TempDir, Writer, Readers) {
        let folder = TempDir::new_in("/dev/shm").or_else(|_| TempDir::new()).unwrap();
        let place = ground::place(folder.path());
        let mut writer = store::open(&place).unwrap();
        demo::lay(&mut writer, Plan { seed: 1, recipients: 100, now: NOW }).unwrap();
        (folder, writer, Readers::new(place))
    }

    fn tell(writer: &mut Writer, delivery: &str, told: &[Happening]) {
        let (record, seen, course) =
            writer.deliveries().unwrap().into_iter().find(|(record, ..)| record.id.as_str() == delivery).unwrap();
        let change =
            Change { delivery: &record.id, seen, told, record: None, course: &course, born: &[], parent: None };
        writer.commit(change).unwrap();
    }

    fn prepared(message: &str, number: u64, address: &str) -> Happening {
        let more = json!({ "preparation": number, "address": address });
        let name = format!("prepared.{number}");
        Happening::of_message("message.prepared", message.to_owned(), &name, NOW, more)
    }

    fn begun(number: u64) -> Happening {
        let id = format!("preparation.{number}.started");
        Happening::of_delivery("delivery.preparation_started", id, NOW, json!({ "preparation": number }))
    }

    fn places(readers: &Readers, delivery: &str, message: &str) -> Option<Vec<(String, String)>> {
        let touches = of(readers, &DeliveryId::new(delivery), message, NOW).unwrap();
        touches.map(|all| all.into_iter().map(|touch| (touch.delivery.to_string(), touch.message)).collect())
    }

    /// Whatever the fold of a whole log says of its messages, the history of each of them says too.
    #[test]
    fn each_touch_is_what_the_whole_log_says() {
        let (_folder, writer, readers) = demo();
        let mut compared = 0;
        for (record, ..) in writer.deliveries().unwrap() {
            let (mut fold, mut reader) = (Fold::new(), Reader::new(Format::CloudEvents));
            for line in readers.lines(&record.id, Cursor(0), Cursor(i64::MAX as u64)).unwrap() {
                reader.push((line + "\n").as_bytes(), &mut fold);
            }
            for row in fold.rows(&settings(&record), NOW).into_iter().step_by(7) {
                let all = of(&readers, &record.id, &row.message, NOW).unwrap().unwrap();
                assert!(all.is_sorted_by(|one, next| one.at >= next.at) && all.len() <= MOST);
                let own = all.iter().find(|touch| touch.delivery == record.id && touch.message == row.message);
                let own = own.map(|touch| (touch.status, touch.detail));
                assert_eq!(own, Some((row.status, row.detail)), "{} {}", record.id, row.message);
                compared += all.len();
            }
        }
        assert!(compared > 100, "{compared}");
    }

    #[test]
    fn a_later_preparation_takes_back_what_an_earlier_one_said() {
        let (_folder, mut writer, readers) = demo();
        let (first, second) = ("DM95", "DM105");
        tell(&mut writer, first, &[begun(1), prepared("a", 1, "x@a.test"), prepared("b", 1, "y@a.test")]);
        tell(&mut writer, second, &[begun(1), prepared("c", 1, "x@a.test"), prepared("d", 1, "")]);
        let at = |delivery: &str, message: &str| (delivery.to_owned(), message.to_owned());
        let mut both = places(&readers, first, "a").unwrap();
        both.sort();
        assert_eq!(both, [at(second, "c"), at(first, "a")]);
        assert_eq!(places(&readers, second, "d").unwrap(), [at(second, "d")], "nobody else has no address");

        // Another address, and one that is not there any more.
        tell(&mut writer, first, &[begun(2), prepared("a", 2, "z@a.test")]);
        assert_eq!(places(&readers, first, "a").unwrap(), [at(first, "a")]);
        assert_eq!(places(&readers, second, "c").unwrap(), [at(second, "c")]);
        assert_eq!(places(&readers, first, "b").unwrap(), [], "spoken of, and in the delivery no more");
        assert_eq!(places(&readers, first, "e"), None);
        assert_eq!(places(&readers, "DM1", "a"), None);
    }

    #[test]
    fn the_newest_hundred_are_told() {
        let (_folder, mut writer, readers) = demo();
        let mut told: Vec<_> = (0..120).map(|at| prepared(&format!("n{at}"), 1, "x@a.test")).collect();
        for (at, happening) in told.iter_mut().enumerate() {
            happening.time = Instant::from_millis(NOW.millis() + i64::try_from(at).unwrap());
        }
        told.push(Happening::of_message("message.cancelled", "n119".to_owned(), "cancelled", NOW, Value::Null));
        tell(&mut writer, "DM95", &told);
        let all = of(&readers, &DeliveryId::new("DM95"), "n3", NOW).unwrap().unwrap();
        let messages: Vec<_> = all.iter().map(|touch| touch.message.as_str()).collect();
        assert_eq!((messages.len(), messages[0], messages[99]), (MOST, "n119", "n20"));
        assert_eq!((all[0].status, all[0].detail), (Status::Cancelled, Detail::Cancelled));
        assert_eq!((all[1].status, all[1].detail), (Status::Pending, Detail::Queued));
    }
}
