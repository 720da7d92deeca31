//! The element around an app, as `public/embed/delivery-dashboard.js` makes it. It is read by name: to declare each of its
//! properties would weigh on everybody who opens the page without any element.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// What the element says, and what it is told.
#[derive(Clone)]
pub struct Host(pub JsValue);

impl Host {
    /// Which of the elements it is: `dashboard`, `kpis`, `confirm`.
    pub fn kind(&self) -> Option<String> {
        self.text("kind")
    }

    /// What stands before the path of each request.
    pub fn base(&self) -> String {
        self.text("base").unwrap_or_default()
    }

    /// What it is known by among the others of a tab: two that show the same are the same.
    pub fn name(&self) -> String {
        self.text("name").unwrap_or_default()
    }

    /// The delivery; none: the list.
    pub fn delivery(&self) -> Option<String> {
        self.text("delivery")
    }

    /// The place in the log window, if it is open.
    pub fn view(&self) -> Option<String> {
        self.text("view")
    }

    /// `light`, `dark`, or as the system is set.
    pub fn theme(&self) -> Option<String> {
        self.text("theme")
    }

    /// The tag of the language, with its country.
    pub fn language(&self) -> Option<String> {
        self.text("language")
    }

    /// The viewer's zone; none: the browser's.
    pub fn zone(&self) -> Option<String> {
        self.text("zone")
    }

    /// Whether it is only to be looked at.
    pub fn is_readonly(&self) -> bool {
        self.get("isReadonly").is_truthy()
    }

    /// Whether it gives tokens; else the browser signs by itself.
    pub fn has_tokens(&self) -> bool {
        self.get("hasTokens").is_truthy()
    }

    /// The next token: a text, and when it ends and how long it was made for, in milliseconds, as far as it says so; `null`
    /// once nobody is signed in any more. Rejected: not this time.
    pub fn token(&self) -> Option<Promise> {
        self.call("token", &Array::new()).dyn_into().ok()
    }

    /// Tells the page around it. False: it does not want that.
    pub fn fire(&self, name: &str, detail: &JsValue) -> bool {
        self.call("fire", &Array::of2(&name.into(), detail)).is_truthy()
    }

    /// It stands: what tells it what changed, by name and value, and what takes it away again.
    pub fn mounted(&self, tell: &JsValue, end: &JsValue) {
        self.call("mounted", &Array::of2(tell, end));
    }

    /// Another place is shown.
    pub fn show(&self, delivery: Option<String>, view: Option<String>) {
        self.call("show", &Array::of2(&delivery.into(), &view.into()));
    }

    fn get(&self, name: &str) -> JsValue {
        Reflect::get(&self.0, &name.into()).unwrap_or(JsValue::UNDEFINED)
    }

    fn text(&self, name: &str) -> Option<String> {
        self.get(name).as_string()
    }

    fn call(&self, name: &str, with: &Array) -> JsValue {
        let deed: Option<Function> = self.get(name).dyn_into().ok();
        deed.and_then(|deed| deed.apply(&self.0, with).ok()).unwrap_or(JsValue::UNDEFINED)
    }
}
