//! The dialog that asks first. What it asks is in [`confirm_send`](super::confirm_send),
//! [`start_repeating`](super::start_repeating) and [`stop_send`](super::stop_send); here is how far it has come, and the way out.

use delivery_app::Msg;
use delivery_app::view::{Change, QuestionView, Stage, When, question};
use delivery_core::domain::lifecycle::Command;
use leptos::prelude::*;

use super::confirm_send::ConfirmSend;
use super::context::{Tongue, hands, tongue};
use super::later::later;
use super::parts::button::{Button, Weight};
use super::parts::dialog::Dialog;
use super::seen::{Seen, part, text, text_if_any};
use super::start_repeating::StartRepeating;
use super::stop_send::StopSend;
use super::words::{Label, Note, detail_words, question_words};

/// The dialog, open or not.
#[component]
pub fn QuestionDialog() -> impl IntoView {
    let hands = hands();
    let asked = hands.see(question);
    let open = Signal::derive(move || asked.with(Option::is_some));
    let close = Callback::new(move |()| hands.tell(Msg::QuestionClosed));
    view! {
        <Dialog open labelled_by="question-title" described_by="question-text" on_cancel=close>
            {body(asked)}
        </Dialog>
    }
}

#[component]
fn Body(asked: Seen<Option<QuestionView>>) -> impl IntoView {
    let title = text_if_any(move || {
        asked.with(|asked| {
            asked.as_ref().map(|asked| {
                question_words().question_title(
                    asked.command,
                    asked.is_waiting,
                    matches!(asked.when, When::At { .. } | When::ByZone { .. }),
                )
            })
        })
    });
    // What was read stays as it was read, however far the question comes.
    let read = Seen::new(move || {
        asked.with(|asked| asked.clone().map(|asked| QuestionView { stage: Stage::Reading, ..asked }))
    });
    // What is typed while it is read.
    let typed = RwSignal::new(None);
    let body = part(move || {
        read.get().map(|asked| match asked.command {
            Command::Stop => view! { <StopSend asked /> }.into_any(),
            Command::Start => view! { <StartRepeating asked /> }.into_any(),
            _ => view! { <ConfirmSend asked typed /> }.into_any(),
        })
    });
    view! {
        <div class="question">
            <h2 id="question-title">{title}</h2>
            <div id="question-text" class="question__text">{body}</div>
            <Progress asked />
            <Ways asked typed />
        </div>
    }
}

/// How far it has come, in a sentence.
#[component]
fn Progress(asked: Seen<Option<QuestionView>>) -> impl IntoView {
    let Tongue { words, .. } = tongue();
    let told = part(move || {
        let asked = asked.get()?;
        let is_stop = asked.command == Command::Stop;
        let (kind, text) = match &asked.stage {
            Stage::Reading => return None,
            Stage::Sending => {
                let out = match asked.command {
                    Command::Stop => Note::Stopping,
                    Command::Start => Note::Starting,
                    _ => Note::Sending,
                };
                ("out", detail_words().note(out).to_string())
            }
            Stage::Unknown => ("out", detail_words().note(Note::AnswerLost).to_string()),
            Stage::Changed(changes) => ("no", changed(changes, is_stop)),
            Stage::Refused(failure) if is_stop => ("no", words.failure(failure)),
            Stage::Refused(failure) => {
                ("no", format!("{} {}", detail_words().note(Note::NothingSent), words.failure(failure)))
            }
        };
        Some(view! { <p class="question__progress" data-kind=kind>{text}</p> })
    });
    view! { <div role="status" aria-live="assertive">{told}</div> }
}

fn changed(changes: &[Change], is_stop: bool) -> String {
    let format = tongue().format;
    let mut sentences = vec![detail_words().note(Note::HasChanged).to_string()];
    if !is_stop {
        sentences.insert(0, detail_words().note(Note::NothingSent).to_string());
    }
    for change in changes {
        sentences.push(match change {
            Change::Count { before, now } => {
                question_words().changed_count(&format.count(*before), &format.count(*now))
            }
            Change::Excluded { cause, before, now } => question_words().changed_excluded(
                &detail_words().cause(cause),
                &format.count(*before),
                &format.count(*now),
            ),
            Change::Recipients => question_words().changed_recipients().to_string(),
            Change::Audience(now) => question_words().changed_audience(now),
            Change::Text(now) => question_words().changed_text(now),
            Change::From(now) => question_words().changed_from(now),
            Change::Schedule(now) => {
                question_words().changed_schedule(now.at.map(|at| format.date_time(at, None)).as_deref())
            }
            Change::Confirmed { by, at } => {
                question_words().changed_confirmed(by.as_deref(), &format.date_time(*at, None))
            }
            Change::State(state) => question_words().changed_state(*state),
        });
    }
    sentences.join(" ")
}

/// Cancel, which has the focus, and OK, which says what it does.
#[component]
fn Ways(asked: Seen<Option<QuestionView>>, typed: RwSignal<Option<u64>>) -> impl IntoView {
    let hands = hands();
    let Tongue { words, format, .. } = tongue();
    let is_reading =
        Seen::new(move || asked.with(|asked| asked.as_ref().is_none_or(|asked| asked.stage == Stage::Reading)));
    let is_out = Seen::new(move || {
        asked.with(|asked| asked.as_ref().is_some_and(|asked| matches!(asked.stage, Stage::Sending | Stage::Unknown)))
    });
    let has_ok = Seen::new(move || is_reading.get() || is_out.get());
    let ok = Signal::derive(move || {
        let Some(asked) = asked.get() else { return String::new() };
        let shown = format.count(asked.count);
        match (asked.command, &asked.when) {
            (Command::Stop, _) => question_words().ok_stop(asked.is_waiting).to_string(),
            (Command::Start, _) => question_words().ok_start().to_string(),
            (Command::Approve, _) => question_words().ok_approve(asked.count, &shown),
            _ if asked.needs_second_person => question_words().ok_ask().to_string(),
            (_, When::At { .. } | When::ByZone { .. }) => question_words().ok_send_at(asked.count, &shown),
            (_, When::Immediately | When::Past { .. }) => question_words().ok_send(asked.count, &shown),
        }
    });
    // OK waits for the number, and says so.
    let refusal = Signal::derive(move || {
        let asked = asked.get()?;
        let is_missing = asked.needs_number && typed.get() != Some(asked.count);
        is_missing.then(|| question_words().type_number(&format.count(asked.count)))
    });
    let is_stop = asked.with_untracked(|asked| asked.as_ref().is_some_and(|asked| asked.command == Command::Stop));
    let weight = if is_stop { Weight::Danger } else { Weight::Main };
    let cancel = text(move || words.label(if is_reading.get() { Label::Cancel } else { Label::Close }));
    let accept = Callback::new(move |()| {
        hands.tell(Msg::QuestionAccepted { key: hands.fresh_key(), typed: typed.get_untracked() })
    });
    view! {
        <div class="question__ways">
            <button type="button" class="button" data-weight="plain" data-first on:click=move |_| hands.tell(Msg::QuestionClosed)>
                {cancel}
            </button>
            {part(move || has_ok.get().then(|| view! { <Button label=ok weight refusal busy=is_out on_press=accept /> }))}
        </div>
    }
}

later! {
    /// What the dialog says.
    fn body(asked: Seen<Option<QuestionView>>) in details, 3 grey => view! { <Body asked /> }
}
