//! The style sheet, adopted: shared by every root that takes it, and allowed by a policy that forbids inline styles.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// All sheets of `style/`, joined by the build.
const SHEET: &str = include_str!(concat!(env!("OUT_DIR"), "/style.css"));

/// Gives the sheet to a document or a shadow root.
pub fn adopt(root: &JsValue) -> Option<()> {
    let class: Function = Reflect::get(&js_sys::global(), &"CSSStyleSheet".into()).ok()?.dyn_into().ok()?;
    let sheet = Reflect::construct(&class, &Array::new()).ok()?;
    let replace: Function = Reflect::get(&sheet, &"replaceSync".into()).ok()?.dyn_into().ok()?;
    replace.call1(&sheet, &SHEET.into()).ok()?;
    Reflect::set(root, &"adoptedStyleSheets".into(), &Array::of1(&sheet)).ok()?;
    Some(())
}
