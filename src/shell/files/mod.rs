//! Event files under the app: they are kept as the browser holds them, read piece by piece, and answer in the place of a
//! service. Nothing of them leaves the browser, and nothing is kept of them.

pub mod address;
mod answering;
mod kept;
mod pieces;
mod reading;

use std::cell::RefCell;
use std::rc::Rc;

use delivery_app::files::{Batch, Progress, Shelf, Terms, Trouble};
use delivery_app::{Effect, Given, Msg, Provider, Request, Route, Start};
use delivery_core::domain::instant::Instant;
use js_sys::Reflect;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{AbortSignal, Blob, Response};

use super::{Shell, Surroundings, storage};
use kept::Kept;

/// The files, as whoever shows them and whoever reads them have them.
#[derive(Clone, Copy)]
pub struct Files {
    shelf: RwSignal<Shelf>,
    progress: RwSignal<Option<Progress>>,
    held: StoredValue<Rc<Held>, LocalStorage>,
}

struct Held {
    kept: RefCell<Kept>,
    /// How the delivery that some files make is called.
    name: fn(&Shelf) -> String,
}

impl Files {
    /// None yet.
    pub fn new(name: fn(&Shelf) -> String) -> Self {
        let held = Held { kept: RefCell::default(), name };
        Self { shelf: RwSignal::default(), progress: RwSignal::default(), held: StoredValue::new_local(Rc::new(held)) }
    }

    /// What is on the shelf, to be read.
    pub fn shelf(self) -> ReadSignal<Shelf> {
        self.shelf.read_only()
    }

    /// How far it has been read, while it is.
    pub fn progress(self) -> ReadSignal<Option<Progress>> {
        self.progress.read_only()
    }

    /// What the app starts with: no service is asked who one is, and there is nothing to be done but to look.
    pub fn start(self) -> Start {
        let page = super::Page::start();
        Start { provider: Provider::Browser, login: None, intent: None, route: Route::List, is_readonly: true, ..page }
    }

    /// Puts files on the shelf and shows what they make, once all of them turn out to hold events.
    pub fn add(self, shell: Shell, files: Vec<Blob>) {
        let before = self.shelf.with_untracked(|shelf| shelf.files.len());
        for file in files {
            let name = Reflect::get(&file, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default();
            let size = file.size() as u64;
            let key = self.shelf.try_update(|shelf| shelf.add(&name, Some(size))).flatten();
            if let Some(key) = key {
                self.keep(shell, key, async move { Ok(file) });
            }
        }
        // All of them are there already: what they make is to be seen.
        if before > 0 && self.shelf.with_untracked(|shelf| shelf.files.len()) == before {
            self.show_if_whole(shell);
        }
    }

    /// The same with what an address gives.
    pub fn add_address(self, shell: Shell, text: &str) {
        if let Some(key) = self.shelf.try_update(|shelf| shelf.add(text, None)).flatten() {
            let text = text.to_owned();
            self.keep(shell, key, async move { kept::fetch(&text).await });
        }
    }

    /// Takes a file away. What is left is shown, if anything is.
    pub fn remove(self, shell: Shell, key: u32) {
        if let Some(held) = self.held() {
            held.kept.borrow_mut().remove(key);
        }
        self.shelf.update(|shelf| shelf.remove(key));
        let is_shown = shell.model().with_untracked(|model| model.dashboard().is_some());
        let is_left = self.shelf.with_untracked(|shelf| shelf.readable().next().is_some());
        match (is_shown, is_left) {
            (true, true) => self.show(shell),
            (true, false) => shell.tell(Msg::LinkFollowed(Route::List)),
            (false, _) => {}
        }
    }

    /// Counts otherwise from now on.
    pub fn set_terms(self, shell: Shell, terms: Terms) {
        self.shelf.update(|shelf| shelf.terms = terms);
        shell.tell(Msg::RecordChanged);
        let has_shares = self.shelf.with_untracked(|shelf| !shelf.shares.is_empty());
        if has_shares {
            reading::compare(self, shell);
        }
    }

    /// Shows what the files make.
    pub fn show(self, shell: Shell) {
        shell.tell(Msg::LinkFollowed(Route::Delivery(self.shelf.with_untracked(Shelf::delivery))));
    }

    /// Where the address leads while these files are here: an older delivery is this one by now.
    pub fn now_at(self, route: Route) -> Route {
        let (is_any, id) = self.shelf.with_untracked(|shelf| (shelf.readable().next().is_some(), shelf.delivery()));
        match route {
            Route::Delivery(_) if is_any => Route::Delivery(id),
            Route::Logs(_, place) if is_any => Route::Logs(id, place),
            Route::List | Route::Delivery(_) | Route::Logs(..) => Route::List,
        }
    }

    fn keep(self, shell: Shell, key: u32, coming: impl Future<Output = Result<Blob, Trouble>> + 'static) {
        spawn_local(async move {
            let came = match coming.await {
                Ok(blob) => pieces::start(&blob).await.map(|start| (blob, start)).map_err(|_| Trouble::Unreadable),
                Err(trouble) => Err(trouble),
            };
            let Some(held) = self.held() else { return };
            let is_wanted = self.shelf.with_untracked(|shelf| shelf.files.iter().any(|file| file.key == key));
            if !is_wanted {
                return;
            }
            match came {
                Ok((blob, start)) => {
                    let size = blob.size() as u64;
                    held.kept.borrow_mut().put(key, blob);
                    self.shelf.update(|shelf| shelf.came(key, size, &start));
                }
                Err(trouble) => self.shelf.update(|shelf| shelf.missed(key, trouble)),
            }
            self.show_if_whole(shell);
        });
    }

    /// Once nothing is on its way: at once if all of it can be read, and what cannot be is to be seen first.
    fn show_if_whole(self, shell: Shell) {
        let is_whole = self.shelf.with_untracked(|shelf| {
            !shelf.is_coming() && !shelf.files.is_empty() && shelf.readable().count() == shelf.files.len()
        });
        if is_whole {
            // A reload of an address that names files comes back to where it was.
            let is_in_room = shell.model().with_untracked(|model| *model.route() == Route::List);
            match self.now_at(address::route()) {
                logs @ Route::Logs(..) if is_in_room => shell.tell(Msg::LinkFollowed(logs)),
                _ => self.show(shell),
            }
        }
    }

    fn held(self) -> Option<Rc<Held>> {
        self.held.try_get_value()
    }

    fn batch(self, held: &Held) -> Batch {
        self.shelf.with_untracked(|shelf| Batch::of(shelf, (held.name)(shelf)))
    }
}

impl Surroundings for Files {
    fn base(&self) -> String {
        String::new()
    }

    fn answer(&self, shell: Shell, request: &Request, signal: Option<&AbortSignal>) -> Option<Response> {
        let now = Instant::from_millis(js_sys::Date::now() as i64);
        let held = self.held()?;
        answering::answer(*self, shell, request, &self.batch(&held), now, signal.cloned())
    }

    fn perform(&self, shell: Shell, effect: Effect) {
        match effect {
            Effect::AskHostForToken(ticket) => shell.tell(Msg::TokenGiven { ticket, given: Given::Nothing }),
            Effect::KeepTheme(theme) => storage::keep_theme(theme),
            Effect::KeepLanguage(language) => storage::keep_language(language),
            Effect::ShowAddress(route) => address::write(&route, true),
            Effect::CorrectAddress(route) => address::write(&route, false),
            // Nothing else is kept: what the files hold is nobody else's.
            _ => {}
        }
    }
}
