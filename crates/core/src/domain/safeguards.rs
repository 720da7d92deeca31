//! What an administrator asks of whoever confirms, besides reading.

use serde::{Deserialize, Serialize};

/// From how many messages on a confirmation takes more than OK. They hold for everybody; none by default.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Safeguards {
    /// From so many messages on, the number has to be typed.
    pub type_number_from: Option<u64>,
    /// From so many messages on, a second person has to approve: never the one who confirmed.
    pub second_person_from: Option<u64>,
}

impl Safeguards {
    /// Whether confirming so many takes typing the number.
    pub fn needs_number(self, to_deliver: u64) -> bool {
        self.type_number_from.is_some_and(|from| to_deliver >= from)
    }

    /// Whether confirming so many takes a second person.
    pub fn needs_second_person(self, to_deliver: u64) -> bool {
        self.second_person_from.is_some_and(|from| to_deliver >= from)
    }

    /// Whether what was typed lets so many go. A number that nobody asked for does no harm if it is the right one.
    pub fn accepts(self, to_deliver: u64, typed: Option<u64>) -> bool {
        match typed {
            Some(typed) => typed == to_deliver,
            None => !self.needs_number(to_deliver),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_typed_from_the_limit_on() {
        let none = Safeguards::default();
        let safeguards = Safeguards { type_number_from: Some(1_000), second_person_from: Some(0) };
        for (safeguards, to_deliver, typed, expected) in [
            (none, u64::MAX, None, true),
            (none, 5, Some(5), true),
            (none, 5, Some(6), false),
            (safeguards, 999, None, true),
            (safeguards, 1_000, None, false),
            (safeguards, 1_000, Some(1_000), true),
            (safeguards, 1_000, Some(100), false),
        ] {
            assert_eq!(safeguards.accepts(to_deliver, typed), expected, "{safeguards:?} {to_deliver} {typed:?}");
        }
        assert!(safeguards.needs_second_person(0) && !none.needs_second_person(u64::MAX));
    }
}
