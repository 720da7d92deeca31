//! The room where files are chosen.

use leptos::prelude::*;

use super::super::parts::button::{Button, Weight};
use super::super::seen::part;
use super::super::words::{FileLabel, file_words};
use super::drop_zone::DropZone;
use super::file_hands;
use super::file_list::FileList;
use super::file_terms::FileTerms;

/// All of it: the place for files, and those that are there.
#[component]
pub fn FilesRoom() -> impl IntoView {
    let (hands, words) = (file_hands(), file_words());
    let has_any = hands.see(|shelf| !shelf.files.is_empty());
    let refusal = hands.see(|shelf| !shelf.is_coming() && shelf.readable().next().is_none());
    let busy = hands.see(|shelf| shelf.is_coming());
    let chosen = part(move || {
        has_any.get().then(|| {
            let refusal =
                Signal::derive(move || refusal.get().then(|| words.label(FileLabel::NothingReadable).to_string()));
            view! {
                <section class="card files-room__chosen" aria-labelledby="files-chosen">
                    <h2 class="unseen" id="files-chosen">{words.label(FileLabel::Files)}</h2>
                    <FileList />
                    <FileTerms />
                    <Button
                        label=words.label(FileLabel::Open).to_string()
                        weight=Weight::Main
                        refusal
                        busy=Signal::derive(move || busy.get())
                        on_press=hands.open
                    />
                </section>
            }
        })
    });
    view! {
        <div class="files-room">
            <h1>{words.label(FileLabel::Title)}</h1>
            <p class="files-room__intro">{words.label(FileLabel::Intro)}</p>
            <DropZone />
            {chosen}
        </div>
    }
}
