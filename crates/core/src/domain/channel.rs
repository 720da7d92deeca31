//! What carries the messages, and what can be known of them (domain.md 6.1 and 7).

use super::names;
use serde::{Deserialize, Serialize};

use super::lifecycle::State;

/// What carries the messages.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Mail.
    Email,
    /// Text messages.
    Sms,
    /// Notifications of a mobile application.
    Push,
    /// Letters.
    DirectMail,
}

/// Whether opens and clicks are noted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tracking {
    /// They are, where the channel lets them.
    #[default]
    On,
    /// They are not.
    Off,
}

/// A tab of the logs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Tab {
    /// What the preparation and the send say of themselves.
    Log,
    /// One row a recipient.
    SendingLogs,
    /// One row a recipient who was left out.
    ExclusionLogs,
    /// How many each rule left out.
    ExclusionCauses,
    /// One row an open or click.
    TrackingLogs,
    /// One row a link.
    TrackedUrls,
    /// Who will not get it, and what can be done about it.
    NotDelivered,
    /// What was odd about the events.
    Oddities,
}

impl Tab {
    /// Every tab, with its word in an address.
    pub const NAMES: [(Self, &'static str); 8] = [
        (Self::Log, "log"),
        (Self::SendingLogs, "sending"),
        (Self::ExclusionLogs, "exclusions"),
        (Self::ExclusionCauses, "causes"),
        (Self::TrackingLogs, "tracking"),
        (Self::TrackedUrls, "urls"),
        (Self::NotDelivered, "not_delivered"),
        (Self::Oddities, "oddities"),
    ];

    /// Its word.
    pub fn name(self) -> &'static str {
        names::name(&Self::NAMES, &self)
    }

    /// Whether a row is of one recipient.
    pub const fn has_recipients(self) -> bool {
        match self {
            Self::SendingLogs | Self::ExclusionLogs | Self::TrackingLogs | Self::NotDelivered => true,
            Self::Log | Self::ExclusionCauses | Self::TrackedUrls | Self::Oddities => false,
        }
    }

    /// The tab with that word.
    pub fn named(name: &str) -> Option<Self> {
        names::named(&Self::NAMES, name)
    }
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 4] = [Self::Email, Self::Sms, Self::Push, Self::DirectMail];

    /// Whether it can be known that a message was opened or clicked.
    pub const fn has_tracking(self) -> bool {
        matches!(self, Self::Email | Self::Push)
    }

    /// Whether somebody says that a message did not arrive. Letters say nothing.
    pub const fn has_failures(self) -> bool {
        !matches!(self, Self::DirectMail)
    }

    /// Whether what does not arrive comes back as a bounce; else it is an error.
    pub const fn has_bounces(self) -> bool {
        matches!(self, Self::Email)
    }

    /// Whether each recipient can be sent to at the time of their own zone.
    pub const fn has_recipient_zone(self) -> bool {
        !matches!(self, Self::DirectMail)
    }

    /// The tabs of the logs, in their order: four before the send, from its start on what is tracked, and always two of our
    /// own.
    pub const fn tabs(self, tracking: Tracking, state: State) -> &'static [Tab] {
        use Tab as T;
        let is_tracked = self.has_tracking() && matches!(tracking, Tracking::On);
        if is_tracked && state.has_started() {
            &[
                T::Log,
                T::SendingLogs,
                T::ExclusionLogs,
                T::ExclusionCauses,
                T::TrackingLogs,
                T::TrackedUrls,
                T::NotDelivered,
                T::Oddities,
            ]
        } else {
            &[T::Log, T::SendingLogs, T::ExclusionLogs, T::ExclusionCauses, T::NotDelivered, T::Oddities]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tracking_tabs_are_there_once_something_can_be_tracked() {
        for (channel, tracking, state, expected) in [
            (Channel::Email, Tracking::On, State::Prepared, 6),
            (Channel::Email, Tracking::On, State::Sending, 8),
            (Channel::Email, Tracking::Off, State::Finished, 6),
            (Channel::Push, Tracking::On, State::Finished, 8),
            (Channel::Sms, Tracking::On, State::Finished, 6),
            (Channel::DirectMail, Tracking::On, State::Finished, 6),
        ] {
            assert_eq!(channel.tabs(tracking, state).len(), expected, "{channel:?} {tracking:?} {state:?}");
        }
    }
}
