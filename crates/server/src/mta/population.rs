//! The invented recipients of a delivery, each a function of the seed and of its index. The people among them are those
//! of one population that all deliveries share, so that somebody gets more than one of them.

use std::collections::BTreeMap;

use delivery_core::domain::civil::Zone;
use serde::{Deserialize, Serialize};

use super::chance::{Chance, Purpose};
use super::names;

/// The seed of the people whom every delivery picks from. Who they are depends on no delivery; what becomes of the
/// messages to them does.
const PEOPLE: u64 = 0x9e0_91e;

/// Who a delivery is targeted at, before exclusions.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Population {
    /// The delivery's seed, see [`super::chance::seed_of`].
    pub seed: u64,
    /// How many recipients.
    pub targeted: u32,
    /// How many of them, at the beginning, are test profiles.
    pub test_profiles: u32,
    /// How many of them, after the test profiles, are traps.
    pub traps: u32,
}

/// What kind of recipient.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Somebody of the audience.
    Person,
    /// A colleague who checks what arrives.
    TestProfile,
    /// An address that shows when the list was stolen.
    Trap,
}

/// Why a recipient is left out, by the rules that every delivery has (domain.md section 8).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Cause {
    /// The address bounced for good before.
    Quarantine,
    /// The recipient asked for no more mail.
    Denylist,
    /// The address is in the delivery already.
    Duplicate,
    /// There is no address.
    AddressEmpty,
    /// Mail cannot go to what stands there.
    AddressInvalid,
}

impl Cause {
    /// Every cause, in the order the rules are applied.
    pub const ALL: [Self; 5] =
        [Self::AddressEmpty, Self::AddressInvalid, Self::Denylist, Self::Duplicate, Self::Quarantine];

    /// Those of invented recipients, whose addresses are all well-formed.
    pub const OF_THE_DEMO: [Self; 4] = [Self::AddressEmpty, Self::Denylist, Self::Duplicate, Self::Quarantine];

    /// Its word in the contract.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Quarantine => "quarantine",
            Self::Denylist => "denylist",
            Self::Duplicate => "duplicate",
            Self::AddressEmpty => "address_empty",
            Self::AddressInvalid => "bad_quality_address",
        }
    }

    /// The cause of this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.code() == code)
    }

    /// The rule, where rules are listed.
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Quarantine => "quarantine",
            Self::Denylist => "denylist",
            Self::Duplicate => "duplicate",
            Self::AddressEmpty => "address not specified",
            Self::AddressInvalid => "address not valid",
        }
    }

    /// The start of the row that the log gets for it.
    pub const fn row(self) -> &'static str {
        match self {
            Self::Quarantine => "Exclusion of quarantined addresses",
            Self::Denylist => "Exclusion of addresses on the denylist",
            Self::Duplicate => "Exclusion of addresses already in the delivery",
            Self::AddressEmpty => "Exclusion of recipients without an address",
            Self::AddressInvalid => "Exclusion of addresses that are not valid",
        }
    }
}

impl Population {
    /// The message id of a recipient.
    pub fn message(index: u32) -> String {
        super::recipients::message(index)
    }

    /// What kind of recipient it is.
    pub const fn kind(&self, index: u32) -> Kind {
        if index < self.test_profiles {
            Kind::TestProfile
        } else if index < self.test_profiles + self.traps {
            Kind::Trap
        } else {
            Kind::Person
        }
    }

    /// Why it is left out, if it is.
    pub fn cause(&self, index: u32) -> Option<Cause> {
        if self.kind(index) != Kind::Person {
            return None;
        }
        match Chance::of(self.seed, Purpose::Exclusion, index).below(10_000) {
            0..140 => Some(Cause::Quarantine),
            140..220 => Some(Cause::Denylist),
            220..275 => Some(Cause::Duplicate),
            275..300 => Some(Cause::AddressEmpty),
            _ => None,
        }
    }

    /// Its address. A duplicate has the address of a recipient before it.
    pub fn address(&self, index: u32) -> String {
        match self.cause(index) {
            Some(Cause::AddressEmpty) => String::new(),
            Some(Cause::Duplicate) => {
                let first = (0..index).rev().find(|&earlier| self.cause(earlier).is_none());
                self.own_address(first.unwrap_or(index))
            }
            Some(Cause::Quarantine | Cause::Denylist | Cause::AddressInvalid) | None => self.own_address(index),
        }
    }

    fn own_address(&self, index: u32) -> String {
        match self.kind(index) {
            // The same colleagues check every delivery.
            Kind::TestProfile => format!("test.{}@studio.example", index + 1),
            Kind::Trap => {
                let mut chance = Chance::of(self.seed, Purpose::Recipient, index);
                format!("{}.{}@trap.test", chance.pick(names::GIVEN), index + 1)
            }
            Kind::Person => person(self.number(index)),
        }
    }

    /// Which of the people a recipient is: each one, each second or each third, from a multiple of six on. So any two
    /// deliveries share somebody, few are to the same people, and none has anybody twice.
    fn number(&self, index: u32) -> u64 {
        let mut chance = Chance::of(self.seed, Purpose::People, 0);
        let first = 6 * chance.below(4);
        let step = 1 + chance.below(3);
        first + u64::from(index) * step
    }

    /// The time zone a recipient lives in; empty where nobody knows.
    pub fn zone(&self, index: u32) -> &'static str {
        match Chance::of(self.seed, Purpose::Zone, index).below(100) {
            0..62 => "Europe/Rome",
            62..78 => "Europe/London",
            78..88 => "America/New_York",
            88..93 => "Asia/Tokyo",
            93..96 => "America/Los_Angeles",
            _ => "",
        }
    }

    /// How many a message is sent to in each zone, the zones by name.
    pub fn zones(&self) -> Vec<(Zone, u64)> {
        let mut zones = BTreeMap::<_, u64>::new();
        for index in self.included() {
            *zones.entry(self.zone(index)).or_default() += 1;
        }
        zones.into_iter().map(|(zone, messages)| (Zone::new(zone), messages)).collect()
    }

    /// The indexes of those a message is sent to, in order.
    pub fn included(&self) -> Vec<u32> {
        (0..self.targeted).filter(|&index| self.cause(index).is_none()).collect()
    }

    /// How many are left out by each cause that leaves somebody out.
    pub fn causes(&self) -> BTreeMap<Cause, u64> {
        let mut causes = BTreeMap::new();
        for cause in (0..self.targeted).filter_map(|index| self.cause(index)) {
            *causes.entry(cause).or_default() += 1;
        }
        causes
    }
}

/// The address of one of the people. The number in it keeps people of one name apart.
fn person(number: u64) -> String {
    let mut chance = Chance::of(PEOPLE, Purpose::Recipient, u32::try_from(number).unwrap_or(u32::MAX));
    let name = if chance.happens(400) {
        chance.pick(names::INTERNATIONAL).to_owned()
    } else {
        format!("{}.{}", chance.pick(names::GIVEN), chance.pick(names::FAMILY))
    };
    format!("{name}{number}@{}", chance.pick(names::DOMAINS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{HashMap, HashSet};

    const POPULATION: Population = Population { seed: 7, targeted: 10_000, test_profiles: 3, traps: 2 };

    #[test]
    fn only_reserved_domains_are_used() {
        for index in 0..POPULATION.targeted {
            let address = POPULATION.address(index);
            let reserved = address.ends_with(".example") || address.ends_with(".test");
            assert!(reserved || address.is_empty(), "{address}");
        }
    }

    #[test]
    fn two_messages_never_go_to_one_address() {
        for seed in 0..6 {
            let population = Population { seed, ..POPULATION };
            let mut seen = HashMap::new();
            for index in population.included() {
                let other = seen.insert(population.address(index), index);
                assert_eq!(other, None, "{seed}: {index}");
            }
        }
    }

    #[test]
    fn deliveries_share_people_and_not_what_becomes_of_them() {
        let own = |seed| {
            let population = Population { seed, targeted: 400, ..POPULATION };
            let people = (0..population.targeted).filter(|&index| population.kind(index) == Kind::Person);
            people.map(|index| (population.own_address(index), population.cause(index))).collect::<HashMap<_, _>>()
        };
        let all: Vec<_> = (0..8).map(own).collect();
        for (one, other) in all.iter().zip(&all[1..]) {
            let shared: HashSet<_> = one.keys().filter(|address| other.contains_key(*address)).collect();
            assert!(shared.len() > 50, "{}", shared.len());
            assert!(shared.iter().any(|address| one[*address] != other[*address]), "left out of one of the two only");
        }
        let somewhere: HashSet<_> = all.iter().flat_map(HashMap::keys).collect();
        assert!(somewhere.len() > 800, "and each has some that others have not: {}", somewhere.len());
    }

    #[test]
    fn a_duplicate_repeats_an_address_that_is_sent_to() {
        let included: HashMap<_, _> =
            POPULATION.included().iter().map(|&index| (POPULATION.address(index), ())).collect();
        let duplicates: Vec<_> =
            (0..POPULATION.targeted).filter(|&index| POPULATION.cause(index) == Some(Cause::Duplicate)).collect();
        assert!(!duplicates.is_empty());
        assert!(duplicates.iter().all(|&index| included.contains_key(&POPULATION.address(index))));
    }

    #[test]
    fn the_zones_hold_everybody_who_is_sent_to() {
        let zones = POPULATION.zones();
        assert_eq!(zones.iter().map(|(_, messages)| messages).sum::<u64>(), POPULATION.included().len() as u64);
        assert_eq!(zones.len(), 6);
    }

    #[test]
    fn every_cause_happens_and_probes_are_never_left_out() {
        let causes = POPULATION.causes();
        assert_eq!(causes.len(), Cause::OF_THE_DEMO.len());
        let excluded: u64 = causes.values().sum();
        assert_eq!(excluded + POPULATION.included().len() as u64, 10_000);
        assert!((0..5).all(|index| POPULATION.cause(index).is_none()));
    }
}
