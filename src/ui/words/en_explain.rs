//! English: what makes each number, and the fixed texts of the log window.

use delivery_core::domain::group::Group;
use delivery_core::domain::status::Feedback;

use super::logs::LogLabel as L;

/// A fixed text.
pub fn label(label: L) -> &'static str {
    match label {
        L::Title => "Logs",
        L::Tabs => "Lists",
        L::List => "Rows",
        L::SendStatus => "Send status:",
        L::Search => "Search addresses",
        L::SearchRows => "Search",
        L::AnyStatus => "Any status",
        L::Status => "Status",
        L::AnyDetail => "Any detail",
        L::Detail => "Detail",
        L::AnyReason => "Any reason",
        L::Reason => "Reason",
        L::Domain => "Mail domain",
        L::From => "From",
        L::Until => "Until",
        L::Filters => "Filters",
        L::ClearAll => "Clear filters",
        L::Remove => "Remove filter",
        L::Columns => "Columns",
        L::UsualColumns => "Usual columns",
        L::ExportCsv => "Export CSV",
        L::ExportNdjson => "Export NDJSON",
        L::MayNotExport => "Exporting needs the role Export. Ask an administrator.",
        L::Cancel => "Cancel",
        L::Dismiss => "Dismiss",
        L::ComputeStats => "Compute stats",
        L::Computing => "Counting everything again from the first event…",
        L::Close => "Close",
        L::Nothing => "Nothing here yet",
        L::NothingFiltered => "No rows match these filters",
        L::StillReading => "Reading the events",
        L::Ordering => "Sorting…",
        L::Back => "Back to the list",
        L::Previous => "Previous",
        L::Next => "Next",
        L::Raw => "Raw event",
        L::NoChange => "No change",
        L::TimePassed => "Time passed: the validity period ended",
        L::History => "Every delivery to this recipient",
        L::NoHistory => "No other delivery reached for this recipient.",
        L::ThisMessage => "this one",
        L::ByRemedy => "What can be done",
        L::ByDomain => "By mail domain",
        L::ByReason => "By reason",
        L::Unsaid => "not said",
        L::AllReached => "Nobody was missed so far",
        L::StillOpen => "Show who is still open",
        L::OddNothing => "Nothing odd: every event was read, told once and in time, and none contradicts another.",
        L::OddDuplicates => "Duplicates absorbed",
        L::OddDuplicatesHint => "Events that were told more than once. Each counts once.",
        L::OddLate => "Late events",
        L::OddLateHint => "Told more than an hour after later events were known. They count all the same.",
        L::OddLines => "Lines not read",
        L::OddLinesHint => "They are no well-formed events, so nothing was counted for them.",
        L::OddTypes => "Events of unknown types",
        L::OddTypesHint => "They are kept for show and change no number.",
        L::OddDeclared => "Declared and counted differ",
        L::ShowRows => "Show the recipients",
        L::TryAgain => "Try again",
        L::Yes => "Yes",
    }
}

/// A number's name.
pub fn group(group: Group) -> &'static str {
    match group {
        Group::Targeted => "Targeted",
        Group::ToDeliver => "To deliver",
        Group::Excluded => "Excluded",
        Group::SendingLogs => "Sending logs",
        Group::ExclusionLogs => "Exclusion logs",
        Group::Sent => "Sent",
        Group::Delivered => "Delivered",
        Group::BouncesErrors => "Bounces + errors",
        Group::Openers => "Unique opens",
        Group::Clickers => "Unique clicks",
        Group::Arrived => "Delivered, all recipients",
        Group::Awaiting => "Awaiting feedback",
        Group::Retrying => "Retrying",
        Group::FailedForGood => "Failed",
        Group::Cancelled => "Cancelled",
        Group::Queued => "Queued",
        Group::Inferred => "Delivery inferred",
        Group::Overdue => "Overdue",
        Group::Complained => "Complaints",
        Group::OptedOut => "Opt-outs",
        Group::Probes => "Test profiles and traps",
        Group::NotReached => "Did not get it",
        Group::Open => "Still open",
        Group::Conflicts => "Delivered after a hard bounce",
        Group::Unprepared => "Not in the preparation",
        Group::BeforeSend => "Events before the send",
    }
}

/// What makes the number.
pub fn explain(group: Group, feedback: Feedback) -> &'static str {
    match (group, feedback) {
        (Group::Targeted, _) => "Targeted = to deliver + excluded: everybody the preparation looked at.",
        (Group::ToDeliver, _) => "To deliver = targeted − excluded. Test profiles and traps are among them.",
        (Group::Excluded, _) => "Excluded = left out at preparation by a rule.",
        (Group::SendingLogs, _) => "Everybody to deliver to, and the control group.",
        (Group::ExclusionLogs, _) => "Everybody a rule left out, but for the control group.",
        (Group::Sent, _) => "Sent = handed over to the mail server. Test profiles and traps are among them.",
        (Group::Delivered, Feedback::On) => {
            "Delivered = sent, and accepted by the recipient’s server, or opened or clicked. Without test profiles and traps."
        }
        (Group::Delivered, Feedback::Off) => {
            "Delivered = sent − bounces + errors: nobody reports deliveries, so what did not come back counts. Without test profiles and traps."
        }
        (Group::BouncesErrors, Feedback::On) => {
            "Bounces + errors = hard bounces, given up, expired and still retrying. Without test profiles and traps."
        }
        (Group::BouncesErrors, Feedback::Off) => {
            "Bounces + errors = hard bounces, given up and expired. Without test profiles and traps."
        }
        (Group::Openers, _) => {
            "Unique opens = delivered, and opened, clicked, seen as a page or opted out at least once."
        }
        (Group::Clickers, _) => "Unique clicks = delivered, and clicked at least once.",
        (Group::Arrived, _) => "Counted as delivered and not retried any more, with test profiles and traps.",
        (Group::Awaiting, _) => "Handed over; nobody has said yet what became of them.",
        (Group::Retrying, Feedback::On) => {
            "Put off by the recipient’s server and tried again. Until then they count as failed."
        }
        (Group::Retrying, Feedback::Off) => {
            "Put off by the recipient’s server and tried again. Until they fail they count as delivered."
        }
        (Group::FailedForGood, _) => "Will not arrive any more, with test profiles and traps.",
        (Group::Cancelled, _) => "Stopped before they were handed over.",
        (Group::Queued, _) => "Prepared, and not handed over yet.",
        (Group::Inferred, _) => "Nobody reported the delivery, but the recipient opened or clicked.",
        (Group::Overdue, _) => "Handed over, and no word within the validity period.",
        (Group::Complained, _) => "Marked as spam by the recipient. Their status stays.",
        (Group::OptedOut, _) => "Used the link that ends the subscription.",
        (Group::Probes, _) => "Test profiles and traps. They count as to deliver and as sent, and in no rate.",
        (Group::NotReached, _) => "Did not get it = failed for good + cancelled + excluded.",
        (Group::Open, _) => "Still open = queued, without a word yet, or tried again.",
        (Group::Conflicts, _) => "A delivery, open or click came after a hard bounce. The status stays Failed.",
        (Group::Unprepared, _) => "Events came for a message that no preparation named.",
        (Group::BeforeSend, _) => "Something happened to them before the delivery began to send.",
    }
}
