//! The shell: performs effects and sends messages back. It decides nothing.

mod address;
mod early;
mod file;
pub mod files;
mod http;
mod outside;
mod page;
mod reading;
pub mod storage;
mod stream;
mod turn;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use delivery_app::{Effect, Model, Moment, Msg, Request, Start, Ticket, update};
use delivery_core::domain::id::IdempotencyKey;
use leptos::prelude::*;
use web_sys::{AbortController, AbortSignal, Response};

pub use page::Page;
use turn::Turns;

/// What is around the app: a page of its own, or a host's. What they do otherwise, they do here.
pub trait Surroundings {
    /// What stands before the path of each request.
    fn base(&self) -> String;

    /// Answers a request in the place of the service. `None`: the service is asked. A signal ends what is still to come.
    fn answer(&self, _shell: Shell, _request: &Request, _signal: Option<&AbortSignal>) -> Option<Response> {
        None
    }

    /// Performs what is kept, shown in an address, or asked of a host; the rest is the shell's.
    fn perform(&self, shell: Shell, effect: Effect);
}

/// The running app: its model, and what it holds of the world.
#[derive(Clone, Copy)]
pub struct Shell {
    model: RwSignal<Model>,
    held: StoredValue<Rc<Held>, LocalStorage>,
}

/// What an app holds of the world. All of it is let go with it.
struct Held {
    around: Rc<dyn Surroundings>,
    streams: RefCell<Vec<(Ticket, AbortController)>>,
    turns: Turns,
    /// Pieces of the file in the making.
    file: RefCell<Vec<web_sys::Blob>>,
}

impl Held {
    /// Whether the stream is still wanted.
    fn listens(&self, ticket: Ticket) -> bool {
        self.streams.borrow().iter().any(|(open, _)| *open == ticket)
    }

    /// Closes a stream, open or not.
    fn hush(&self, ticket: Ticket) {
        self.streams.borrow_mut().retain(|(open, controller)| {
            let stays = *open != ticket;
            if !stays {
                controller.abort();
            }
            stays
        });
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        for (_, open) in self.streams.take() {
            open.abort();
        }
    }
}

impl Shell {
    /// At rest, in these surroundings. It ends with the owner it is made under.
    pub fn new(around: Rc<dyn Surroundings>) -> Self {
        let held = Held { around, streams: RefCell::default(), turns: Turns::new(), file: RefCell::default() };
        Self { model: RwSignal::new(Model::default()), held: StoredValue::new_local(Rc::new(held)) }
    }

    /// Begins, and listens to the world.
    pub fn start(self, start: Start) {
        // Early: it will be needed, and whoever needs it asks again.
        leptos::task::spawn_local(async { drop(reading::code().await) });
        self.tell(Msg::Started(start));
        outside::listen(self);
    }

    /// What it holds; nothing once it has ended.
    fn held(self) -> Option<Rc<Held>> {
        self.held.try_get_value()
    }

    /// The model, to be read.
    pub fn model(self) -> ReadSignal<Model> {
        self.model.read_only()
    }

    /// Takes in a message and performs what it asks for.
    pub fn tell(self, msg: Msg) {
        self.tell_of(msg, now());
    }

    /// The same, of what happened at that moment.
    pub fn tell_of(self, msg: Msg, at: Moment) {
        // Gone with the page: a late answer finds nobody.
        let effects = self.model.try_update(|model| update(model, msg, at)).unwrap_or_default();
        for effect in effects {
            self.perform(effect);
        }
    }

    fn perform(self, effect: Effect) {
        let Some(held) = self.held() else { return };
        match effect {
            Effect::Send { ticket, request, within_ms } => http::send(self, ticket, request, within_ms),
            Effect::Listen { ticket, request } => stream::listen(self, ticket, request),
            Effect::Hush(ticket) => held.hush(ticket),
            Effect::Wait { timer, ms } => {
                set_timeout(move || self.tell(Msg::TimerRang(timer)), Duration::from_millis(u64::from(ms)));
            }
            Effect::Work => held.turns.next(move || self.work()),
            Effect::Write(bytes) => held.file.borrow_mut().extend(file::piece(&bytes)),
            Effect::Save { name, mime } => file::save(&held.file.take(), &name, mime),
            Effect::Discard => drop(held.file.take()),
            other => held.around.perform(self, other),
        }
    }

    /// Takes in one message after the other until there is none or the turn is over. Whoever looks is told once, at its end.
    fn tell_for_a_turn(self, mut next: impl FnMut() -> Option<Msg>) {
        let Some(held) = self.held() else { return };
        let until = held.turns.end();
        let take = |model: &mut Model| {
            let mut effects = Vec::new();
            while turn::clock() < until
                && let Some(msg) = next()
            {
                effects.extend(update(model, msg, now()));
            }
            effects
        };
        self.take_turn(&held, take);
    }

    /// Works in small steps for a moment. Whoever looks is told once, at its end.
    fn work(self) {
        let Some(held) = self.held() else { return };
        let until = held.turns.end();
        let steps = |model: &mut Model| {
            let mut all = Vec::new();
            loop {
                let mut effects = update(model, Msg::WorkBegan, now());
                let more = effects.iter().position(|effect| *effect == Effect::Work);
                match more {
                    Some(at) if turn::clock() < until => drop(effects.remove(at)),
                    Some(_) | None => {
                        all.extend(effects);
                        return all;
                    }
                }
                all.extend(effects);
            }
        };
        self.take_turn(&held, steps);
    }

    /// Does the work of a turn, and what that asks for; from then on it is shown.
    fn take_turn(self, held: &Held, work: impl FnOnce(&mut Model) -> Vec<Effect>) {
        for effect in self.model.try_update(work).unwrap_or_default() {
            self.perform(effect);
        }
        held.turns.shows();
    }
}

/// A key nobody else has.
pub fn fresh_key() -> IdempotencyKey {
    let random = window().crypto().map(|crypto| crypto.random_uuid());
    // Only reachable over plain HTTP from another machine, where the browser gives no random source of its own.
    IdempotencyKey::new(random.unwrap_or_else(|_| format!("{}-{}", now().0, (js_sys::Math::random() * 1e15) as u64)))
}

/// The steady clock: time of origin plus what has passed since, so that it does not start over with a reload. Some
/// browsers stop it while the computer sleeps; then the wall clock is ahead, and right.
fn now() -> Moment {
    let wall = js_sys::Date::now();
    let steady = window().performance().map_or(wall, |clock| clock.time_origin() + clock.now());
    Moment(steady.max(wall) as i64)
}
