//! The one place that changes the state.

mod annex;
mod answers;

use alloc::string::String;
use alloc::vec::Vec;

use super::access::Provider;
use super::annex::News;
use super::ask::Ask;
use super::clock::Moment;
use super::dashboard::Dashboard;
use super::desk::Desk;
use super::effect::{Effect, Timer};
use super::http::Request;
use super::intent::Intent;
use super::last_seen::LastSeen;
use super::model::{Model, Route};
use super::msg::{Msg, Start};
use super::remote::Remote;
use crate::domain::refusal::Person;
use crate::domain::role::Role;

/// Where a service is slow, the page shows that it waits instead of being awaited itself.
const BEGINS_WITHIN_MS: i64 = 4_000;

/// What could not be had and may pass by itself is asked for again so often.
const AGAIN_MS: i64 = 5_000;

/// Takes in what happened at `now`, and gives what has to be done.
pub fn update(model: &mut Model, msg: Msg, now: Moment) -> Vec<Effect> {
    model.now = now;
    let mut out = Vec::new();
    let out = &mut out;
    match msg {
        Msg::Started(how) => start(model, how, out),
        Msg::LinkFollowed(route) => {
            if model.route != route {
                out.push(Effect::ShowAddress(route.clone()));
            }
            go(model, route, out);
        }
        Msg::AddressChanged(route) => go(model, route, out),
        Msg::SecondPassed => second_passed(model, out),
        Msg::Woke => woke(model, out),
        Msg::Hid => keep_seen(model, true, out),
        Msg::Answered { ticket, reply } => {
            let arrived = model.access.answered(ticket, reply, out);
            answers::deliver(model, arrived, out);
        }
        Msg::TokenGiven { ticket, given } => {
            let now = model.token_now();
            let arrived = model.access.given(ticket, given, now, out);
            answers::deliver(model, arrived, out);
        }
        Msg::StreamRefused { ticket, answer } => {
            let arrived = model.access.refused(ticket, answer, out);
            answers::deliver(model, arrived, out);
        }
        Msg::StreamOpened { ticket, before } => {
            model.access.opened(ticket);
            with_dashboard(model, out, |dashboard, desk| dashboard.stream_opened(ticket, before, desk));
        }
        Msg::BytesArrived { ticket, bytes, engine } => {
            let mut has_news = false;
            with_dashboard(model, out, |dashboard, desk| {
                has_news = dashboard.bytes_arrived(ticket, &bytes, engine, desk)
            });
            annex::tell(model, News::Bytes(ticket, &bytes), out);
            if has_news {
                reckon(model, out);
            }
        }
        Msg::StreamEnded { ticket, whole } => {
            // A stream that ended before it was open was never answered.
            model.access.opened(ticket);
            with_dashboard(model, out, |dashboard, desk| dashboard.stream_ended(ticket, whole, desk));
            annex::tell(model, News::Ended(ticket, whole), out);
            reckon(model, out);
        }
        Msg::TimerRang(Timer::Renew(ticket)) => model.access.renew(ticket, out),
        Msg::TimerRang(timer) => with_dashboard(model, out, |dashboard, desk| dashboard.rang(timer, desk)),
        Msg::UserChosen(login) => sign_in(model, login, out),
        Msg::ThemeChosen(theme) => {
            model.theme = theme;
            out.push(Effect::KeepTheme(theme));
        }
        Msg::LanguageChosen(language) => {
            model.language = language;
            out.push(Effect::KeepLanguage(language));
        }
        Msg::RecordChanged => with_dashboard(model, out, Dashboard::refresh),
        Msg::RetryChosen => retry(model, out),
        Msg::CommandGiven(command, key) => {
            with_person(model, out, |dashboard, person, desk| dashboard.give(command, key, person, desk));
        }
        Msg::EditorOpened => with_dashboard(model, out, |dashboard, _| dashboard.edit(true)),
        Msg::EditorClosed => with_dashboard(model, out, |dashboard, _| dashboard.edit(false)),
        Msg::ScheduleGiven(request, key) => {
            with_person(model, out, |dashboard, person, desk| dashboard.reschedule(request, key, person, desk));
        }
        Msg::QuestionOpened(command) => {
            with_person(model, out, |dashboard, person, _| dashboard.ask_first(command, person));
        }
        Msg::QuestionAccepted { key, typed } => with_person(model, out, |dashboard, person, desk| {
            dashboard.accept(key, typed, person.login.into(), desk);
        }),
        Msg::SafeguardsOpened => {
            let ticket = model.access.ask(Ask::Safeguards, out);
            model.safeguards.ask(ticket);
        }
        Msg::SafeguardsClosed => model.safeguards = Remote::Unasked,
        Msg::SafeguardsGiven(safeguards) => {
            let ticket = model.access.ask(Ask::Safeguard(safeguards), out);
            model.safeguards.ask(ticket);
        }
        Msg::TrayAsked(request) => ask_tray(model, request, out),
        Msg::AnnexCame(maker) => annex::came(model, maker, out),
        Msg::Wished(wish) => annex::tell(model, News::Wished(wish), out),
        Msg::WorkBegan => {
            model.is_working = false;
            with_dashboard(model, out, |dashboard, _| dashboard.work());
            annex::tell(model, News::Work, out);
        }
        Msg::QuestionClosed => with_dashboard(model, out, |dashboard, _| dashboard.close_question()),
        Msg::NoticeDismissed(place) => with_dashboard(model, out, |dashboard, _| dashboard.dismiss(place)),
    }
    if model.dashboard.as_ref().is_some_and(|dashboard| dashboard.follow().heard() == now) {
        model.heard_at = model.service_now();
    }
    ask_for_work(model, out);
    model.has_begun |= model.is_here() || now.ms_since(model.started) >= BEGINS_WITHIN_MS;
    core::mem::take(out)
}

/// Whoever has work to do shares the time there is for it, which is asked for once.
fn ask_for_work(model: &mut Model, out: &mut Vec<Effect>) {
    let count = out.len();
    out.retain(|effect| *effect != Effect::Work);
    let is_wanted = out.len() < count || model.dashboard.as_ref().is_some_and(|dashboard| dashboard.follow().is_busy());
    if is_wanted && !model.is_working {
        model.is_working = true;
        out.push(Effect::Work);
    }
}

fn with_dashboard(model: &mut Model, out: &mut Vec<Effect>, act: impl FnOnce(&mut Dashboard, &mut Desk<'_>)) {
    if let Some(dashboard) = &mut model.dashboard {
        act(dashboard, &mut Desk { access: &mut model.access, now: model.now, out });
        dashboard.forget_the_past();
    }
}

/// As whoever is signed in.
fn with_person(model: &mut Model, out: &mut Vec<Effect>, act: impl FnOnce(&mut Dashboard, Person<'_>, &mut Desk<'_>)) {
    // Taken out for so long: the dashboard is lent as well.
    let session = core::mem::take(&mut model.session);
    let user = session.shown().map(|session| &session.user);
    let roles = user.filter(|_| !model.is_readonly).map_or::<&[Role], _>(&[], |user| &user.roles);
    let person = Person { login: user.map_or("", |user| &user.login), roles };
    with_dashboard(model, out, |dashboard, desk| act(dashboard, person, desk));
    model.session = session;
}

fn reckon(model: &mut Model, out: &mut Vec<Effect>) {
    if let (Some(as_of), Some(dashboard)) = (model.as_of(), &mut model.dashboard) {
        dashboard.reckon(as_of, model.now);
        annex::tell(model, News::Changed, out);
    }
}

fn start(model: &mut Model, how: Start, out: &mut Vec<Effect>) {
    model.started = model.now;
    model.theme = how.theme;
    model.language = how.language;
    model.is_readonly = how.is_readonly;
    model.route = how.route;
    model.intent = how.intent.as_deref().and_then(Intent::parse);
    model.access.set_provider(how.provider);
    if how.provider == Provider::Demo {
        // The users are for the switcher: nobody waits for them.
        let ticket = model.access.ask(Ask::Users, out);
        model.users.ask(ticket);
        model.access.sign_in_first(how.login);
    }
    enter(model, out);
}

/// Asks for everything the place needs, as whoever is signed in.
fn enter(model: &mut Model, out: &mut Vec<Effect>) {
    let ticket = model.access.ask(Ask::Session, out);
    model.session.ask(ticket);
    go(model, model.route.clone(), out);
}

fn go(model: &mut Model, route: Route, out: &mut Vec<Effect>) {
    let is_there = match (route.delivery(), &model.dashboard) {
        (Some(id), Some(dashboard)) => dashboard.id() == id,
        (None, None) => model.list.cards().is_out(),
        (None, Some(_)) | (Some(_), None) => false,
    };
    model.route = route;
    if is_there {
        annex::follow_address(model, out);
        return;
    }
    if !model.access.can_ask() {
        return;
    }
    annex::leave(model, out);
    keep_seen(model, true, out);
    let mut desk = Desk { access: &mut model.access, now: model.now, out };
    if let Some(mut dashboard) = model.dashboard.take() {
        model.intent = dashboard.leave(&mut desk).or(model.intent.take());
    }
    model.heard_at = None;
    match model.route.delivery() {
        None => model.list.refresh(&mut desk),
        Some(id) => model.dashboard = Some(Dashboard::open(id.clone(), &mut desk)),
    }
}

fn sign_in(model: &mut Model, login: String, out: &mut Vec<Effect>) {
    if model.access.login() == Some(&login) {
        return;
    }
    annex::leave(model, out);
    let mut left = None;
    with_dashboard(model, out, |dashboard, desk| left = dashboard.leave(desk));
    model.intent = left.or(model.intent.take());
    if model.intent.take_if(|intent| intent.login() != login).is_some() {
        out.push(Effect::DropIntent);
    }
    model.dashboard = None;
    model.heard_at = None;
    model.list.forget();
    model.session = Remote::Unasked;
    model.safeguards = Remote::Unasked;
    model.tray = Remote::Unasked;
    model.access.sign_in(login.clone());
    out.extend([Effect::KeepLogin(login), Effect::ForgetSeen]);
    enter(model, out);
}

/// Has the figures kept, now and then, and before they are left.
fn keep_seen(model: &mut Model, is_left: bool, out: &mut Vec<Effect>) {
    if let Some(dashboard) = &mut model.dashboard
        && dashboard.is_worth_keeping(model.now, is_left)
    {
        let who = model.access.chosen().unwrap_or_default().into();
        out.push(Effect::KeepSeen(LastSeen { who, delivery: dashboard.id().clone() }));
    }
}

fn second_passed(model: &mut Model, out: &mut Vec<Effect>) {
    let record = model.dashboard.as_ref().map(Dashboard::record);
    let is_missing = model.session.is_worth_asking() || record.is_some_and(Remote::is_worth_asking);
    if is_missing && model.now.ms_since(model.tried) >= AGAIN_MS {
        retry(model, out);
    }
    reckon(model, out);
    keep_seen(model, false, out);
    with_dashboard(model, out, |dashboard, desk| dashboard.tick(desk));
    if model.route == Route::List && model.access.can_ask() {
        model.list.tick(&mut Desk { access: &mut model.access, now: model.now, out });
    }
}

fn woke(model: &mut Model, out: &mut Vec<Effect>) {
    let now = model.token_now();
    model.access.woke(now);
    with_dashboard(model, out, |dashboard, desk| dashboard.woke(desk));
    // A computer that slept has a clock that stood still.
    if model.session.shown().is_some() {
        let ticket = model.access.ask(Ask::Session, out);
        model.session.ask(ticket);
    } else if model.session.is_worth_asking() {
        retry(model, out);
    }
    second_passed(model, out);
}

fn retry(model: &mut Model, out: &mut Vec<Effect>) {
    model.tried = model.now;
    if model.users.failure().is_some() && !model.users.is_out() {
        let ticket = model.access.ask(Ask::Users, out);
        model.users.ask(ticket);
    }
    if !model.access.can_ask() {
        return;
    }
    if model.session.shown().is_none() && !model.session.is_out() {
        let ticket = model.access.ask(Ask::Session, out);
        model.session.ask(ticket);
    }
    match model.route.delivery() {
        None => model.list.refresh(&mut Desk { access: &mut model.access, now: model.now, out }),
        Some(_) => with_dashboard(model, out, |dashboard, desk| dashboard.retry(desk)),
    }
}

/// Asks something of the tray.
fn ask_tray(model: &mut Model, request: Request, out: &mut Vec<Effect>) {
    let ticket = model.access.ask(Ask::Tray(request), out);
    model.tray.ask(ticket);
}

#[cfg(test)]
mod tests;
