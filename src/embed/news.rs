//! What the page around an element is told: that it is ready, how the delivery stands, what was confirmed, what went wrong.
//! No recipient is ever named.

use delivery_app::{Failure, Model};
use delivery_core::domain::lifecycle::State;
use delivery_core::wire::ProblemType;
use js_sys::{Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::host::Host;
use crate::ui::act;
use crate::ui::context::Hands;

/// Tells it, from now on.
pub fn tell(hands: Hands, host: &Host) {
    let host = StoredValue::new_local(host.clone());
    let fire = move |name: &str, detail: JsValue| {
        let _ = host.try_with_value(|host| host.fire(name, &detail));
    };
    let is_ready = hands.see(|model| {
        let is_shown = model
            .dashboard()
            .map_or(model.list().cards().shown().is_some(), |dashboard| dashboard.record().shown().is_some());
        is_shown && model.session().shown().is_some()
    });
    let was_ready = StoredValue::new(false);
    act(move || {
        if is_ready.get() && !was_ready.get_value() {
            was_ready.set_value(true);
            fire("ready", JsValue::UNDEFINED);
        }
    });
    let state = hands.see(|model| {
        let dashboard = model.dashboard()?;
        Some((dashboard.id().to_string(), dashboard.state()?))
    });
    let before = StoredValue::new(None::<(String, State)>);
    act(move || {
        let Some((id, now)) = state.get() else { return };
        let before = before.try_update_value(|before| before.replace((id.clone(), now))).flatten();
        if let Some((_, from)) = before.filter(|(known, from)| *known == id && *from != now) {
            fire("status-changed", object(&[("deliveryId", &id), ("from", from.name()), ("to", now.name())]));
        }
    });
    let confirmed = hands.see(|model| {
        let confirmation = model.dashboard()?.record().shown()?.delivery.confirmation.clone()?;
        Some((model.dashboard()?.id().to_string(), confirmation.at.millis()))
    });
    let known = StoredValue::new(None::<(String, Option<i64>)>);
    let delivery = hands.see(|model| {
        model
            .dashboard()
            .filter(|dashboard| dashboard.record().shown().is_some())
            .map(|dashboard| dashboard.id().to_string())
    });
    act(move || {
        let (Some(id), confirmed) = (delivery.get(), confirmed.get().map(|(_, at)| at)) else { return };
        let before = known.try_update_value(|known| known.replace((id.clone(), confirmed))).flatten();
        if let Some((_, before)) = before.filter(|(known, _)| *known == id)
            && let Some(at) = confirmed.filter(|at| before != Some(*at))
        {
            let detail = object(&[("deliveryId", &id)]);
            set(&detail, "at", (at as f64).into());
            fire("confirmed", detail);
        }
    });
    let failure = hands.see(|model| failure(model).map(|failure| (code(failure), failure.may_pass())));
    act(move || {
        if let Some((code, may_pass)) = failure.get() {
            let detail = object(&[("code", code)]);
            set(&detail, "retryable", may_pass.into());
            fire("error", detail);
        }
    });
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
