//! The files on the shelf: what each is, or why it cannot be read.

use delivery_app::files::{File, Found};
use leptos::prelude::*;

use super::super::context::tongue;
use super::super::format::Format;
use super::super::parts::button::{Button, Weight};
use super::super::seen::part;
use super::super::words::{FileLabel, file_words};
use super::file_hands;

/// The list.
#[component]
pub fn FileList() -> impl IntoView {
    let files = file_hands().see(|shelf| shelf.files.clone());
    part(move || {
        let rows = files.get().into_iter().map(|file| view! { <Row file /> }).collect_view();
        view! { <ul class="file-list" aria-label=file_words().label(FileLabel::Files)>{rows}</ul> }
    })
}

#[component]
fn Row(file: File) -> impl IntoView {
    let (hands, words, format) = (file_hands(), file_words(), tongue().format);
    let File { key, name, size, found } = file;
    let size = size.map(|size| bytes(format, size));
    let (state, told, trouble) = match &found {
        Found::Coming => ("coming", Some(words.label(FileLabel::Coming).to_string()), None),
        Found::Events(of) => ("events", Some(words.format(*of).to_string()), None),
        Found::Nothing(trouble) => ("nothing", None, Some(words.trouble(trouble))),
    };
    let facts = told.into_iter().chain(size).collect::<Vec<_>>().join(" · ");
    let remove = Callback::new(move |()| hands.remove.run(key));
    let label = words.label(FileLabel::Remove);
    let of_which = name.clone();
    view! {
        <li class="file-list__file" data-state=state>
            <div class="file-list__what">
                <p class="file-list__name">{name}</p>
                <p class="file-list__facts">{facts}</p>
                {trouble.map(|trouble| view! { <p class="file-list__trouble" role="alert">{trouble}</p> })}
            </div>
            <span class="file-list__remove">
                <Button label=label.to_string() weight=Weight::Quiet title=Signal::stored(format!("{label}: {of_which}")) on_press=remove />
            </span>
        </li>
    }
}

/// A size in its largest unit: `1.2 GB`. The units are the same in every language here.
pub fn bytes(format: Format, size: u64) -> String {
    let (unit, factor) = match size {
        0..1_000 => ("B", 1.0),
        1_000..1_000_000 => ("kB", 1e3),
        1_000_000..1_000_000_000 => ("MB", 1e6),
        _ => ("GB", 1e9),
    };
    format!("{}\u{a0}{unit}", format.figure(size as f64 / factor))
}
