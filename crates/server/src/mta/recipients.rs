//! Who a delivery is targeted at, as preparing and handing over see them: by index, whoever invented or imported them.

use std::collections::BTreeMap;
use std::fmt::Debug;

use chrono::TimeDelta;
use delivery_core::domain::civil::Zone;

use super::population::{Cause, Kind, Population};

/// The recipients of a delivery, before exclusions.
pub trait Recipients: Debug {
    /// How many.
    fn targeted(&self) -> u32;

    /// What kind of recipient one is.
    fn kind(&self, index: u32) -> Kind;

    /// Why one is left out, if it is.
    fn cause(&self, index: u32) -> Option<Cause>;

    /// The address of one, empty if it has none.
    fn address(&self, index: u32) -> String;

    /// What else is sent to one, for the fingerprint.
    fn fields(&self, index: u32) -> &str;

    /// The rules that leave recipients out, in the order they are applied.
    fn rules(&self) -> &'static [Cause];

    /// How long preparing takes.
    fn span(&self) -> TimeDelta;

    /// How many a message is sent to in each zone, the zones by name.
    fn zones(&self) -> Vec<(Zone, u64)>;

    /// The indexes of those a message is sent to, in order.
    fn included(&self) -> Vec<u32> {
        (0..self.targeted()).filter(|&index| self.cause(index).is_none()).collect()
    }

    /// How many are left out by each cause that leaves somebody out.
    fn causes(&self) -> BTreeMap<Cause, u64> {
        let mut causes = BTreeMap::new();
        for cause in (0..self.targeted()).filter_map(|index| self.cause(index)) {
            *causes.entry(cause).or_default() += 1;
        }
        causes
    }
}

/// The message id of a recipient.
pub fn message(index: u32) -> String {
    format!("m{index:09}")
}

/// The recipient of a message.
pub fn index_of(message: &str) -> Option<u32> {
    message.strip_prefix('m').filter(|digits| digits.len() >= 9)?.parse().ok()
}

impl Recipients for Population {
    fn targeted(&self) -> u32 {
        self.targeted
    }

    fn kind(&self, index: u32) -> Kind {
        Self::kind(self, index)
    }

    fn cause(&self, index: u32) -> Option<Cause> {
        Self::cause(self, index)
    }

    fn address(&self, index: u32) -> String {
        Self::address(self, index)
    }

    fn fields(&self, _: u32) -> &str {
        ""
    }

    fn rules(&self) -> &'static [Cause] {
        &Cause::OF_THE_DEMO
    }

    fn span(&self) -> TimeDelta {
        super::preparing::SPAN
    }

    fn zones(&self) -> Vec<(Zone, u64)> {
        Self::zones(self)
    }
}

/// Recipients that were imported.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct List(Vec<Listed>);

/// One of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// The address as it was imported.
    pub address: String,
    /// What the message is filled in with, as JSON.
    pub fields: String,
    /// The time zone they live in; empty where nobody knows.
    pub zone: Zone,
    /// Why it is left out, if it is.
    pub cause: Option<Cause>,
}

impl List {
    /// These, each as it is marked.
    pub const fn new(listed: Vec<Listed>) -> Self {
        Self(listed)
    }

    /// These, marked anew: an address is one that mail can go to, nobody is written to twice, nor against their wish, nor
    /// where it is known to be in vain. `shunned` are the addresses that a rule holds for, by [`key_of`].
    pub fn marked(mut self, is_address: impl Fn(&str) -> bool, shunned: &BTreeMap<String, Cause>) -> Self {
        let mut seen = std::collections::HashSet::new();
        for listed in &mut self.0 {
            let key = key_of(&listed.address);
            listed.cause = if key.is_empty() {
                Some(Cause::AddressEmpty)
            } else if !is_address(listed.address.trim()) {
                Some(Cause::AddressInvalid)
            } else if let Some(cause) = shunned.get(&key) {
                Some(*cause)
            } else {
                (!seen.insert(key)).then_some(Cause::Duplicate)
            };
        }
        self
    }

    /// Each, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Listed> {
        self.0.iter()
    }

    fn get(&self, index: u32) -> Option<&Listed> {
        self.0.get(index as usize)
    }
}

/// What two ways to write one address have in common. No provider that matters tells capitals apart.
pub fn key_of(address: &str) -> String {
    address.trim().to_lowercase()
}

impl Recipients for List {
    fn targeted(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    fn kind(&self, _: u32) -> Kind {
        Kind::Person
    }

    fn cause(&self, index: u32) -> Option<Cause> {
        self.get(index).and_then(|listed| listed.cause)
    }

    fn address(&self, index: u32) -> String {
        self.get(index).map_or_else(String::new, |listed| listed.address.clone())
    }

    fn fields(&self, index: u32) -> &str {
        self.get(index).map_or("", |listed| listed.fields.as_str())
    }

    fn rules(&self) -> &'static [Cause] {
        &Cause::ALL
    }

    /// Everything is known at once.
    fn span(&self) -> TimeDelta {
        TimeDelta::zero()
    }

    fn zones(&self) -> Vec<(Zone, u64)> {
        let mut zones = BTreeMap::<_, u64>::new();
        for listed in self.0.iter().filter(|listed| listed.cause.is_none()) {
            *zones.entry(&listed.zone).or_default() += 1;
        }
        zones.into_iter().map(|(zone, messages)| (zone.clone(), messages)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_leaves_out_its_own() {
        let addresses =
            ["ada@a.example", " ADA@a.example ", "", "nobody", "bo@a.example", "gone@a.example", "c@a.example"];
        let listed = |address: &&str| Listed {
            address: (*address).to_owned(),
            fields: String::new(),
            zone: Zone::new(if address.starts_with('c') { "Asia/Tokyo" } else { "" }),
            cause: None,
        };
        let shunned = BTreeMap::from([
            ("bo@a.example".to_owned(), Cause::Denylist),
            ("gone@a.example".to_owned(), Cause::Quarantine),
        ]);
        let list = List::new(addresses.iter().map(listed).collect()).marked(|address| address.contains('@'), &shunned);
        let causes: Vec<_> = (0..7).map(|index| list.cause(index)).collect();
        assert_eq!(
            causes,
            [
                None,
                Some(Cause::Duplicate),
                Some(Cause::AddressEmpty),
                Some(Cause::AddressInvalid),
                Some(Cause::Denylist),
                Some(Cause::Quarantine),
                None
            ]
        );
        assert_eq!(list.included(), [0, 6]);
        assert_eq!(list.causes().values().sum::<u64>(), 5);
        assert_eq!(list.zones(), [(Zone::new(""), 1), (Zone::new("Asia/Tokyo"), 1)]);
    }

    #[test]
    fn a_message_leads_back_to_its_recipient() {
        for index in [0, 7, 999_999_999, u32::MAX] {
            assert_eq!(index_of(&message(index)), Some(index));
        }
        for other in ["", "m", "m1", "x000000001", "m00000000x"] {
            assert_eq!(index_of(other), None, "{other}");
        }
    }
}
