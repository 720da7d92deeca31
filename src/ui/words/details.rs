//! The words of what is loaded later than the page's frame and figures. Apart from the others, because they travel with it.

use delivery_app::view::{Kpi, SegmentKind};
use delivery_app::{Failure, Theme};
use delivery_core::domain::channel::Channel;
use delivery_core::domain::lifecycle::{Command, State};
use delivery_core::domain::status::Feedback;

/// The fixed sentences.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Note {
    /// Excluded recipients.
    Excluded,
    /// Profiles that get proofs.
    TestProfiles,
    /// Profiles that get the real send.
    Traps,
    /// Yes.
    Yes,
    /// No.
    No,
    /// When it starts, in the delivery's zone.
    StartDate,
    /// Nothing.
    Nobody,
    /// Theme.
    Theme,
    /// Language.
    Language,
    /// The demo's users.
    SignedInAs,
    /// The chart's table.
    ShowAsTable,
    /// Column: time.
    Time,
    /// Handed over, in the chart.
    Relayed,
    /// Delivered, in the chart.
    Delivered,
    /// Failed, in the chart.
    Failed,
    /// No delivery yet.
    NoDeliveries,
    /// The executions of a recurring delivery.
    Executions,
    /// The sum.
    Total,
    /// Column.
    Status,
    /// Column.
    Date,
    /// A recurring delivery.
    Repeats,
    /// The next occurrence.
    NextExecution,
    /// Who confirmed.
    ConfirmedBy,
    /// No contact date yet.
    NoContactDate,
    /// What cannot be undone.
    CannotBeUndone,
    /// What stopping does.
    StopIsFinal,
    /// What calling off does.
    CallOffIsFinal,
    /// Waiting for the answer.
    Sending,
    /// Waiting for the answer to a stop.
    Stopping,
    /// The answer was lost.
    AnswerLost,
    /// Nothing was sent.
    NothingSent,
    /// Something has changed.
    HasChanged,
    /// The send goes on behind a closed dialog.
    SendContinues,
    /// The stop goes on behind a closed dialog.
    StopContinues,
    /// A second person has to approve.
    SecondPersonNeeded,
    /// A second person was asked.
    SecondPersonAsked,
    /// Waiting for the answer to a start.
    Starting,
    /// No execution yet.
    NoExecutions,
    /// What stopping a recurring delivery does.
    StopRepeatingIsFinal,
    /// How a limit is switched off.
    SafeguardsHint,
    /// From how many on the number is typed.
    TypeNumberFrom,
    /// From how many on a second person approves.
    SecondPersonFrom,
    /// The way to a dashboard without any service.
    OpenFiles,
    /// What a first delivery would look like.
    NoDeliveriesHint,
    /// Others send it.
    SentElsewhere,
    /// Send as soon as confirmed.
    OnceConfirmed,
    /// Send at the date below.
    OnTheDate,
    /// Immediately.
    Immediately,
    /// Whether somebody has to confirm.
    RequestConfirmation,
    /// An execution: its date is the recurring delivery's.
    OfRecurring,
    /// Opens the list of who did not get it.
    WhoMissedIt,
    /// At the time of each recipient.
    RecipientZone,
    /// When the first of them get it, by their zones.
    FirstRecipients,
    /// When the last do.
    LastRecipients,
}

/// The words of the details in one language.
pub trait Details: Sync {
    /// A fixed sentence.
    fn note(&self, note: Note) -> &'static str;
    /// How Delivered is to be read.
    fn feedback_note(&self, feedback: Feedback, final_by: Option<&str>) -> String;
    /// Retries are over. A hard bounce counts whenever it comes (design.md section 4, rule 3), so not all is final.
    fn final_since(&self, feedback: Feedback, date: &str) -> String;
    /// What the rates leave out.
    fn without_probes(&self, count: u64, shown: &str) -> String;
    /// Why recipients were left out, by the service's name for it.
    fn cause(&self, name: &str) -> String;
    /// Of the bar, for who does not see it.
    fn bar_summary(&self, parts: &str) -> String;
    /// Of the chart, for who does not see it.
    fn chart_summary(&self, from: &str, until: &str, sent: &str, delivered: &str, failed: &str) -> String;
    /// The chart's heading.
    fn chart_title(&self) -> &'static str;
    /// The notice for who may not confirm.
    fn may_not_confirm(&self) -> &'static str;
    /// A command that was not carried out.
    fn command_failed(&self, command: Command, failure: &Failure) -> String;
    /// The record could not be refreshed.
    fn stale(&self, failure: &Failure) -> String;
    /// So many lines could not be read.
    fn unreadable_lines(&self, count: u64, shown: &str) -> String;
    /// So many events of unknown types.
    fn unrecognised_events(&self, count: u64, shown: &str) -> String;
    /// What the live region says of a state.
    fn announce_state(&self, state: State) -> String;
    /// What the live region says of progress.
    fn announce_progress(&self, percent: &str) -> String;
    /// The demo clock.
    fn demo_clock(&self, speed: &str) -> String;
    /// So many rows of the log, so many of them warnings and errors.
    fn log_summary(&self, total: &str, warnings: u64, errors: u64) -> String;
    /// The delivery that this one was copied from.
    fn copied_from(&self, id: &str) -> String;
    /// A theme's name.
    fn theme(&self, theme: Theme) -> &'static str;
    /// A channel, of one occurrence of a recurring delivery.
    fn recurring(&self, channel: Channel) -> &'static str;
    /// A figure's name where there is little room.
    fn kpi_short(&self, kpi: Kpi) -> &'static str;
    /// A part of the bar.
    fn segment(&self, kind: SegmentKind) -> &'static str;
}
