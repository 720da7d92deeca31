//! A cell of a row as text, and what the pointer finds in a list.

use delivery_app::logs::Cell;
use delivery_core::domain::event::Severity;
use delivery_core::domain::status::{Detail, Status};
use leptos::ev::MouseEvent;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::ui::context::tongue;
use crate::ui::words::{LogLabel, detail_words, log_words};

/// What it says.
pub fn shown(cell: &Cell) -> String {
    let (words, format) = (log_words(), tongue().format);
    match cell {
        Cell::Nothing => String::new(),
        Cell::Text(text) | Cell::Logged(_, text) => text.clone(),
        Cell::At(at) => format.stamp(*at),
        Cell::Standing(status, detail) => words.standing(*status, *detail).to_string(),
        Cell::Reason(word) => words.reason(word),
        Cell::Cause(word) => cause(detail_words().cause(word), word),
        Cell::Recipient(recipient) => words.recipient(*recipient).to_string(),
        Cell::Opened(opened) => words.opened(*opened).to_string(),
        Cell::Yes(true) => words.label(LogLabel::Yes).to_string(),
        Cell::Yes(false) => String::new(),
        Cell::Remedy(remedy) => words.remedy(*remedy).to_string(),
        Cell::Count(count) => format.count(*count),
        Cell::Action(action) => words.action(*action).to_string(),
    }
}

/// A rule with its name in the service, as the reference shows it: `On denylist (denylist)`.
fn cause(name: String, word: &str) -> String {
    let mut name = name;
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    if word.is_empty() { log_words().label(LogLabel::Unsaid).to_string() } else { format!("{name} ({word})") }
}

/// The name style sheets know its tone by.
pub const fn tone(cell: &Cell) -> Option<&'static str> {
    match cell {
        Cell::Standing(status, detail) => Some(match (status, detail) {
            (_, Detail::Retrying) => "retry",
            (Status::Sent, _) => "sent",
            (Status::Pending, _) => "pending",
            (Status::Failed, _) => "failed",
            (Status::Cancelled, _) => "idle",
            (Status::Excluded, _) => "ignored",
        }),
        Cell::Logged(Severity::Info, _) => Some("idle"),
        Cell::Logged(Severity::Warning, _) => Some("ignored"),
        Cell::Logged(Severity::Error, _) => Some("failed"),
        Cell::Nothing
        | Cell::Text(_)
        | Cell::At(_)
        | Cell::Reason(_)
        | Cell::Cause(_)
        | Cell::Recipient(_)
        | Cell::Opened(_)
        | Cell::Yes(_)
        | Cell::Remedy(_)
        | Cell::Count(_)
        | Cell::Action(_) => None,
    }
}

/// A sign that says the same as the tone, so that colour alone says nothing.
pub const fn sign(cell: &Cell) -> Option<&'static str> {
    match cell {
        Cell::Standing(status, detail) => Some(match (status, detail) {
            (_, Detail::Retrying) => "↻",
            (Status::Sent, _) => "✓",
            (Status::Pending, _) => "…",
            (Status::Failed, _) => "✕",
            (Status::Cancelled, _) => "■",
            (Status::Excluded, _) => "!",
        }),
        Cell::Logged(Severity::Info, _) => Some("i"),
        Cell::Logged(Severity::Warning, _) => Some("!"),
        Cell::Logged(Severity::Error, _) => Some("✕"),
        _ => None,
    }
}

/// What the pointer is over may be cut off: its tip has all of it. Set only then, for there are many cells, and as they
/// are scrolled each is another one's.
pub fn tell_whole(event: &MouseEvent) {
    let cell = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    if let Some(cell) = cell.filter(|cell| cell.class_name() == "log-grid__cell") {
        // Its sign, if it has one, stands before it.
        cell.set_title(&cell.last_child().and_then(|text| text.text_content()).unwrap_or_default());
    }
}

/// The place in the list of the row that was pressed. One listener for all rows: as they are scrolled, each is another
/// one's.
pub fn row_at(event: &MouseEvent) -> Option<usize> {
    let pressed = event.target()?.dyn_into::<Element>().ok()?.closest("[role=row]").ok()??;
    // The heading is the first.
    pressed.get_attribute("aria-rowindex")?.parse::<usize>().ok()?.checked_sub(2)
}
