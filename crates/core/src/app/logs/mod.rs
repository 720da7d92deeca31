//! The log window: every list behind the numbers, what became of one recipient, all counted again, files to take away.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `place` | where one is, and how the address keeps it |
//! | `columns` | what each tab shows, and what it is sorted by |
//! | `rows` | a row as it is shown |
//! | `story` | one message, from its events |
//! | `recount` | the whole log, folded again |
//! | `taking`, `written` | a list, written to a file, and its cells |
//! | `wish` | what somebody wants |
//!
//! Its code is loaded when it is opened first: nothing else may call what stands here.

mod columns;
mod place;
mod recount;
mod rows;
mod story;
mod taking;
mod wish;
mod written;

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::any::Any;

pub use columns::Column;
pub use place::{Order, View, action_name};
pub use recount::{Difference, Figure, Found, Recount};
pub use rows::{Cell, Lead, RowView, rows, total};
pub use story::{Detail as StoryDetail, Step, Story, StoryEvent};
pub use taking::Taking;
pub use wish::Wish;

use super::annex::{Annex, News, Site};
use super::desk::Desk;
use super::effect::Effect;
use super::model::Model;
use crate::domain::census::Census;
use crate::domain::listing::{Listing, Reading};

/// How many rows are looked at in a step: about a millisecond's work.
const STEP: usize = 8_192;

/// The window.
pub struct LogWindow {
    view: View,
    /// The view, as the address keeps it.
    place: String,
    /// Tabs as they were left.
    left: Vec<View>,
    listing: Option<Listing>,
    census: Option<Census>,
    story: Option<Story>,
    recount: Recount,
    taking: Taking,
    /// What is to be seen once the file is written: until then the list stays as it is.
    next: Option<View>,
    /// Whether time to work was asked for.
    is_working: bool,
}

impl LogWindow {
    /// A window nobody looked at yet.
    pub fn make() -> Box<dyn Annex> {
        let view = View::default();
        Box::new(Self {
            place: view.to_text(),
            view,
            left: Vec::new(),
            listing: None,
            census: None,
            story: None,
            recount: Recount::Idle,
            taking: Taking::Idle,
            next: None,
            is_working: false,
        })
    }

    /// The window that is open.
    pub fn of(model: &Model) -> Option<&Self> {
        model.annex().and_then(|annex| annex.as_any().downcast_ref())
    }

    /// How its rows are seen.
    pub const fn view(&self) -> &View {
        &self.view
    }

    /// The list of messages, or of what was done, in the making or made. `None` of other tabs.
    pub const fn listing(&self) -> Option<&Listing> {
        self.listing.as_ref()
    }

    /// What lists are grouped by.
    pub const fn census(&self) -> Option<&Census> {
        self.census.as_ref()
    }

    /// What became of one message.
    pub const fn story(&self) -> Option<&Story> {
        self.story.as_ref()
    }

    /// All counted again.
    pub const fn recount(&self) -> &Recount {
        &self.recount
    }

    /// The file in the making.
    pub const fn taking(&self) -> &Taking {
        &self.taking
    }

    fn show(&mut self, view: View) {
        if self.taking.is_writing() {
            self.next = Some(view);
            return;
        }
        self.story = None;
        let kept = core::mem::replace(&mut self.view, view);
        if kept.tab != self.view.tab {
            self.left.retain(|left| left.tab != kept.tab);
            self.left.push(kept);
        }
        self.place = self.view.to_text();
    }

    /// Brings lists and counts in line with the view and the events.
    fn refresh(&mut self, site: &mut Site<'_>, desk: &mut Desk<'_>) {
        if self.taking.is_writing() {
            if site.follow.is_held() {
                return;
            }
            self.taking.fail(desk);
        }
        if let Some(next) = self.next.take() {
            self.show(next);
        }
        let (Some(record), Some(as_of), Some(state)) = (site.record, site.as_of, site.state) else { return };
        // An address may name a tab that this delivery does not have.
        if !record.delivery.channel.tabs(record.delivery.tracking, state).contains(&self.view.tab) {
            self.show(View::default());
        }
        let reading = Reading { settings: record.settings(), as_of };
        let touched = site.follow.touched();
        // While all that happened is still being read, a list would be made anew with each piece of it.
        if !site.follow.has_caught_up() {
            (self.listing, self.census) = (None, None);
            return;
        }
        match self.view.query() {
            None => self.listing = None,
            Some(query) => {
                let listing = self.listing.get_or_insert_with(|| Listing::new(query.clone(), reading));
                match &touched {
                    Some(rows) => listing.touch(rows),
                    None => listing.begin(),
                }
                listing.read_as(reading);
                listing.ask(query);
            }
        }
        let census = self.census.get_or_insert_with(|| Census::new(reading));
        match &touched {
            Some(rows) => census.touch(rows),
            None => census.begin(),
        }
        census.read_as(reading);
    }

    /// One small step of whatever there is to do: what is looked at first.
    fn work(&mut self, site: &mut Site<'_>, desk: &mut Desk<'_>) {
        let fold = site.follow.fold();
        if let Some(listing) = self.listing.as_mut().filter(|listing| !listing.is_settled(fold)) {
            listing.step(fold, STEP);
        } else if let Some(census) = self.census.as_mut().filter(|census| !census.is_settled(fold)) {
            census.step(fold, STEP);
        } else {
            self.taking.step(&self.view, self.listing.as_ref(), self.census.as_ref(), site, desk);
        }
    }

    fn is_busy(&self, site: &Site<'_>) -> bool {
        let fold = site.follow.fold();
        self.listing.as_ref().is_some_and(|listing| !listing.is_settled(fold))
            || self.census.as_ref().is_some_and(|census| !census.is_settled(fold))
            || self.taking.is_writing()
    }

    fn wished(&mut self, wish: Wish, site: &mut Site<'_>, desk: &mut Desk<'_>) {
        match wish {
            Wish::Tab(tab) => {
                let left = self.left.iter().position(|left| left.tab == tab);
                let view = left.map_or_else(|| View::of(tab), |at| self.left.swap_remove(at));
                self.show(view);
            }
            Wish::View(view) => self.show(view),
            Wish::Row(at) => {
                let entry = |listing: &Listing| {
                    let fold = site.follow.fold();
                    let message = listing.entry(fold, at).map(|entry| entry.message);
                    message.or_else(|| listing.track(fold, at).map(|track| track.message)).map(String::from)
                };
                if let Some(message) = self.listing.as_ref().and_then(entry) {
                    self.story = Story::open(message, Some(at), site, desk);
                }
            }
            Wish::Story(message) => self.story = Story::open(message, None, site, desk),
            Wish::Further(by) => {
                let at =
                    self.story.as_ref().and_then(|story| story.place_in(self.listing.as_ref()?, site.follow.fold()));
                let next = at.and_then(|at| at.checked_add_signed(by));
                let ready = self.listing.as_ref().map_or(0, Listing::ready);
                if let Some(next) = next.filter(|next| *next < ready) {
                    self.wished(Wish::Row(next), site, desk);
                }
            }
            Wish::StoryAgain => {
                if let Some(story) = &mut self.story {
                    story.ask_again(site, desk);
                }
            }
            Wish::StoryOver => self.story = None,
            Wish::Recount => self.recount.begin(site, desk),
            Wish::RecountOver => self.recount.end(site, desk),
            Wish::Take(format, key) => self.taking.ask(format, key, &self.view, self.listing.as_ref(), site, desk),
            Wish::TakeOver => self.taking.end(site, desk),
        }
    }
}

impl Annex for LogWindow {
    fn take(&mut self, news: News<'_>, site: &mut Site<'_>, desk: &mut Desk<'_>) {
        let is_at_work = matches!(news, News::Work);
        match news {
            News::Moved(place) => {
                if self.place != place {
                    self.show(View::parse(place));
                }
                self.refresh(site, desk);
            }
            News::Wished(wish) => {
                self.wished(wish, site, desk);
                self.refresh(site, desk);
            }
            News::Changed => {
                self.refresh(site, desk);
                self.recount.compare(site);
            }
            News::Work => {
                self.work(site, desk);
                // A file that is written gives way to what was wanted meanwhile.
                if !self.taking.is_writing() && self.next.is_some() {
                    self.refresh(site, desk);
                }
            }
            News::Answered(ticket, reply) => {
                if let Some(story) = &mut self.story {
                    story.answered(ticket, &reply, site);
                }
                self.taking.answered(ticket, reply, site);
            }
            News::Bytes(ticket, bytes) => self.recount.bytes(ticket, bytes, site),
            News::Ended(ticket, whole) => self.recount.ended(ticket, whole, site),
            News::Refused(ticket, failure) => self.recount.refused(ticket, failure, site),
            News::Left => {
                self.recount.end(site, desk);
                self.taking.end(site, desk);
                site.follow.leave_touched();
                return;
            }
        }
        let is_busy = self.is_busy(site);
        if is_busy && (!self.is_working || is_at_work) {
            desk.out.push(Effect::Work);
        }
        self.is_working = is_busy;
    }

    fn place(&self) -> &str {
        &self.place
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
