//! Hash tables that grow without a pause.

use alloc::vec::Vec;

use hashbrown::{HashTable, hash_table::Entry};

/// A table in many small ones. Each grows for itself, so that nobody ever waits until a million entries have moved; nor is
/// there ever room for all of them twice.
#[derive(Clone)]
pub(in crate::domain) struct Shards<T>(Vec<HashTable<T>>);

impl<T> Default for Shards<T> {
    fn default() -> Self {
        Self((0..Self::COUNT).map(|_| HashTable::new()).collect())
    }
}

impl<T> Shards<T> {
    const COUNT: usize = 256;

    /// By bits that tables of this size do not look at.
    const fn number(hash: u64) -> usize {
        (hash >> 40) as usize % Self::COUNT
    }

    pub fn entry(&mut self, hash: u64, is_it: impl FnMut(&T) -> bool, rehash: impl Fn(&T) -> u64) -> Entry<'_, T> {
        self.0[Self::number(hash)].entry(hash, is_it, rehash)
    }

    pub fn find(&self, hash: u64, is_it: impl FnMut(&T) -> bool) -> Option<&T> {
        self.0[Self::number(hash)].find(hash, is_it)
    }

    pub fn find_mut(&mut self, hash: u64, is_it: impl FnMut(&T) -> bool) -> Option<&mut T> {
        self.0[Self::number(hash)].find_mut(hash, is_it)
    }

    /// Bytes held, spare room included.
    pub fn bytes(&self) -> usize {
        self.0.iter().map(HashTable::allocation_size).sum()
    }
}
