//! How rows are read.

use crate::domain::facts::{Facts, Settings};
use crate::domain::instant::Instant;
use crate::domain::status::{Detail, Standing};

/// How rows are read: by these settings, at this instant.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Reading {
    /// What the meaning of events depends on.
    pub settings: Settings,
    /// The instant.
    pub as_of: Instant,
}

impl Reading {
    /// What a message is. Notes from when on time alone changes that, if that is before all others.
    pub(in crate::domain) fn standing(&self, facts: &Facts, first: &mut Option<Instant>) -> Option<Standing> {
        let standing = facts.standing(&self.settings, self.as_of)?;
        if matches!(standing.detail, Detail::Awaiting | Detail::Retrying)
            && let Some(deadline) = facts.deadline(&self.settings)
            && deadline > self.as_of
            && first.is_none_or(|first| deadline < first)
        {
            *first = Some(deadline);
        }
        Some(standing)
    }
}
