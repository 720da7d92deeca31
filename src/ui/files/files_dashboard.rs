//! The dashboard of what the files make.

use delivery_app::files::{File, Found, Progress};
use delivery_core::domain::kpi::Rate;
use leptos::prelude::*;

use super::super::context::{hands, tongue};
use super::super::dashboard::delivery;
use super::super::deployment::Deployment;
use super::super::link::LogsLink;
use super::super::logs::LogDialog;
use super::super::oddities::Oddities;
use super::super::parts::button::{Button, Weight};
use super::super::seen::{Seen, part, text};
use super::super::words::{FileLabel, Label, file_words};
use super::drop_zone::Chooser;
use super::file_comparison::FileComparison;
use super::file_hands;
use super::file_list::{FileList, bytes};
use super::file_terms::FileTerms;

/// All of it.
#[component]
pub fn FilesDashboard() -> impl IntoView {
    let words = file_words();
    view! {
        <div class="dashboard files-dashboard">
            <div class="dashboard__main">
                <Title />
                <Reading />
                <Deployment />
                <FileComparison />
                <Oddities />
            </div>
            <section class="side-panel files-dashboard__files" aria-label=words.label(FileLabel::Files)>
                <FileList />
                <Chooser label=FileLabel::AddMore weight="plain" />
                <FileTerms />
            </section>
            <LogDialog />
        </div>
    }
}

#[component]
fn Title() -> impl IntoView {
    let (words, label) = (tongue().words, hands().see(|model| delivery(model).map(|delivery| delivery.label.clone())));
    let formats = file_hands().see(|shelf| {
        let format = |file: &File| match file.found {
            Found::Events(format) => Some(format),
            Found::Coming | Found::Nothing(_) => None,
        };
        shelf.readable().filter_map(format).collect::<Vec<_>>()
    });
    let facts = move || {
        let mut names: Vec<_> = formats.get().into_iter().map(|format| file_words().format(format)).collect();
        names.sort_unstable();
        names.dedup();
        names.join(", ")
    };
    view! {
        <div class="dashboard__title">
            <div>
                <h1>{text(move || label.get().unwrap_or_default())}</h1>
                <p class="dashboard__facts">
                    <span class="dashboard__id">{text(facts)}</span>
                    <LogsLink to="" class="link dashboard__logs">{words.label(Label::OpenLogs)}</LogsLink>
                </p>
            </div>
        </div>
    }
}

/// How far the files have been read, while they are; and the way out.
#[component]
fn Reading() -> impl IntoView {
    let (hands, words, format) = (file_hands(), file_words(), tongue().format);
    let progress = hands.progress;
    // The same bar while it grows.
    let is_reading = Seen::new(move || progress.with(Option::is_some));
    let at = move || progress.get().unwrap_or(Progress { done: 0, total: 0 });
    let told = move || {
        let Progress { done, total } = at();
        words.read_so_far(&format.percent(Rate { part: done.min(total), whole: total }), &bytes(format, total))
    };
    part(move || {
        is_reading.get().then(|| {
            view! {
                <div class="card files-dashboard__reading">
                    <label>
                        <span>{words.label(FileLabel::Reading)}</span>
                        <progress max=move || at().total.max(1).to_string() value=move || at().done.to_string()></progress>
                    </label>
                    <span class="files-dashboard__far">{text(told)}</span>
                    <Button label=words.label(FileLabel::Cancel).to_string() weight=Weight::Quiet on_press=hands.close />
                </div>
            }
        })
    })
}
