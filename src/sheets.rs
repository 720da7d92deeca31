//! The style sheets of what is loaded later, adopted: shared by every root that takes them, and allowed by a policy that
//! forbids inline styles. Those that the page begins with are linked by `index.html`, where the browser finds them before
//! the program.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// They travel with the program that needs them.
const LATER: &str = include_str!(concat!(env!("OUT_DIR"), "/later.css"));

/// Gives the root of a node what parts that are loaded later need. They call it first; for each root once is enough.
pub fn adopt_later(root: &JsValue) -> Option<()> {
    // An element has a way of its own: lengths are others in somebody else's page.
    if let Some(adopt) = Reflect::get(root, &"adopt".into()).ok().and_then(|adopt| adopt.dyn_into::<Function>().ok()) {
        return adopt.call1(root, &LATER.into()).ok().map(drop);
    }
    thread_local! {
        static IS_DONE: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
    }
    if IS_DONE.replace(true) { Some(()) } else { add(root, LATER) }
}

fn add(root: &JsValue, text: &str) -> Option<()> {
    let class: Function = Reflect::get(&js_sys::global(), &"CSSStyleSheet".into()).ok()?.dyn_into().ok()?;
    let sheet = Reflect::construct(&class, &Array::new()).ok()?;
    let replace: Function = Reflect::get(&sheet, &"replaceSync".into()).ok()?.dyn_into().ok()?;
    replace.call1(&sheet, &text.into()).ok()?;
    let adopted: Array = Reflect::get(root, &"adoptedStyleSheets".into()).ok()?.dyn_into().ok()?;
    Reflect::set(root, &"adoptedStyleSheets".into(), &adopted.concat(&Array::of1(&sheet))).ok()?;
    Some(())
}
