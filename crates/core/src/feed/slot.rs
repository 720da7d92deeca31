//! What an event is made of, as it stands in the gaps of a line.

/// What a gap may be filled with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Slot {
    Id,
    Time,
    Message,
    Sequence,
    Preparation,
    Address,
    Cause,
    Code,
    Smtp,
    Enhanced,
    Url,
    Label,
    /// Something nobody asks for.
    Other,
}

const SLOTS: usize = Slot::Other as usize + 1;

/// What fills the gaps of a line.
#[derive(Default)]
pub struct Filled<'a>([Option<&'a str>; SLOTS]);

impl<'a> Filled<'a> {
    pub fn get(&self, slot: Slot) -> Option<&'a str> {
        self.0[slot as usize]
    }

    pub fn set(&mut self, slot: Slot, value: Option<&'a str>) {
        self.0[slot as usize] = value;
    }

    /// Empty if there is no such gap.
    pub fn text(&self, slot: Slot) -> &'a str {
        self.get(slot).unwrap_or_default()
    }
}
