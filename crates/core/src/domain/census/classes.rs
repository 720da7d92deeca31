//! Messages that are the same in all that is grouped by.

use alloc::string::String;
use alloc::vec::Vec;
use core::hash::{BuildHasher, Hasher};

use foldhash::quality::FixedState;
use hashbrown::{HashMap, HashTable};

use crate::domain::entry::{Why, domain, why_term};
use crate::domain::event::Recipient;
use crate::domain::facts::Facts;
use crate::domain::fold::Fold;
use crate::domain::group::{Began, Group, is_final_miss, recipient};
use crate::domain::remedy::Remedy;
use crate::domain::status::{Detail, Standing};
use crate::domain::store::{Column, Row};
use crate::domain::terms::Term;

/// What messages are grouped by.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct Class {
    /// A bit for each set of [`Group::NAMES`] that they are in.
    groups: u32,
    /// Why they failed or were left out.
    pub why: Option<Term>,
    /// What can be done, if they will not arrive.
    pub remedy: Option<Remedy>,
    /// The number of the mail domain, if they will not arrive.
    domain: u32,
    /// Whether they are for people of the audience.
    pub is_person: bool,
    /// Whether they were handed over, and nobody reports deliveries.
    pub is_unconfirmed: bool,
}

impl Class {
    pub fn is_in(&self, group: Group) -> bool {
        Group::NAMES.iter().position(|(known, _)| *known == group).is_some_and(|at| self.groups & 1 << at != 0)
    }
}

/// Stands for a number of this or more: mostly there are some hundred classes.
const MANY: u16 = u16::MAX;

/// Every class, and which message is in which.
#[derive(Default)]
pub struct Classes {
    /// The number of each message's class; [`MANY`] if it stands aside.
    of: Column<u16>,
    /// Numbers that need more room.
    aside: HashMap<Row, u32, FixedState>,
    counts: Vec<(Class, u64)>,
    numbers: HashMap<Class, u32, FixedState>,
    domains: Domains,
}

impl Classes {
    pub fn iter(&self) -> impl Iterator<Item = (&Class, u64)> {
        self.counts.iter().map(|(class, count)| (class, *count)).filter(|(_, count)| *count > 0)
    }

    pub fn sum(&self, is_wanted: impl Fn(&Class) -> bool) -> u64 {
        self.iter().filter(|(class, _)| is_wanted(class)).map(|(_, count)| count).sum()
    }

    pub fn domain(&self, class: &Class) -> &str {
        self.domains.name(class.domain)
    }

    /// Counts a message, in the place of how it was counted before.
    pub fn enter(&mut self, fold: &Fold, row: Row, facts: &Facts, standing: Option<Standing>, began: &Began) {
        // A later preparation left nothing of it.
        let class = standing.map_or_else(Class::default, |standing| self.class(fold, row, facts, &standing, began));
        let number = *self.numbers.entry(class).or_insert_with(|| {
            self.counts.push((class, 0));
            self.counts.len() as u32 - 1
        });
        self.counts[number as usize].1 += 1;
        let short = u16::try_from(number).unwrap_or(MANY);
        let at = row as usize;
        if at < self.of.len() {
            let known = self.of.get(at);
            let known = if known == MANY { self.aside.remove(&row).unwrap_or_default() } else { u32::from(known) };
            self.counts[known as usize].1 -= 1;
            self.of.set(at, short);
        } else {
            self.of.push(short);
        }
        if short == MANY {
            self.aside.insert(row, number);
        }
    }

    fn class(&mut self, fold: &Fold, row: Row, facts: &Facts, standing: &Standing, began: &Began) -> Class {
        let bit = |(at, (group, _)): (usize, &(Group, &str))| u32::from(group.holds(facts, standing, began)) << at;
        let mut class = Class {
            groups: Group::NAMES.iter().enumerate().map(bit).sum(),
            is_person: recipient(facts.flags) == Recipient::Person,
            is_unconfirmed: standing.detail == Detail::Relayed,
            ..Class::default()
        };
        if is_final_miss(standing) {
            class.why = why_term(fold, row, facts, standing);
            let why = Why::of(fold, class.why);
            class.remedy = Some(Remedy::of(standing, why.code, why.enhanced));
            class.domain = self.domains.number(fold.store().address(row).map_or("", domain));
        }
        class
    }
}

/// Mail domains by number, letters of both cases as one. Number 0 is none.
#[derive(Default)]
struct Domains {
    names: Vec<String>,
    index: HashTable<u32>,
}

impl Domains {
    fn number(&mut self, domain: &str) -> u32 {
        if domain.is_empty() {
            return 0;
        }
        let hash = |name: &str| {
            let mut hasher = FixedState::default().build_hasher();
            name.bytes().for_each(|byte| hasher.write_u8(byte.to_ascii_lowercase()));
            hasher.finish()
        };
        let names = &self.names;
        let is_same = |number: &u32| names[*number as usize - 1].eq_ignore_ascii_case(domain);
        if let Some(number) = self.index.find(hash(domain), is_same) {
            return *number;
        }
        self.names.push(domain.to_ascii_lowercase());
        let (number, names) = (self.names.len() as u32, &self.names);
        self.index.insert_unique(hash(domain), number, |number| hash(&names[*number as usize - 1]));
        number
    }

    fn name(&self, number: u32) -> &str {
        number.checked_sub(1).and_then(|at| self.names.get(at as usize)).map_or("", String::as_str)
    }
}
