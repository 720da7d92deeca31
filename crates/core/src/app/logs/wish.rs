//! What somebody wants.

use alloc::string::String;

use super::place::View;
use crate::domain::channel::Tab;
use crate::domain::id::IdempotencyKey;
use crate::wire::ExportFormat;

/// What somebody wants in the window.
#[derive(Clone, PartialEq, Debug)]
pub enum Wish {
    /// Another tab, as it was left.
    Tab(Tab),
    /// These rows in this order.
    View(View),
    /// What became of the message in this row.
    Row(usize),
    /// What became of this message.
    Story(String),
    /// What became of the message so many rows further on.
    Further(isize),
    /// Ask again for what could not be had of the story.
    StoryAgain,
    /// Back to the list.
    StoryOver,
    /// Count everything again.
    Recount,
    /// What was found was read.
    RecountOver,
    /// Take the list away as a file. The key is fresh.
    Take(ExportFormat, IdempotencyKey),
    /// Not after all; or what became of it was read.
    TakeOver,
}
