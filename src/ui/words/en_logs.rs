//! English: the log window.

use delivery_app::logs::{Column, Figure, StoryDetail};
use delivery_core::domain::channel::Tab;
use delivery_core::domain::entry::Opened;
use delivery_core::domain::event::{Action, Recipient};
use delivery_core::domain::group::Group;
use delivery_core::domain::remedy::Remedy;
use delivery_core::domain::status::{Detail, Feedback, Status};

use super::English;
use super::en_explain as explained;
use super::logs::{LogLabel as L, LogWords};

impl LogWords for English {
    fn label(&self, label: L) -> &'static str {
        explained::label(label)
    }

    fn tab(&self, tab: Tab) -> &'static str {
        match tab {
            Tab::Log => "Log",
            Tab::SendingLogs => "Sending logs",
            Tab::ExclusionLogs => "Exclusion logs",
            Tab::ExclusionCauses => "Exclusion causes",
            Tab::TrackingLogs => "Tracking logs",
            Tab::TrackedUrls => "Tracked URLs",
            Tab::NotDelivered => "Who did not get it",
            Tab::Oddities => "Oddities",
        }
    }

    fn column(&self, column: Column) -> &'static str {
        match column {
            Column::Date => "Date",
            Column::Status => "Status",
            Column::Address => "Address",
            Column::Nature => "Nature of failure",
            Column::Reason => "Reason",
            Column::TestProfile => "Test profile",
            Column::Message => "Message",
            Column::Domain => "Mail domain",
            Column::Delivered => "Delivered at",
            Column::Deadline => "Tried until",
            Column::Opened => "Opened",
            Column::Clicked => "Clicked",
            Column::Remedy => "What can be done",
            Column::Text => "Message",
            Column::Code => "Code",
            Column::Volume => "Volume",
            Column::Cause => "Exclusion cause",
            Column::Action => "Type",
            Column::Label => "Label",
            Column::Url => "URL",
            Column::Machine => "By a machine",
            Column::Machines => "Of them by machines",
        }
    }

    fn standing(&self, status: Status, detail: Detail) -> &'static str {
        match (status, detail) {
            (Status::Sent, Detail::Retrying) => "Sent, retrying",
            (Status::Failed, Detail::Retrying) => "Failed, retrying",
            (_, Detail::Retrying) => "Retrying",
            (_, Detail::Queued) => "Pending, queued",
            (_, Detail::Awaiting) => "Pending, no word yet",
            (_, Detail::Overdue) => "Pending, overdue",
            (_, Detail::Confirmed | Detail::Relayed) => "Sent",
            (_, Detail::Inferred) => "Sent, inferred",
            (_, Detail::Hard) => "Failed, hard bounce",
            (_, Detail::Soft) => "Failed, given up",
            (_, Detail::Expired) => "Failed, expired",
            (_, Detail::Cancelled) => "Delivery cancelled",
            (_, Detail::Excluded) => "Ignored",
        }
    }

    fn status(&self, status: Status) -> &'static str {
        match status {
            Status::Pending => "Pending",
            Status::Sent => "Sent",
            Status::Failed => "Failed",
            Status::Cancelled => "Delivery cancelled",
            Status::Excluded => "Ignored",
        }
    }

    fn detail(&self, detail: Detail) -> &'static str {
        match detail {
            Detail::Queued => "Queued",
            Detail::Awaiting => "No word yet",
            Detail::Overdue => "Overdue",
            Detail::Confirmed => "Confirmed",
            Detail::Inferred => "Inferred",
            Detail::Relayed => "Handed over",
            Detail::Retrying => "Retrying",
            Detail::Hard => "Hard bounce",
            Detail::Soft => "Given up",
            Detail::Expired => "Expired",
            Detail::Cancelled => "Cancelled",
            Detail::Excluded => "Excluded",
        }
    }

    fn reason(&self, word: &str) -> String {
        sentence(word)
    }

    fn recipient(&self, recipient: Recipient) -> &'static str {
        match recipient {
            Recipient::Person => "",
            Recipient::TestProfile => "Test profile",
            Recipient::Trap => "Trap",
        }
    }

    fn opened(&self, opened: Opened) -> &'static str {
        match opened {
            Opened::No => "",
            Opened::ByMachine => "By a machine",
            Opened::Yes => "Yes",
        }
    }

    fn action(&self, action: Action) -> &'static str {
        match action {
            Action::Open => "Open",
            Action::Click => "Email click",
            Action::MirrorPage => "Mirror page",
            Action::OptOut => "Opt-out",
        }
    }

    fn remedy(&self, remedy: Remedy) -> &'static str {
        match remedy {
            Remedy::FixAddress => "Fix the address",
            Remedy::Wait => "Wait",
            Remedy::Suppressed => "On a suppression list",
            Remedy::Reputation => "Our reputation",
            Remedy::StoppedByUs => "Stopped by us",
            Remedy::Unknown => "Not known",
        }
    }

    fn remedy_hint(&self, remedy: Remedy) -> &'static str {
        match remedy {
            Remedy::FixAddress => "The address does not exist or takes no mail. Ask the recipient for another one.",
            Remedy::Wait => "The recipient’s side was full or out of reach. A later delivery may arrive.",
            Remedy::Suppressed => "The address is in quarantine or on a denylist. Only its owner can change that.",
            Remedy::Reputation => "The recipient’s provider refused us, or this content. Ask your deliverability team.",
            Remedy::StoppedByUs => "A rule or a person on our side kept it back.",
            Remedy::Unknown => "Nobody said why.",
        }
    }

    fn group(&self, group: Group) -> &'static str {
        explained::group(group)
    }

    fn explain(&self, group: Group, feedback: Feedback) -> &'static str {
        explained::explain(group, feedback)
    }

    fn rows(&self, count: u64, shown: &str) -> String {
        if count == 1 { "1 row".to_string() } else { format!("{shown} rows") }
    }

    fn position(&self, from: &str, to: &str, of: &str) -> String {
        format!("{from} to {to} of {of}")
    }

    fn sort_by(&self, column: &str) -> String {
        format!("Sort by {column}")
    }

    fn filter(&self, name: &str, value: &str) -> String {
        format!("{name}: {value}")
    }

    fn from(&self, at: &str) -> String {
        format!("from {at}")
    }

    fn until(&self, at: &str) -> String {
        format!("before {at}")
    }

    fn complete_until(&self, at: &str, ago: &str) -> String {
        format!("Complete until {at}. The service was last heard {ago} ago.")
    }

    fn not_complete(&self, read: &str) -> String {
        format!("Not complete yet: {read} events read so far.")
    }

    fn recount_equal(&self, events: &str, at: &str) -> String {
        format!("All {events} events counted again at {at}: every number is equal.")
    }

    fn recount_differs(&self, events: &str, at: &str) -> String {
        format!("All {events} events counted again at {at}. These numbers differ; reload the page to see the new ones:")
    }

    fn difference(&self, name: &str, shown: &str, counted: &str, by: &str) -> String {
        format!("{name}: shown {shown}, counted {counted} ({by})")
    }

    fn figure(&self, figure: Figure) -> &'static str {
        match figure {
            Figure::Events => "Events",
            Figure::Targeted => "Targeted",
            Figure::ToDeliver => "To deliver",
            Figure::Excluded => "Excluded",
            Figure::Sent => "Sent",
            Figure::Delivered => "Delivered",
            Figure::BouncesErrors => "Bounces + errors",
            Figure::Pending => "Pending",
            Figure::Cancelled => "Cancelled",
            Figure::Opens => "Unique opens",
            Figure::Clicks => "Unique clicks",
            Figure::Complaints => "Complaints",
            Figure::Retrying => "Retrying",
            Figure::Conflicts => "Contradictions",
        }
    }

    fn taking(&self, done: &str, total: &str) -> String {
        format!("Writing the file: {done} of {total} rows")
    }

    fn taken(&self, rows: &str, name: &str) -> String {
        format!("Exported {rows} rows to {name}. The export is recorded in the log.")
    }

    fn step(&self, kind: &str) -> String {
        match kind {
            "prepared" => "Prepared".to_string(),
            "excluded" => "Left out at preparation".to_string(),
            "relayed" => "Handed over to the mail server".to_string(),
            "delivered" => "Accepted by the recipient’s server".to_string(),
            "deferred" => "Put off by the recipient’s server".to_string(),
            "bounced" => "Bounced".to_string(),
            "expired" => "Retries ended".to_string(),
            "cancelled" => "Cancelled before it was handed over".to_string(),
            "auto_replied" => "A machine answered for the recipient".to_string(),
            "opened" => "Opened".to_string(),
            "clicked" => "Clicked a link".to_string(),
            "mirror_viewed" => "Looked at the mirror page".to_string(),
            "opted_out" => "Opted out".to_string(),
            "complained" => "Marked as spam".to_string(),
            other => sentence(other),
        }
    }

    fn story_detail(&self, detail: StoryDetail) -> &'static str {
        match detail {
            StoryDetail::Preparation => "Preparation",
            StoryDetail::Cause => "Cause",
            StoryDetail::Nature => "Nature",
            StoryDetail::Reason => "Reason",
            StoryDetail::Smtp => "SMTP reply",
            StoryDetail::Enhanced => "Enhanced status",
            StoryDetail::Attempt => "Attempt",
            StoryDetail::NextAttempt => "Next attempt",
            StoryDetail::Server => "Server",
            StoryDetail::By => "By",
            StoryDetail::Url => "Link",
            StoryDetail::Label => "Label",
            StoryDetail::Machine => "By a machine",
        }
    }

    fn outlook(&self, open: u64, shown: &str, worst: &str, best: &str) -> String {
        let open = if open == 1 { "1 outcome is".to_string() } else { format!("{shown} outcomes are") };
        format!("{open} still open. Delivered can end anywhere from {worst} to {best}.")
    }

    fn final_by(&self, at: &str) -> String {
        format!("The last is known by {at}.")
    }

    fn declared(&self, declared: &str, there: &str) -> String {
        format!("The preparation declared {declared} messages to deliver; the events hold {there}.")
    }

    fn late_by(&self, span: &str) -> String {
        format!("{span} late")
    }

    fn first_of(&self, shown: &str, all: &str) -> String {
        format!("The first {shown} of {all}:")
    }
}

/// A service's word as people read it: `user_unknown` as "User unknown".
fn sentence(word: &str) -> String {
    let mut text = word.replace('_', " ");
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}
