//! The columns of each tab, and what each is sorted by (domain.md section 7).

use crate::domain::channel::Tab;
use crate::domain::listing::By;
use crate::domain::names;

/// A column.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Column {
    /// When.
    Date,
    /// What became of it.
    Status,
    /// To whom.
    Address,
    /// Why.
    Nature,
    /// The reply of the recipient's server.
    Reason,
    /// Whether it is for a test profile or a trap.
    TestProfile,
    /// The message's id.
    Message,
    /// What stands behind the `@`.
    Domain,
    /// When it was delivered.
    Delivered,
    /// Until when it is tried.
    Deadline,
    /// Whether it was opened.
    Opened,
    /// Whether it was clicked.
    Clicked,
    /// What can be done about it.
    Remedy,
    /// What the delivery says of itself.
    Text,
    /// The stable code of what it says.
    Code,
    /// How many.
    Volume,
    /// The rule that left them out.
    Cause,
    /// What the recipient did.
    Action,
    /// The link's name.
    Label,
    /// The link's address.
    Url,
    /// Whether a machine did it.
    Machine,
    /// How many a machine did.
    Machines,
}

impl Column {
    /// Every column, with its word in an address and in a file.
    pub const NAMES: [(Self, &'static str); 22] = [
        (Self::Date, "date"),
        (Self::Status, "status"),
        (Self::Address, "address"),
        (Self::Nature, "nature"),
        (Self::Reason, "reason"),
        (Self::TestProfile, "test_profile"),
        (Self::Message, "message"),
        (Self::Domain, "domain"),
        (Self::Delivered, "delivered"),
        (Self::Deadline, "deadline"),
        (Self::Opened, "opened"),
        (Self::Clicked, "clicked"),
        (Self::Remedy, "remedy"),
        (Self::Text, "text"),
        (Self::Code, "code"),
        (Self::Volume, "volume"),
        (Self::Cause, "cause"),
        (Self::Action, "type"),
        (Self::Label, "label"),
        (Self::Url, "url"),
        (Self::Machine, "machine"),
        (Self::Machines, "by_machines"),
    ];

    /// Its word.
    pub fn name(self) -> &'static str {
        names::name(&Self::NAMES, &self)
    }

    /// The column with that word.
    pub fn named(name: &str) -> Option<Self> {
        names::named(&Self::NAMES, name)
    }

    /// What a list of messages or of what was done is sorted by at this column; `None` where it cannot be.
    pub const fn by(self) -> Option<By> {
        Some(match self {
            Self::Date => By::Date,
            Self::Status => By::Status,
            Self::Address => By::Address,
            Self::Nature => By::Nature,
            Self::Reason => By::Reason,
            Self::TestProfile => By::TestProfile,
            Self::Message => By::Message,
            Self::Domain => By::Domain,
            Self::Delivered => By::Delivered,
            Self::Opened => By::Opened,
            Self::Clicked => By::Clicked,
            Self::Action => By::Action,
            Self::Label | Self::Url => By::Label,
            Self::Deadline
            | Self::Remedy
            | Self::Text
            | Self::Code
            | Self::Volume
            | Self::Cause
            | Self::Machine
            | Self::Machines => return None,
        })
    }

    /// The columns that a tab begins with.
    pub const fn usual(tab: Tab) -> &'static [Self] {
        use Column as C;
        match tab {
            Tab::Log => &[C::Date, C::Text],
            Tab::SendingLogs => &[C::Date, C::Status, C::Address, C::Nature, C::Reason, C::TestProfile],
            Tab::ExclusionLogs => &[C::Date, C::Status, C::Address, C::Nature, C::Reason],
            Tab::ExclusionCauses => &[C::Date, C::Volume, C::Cause],
            Tab::TrackingLogs => &[C::Date, C::Address, C::Action, C::Label],
            Tab::TrackedUrls => &[C::Url, C::Action, C::Label, C::Volume],
            Tab::NotDelivered => &[C::Date, C::Status, C::Address, C::Nature, C::Reason, C::Remedy],
            Tab::Oddities => &[],
        }
    }

    /// The columns that a tab can have.
    pub const fn possible(tab: Tab) -> &'static [Self] {
        use Column as C;
        match tab {
            Tab::Log => &[C::Date, C::Text, C::Code],
            Tab::SendingLogs | Tab::NotDelivered => &[
                C::Date,
                C::Status,
                C::Address,
                C::Nature,
                C::Reason,
                C::TestProfile,
                C::Domain,
                C::Delivered,
                C::Deadline,
                C::Opened,
                C::Clicked,
                C::Remedy,
                C::Message,
            ],
            Tab::ExclusionLogs => {
                &[C::Date, C::Status, C::Address, C::Nature, C::Reason, C::Domain, C::Remedy, C::Message]
            }
            Tab::ExclusionCauses => &[C::Date, C::Volume, C::Cause],
            Tab::TrackingLogs => &[C::Date, C::Address, C::Action, C::Label, C::Url, C::Machine, C::Message],
            Tab::TrackedUrls => &[C::Url, C::Action, C::Label, C::Volume, C::Machines],
            Tab::Oddities => &[],
        }
    }

    /// Whether a tab's rows can be sorted by it.
    pub const fn is_sortable(self, tab: Tab) -> bool {
        match tab {
            Tab::Log | Tab::ExclusionCauses | Tab::TrackedUrls => true,
            // As in the reference, all but the recipient; ours by the recipient, too.
            Tab::SendingLogs | Tab::ExclusionLogs | Tab::TrackingLogs | Tab::NotDelivered => self.by().is_some(),
            Tab::Oddities => false,
        }
    }

    /// Whether it stays: without it a row says nothing.
    pub const fn is_fixed(self, tab: Tab) -> bool {
        match tab {
            Tab::Log => matches!(self, Self::Text),
            Tab::SendingLogs | Tab::ExclusionLogs | Tab::TrackingLogs | Tab::NotDelivered => {
                matches!(self, Self::Address)
            }
            Tab::ExclusionCauses => matches!(self, Self::Cause | Self::Volume),
            Tab::TrackedUrls => matches!(self, Self::Url),
            Tab::Oddities => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_leads_back_and_every_usual_column_is_possible() {
        for (column, name) in Column::NAMES {
            assert_eq!((Column::named(name), column.name()), (Some(column), name));
        }
        for (tab, _) in Tab::NAMES {
            let possible = Column::possible(tab);
            assert!(Column::usual(tab).iter().all(|column| possible.contains(column)), "{tab:?}");
        }
    }
}
