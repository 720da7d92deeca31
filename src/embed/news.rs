//! What the page around an element is told: that it is ready, how the delivery stands, what was confirmed, what went wrong.
//! No recipient is ever named.

use std::cell::RefCell;

use delivery_app::{Failure, Model};
use delivery_core::domain::lifecycle::State;
use delivery_core::wire::ProblemType;
use js_sys::{Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::host::Host;
use crate::ui::act;
use crate::ui::context::Hands;

/// What there is to be told, as it stands in the model.
#[derive(PartialEq)]
struct News {
    /// Whether what was asked for is there to be seen, by somebody who is signed in.
    is_ready: bool,
    /// The open delivery, and its state once that is known.
    state: Option<(String, State)>,
    /// The open delivery, once its record is there, and when it was confirmed, in milliseconds.
    confirmed: Option<(String, Option<i64>)>,
    /// What could not be had, and whether that may pass.
    failure: Option<(&'static str, bool)>,
}

impl News {
    fn of(model: &Model) -> Self {
        let dashboard = model.dashboard();
        let record = dashboard.and_then(|dashboard| dashboard.record().shown());
        let is_shown = record.is_some() || (dashboard.is_none() && model.list().cards().shown().is_some());
        Self {
            is_ready: is_shown && model.session().shown().is_some(),
            state: dashboard.and_then(|dashboard| Some((dashboard.id().to_string(), dashboard.state()?))),
            confirmed: record.map(|record| {
                let delivery = &record.delivery;
                (delivery.id.to_string(), delivery.confirmation.as_ref().map(|confirmation| confirmation.at.millis()))
            }),
            failure: failure(model).map(|failure| (code(failure), failure.may_pass())),
        }
    }
}

/// Tells it, from now on.
pub fn tell(hands: Hands, host: &Host) {
    let news = hands.see(News::of);
    let host = host.clone();
    let told = RefCell::new(News { is_ready: false, state: None, confirmed: None, failure: None });
    act(move || news.with(|now| tell_what_is_new(&mut told.borrow_mut(), now, &host)));
}

/// What was told of a delivery still holds while another is looked for, so that coming back to it is no news.
fn tell_what_is_new(told: &mut News, now: &News, host: &Host) {
    if now.is_ready && !told.is_ready {
        told.is_ready = true;
        host.fire("ready", &JsValue::UNDEFINED);
    }
    if let Some((id, to)) = &now.state {
        if let Some((known, from)) = &told.state
            && known == id
            && from != to
        {
            let detail = object(&[("deliveryId", id), ("from", from.name()), ("to", to.name())]);
            host.fire("status-changed", &detail);
        }
        told.state.clone_from(&now.state);
    }
    if let Some((id, at)) = &now.confirmed {
        if let Some((known, before)) = &told.confirmed
            && known == id
            && before != at
            && let Some(at) = at
        {
            let detail = object(&[("deliveryId", id)]);
            set(&detail, "at", (*at as f64).into());
            host.fire("confirmed", &detail);
        }
        told.confirmed.clone_from(&now.confirmed);
    }
    if told.failure != now.failure {
        if let Some((code, may_pass)) = now.failure {
            let detail = object(&[("code", code)]);
            set(&detail, "retryable", may_pass.into());
            host.fire("error", &detail);
        }
        told.failure = now.failure;
    }
}

/// The open delivery, for a host that is asked about it.
pub fn of_delivery(model: ReadSignal<Model>) -> JsValue {
    model.with_untracked(|model| {
        let Some(record) = model.dashboard().and_then(|dashboard| dashboard.record().shown()) else {
            return JsValue::UNDEFINED;
        };
        let delivery = &record.delivery;
        let detail = object(&[("deliveryId", delivery.id.as_str()), ("label", &delivery.label)]);
        if let Some(preparation) = &delivery.preparation {
            set(&detail, "toDeliver", (preparation.to_deliver as f64).into());
            set(&detail, "fingerprint", preparation.fingerprint.to_string().into());
        }
        detail
    })
}

fn failure(model: &Model) -> Option<&Failure> {
    let of_place = match model.dashboard() {
        Some(dashboard) => dashboard.record().failure(),
        None => model.list().cards().failure(),
    };
    model.sign_in_failure().or(of_place)
}

const fn code(failure: &Failure) -> &'static str {
    match failure.kind() {
        None if matches!(failure, Failure::Unreachable) => "unreachable",
        None => "unreadable",
        Some(ProblemType::SignIn) => "sign-in",
        Some(ProblemType::Role) => "role",
        Some(ProblemType::NotFound) => "not-found",
        Some(ProblemType::Unavailable) => "unavailable",
        Some(_) => "refused",
    }
}

fn object(texts: &[(&str, &str)]) -> JsValue {
    let made = Object::new().into();
    for (name, text) in texts {
        set(&made, name, (*text).into());
    }
    made
}

fn set(object: &JsValue, name: &str, value: JsValue) {
    // Its own plain object takes anything.
    let _ = Reflect::set(object, &name.into(), &value);
}
