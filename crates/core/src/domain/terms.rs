//! Words that come up again and again: reasons, causes, links. Each is kept once, and known by a number.

use alloc::borrow::Cow;
use alloc::format;
use alloc::vec::Vec;
use core::hash::BuildHasher;

use foldhash::quality::FixedState;
use hashbrown::{HashTable, hash_table::Entry};

use super::event::{Reason, Track};
use super::store::Arena;

/// The number of a text. Which text has which depends on who came first, so nothing but being equal is read off it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub(super) struct Term(u16);

/// Every such text.
#[derive(Clone, Default)]
pub(super) struct Terms {
    index: HashTable<u16>,
    /// Where the texts stand. Number 0 is the empty text, and has no place.
    places: Vec<usize>,
}

/// Between the parts of a text that has several. No part can hold it: JSON escapes it, and what is unescaped is replaced.
const BETWEEN: char = '\n';

impl Terms {
    /// The number of a text. Once there are 65,535 of them, what is new is as if nothing had been said: providers that
    /// put an id into each reason must not fill the memory.
    pub fn term(&mut self, text: &str, arena: &mut Arena) -> Term {
        if text.is_empty() {
            return Term::default();
        }
        let hasher = FixedState::default();
        let places = &self.places;
        let stored = |number: &u16| arena.get(places[usize::from(*number) - 1]);
        let is_same = |number: &u16| stored(number) == text.as_bytes();
        match self.index.entry(hasher.hash_one(text.as_bytes()), is_same, |number| hasher.hash_one(stored(number))) {
            Entry::Occupied(known) => Term(*known.get()),
            Entry::Vacant(free) => match u16::try_from(places.len() + 1) {
                Ok(number) => {
                    free.insert(number);
                    self.places.push(arena.add(text));
                    Term(number)
                }
                Err(_) => Term::default(),
            },
        }
    }

    /// The number of a reason.
    pub fn reason(&mut self, reason: &Reason<'_>, arena: &mut Arena) -> Term {
        let Reason { code, smtp, enhanced, text: _ } = reason;
        if smtp.is_empty() && enhanced.is_empty() {
            return self.term(&plain(code), arena);
        }
        self.term(&format!("{}{BETWEEN}{}{BETWEEN}{}", plain(code), plain(smtp), plain(enhanced)), arena)
    }

    /// The number of a link.
    pub fn link(&mut self, track: &Track<'_>, arena: &mut Arena) -> Term {
        if track.label.is_empty() {
            return self.term(&plain(&track.url), arena);
        }
        self.term(&format!("{}{BETWEEN}{}", plain(&track.url), plain(&track.label)), arena)
    }

    /// The text.
    pub fn read<'a>(&self, term: Term, arena: &'a Arena) -> &'a str {
        match usize::from(term.0).checked_sub(1) {
            Some(at) => arena.read(self.places[at]),
            None => "",
        }
    }
}

fn plain(part: &str) -> Cow<'_, str> {
    if part.contains(BETWEEN) { Cow::Owned(part.replace(BETWEEN, " ")) } else { Cow::Borrowed(part) }
}

/// The parts of a text.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(BETWEEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_one_number_and_come_back() {
        let (mut terms, mut arena) = (Terms::default(), Arena::default());
        let mut term = |text: &str| terms.term(text, &mut arena);
        let (quarantine, nothing, denylist) = (term("quarantine"), term(""), term("denylist"));
        assert_eq!(term("quarantine"), quarantine);
        assert_ne!(quarantine, denylist);
        assert_eq!(
            [quarantine, nothing, denylist].map(|term| terms.read(term, &arena)),
            ["quarantine", "", "denylist"]
        );
    }

    #[test]
    fn what_is_one_too_many_is_as_if_nothing_had_been_said() {
        let (mut terms, mut arena) = (Terms::default(), Arena::default());
        for number in 0..70_000 {
            terms.term(&format!("reason {number}"), &mut arena);
        }
        assert_eq!(terms.term("reason 69999", &mut arena), Term::default());
        let last = terms.term("reason 65534", &mut arena);
        assert_eq!(terms.read(last, &arena), "reason 65534");
    }

    #[test]
    fn parts_are_told_apart_whatever_they_hold() {
        let (mut terms, mut arena) = (Terms::default(), Arena::default());
        let reason = Reason { code: "a\nb".into(), smtp: "550".into(), enhanced: "".into(), text: "".into() };
        let term = terms.reason(&reason, &mut arena);
        assert_eq!(parts(terms.read(term, &arena)).collect::<Vec<_>>(), ["a b", "550", ""]);
    }
}
