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
    /// Yes.
    Yes,
    /// No.
    No,
    /// When it starts, in the delivery's zone.
    StartDate,
    /// When it starts, in the viewer's zone.
    YourTime,
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
    /// Loading.
    Loading,
    /// The code of a part did not come.
    PartMissing,
    /// Editing is closed.
    Locked,
    /// Opens the log window.
    OpenLogs,
    /// A recurring delivery that has not begun.
    NotStarted,
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
    /// What confirming takes besides OK.
    Safeguards,
    /// Save.
    Save,
}
