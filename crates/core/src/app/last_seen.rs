//! The figures as they were last seen, for the moments before the program is here again. They are counts and words about
//! counts: nothing of it names a recipient, what was written to them, or the delivery but for its id.
//!
//! What is kept is a text that `public/boot.js` reads as well: who saw it, and a page for each delivery, the last seen
//! first: its id, when it was seen, and a line for each figure. Between them is a form feed: one character is looked for with
//! two kilobytes of code less than two are.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::ask::segment;
use crate::domain::id::DeliveryId;

/// Deliveries of which it is kept.
const KEPT: usize = 8;

/// Between two pages.
const BREAK: char = '\u{c}';

/// Whose figures were seen, and by whom.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LastSeen {
    /// The demo user who was chosen; empty if nobody was. Nobody else is shown it.
    pub who: String,
    /// The delivery.
    pub delivery: DeliveryId,
}

impl LastSeen {
    /// What is to be kept: when it was seen and the figures, a line for each, and of what was kept before that of other
    /// deliveries which the same person saw.
    pub fn kept(&self, figures: &str, before: Option<&str>) -> String {
        let id = segment(self.delivery.as_str());
        let mut pages = before.unwrap_or_default().split(BREAK);
        let is_the_same_person = pages.next() == Some(&self.who);
        let is_another = |page: &&str| page.split('\n').next() != Some(&id);
        let others = pages.filter(|_| is_the_same_person).filter(is_another).take(KEPT - 1);
        let seen = format!("{id}\n{figures}");
        let all: Vec<&str> = [self.who.as_str(), seen.trim_end()].into_iter().chain(others).collect();
        all.join("\u{c}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(who: &str, delivery: &str) -> LastSeen {
        LastSeen { who: who.into(), delivery: DeliveryId::new(delivery) }
    }

    #[test]
    fn the_last_seen_stands_first_and_once() {
        let one = seen("", "DM1").kept("Mon\nSent\t7\nDelivered\t5\n", None);
        assert_eq!(one, "\u{c}DM1\nMon\nSent\t7\nDelivered\t5");
        let two = seen("", "DM2").kept("Tue\nSent\t2", Some(&one));
        assert_eq!(two, "\u{c}DM2\nTue\nSent\t2\u{c}DM1\nMon\nSent\t7\nDelivered\t5");
        let again = seen("", "DM1").kept("Wed\nSent\t8", Some(&two));
        assert_eq!(again, "\u{c}DM1\nWed\nSent\t8\u{c}DM2\nTue\nSent\t2");
    }

    #[test]
    fn it_is_of_a_few_deliveries() {
        let mut kept = String::new();
        for at in 1..=20 {
            kept = seen("bo", &format!("DM{at}")).kept("Mon\nSent\t1", Some(&kept));
        }
        assert_eq!(kept.split(BREAK).count(), 1 + KEPT);
        assert!(
            kept.starts_with("bo\u{c}DM20\nMon\n") && kept.contains("\u{c}DM13\n") && !kept.contains("\u{c}DM12\n")
        );
    }

    #[test]
    fn what_somebody_else_saw_is_not_kept() {
        let kept = seen("ada", "DM1").kept("Mon\nSent\t7", None);
        assert_eq!(seen("bo", "DM2").kept("Tue\nSent\t2", Some(&kept)), "bo\u{c}DM2\nTue\nSent\t2");
        assert_eq!(seen("bo", "DM2").kept("Tue\nSent\t2", Some("damaged")), "bo\u{c}DM2\nTue\nSent\t2");
    }

    #[test]
    fn an_id_is_one_word_whatever_it_holds() {
        assert!(seen("", "a\u{c}b").kept("Mon\nSent\t7", None).starts_with("\u{c}a%0Cb\nMon\n"));
    }
}
