//! The state of the whole page.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::access::Access;
use super::annex::Annex;
use super::ask::segment;
use super::clock::{Moment, ServiceClock};
use super::dashboard::Dashboard;
use super::http::Failure;
use super::intent::Intent;
use super::list::List;
use super::look::{Language, Theme};
use super::remote::Remote;
use crate::domain::id::DeliveryId;
use crate::domain::instant::Instant;
use crate::domain::refusal::Person;
use crate::domain::role::Role;
use crate::domain::safeguards::Safeguards;
use crate::wire::{Session, User};

/// What the address names.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Route {
    /// The list of deliveries.
    #[default]
    List,
    /// One delivery.
    Delivery(DeliveryId),
    /// The logs of one delivery, at a place in their window.
    Logs(DeliveryId, Place),
}

/// A place in the log window, as the address keeps it: its tab, what is filtered and sorted. Letters, digits and
/// `.,:-_~` only, and never an address of a recipient.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Place(String);

impl Place {
    /// Without what no place has in it: whatever somebody wrote there stays in its part of the address.
    pub fn new(mut text: String) -> Self {
        // Asked one by one: to look a letter up in a text would bring all that searches texts into the first load.
        text.retain(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '.' | ',' | ':' | '-' | '_' | '~'));
        Self(text)
    }

    /// As the address has it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Route {
    /// The place with that delivery and that place in its logs, or the list.
    pub fn named(delivery: Option<String>, log: Option<String>) -> Self {
        match (delivery.filter(|id| !id.is_empty()).map(DeliveryId::new), log) {
            (Some(id), Some(place)) => Self::Logs(id, Place::new(place)),
            (Some(id), None) => Self::Delivery(id),
            (None, _) => Self::List,
        }
    }

    /// Which delivery it is of, if it is of one.
    pub const fn delivery(&self) -> Option<&DeliveryId> {
        match self {
            Self::List => None,
            Self::Delivery(id) | Self::Logs(id, _) => Some(id),
        }
    }

    /// The address of the place, relative to the page: any folder of any server will do.
    pub fn href(&self) -> String {
        match self {
            Self::List => "./".into(),
            Self::Delivery(id) => format!("?delivery={}", segment(id.as_str())),
            Self::Logs(id, place) => format!("?delivery={}&log={}", segment(id.as_str()), place.0),
        }
    }
}

/// The state of the page.
#[derive(Default)]
pub struct Model {
    pub(super) access: Access,
    pub(super) users: Remote<Vec<User>>,
    pub(super) session: Remote<Session>,
    pub(super) safeguards: Remote<Safeguards>,
    pub(super) tray: Remote<String>,
    pub(super) clock: Option<ServiceClock>,
    /// The service's time when the open delivery's stream was last heard.
    pub(super) heard_at: Option<Instant>,
    pub(super) route: Route,
    pub(super) list: List,
    pub(super) dashboard: Option<Dashboard>,
    /// The log window, while it is open and its code is here.
    pub(super) annex: Option<Box<dyn Annex>>,
    pub(super) intent: Option<Intent>,
    pub(super) theme: Theme,
    pub(super) language: Language,
    /// Whether it is only to be looked at.
    pub(super) is_readonly: bool,
    pub(super) now: Moment,
    /// Whether time to work was asked for.
    pub(super) is_working: bool,
    /// When the page began.
    pub(super) started: Moment,
    /// When what could not be had was last asked for again.
    pub(super) tried: Moment,
    pub(super) has_begun: bool,
}

impl Model {
    /// The demo's users.
    pub const fn users(&self) -> &Remote<Vec<User>> {
        &self.users
    }

    /// Who is signed in.
    pub const fn session(&self) -> &Remote<Session> {
        &self.session
    }

    /// The demo user who is signed in.
    pub fn login(&self) -> Option<&str> {
        self.access.login()
    }

    /// Whether the page is to be shown: what was painted before it stays until there is something better to see.
    pub const fn has_begun(&self) -> bool {
        self.has_begun
    }

    /// Whether there is as much to show as is had at once, or something to say instead.
    pub(super) fn is_here(&self) -> bool {
        let is_there = match (&self.route, &self.dashboard) {
            (Route::List, _) => !self.list.cards().is_out(),
            (_, Some(dashboard)) => dashboard.is_here(),
            (_, None) => false,
        };
        is_there || self.sign_in_failure().is_some()
    }

    /// What whoever is signed in may do. Nothing, until that is known.
    pub fn roles(&self) -> &[Role] {
        self.session.shown().map_or(&[], |session| &session.user.roles)
    }

    /// Whoever is signed in, as far as commands depend on it.
    pub fn person(&self) -> Person<'_> {
        let login = self.session.shown().map_or("", |session| &session.user.login);
        Person { login, roles: if self.is_readonly { &[] } else { self.roles() } }
    }

    /// Whether it is only to be looked at, whatever whoever is signed in may do.
    pub const fn is_readonly(&self) -> bool {
        self.is_readonly
    }

    /// What confirming takes, once somebody looked.
    pub const fn safeguards(&self) -> &Remote<Safeguards> {
        &self.safeguards
    }

    /// What nobody could file, as it was answered; see [`tray`](crate::tray).
    pub const fn tray(&self) -> &Remote<String> {
        &self.tray
    }

    /// Why nobody can be signed in.
    pub const fn sign_in_failure(&self) -> Option<&Failure> {
        match self.users.failure() {
            Some(failure) => Some(failure),
            None => match &self.session {
                Remote::Failed(failure, _) => Some(failure),
                _ => None,
            },
        }
    }

    /// The service's time, as far as the browser's clock carries it on. `None` until it has been heard.
    pub fn service_now(&self) -> Option<Instant> {
        self.clock.map(|clock| clock.at(self.now))
    }

    /// The service's time as its tokens count it. `None` until it has been heard, and in a demo, whose clock runs ahead of
    /// what its tokens are stamped by.
    pub(super) fn token_now(&self) -> Option<Instant> {
        self.service_now().filter(|_| self.speed() == 1.0)
    }

    /// The instant the numbers are of: now, while the stream is live; else when it was last heard. What may have happened
    /// since, nobody here knows, so nothing expires and nothing becomes overdue meanwhile.
    pub fn as_of(&self) -> Option<Instant> {
        match self.dashboard.as_ref().map(Dashboard::follow) {
            Some(follow) if !follow.is_live(self.now) && follow.heard() != self.now => {
                self.heard_at.or_else(|| self.clock.map(|clock| clock.at(follow.heard())))
            }
            Some(_) | None => self.service_now(),
        }
    }

    /// The service's time when the open delivery's stream was last heard: until then nothing is missing.
    pub const fn heard_at(&self) -> Option<Instant> {
        self.heard_at
    }

    /// How fast the service's clock runs.
    pub fn speed(&self) -> f64 {
        self.clock.map_or(1.0, |clock| clock.speed())
    }

    /// What the address names.
    pub const fn route(&self) -> &Route {
        &self.route
    }

    /// The list.
    pub const fn list(&self) -> &List {
        &self.list
    }

    /// The delivery that is open.
    pub const fn dashboard(&self) -> Option<&Dashboard> {
        self.dashboard.as_ref()
    }

    /// The log window, while it is open and its code is here.
    pub fn annex(&self) -> Option<&dyn Annex> {
        self.annex.as_deref()
    }

    /// The theme.
    pub const fn theme(&self) -> Theme {
        self.theme
    }

    /// The language.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The browser's clock at the last message.
    pub const fn now(&self) -> Moment {
        self.now
    }
}
