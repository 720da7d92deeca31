//! The fixed texts by name.

/// The short fixed texts: names, labels, buttons.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Label {
    /// The product's name.
    Product,
    /// Skips to the main part.
    SkipToContent,
    /// The list.
    Deliveries,
    /// Column: the delivery.
    Delivery,
    /// From when messages leave.
    ContactDate,
    /// No contact date yet.
    NoContactDate,
    /// The campaign.
    Campaign,
    /// The recurring delivery.
    ParentDelivery,
    /// The occurrence.
    Execution,
    /// What it is for.
    Description,
    /// The block with status and figures.
    Deployment,
    /// The six figures.
    KeyFigures,
    /// The buttons.
    Actions,
    /// The panel with what the delivery is.
    Summary,
    /// The target.
    Audience,
    /// When it goes.
    Schedule,
    /// What it says.
    Content,
    /// Excluded recipients.
    Excluded,
    /// Profiles that get proofs.
    TestProfiles,
    /// Profiles that get the real send.
    Traps,
    /// Sender.
    From,
    /// Subject.
    Subject,
    /// First words of a text message.
    Text,
    /// Whether somebody has to confirm.
    RequestConfirmation,
    /// Yes.
    Yes,
    /// No.
    No,
    /// When it starts, in the delivery's zone.
    StartDate,
    /// When it starts, in the viewer's zone.
    YourTime,
    /// Send as soon as confirmed.
    OnceConfirmed,
    /// Send at the date below.
    OnTheDate,
    /// Who confirmed.
    ConfirmedBy,
    /// Left out.
    LeftOut,
    /// When.
    When,
    /// The send before.
    LastSend,
    /// Nothing.
    Nobody,
    /// Warnings.
    Warnings,
    /// Immediately.
    Immediately,
    /// Cancel.
    Cancel,
    /// Close.
    Close,
    /// Try again.
    TryAgain,
    /// Back to the list.
    BackToList,
    /// Put a notice away.
    Dismiss,
    /// Show the dialog again.
    Show,
    /// Theme.
    Theme,
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
    /// What a first delivery would look like.
    NoDeliveriesHint,
    /// Loading.
    Loading,
    /// The code of a part did not come.
    PartMissing,
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
    /// Editing is closed.
    Locked,
    /// Opens the log window.
    OpenLogs,
    /// Opens the list of who did not get it.
    WhoMissedIt,
    /// A recurring delivery that has not begun.
    NotStarted,
    /// A second person has to approve.
    SecondPersonNeeded,
    /// A second person was asked.
    SecondPersonAsked,
    /// Waiting for the answer to a start.
    Starting,
    /// The executions of a recurring delivery.
    Executions,
    /// No execution yet.
    NoExecutions,
    /// The sum.
    Total,
    /// What stopping a recurring delivery does.
    StopRepeatingIsFinal,
    /// At the time of each recipient.
    RecipientZone,
    /// Column.
    Status,
    /// Column.
    Date,
    /// A recurring delivery.
    Repeats,
    /// An execution: its date is the recurring delivery's.
    OfRecurring,
    /// The next occurrence.
    NextExecution,
    /// What confirming takes besides OK.
    Safeguards,
    /// From how many on the number is typed.
    TypeNumberFrom,
    /// From how many on a second person approves.
    SecondPersonFrom,
    /// How a limit is switched off.
    SafeguardsHint,
    /// Save.
    Save,
}
