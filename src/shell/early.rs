//! Answers that were asked for while the program was on its way: `public/boot.js` knows what it asks for first.

use delivery_app::{Method, Moment, Request};
use gloo_net::http::Response;
use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

/// The answer to this very request and the moment it came. Each is given once; `None` if nobody asked, or if what came is
/// no success: then it is asked for as if nothing had been. A signal ends the early request, too.
pub async fn take(request: &Request, signal: Option<&AbortSignal>) -> Option<(Response, Moment)> {
    let take: Function = Reflect::get(&window(), &"takeEarly".into()).ok()?.dyn_into().ok()?;
    let asked: Promise = take.call2(&JsValue::NULL, &written(request).into(), &signal.into()).ok()?.dyn_into().ok()?;
    let response: web_sys::Response = JsFuture::from(asked).await.ok()?.dyn_into().ok()?;
    let came = Reflect::get(&response, &"cameAt".into()).ok()?.as_f64()?;
    Some((response.into(), Moment(came as i64)))
}

/// A request as HTTP writes it: two that are written alike have one answer.
fn written(request: &Request) -> String {
    let method = match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
    };
    let mut text = [method, " ", &request.path].concat();
    for (name, value) in &request.headers {
        text.extend(["\n", name, ": ", value]);
    }
    text.extend(request.body.iter().flat_map(|body| ["\n\n", body]));
    text
}
