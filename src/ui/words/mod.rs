//! Every word the page says. A language is one file that implements every trait here; a missing sentence does not compile.
//! To add one: that file, its name in [`Language`](delivery_app::Language), and a part in `ui/mod.rs`.
//!
//! Numbers and dates arrive as text, already formatted; a count comes along where a sentence depends on it.

mod details;
mod editor;
mod en;
mod files;
mod it;
mod label;
mod logs;
mod tongue;
mod tray;

use delivery_app::Failure;
use delivery_app::view::Kpi;
use delivery_core::domain::channel::Channel;
use delivery_core::domain::event::Subject;
use delivery_core::domain::lifecycle::{Command, State};
use delivery_core::domain::refusal::Refusal;
use delivery_core::domain::role::Role;
use delivery_core::domain::status::Feedback;

pub use details::{Details, Note};
pub use editor::{EditorLabel, EditorWords};
pub use en::English;
pub use files::{FileLabel, FileWords};
pub use it::Italian;
pub use label::Label;
pub use logs::{LogLabel, LogWords};
pub use tongue::{
    Tongue, detail_words, editor_words, file_words, file_words_of, log_words, question_words, tongue, tray_words,
};
pub use tray::{TrayLabel, TrayWords};

/// A whole language, with the words of what is loaded later.
pub trait Language: Words + Questions + Details + EditorWords + LogWords + FileWords + TrayWords {}

impl<L: Words + Questions + Details + EditorWords + LogWords + FileWords + TrayWords> Language for L {}

/// The names of things in one language.
pub trait Names: Sync {
    /// The tag for `lang` and for formats.
    fn locale(&self) -> &'static str;
    /// A fixed text.
    fn label(&self, label: Label) -> &'static str;

    /// A channel's name.
    fn channel(&self, channel: Channel) -> &'static str;
    /// A role's name.
    fn role(&self, role: Role) -> &'static str;
    /// A state in one or two words.
    fn state(&self, state: State) -> &'static str;
    /// A state as the headline of the Deployment block.
    fn headline(&self, state: State) -> &'static str;
    /// A command's button.
    fn command(&self, command: Command, is_waiting: bool) -> &'static str;
    /// A command in full, as its tooltip.
    fn command_in_full(&self, command: Command, is_scheduled: bool) -> &'static str;
    /// A figure's name.
    fn kpi(&self, kpi: Kpi) -> &'static str;
    /// What a figure divides by what.
    fn formula(&self, kpi: Kpi, feedback: Feedback) -> &'static str;
}

/// What is said where something is asked first. Apart from the other words, because its code is loaded later.
pub trait Questions: Names {
    /// The dialog's title.
    fn question_title(&self, command: Command, is_waiting: bool, is_scheduled: bool) -> &'static str;
    /// What stands under the number.
    fn will_receive(&self, channel: Channel, count: u64, subject: &str) -> String;
    /// "5 of them are traps and test profiles".
    fn of_them_probes(&self, count: u64, shown: &str) -> String;
    /// What stands under the number when stopping.
    fn will_not_receive(&self, count: u64) -> &'static str;
    /// OK, with what it does.
    fn ok_send(&self, count: u64, people: &str) -> String;
    /// OK, with what it does, at a date.
    fn ok_send_at(&self, count: u64, people: &str) -> String;
    /// OK, where a second person has to approve.
    fn ok_ask(&self) -> &'static str;

    /// OK, as the second person.
    fn ok_approve(&self, count: u64, people: &str) -> String;

    /// OK, let it repeat.
    fn ok_start(&self) -> &'static str;

    /// What typing the number is for.
    fn type_number(&self, number: &str) -> String;

    /// Who confirmed first.
    fn asked_by(&self, by: &str, at: &str) -> String;

    /// At the time of each recipient's zone, from the first to the last, and so many of them late.
    fn by_zone(&self, wall: &str, first: &str, last: &str, past: Option<(u64, &str)>) -> String;

    /// What a recurring delivery does once it is let.
    fn will_repeat(&self, asks_each_time: bool) -> &'static str;

    /// So many were handed over already.
    fn already_sent(&self, count: u64, shown: &str) -> String;

    /// OK, with what it does.
    fn ok_stop(&self, is_waiting: bool) -> &'static str;
    /// Recipients left out by cause.
    fn left_out(&self, total: &str, causes: &str) -> String;
    /// One occurrence only.
    fn one_execution(&self, occurrence: &str) -> String;
    /// At a date, in the delivery's zone and the viewer's.
    fn at_date(&self, date: &str, viewer: Option<&str>) -> String;
    /// A date that is past: at once.
    fn date_is_past(&self, date: &str) -> String;
    /// The last send, and how many more or fewer it is today.
    fn last_send(&self, count: &str, date: &str, difference: i64, shown: &str) -> String;
    /// What changed while reading: the number.
    fn changed_count(&self, before: &str, now: &str) -> String;
    /// What changed while reading: confirmed by somebody else.
    fn changed_confirmed(&self, by: Option<&str>, at: &str) -> String;
    /// What changed while reading: how many a rule left out.
    fn changed_excluded(&self, cause: &str, before: &str, now: &str) -> String;

    /// What changed while reading: who, but not how many.
    fn changed_recipients(&self) -> &'static str;

    /// What changed while reading: the target.
    fn changed_audience(&self, now: &str) -> String;

    /// What changed while reading: the subject.
    fn changed_text(&self, now: &str) -> String;

    /// What changed while reading: the sender.
    fn changed_from(&self, now: &str) -> String;

    /// What changed while reading: the schedule. `None`: once confirmed.
    fn changed_schedule(&self, date: Option<&str>) -> String;

    /// What changed while reading: the state.
    fn changed_state(&self, state: State) -> String;
    /// Done.
    fn done(&self, command: Command, count: u64, people: &str) -> String;
    /// Who confirmed, and when.
    fn by_at(&self, by: Option<&str>, at: &str, asked_by: Option<&str>) -> String;
    /// An intent that never arrived, and is too old to be sent after all.
    fn not_reached(&self, command: Command) -> &'static str;
}

/// How a delivery stands, in a sentence.
pub trait Standings: Names {
    /// All is entered.
    fn can_prepare(&self, channel: Channel) -> String;
    /// Being prepared.
    fn nothing_leaves(&self) -> &'static str;
    /// The preparation failed.
    fn preparation_failed(&self, reason: Option<&str>) -> String;
    /// Confirm to start.
    fn confirm_to_start(&self) -> &'static str;
    /// Confirm to start at the date.
    fn confirm_to_start_at(&self, date: &str) -> String;
    /// Somebody else has to confirm.
    fn waits_for_confirmation(&self) -> &'static str;
    /// This has changed since the preparation.
    fn changed(&self, subject: Subject) -> &'static str;

    /// A recurring delivery that has not begun.
    fn can_start(&self) -> &'static str;

    /// Confirm before then, or it is not sent.
    fn confirm_before(&self, date: &str) -> String;

    /// One has confirmed, a second person has to approve.
    fn waits_for_approval(&self, by: &str, is_own: bool, before: Option<&str>) -> String;

    /// Makes its executions.
    fn repeats(&self, next: Option<&str>) -> String;

    /// Makes no executions while it is held.
    fn repeats_no_more(&self) -> &'static str;

    /// Left out.
    fn skipped(&self, by: Option<&str>, until: Option<&str>) -> String;

    /// Nobody confirmed it in time.
    fn missed(&self, date: Option<&str>) -> String;

    /// Held after so many.
    fn paused_after(&self, sent: &str, queued: &str, by: Option<&str>) -> String;

    /// The countdown.
    fn starts_in(&self, span: &str) -> String;

    /// Starts then.
    fn starts_at(&self, date: &str) -> String;
    /// The headline of what starts any moment.
    fn starting(&self) -> &'static str;
    /// Starts any moment.
    fn starts_soon(&self) -> &'static str;
    /// So many of so many handed over.
    fn relayed(&self, sent: &str, to_deliver: &str) -> String;
    /// Stopped after so many.
    fn stopped_after(&self, sent: &str, cancelled: &str, by: Option<&str>) -> String;
    /// The send failed.
    fn send_failed(&self, reason: Option<&str>) -> String;
    /// All messages have been processed.
    fn all_processed(&self) -> &'static str;
    /// All was handed over, but so many outcomes are open.
    fn outstanding(&self, count: u64, open: &str, final_by: Option<&str>) -> String;
    /// Nobody may read what became of it, or nobody knows.
    fn unread(&self) -> &'static str;

    /// All was handed over, and of so many no word came in time.
    fn unanswered(&self, count: u64, shown: &str) -> String;

    /// Recipients looked at so far.
    fn prepared_so_far(&self, done: &str) -> String;
}

/// One language: names, and the sentences made of them.
pub trait Words: Standings {
    /// Time left and pace.
    fn pace(&self, left: &str, per_second: &str) -> String;
    /// The same for a send that hands over less than one a second.
    fn slow_pace(&self, left: &str, per_minute: &str) -> String;

    /// "9,892 · 98 excluded · incl. 3 for tests".
    fn audience_basis(&self, to_deliver: &str, excluded: Option<&str>, probes: Option<(u64, &str)>) -> String;
    /// "9,990 recipients".
    fn population_basis(&self, targeted: &str) -> String;
    /// "7,412 of 9,892".
    fn of_to_deliver(&self, part: &str, whole: &str) -> String;
    /// "6,830 of 7,412 sent".
    fn of_sent(&self, part: &str, whole: &str) -> String;
    /// "221 of 7,412 sent · 98 retrying".
    fn of_sent_retrying(&self, part: &str, whole: &str, retrying: &str) -> String;
    /// "1,462 people of 6,830 delivered".
    fn people_of_delivered(&self, count: u64, part: &str, whole: &str) -> String;

    /// Nothing has come yet.
    fn connecting(&self) -> &'static str;
    /// History is being read.
    fn catching_up(&self) -> &'static str;
    /// The numbers are the service's, as of then, while history is being read.
    fn counted(&self, time: &str) -> String;
    /// Live.
    fn live(&self) -> &'static str;
    /// As of then.
    fn as_of(&self, time: &str) -> String;
    /// Reconnecting.
    fn reconnecting(&self, silent: &str, as_of: Option<&str>) -> String;

    /// Why a button does not work.
    fn refusal(&self, refusal: Refusal) -> String;
    /// Why something could not be had, and what to do.
    fn failure(&self, failure: &Failure) -> String;
    /// A short heading for it.
    fn failure_title(&self, failure: &Failure) -> &'static str;

    /// "Summer time (DM95)".
    fn page_title(&self, label: &str, id: &str, state: State) -> String;
}
