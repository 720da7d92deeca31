//! What came back: to whom it goes, and what follows.

use alloc::vec::Vec;

use super::{annex, ask_tray, go, reckon, sign_in, with_dashboard};
use crate::access::Arrived;
use crate::annex::News;
use crate::ask::Ask;
use crate::clock::ServiceClock;
use crate::effect::Effect;
use crate::http::{Method, Reply};
use crate::model::{Model, Route};
use crate::outcome::is_open;
use crate::remote::{Remote, Ticket};
use crate::wire::Session;

pub(super) fn deliver(model: &mut Model, arrived: Vec<Arrived>, out: &mut Vec<Effect>) {
    for arrived in arrived {
        match arrived {
            Arrived::Answer(ticket, ask, reply) => answered(model, ticket, &ask, reply, out),
            Arrived::Refusal(ticket, failure) => {
                annex::tell(model, News::Refused(ticket, failure.clone()), out);
                with_dashboard(model, out, |dashboard, desk| dashboard.stream_refused(ticket, failure, desk));
            }
        }
    }
}

fn answered(model: &mut Model, ticket: Ticket, ask: &Ask, reply: Reply, out: &mut Vec<Effect>) {
    match ask {
        Ask::Users => {
            model.users.settle(ticket, reply.read());
            let is_known = model.access.login().is_none_or(|login| {
                model.users.shown().is_none_or(|users| users.iter().any(|user| user.login == login))
            });
            if !is_known {
                sign_in_first(model, out);
            }
            sign_in_by_name(model, out);
        }
        // Asked for and answered within the access.
        Ask::Token { .. } => {}
        Ask::Session => {
            let session = reply.read::<Session>();
            let clock = session.as_ref().ok().map(|session| session.clock);
            if model.session.settle(ticket, session)
                && let Some(clock) = clock
            {
                model.clock = Some(ServiceClock::new(clock, model.now));
                let now = model.token_now();
                model.access.count_down(now, out);
                take_up(model, out);
                reckon(model, out);
            }
            sign_in_by_name(model, out);
        }
        Ask::Deliveries => model.list.answered(ticket, reply),
        Ask::Executions(id) => with_dashboard(model, out, |dashboard, _| {
            if dashboard.id() == id {
                dashboard.executions_answered(ticket, reply);
            }
        }),
        Ask::Safeguards => {
            model.safeguards.settle(ticket, reply.read());
        }
        // Saved: the dialog closes.
        Ask::Safeguard(_) => {
            if model.safeguards.settle(ticket, reply.read()) && model.safeguards.failure().is_none() {
                model.safeguards = Remote::Unasked;
            }
        }
        // Once something was done about it, there is something else in it.
        Ask::Tray(request) => match reply.success() {
            Ok(_) if request.method == Method::Post => ask_tray(model, crate::tray::look(), out),
            answer => {
                model.tray.settle(ticket, answer.map(|answer| answer.body));
            }
        },
        Ask::Numbers(id) => with_dashboard(model, out, |dashboard, _| {
            if dashboard.id() == id {
                dashboard.numbers_answered(ticket, reply);
            }
        }),
        Ask::Record(id) => {
            with_dashboard(model, out, |dashboard, desk| {
                if dashboard.id() == id {
                    dashboard.record_answered(ticket, reply, desk);
                }
            });
            take_up(model, out);
            reckon(model, out);
        }
        Ask::Annex(_) => annex::tell(model, News::Answered(ticket, reply), out),
        Ask::Order(order) => {
            let is_over = reply.clone().success().map_or_else(|failure| !is_open(&failure), |_| true);
            // Whoever ordered it may have left the delivery since.
            if is_over && model.intent.take_if(|intent| *intent.key() == order.key).is_some() {
                let is_another_kept = model.dashboard.as_ref().is_some_and(|dashboard| dashboard.question().is_out());
                if !is_another_kept {
                    out.push(Effect::DropIntent);
                }
            }
            let mut copy = None;
            with_dashboard(model, out, |dashboard, desk| {
                if *dashboard.id() == order.id {
                    copy = dashboard.order_answered(ticket, reply, desk);
                }
            });
            if let Some(route) = copy.map(Route::Delivery) {
                out.push(Effect::ShowAddress(route.clone()));
                go(model, route, out);
            }
        }
    }
}

/// As the first of the demo's users, if it has any.
fn sign_in_first(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(first) = model.users.shown().and_then(|users| users.first()).map(|user| user.login.clone()) {
        sign_in(model, first, out);
    }
}

/// A demo that puts nobody first lets somebody in by name.
fn sign_in_by_name(model: &mut Model, out: &mut Vec<Effect>) {
    let is_refused = model.session.failure().is_some_and(|failure| !failure.may_pass());
    if is_refused && model.access.login().is_none() {
        sign_in_first(model, out);
    }
}

/// An order that is out is taken up by whoever gave it, and by nobody else.
fn take_up(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(session) = model.session.shown() else { return };
    let mut intent = model.intent.take();
    if intent.take_if(|intent| *intent.login() != session.user.login).is_some() {
        out.push(Effect::DropIntent);
    }
    with_dashboard(model, out, |dashboard, desk| dashboard.take_up(&mut intent, desk));
    model.intent = intent;
}
