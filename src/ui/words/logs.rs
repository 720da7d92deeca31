//! The words of the log window. They are apart from the others because its code is loaded when it is opened.

use delivery_app::logs::{Column, Figure, StoryDetail};
use delivery_core::domain::channel::Tab;
use delivery_core::domain::entry::Opened;
use delivery_core::domain::event::{Action, Recipient};
use delivery_core::domain::group::Group;
use delivery_core::domain::remedy::Remedy;
use delivery_core::domain::status::{Detail, Feedback, Status};

/// The fixed texts of the window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LogLabel {
    /// Its title.
    Title,
    /// The tabs, for who does not see them.
    Tabs,
    /// The list, for who does not see it.
    List,
    /// Part of an address.
    Search,
    /// The field to search rows that are of no recipient.
    SearchRows,
    /// Before how the send stands.
    SendStatus,
    /// Every status.
    AnyStatus,
    /// What became of it.
    Status,
    /// Why, in one word.
    AnyDetail,
    /// The detail of a status.
    Detail,
    /// Every reason.
    AnyReason,
    /// The reason.
    Reason,
    /// What stands behind the `@`.
    Domain,
    /// From then on.
    From,
    /// Until then.
    Until,
    /// More filters.
    Filters,
    /// Without any filter.
    ClearAll,
    /// Without this one.
    Remove,
    /// Which columns.
    Columns,
    /// As they were.
    UsualColumns,
    /// To a file of values.
    ExportCsv,
    /// To a file of objects.
    ExportNdjson,
    /// Whoever is signed in may not.
    MayNotExport,
    /// Not after all.
    Cancel,
    /// Put away.
    Dismiss,
    /// Count everything again.
    ComputeStats,
    /// It is being counted.
    Computing,
    /// Close the window.
    Close,
    /// Nothing is in the list.
    Nothing,
    /// Nothing is in the list, but something would be without filters.
    NothingFiltered,
    /// The events are still being read.
    StillReading,
    /// The list is being put in order.
    Ordering,
    /// Back to the list.
    Back,
    /// The one before.
    Previous,
    /// The one after.
    Next,
    /// What an event said, as it came.
    Raw,
    /// An event that changed nothing.
    NoChange,
    /// Time that passed.
    TimePassed,
    /// What else the recipient was sent.
    History,
    /// The recipient was sent nothing else.
    NoHistory,
    /// The message that is open.
    ThisMessage,
    /// What can be done.
    ByRemedy,
    /// By the domains of addresses.
    ByDomain,
    /// By reasons.
    ByReason,
    /// Nobody said.
    Unsaid,
    /// Everybody got it.
    AllReached,
    /// Who is still open.
    StillOpen,
    /// Sent nothing.
    OddNothing,
    /// Events that were told again.
    OddDuplicates,
    /// What that means.
    OddDuplicatesHint,
    /// Events that came late.
    OddLate,
    /// What that means.
    OddLateHint,
    /// Lines that are no events.
    OddLines,
    /// What that means.
    OddLinesHint,
    /// Events of unknown types.
    OddTypes,
    /// What that means.
    OddTypesHint,
    /// What the preparation declared, and what is there.
    OddDeclared,
    /// Show the rows of a number.
    ShowRows,
    /// Try again.
    TryAgain,
    /// A row of a machine.
    Yes,
}

/// The window's words in one language.
pub trait LogWords: Sync {
    /// A fixed text.
    fn label(&self, label: LogLabel) -> &'static str;
    /// A tab.
    fn tab(&self, tab: Tab) -> &'static str;
    /// A column's heading.
    fn column(&self, column: Column) -> &'static str;
    /// A status and its detail.
    fn standing(&self, status: Status, detail: Detail) -> &'static str;
    /// A status.
    fn status(&self, status: Status) -> &'static str;
    /// A detail.
    fn detail(&self, detail: Detail) -> &'static str;
    /// A failure's reason, by the service's word for it.
    fn reason(&self, word: &str) -> String;
    /// Who a message is for, where that is nobody of the audience.
    fn recipient(&self, recipient: Recipient) -> &'static str;
    /// Whether it was opened.
    fn opened(&self, opened: Opened) -> &'static str;
    /// What a recipient did.
    fn action(&self, action: Action) -> &'static str;
    /// What can be done.
    fn remedy(&self, remedy: Remedy) -> &'static str;
    /// The same at length.
    fn remedy_hint(&self, remedy: Remedy) -> &'static str;
    /// A number's name.
    fn group(&self, group: Group) -> &'static str;
    /// What makes the number, as a sentence.
    fn explain(&self, group: Group, feedback: Feedback) -> &'static str;
    /// "9,892 rows".
    fn rows(&self, count: u64, shown: &str) -> String;
    /// "Rows 1 to 30 of 9,892".
    fn position(&self, from: &str, to: &str, of: &str) -> String;
    /// How a column is sorted by.
    fn sort_by(&self, column: &str) -> String;
    /// A filter, as it is shown.
    fn filter(&self, name: &str, value: &str) -> String;
    /// The filter of a time.
    fn from(&self, at: &str) -> String;
    /// The filter of a time.
    fn until(&self, at: &str) -> String;
    /// The stream is complete until then, and was last heard so long ago.
    fn complete_until(&self, at: &str, ago: &str) -> String;
    /// The stream is not complete yet.
    fn not_complete(&self, read: &str) -> String;
    /// Everything was counted again, and nothing is different.
    fn recount_equal(&self, events: &str, at: &str) -> String;
    /// Everything was counted again, and something is different.
    fn recount_differs(&self, events: &str, at: &str) -> String;
    /// A number that is different.
    fn difference(&self, name: &str, shown: &str, counted: &str, by: &str) -> String;
    /// A number that is compared.
    fn figure(&self, figure: Figure) -> &'static str;
    /// So much of a file is written.
    fn taking(&self, done: &str, total: &str) -> String;
    /// The file was given.
    fn taken(&self, rows: &str, name: &str) -> String;
    /// What happened, by the event's type.
    fn step(&self, kind: &str) -> String;
    /// What an event says besides.
    fn story_detail(&self, detail: StoryDetail) -> &'static str;
    /// What the final share of delivered can still be.
    fn outlook(&self, open: u64, shown: &str, worst: &str, best: &str) -> String;
    /// When the last outcome is known.
    fn final_by(&self, at: &str) -> String;
    /// The preparation declared so many, and so many are there.
    fn declared(&self, declared: &str, there: &str) -> String;
    /// Late by so much.
    fn late_by(&self, span: &str) -> String;
    /// Of so many, the first are shown.
    fn first_of(&self, shown: &str, all: &str) -> String;
}
