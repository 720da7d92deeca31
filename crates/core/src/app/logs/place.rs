//! Where one is in the log window, and how the address keeps it: `sending,group:delivered,status:failed,sort:-date`.
//!
//! What somebody searches for is part of an address of a recipient, so it is never in there; nor is a link whose query may
//! name one. What cannot be read is left out: an old address still leads to its tab.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::columns::Column;
use crate::domain::channel::Tab;
use crate::domain::event::Action;
use crate::domain::group::Group;
use crate::domain::instant::Instant;
use crate::domain::listing::{Filter, Query, Source};
use crate::domain::remedy::Remedy;
use crate::domain::status::{Detail, Status};
use crate::view::encoded;

/// The order of a tab's rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Order {
    /// By which column.
    pub column: Column,
    /// The last first.
    pub is_descending: bool,
}

/// A tab, and how its rows are seen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct View {
    /// Which tab.
    pub tab: Tab,
    /// Which of its rows.
    pub filter: Filter,
    /// In which order.
    pub order: Option<Order>,
    /// The columns, if others than usual.
    pub columns: Option<Vec<Column>>,
}

impl Default for View {
    fn default() -> Self {
        Self::of(Tab::SendingLogs)
    }
}

/// What a tracked action is called in an address and in a file.
pub fn action_name(action: Action) -> &'static str {
    match action {
        Action::Open => "open",
        Action::Click => "click",
        Action::MirrorPage => "mirror_page",
        Action::OptOut => "opt_out",
    }
}

impl View {
    /// A tab as it is first seen.
    pub fn of(tab: Tab) -> Self {
        let order = match tab {
            Tab::Log | Tab::ExclusionLogs => Some(Order { column: Column::Date, is_descending: true }),
            Tab::ExclusionCauses | Tab::TrackedUrls => Some(Order { column: Column::Volume, is_descending: true }),
            Tab::SendingLogs | Tab::TrackingLogs | Tab::NotDelivered | Tab::Oddities => None,
        };
        Self { tab, filter: Filter::default(), order, columns: None }
    }

    /// The tab's list of a number.
    pub fn of_group(tab: Tab, group: Group) -> Self {
        let mut view = Self::of(tab);
        view.filter.group = Some(group);
        view
    }

    /// The columns that are shown.
    pub fn columns(&self) -> &[Column] {
        self.columns.as_deref().unwrap_or_else(|| Column::usual(self.tab))
    }

    /// What its list asks for. `None` of a tab whose rows are no messages and nothing that was done.
    pub fn query(&self) -> Option<Query> {
        let (source, group) = match self.tab {
            Tab::SendingLogs => (Source::Messages, Some(Group::SendingLogs)),
            Tab::ExclusionLogs => (Source::Messages, Some(Group::ExclusionLogs)),
            Tab::NotDelivered => (Source::Messages, Some(Group::NotReached)),
            Tab::TrackingLogs => (Source::Tracks, None),
            Tab::Log | Tab::ExclusionCauses | Tab::TrackedUrls | Tab::Oddities => return None,
        };
        let filter = Filter { group: self.filter.group.or(group), ..self.filter.clone() };
        let sort = self.order.and_then(|order| {
            let by = order.column.by()?;
            Some(crate::domain::listing::Sort { by, is_descending: order.is_descending })
        });
        Some(Query { source, filter, sort })
    }

    /// As the address keeps it.
    pub fn to_text(&self) -> String {
        let mut text = self.tab.name().to_string();
        for (key, value) in self.filter_words() {
            // What may name somebody stays here.
            if key != "text" && !(key == "url" && value.contains(['?', '#', '@'])) {
                text.push_str(&format!(",{key}:{}", encoded(&value)));
            }
        }
        if self.order != Self::of(self.tab).order {
            let order = self
                .order
                .map(|order| format!("{}{}", if order.is_descending { "-" } else { "" }, order.column.name()));
            text.push_str(&format!(",sort:{}", order.unwrap_or_default()));
        }
        if let Some(columns) = &self.columns {
            let names: Vec<_> = columns.iter().map(|column| column.name()).collect();
            text.push_str(&format!(",columns:{}", names.join(".")));
        }
        text
    }

    /// What it is narrowed down to, as words and values, in a fixed order; what is searched for as the last.
    pub fn filter_words(&self) -> Vec<(&'static str, String)> {
        let Filter { group, status, detail, reason, remedy, domain, action, url, from, until, text } = &self.filter;
        let instant = |at: &Option<Instant>| at.map(|at| at.to_string());
        let words = [
            ("group", group.map(|group| group.name().to_string())),
            ("status", status.map(|status| status.name().to_string())),
            ("detail", detail.map(|detail| detail.name().to_string())),
            ("reason", reason.clone()),
            ("remedy", remedy.map(|remedy| remedy.name().to_string())),
            ("domain", domain.clone()),
            ("type", action.map(|action| action_name(action).to_string())),
            ("url", url.clone()),
            ("from", instant(from)),
            ("until", instant(until)),
            ("text", Some(text.clone()).filter(|text| !text.is_empty())),
        ];
        words.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
    }

    /// Out of an address.
    pub fn parse(text: &str) -> Self {
        let mut parts = text.split(',');
        let Some(tab) = parts.next().and_then(Tab::named) else { return Self::default() };
        let mut view = Self::of(tab);
        for part in parts {
            let Some((key, value)) = part.split_once(':') else { continue };
            let value = decoded(value);
            let filter = &mut view.filter;
            match key {
                "group" => filter.group = Group::named(&value),
                "status" => filter.status = Status::named(&value),
                "detail" => filter.detail = Detail::named(&value),
                "reason" => filter.reason = Some(value),
                "remedy" => filter.remedy = Remedy::named(&value),
                "domain" => filter.domain = Some(value),
                "type" => filter.action = Action::ALL.into_iter().find(|action| action_name(*action) == value),
                "url" => filter.url = Some(value),
                "from" => filter.from = Instant::parse(&value),
                "until" => filter.until = Instant::parse(&value),
                "sort" => view.order = order(&value, tab),
                "columns" => view.columns = columns(&value, tab),
                _ => {}
            }
        }
        view
    }
}

fn order(text: &str, tab: Tab) -> Option<Order> {
    let (name, is_descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
    Column::named(name).filter(|column| column.is_sortable(tab)).map(|column| Order { column, is_descending })
}

fn columns(text: &str, tab: Tab) -> Option<Vec<Column>> {
    let mut columns = Vec::new();
    for column in text.split('.').filter_map(Column::named) {
        if Column::possible(tab).contains(&column) && !columns.contains(&column) {
            columns.push(column);
        }
    }
    Some(columns).filter(|columns| !columns.is_empty())
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|digits| core::str::from_utf8(digits).ok());
        match code.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(code) if *byte == b'~' => {
                bytes.push(code);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_view_comes_back_from_its_address() {
        for text in [
            "log",
            "sending",
            "sending,group:delivered",
            "sending,status:failed,detail:hard,reason:user_unknown,domain:example.com,sort:-date",
            "not_delivered,remedy:fix_address",
            "exclusions,sort:",
            "tracking,type:click,url:https~3A~2F~2Fshop.example~2Fa",
            "sending,from:2026-11-23T09~3A00~3A00Z,columns:date.address.opened",
        ] {
            let view = View::parse(text);
            assert_eq!(View::parse(&view.to_text()), view, "{text}");
            assert_eq!(view.to_text().split(',').count(), text.split(',').count(), "{text} {}", view.to_text());
        }
    }

    #[test]
    fn what_is_searched_for_and_what_may_name_somebody_is_never_in_the_address() {
        let mut view = View::of(Tab::SendingLogs);
        view.filter.text = "maria".into();
        assert_eq!(view.to_text(), "sending");
        let mut view = View::of(Tab::TrackingLogs);
        view.filter.url = Some("https://shop.example/?u=maria".into());
        assert_eq!(view.to_text(), "tracking");
    }

    proptest! {
        #[test]
        fn any_reason_and_domain_come_back_and_need_no_other_escape(reason in ".*", domain in ".*") {
            let mut view = View::of(Tab::SendingLogs);
            view.filter.reason = Some(reason);
            view.filter.domain = Some(domain);
            let text = view.to_text();
            prop_assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".,:-_~".contains(&byte)));
            prop_assert_eq!(View::parse(&text), view);
        }

        #[test]
        fn any_text_is_read(text in ".*") {
            View::parse(&text);
        }
    }
}
