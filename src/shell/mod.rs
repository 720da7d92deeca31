//! The shell: performs effects and sends messages back. It decides nothing.

pub mod address;
mod early;
mod file;
mod http;
mod outside;
mod reading;
mod storage;
mod stream;
mod turn;

use std::time::Duration;

use delivery_app::{Effect, Model, Moment, Msg, Provider, Ticket, update};
use delivery_core::domain::id::IdempotencyKey;
use delivery_core::domain::instant::Instant;
use leptos::prelude::*;
use web_sys::AbortController;

use turn::Turns;

/// The running app: its model, and the streams that are open.
#[derive(Clone, Copy)]
pub struct Shell {
    model: RwSignal<Model>,
    streams: StoredValue<Vec<(Ticket, AbortController)>, LocalStorage>,
    turns: Turns,
    /// Pieces of the file in the making.
    file: StoredValue<Vec<web_sys::Blob>, LocalStorage>,
    /// What time it is for the viewer and the figures as they are shown, a line for each; nothing if none are.
    figures: fn(&Model, Instant) -> String,
}

impl Shell {
    /// The standalone page: takes up what address and storage say, and listens to the world.
    pub fn start(figures: fn(&Model, Instant) -> String) -> Self {
        let shell = Self {
            model: RwSignal::new(Model::default()),
            streams: StoredValue::new_local(Vec::new()),
            turns: Turns::new(),
            file: StoredValue::new_local(Vec::new()),
            figures,
        };
        // Early: it will be needed, and whoever needs it asks again.
        leptos::task::spawn_local(async { drop(reading::engine().await) });
        shell.tell(Msg::Started {
            provider: Provider::Demo,
            login: storage::login(),
            intent: storage::intent(),
            route: address::route(),
            theme: storage::theme(),
        });
        outside::listen(shell);
        shell
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
        match effect {
            Effect::Send { ticket, request, within_ms } => http::send(self, ticket, request, within_ms),
            Effect::Listen { ticket, request } => stream::listen(self, ticket, request),
            Effect::Hush(ticket) => self.streams.update_value(|streams| {
                if let Some(at) = streams.iter().position(|(open, _)| *open == ticket) {
                    streams.swap_remove(at).1.abort();
                }
            }),
            // The standalone page has no host.
            Effect::AskHostForToken(ticket) => self.tell(Msg::TokenGiven { ticket, token: None }),
            Effect::Wait { timer, ms } => {
                set_timeout(move || self.tell(Msg::TimerRang(timer)), Duration::from_millis(u64::from(ms)));
            }
            Effect::KeepIntent(text) => storage::keep_intent(&text),
            Effect::DropIntent => storage::drop_intent(),
            Effect::KeepLogin(login) => storage::keep_login(&login),
            Effect::KeepTheme(theme) => storage::keep_theme(theme),
            Effect::KeepSeen(seen) => {
                let at = Instant::from_millis(js_sys::Date::now() as i64);
                let figures = self.model.with_untracked(|model| (self.figures)(model, at));
                if !figures.is_empty() {
                    storage::keep_seen(&seen, &figures);
                }
            }
            Effect::ForgetSeen => storage::forget_seen(),
            Effect::ShowAddress(route) => address::show(&route),
            Effect::CorrectAddress(route) => address::correct(&route),
            Effect::Work => self.turns.next(move || self.work()),
            Effect::Write(bytes) => self.file.update_value(|pieces| pieces.extend(file::piece(&bytes))),
            Effect::Save { name, mime } => {
                let pieces = self.file.try_update_value(core::mem::take).unwrap_or_default();
                file::save(&pieces, &name, mime);
            }
            Effect::Discard => self.file.set_value(Vec::new()),
        }
    }

    /// Takes in one message after the other until there is none or the turn is over. Whoever looks is told once, at its end.
    fn tell_for_a_turn(self, mut next: impl FnMut() -> Option<Msg>) {
        let until = self.turns.end();
        let take = |model: &mut Model| {
            let mut effects = Vec::new();
            while turn::clock() < until
                && let Some(msg) = next()
            {
                effects.extend(update(model, msg, now()));
            }
            effects
        };
        self.take_turn(take);
    }

    /// Works in small steps for a moment. Whoever looks is told once, at its end.
    fn work(self) {
        let until = self.turns.end();
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
        self.take_turn(steps);
    }

    /// Does the work of a turn, and what that asks for; from then on it is shown.
    fn take_turn(self, work: impl FnOnce(&mut Model) -> Vec<Effect>) {
        for effect in self.model.try_update(work).unwrap_or_default() {
            self.perform(effect);
        }
        self.turns.shows();
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
