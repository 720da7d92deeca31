//! What the page shows, as values without words: states, counts, instants. Words and formats are the page's.

mod actions;
mod change;
mod deployment;
mod executions;
mod freshness;
mod log;
mod notices;
mod phase;
mod question;
mod tiles;
mod ways;

pub use actions::{ActionView, actions};
pub use change::Change;
pub use deployment::{DeploymentView, PaceView, PreparationView, Segment, SegmentKind, deployment};
pub use executions::{ExecutionsView, Group, executions};
pub use freshness::{Freshness, freshness};
pub use log::{LogLine, LogView, log};
pub use notices::{NoticeView, notices};
pub use phase::{Subline, Tone, has_card_numbers};
pub use question::{QuestionView, Stage, When, question};
pub use tiles::{Basis, Figure, Kpi, Tile, tiles};
pub use ways::{cause_way, encoded};
