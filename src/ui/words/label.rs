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
    /// Sender.
    From,
    /// Subject.
    Subject,
    /// First words of a text message.
    Text,
    /// When it starts, in the viewer's zone.
    YourTime,
    /// Left out.
    LeftOut,
    /// When.
    When,
    /// The send before.
    LastSend,
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
    /// What confirming takes besides OK.
    Safeguards,
    /// Save.
    Save,
}
