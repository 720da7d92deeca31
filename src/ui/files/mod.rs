//! Event files: where they are dropped, what is on the shelf, how it is counted, and the dashboard of what they make.

mod drop_zone;
mod file_comparison;
mod file_list;
mod file_terms;
mod files_dashboard;
mod files_room;

use delivery_app::files::{Progress, Shelf, Terms};
use leptos::prelude::*;

use super::Frame;
use super::context::Tongue;
use super::seen::Seen;
use super::words::{FileLabel, file_words_of};
pub use drop_zone::dropped;

/// An app on files: the room where they are chosen, and the dashboard of what they make.
pub const FRAME: Frame = Frame {
    delivery: || view! { <files_dashboard::FilesDashboard /> }.into_any(),
    list: || view! { <files_room::FilesRoom /> }.into_any(),
    list_name: |tongue: Tongue| file_words_of(tongue).label(FileLabel::Title),
    has_addresses: false,
    ..Frame::PAGE
};

/// What these blocks read, and what they can do.
#[derive(Clone, Copy)]
pub struct FileHands {
    /// What is on the shelf.
    pub shelf: ReadSignal<Shelf>,
    /// How far it has been read, while it is.
    pub progress: ReadSignal<Option<Progress>>,
    /// Files were chosen.
    pub add: Callback<Vec<web_sys::Blob>>,
    /// An address was written.
    pub add_address: Callback<String>,
    /// A file is not wanted any more, by its key.
    pub remove: Callback<u32>,
    /// It is to be counted otherwise.
    pub set_terms: Callback<Terms>,
    /// What they make is to be shown.
    pub open: Callback<()>,
    /// It is not to be read any further.
    pub close: Callback<()>,
}

impl FileHands {
    /// Something of the shelf, told again only when it is another.
    fn see<T: PartialEq + Send + Sync + 'static>(self, look: impl Fn(&Shelf) -> T + Send + Sync + 'static) -> Seen<T> {
        Seen::new(move || self.shelf.with(&look))
    }
}

/// The hands of the app around this block.
fn file_hands() -> FileHands {
    expect_context()
}
