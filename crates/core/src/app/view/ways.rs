//! The ways from the numbers of the dashboard into the rows that make them: places in the log window, as its address
//! keeps them (`app/logs/place.rs`).

use alloc::format;
use alloc::string::String;
use core::fmt::Write;

use super::deployment::SegmentKind;
use super::tiles::Kpi;

impl Kpi {
    /// The rows that make the figure.
    pub const fn way(self) -> &'static str {
        match self {
            Self::Targeted => "sending,group:targeted",
            Self::ToDeliver => "sending,group:to_deliver",
            Self::Sent => "sending,group:sent",
            Self::Delivered => "sending,group:delivered",
            Self::BouncesErrors | Self::Errors => "sending,group:bounces_errors",
            Self::OpenRate => "sending,group:openers",
            Self::ClickRate => "sending,group:clickers",
        }
    }
}

impl SegmentKind {
    /// The rows that make the part of the bar.
    pub const fn way(self) -> &'static str {
        match self {
            Self::Delivered => "sending,group:arrived",
            Self::Awaiting => "sending,group:awaiting",
            Self::Retrying => "sending,group:retrying",
            Self::Failed => "sending,group:failed_for_good",
            Self::Cancelled => "sending,group:cancelled",
            Self::Queued => "sending,group:queued",
        }
    }
}

/// The rows that a rule left out.
pub fn cause_way(cause: &str) -> String {
    format!("exclusions,group:excluded,reason:{}", encoded(cause))
}

/// Letters, digits and `-_.` as they are, every other byte as `~` and two hexadecimal digits.
pub fn encoded(value: &str) -> String {
    let mut text = String::new();
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            text.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(text, "~{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::channel::Tab;
    use crate::domain::group::Group;
    use crate::logs::View;

    #[test]
    fn every_way_leads_to_the_group_it_names() {
        for (way, tab, group) in [
            (Kpi::Targeted.way(), Tab::SendingLogs, Group::Targeted),
            (Kpi::ToDeliver.way(), Tab::SendingLogs, Group::ToDeliver),
            (Kpi::Sent.way(), Tab::SendingLogs, Group::Sent),
            (Kpi::Delivered.way(), Tab::SendingLogs, Group::Delivered),
            (Kpi::BouncesErrors.way(), Tab::SendingLogs, Group::BouncesErrors),
            (Kpi::Errors.way(), Tab::SendingLogs, Group::BouncesErrors),
            (Kpi::OpenRate.way(), Tab::SendingLogs, Group::Openers),
            (Kpi::ClickRate.way(), Tab::SendingLogs, Group::Clickers),
            (SegmentKind::Delivered.way(), Tab::SendingLogs, Group::Arrived),
            (SegmentKind::Awaiting.way(), Tab::SendingLogs, Group::Awaiting),
            (SegmentKind::Retrying.way(), Tab::SendingLogs, Group::Retrying),
            (SegmentKind::Failed.way(), Tab::SendingLogs, Group::FailedForGood),
            (SegmentKind::Cancelled.way(), Tab::SendingLogs, Group::Cancelled),
            (SegmentKind::Queued.way(), Tab::SendingLogs, Group::Queued),
            (&cause_way("on denylist"), Tab::ExclusionLogs, Group::Excluded),
        ] {
            let view = View::parse(way);
            assert_eq!((view.tab, view.filter.group), (tab, Some(group)), "{way}");
            assert_eq!(view.to_text(), way, "the address stays as it was followed");
        }
        assert_eq!(View::parse(&cause_way("on denylist, old")).filter.reason.as_deref(), Some("on denylist, old"));
    }
}
