//! What providers posted and nobody could file, for administrators: a button that says how much there is, and its dialog.

use delivery_app::{Failure, Model, Msg, tray};
use delivery_core::domain::role::Role;
use delivery_core::wire::Heap;
use leptos::prelude::*;

use super::context::{hands, tongue};
use super::later::later;
use super::parts::button::{Button, Weight};
use super::parts::dialog::Dialog;
use super::parts::field::Trouble;
use super::seen::{Seen, act, part, text_if_any};
use super::words::{Label, TrayLabel, tray_words};

/// The button and its dialog, for administrators, where there is a tray.
#[component]
pub fn Tray() -> impl IntoView {
    let hands = hands();
    let may = hands.see(|model| model.roles().contains(&Role::Administration));
    // Read once for each answer, not whenever something happens.
    let answer = hands.see(|model| model.tray().shown().cloned());
    let heaps = Seen::new(move || answer.with(|answer| answer.as_deref().and_then(tray::heaps)));
    let is_there = Seen::new(move || heaps.with(Option::is_some));
    let count = Seen::new(move || heaps.with(|heaps| heaps.iter().flatten().map(|heap| heap.count).sum::<u64>()));
    let open = RwSignal::new(false);
    // Once by itself, so that whoever can see to it learns that there is something.
    act(move || {
        if may.get() {
            hands.tell(Msg::TrayAsked(tray::look()));
        }
    });
    let close = Callback::new(move |()| open.set(false));
    let press = Callback::new(move |()| {
        hands.tell(Msg::TrayAsked(tray::look()));
        open.set(true);
    });
    part(move || {
        (may.get() && is_there.get()).then(|| {
            let format = tongue().format;
            let label = Signal::derive(move || tray_words().button(count.get(), &format.count(count.get())));
            view! {
                <Button label weight=Weight::Quiet on_press=press />
                <Dialog open labelled_by="tray-title" described_by="tray-hint" on_cancel=close>
                    {body(heaps, close)}
                </Dialog>
            }
        })
    })
}

later! {
    /// What is in it.
    fn body(heaps: Seen<Option<Vec<Heap>>>, close: Callback<()>) in tray, 3 grey => view! { <Body heaps close /> }
}

/// By what a heap is known.
type Key = (String, String, Option<String>, String);

fn key(heap: &Heap) -> Key {
    (heap.provider.clone(), heap.reason.clone(), heap.named.clone(), heap.kind.clone())
}

/// What was asked for a heap, and what is said once it is done.
#[derive(Clone, PartialEq)]
struct Asked {
    of: Key,
    done: String,
}

#[component]
fn Body(heaps: Seen<Option<Vec<Heap>>>, close: Callback<()>) -> impl IntoView {
    let (hands, words) = (hands(), tray_words());
    let is_out = hands.see(|model: &Model| model.tray().is_out());
    // Of a request before, while there is a new one, nothing is said.
    let failure = hands.see(|model: &Model| model.tray().failure().filter(|_| !model.tray().is_out()).cloned());
    let asked = RwSignal::new(None::<Asked>);
    let said = RwSignal::new(String::new());
    act(move || {
        let is_gone = |of: &Key| heaps.with(|heaps| heaps.iter().flatten().all(|heap| key(heap) != *of));
        if let Some(Asked { of, done }) = asked.get()
            && !is_out.get()
        {
            if is_gone(&of) {
                said.set(done);
            }
            asked.set(None);
        }
    });
    let told = part(move || told(failure.get(), said.get()));
    let each = move || heaps.get().unwrap_or_default();
    let is_empty = Seen::new(move || heaps.with(|heaps| heaps.iter().flatten().next().is_none()));
    let empty =
        part(move || is_empty.get().then(|| view! { <p class="tray__empty">{words.label(TrayLabel::Empty)}</p> }));
    view! {
        <div class="question tray">
            <h2 id="tray-title">{words.label(TrayLabel::Title)}</h2>
            <p id="tray-hint">{words.label(TrayLabel::Hint)}</p>
            {empty}
            <ul class="tray__heaps" aria-label=words.label(TrayLabel::Title)>
                <For each key=key let(heap)>
                    <OneHeap heap heaps asked said />
                </For>
            </ul>
            <div role="status" aria-live="polite">{told}</div>
            <div class="question__ways">
                <button type="button" class="button" data-weight="plain" data-first on:click=move |_| close.run(())>
                    {tongue().words.label(Label::Close)}
                </button>
            </div>
        </div>
    }
}

/// Why something was not done, or else that it was.
fn told(failure: Option<Failure>, said: String) -> Option<impl IntoView> {
    let (kind, text) = match failure {
        Some(failure) => ("no", tongue().words.failure(&failure)),
        None => ("yes", said),
    };
    (!text.is_empty()).then(|| view! { <p class="question__progress" data-kind=kind>{text}</p> })
}

/// Posts that are alike, and what can be done about them.
#[component]
fn OneHeap(
    heap: Heap,
    heaps: Seen<Option<Vec<Heap>>>,
    asked: RwSignal<Option<Asked>>,
    said: RwSignal<String>,
) -> impl IntoView {
    let (hands, words, tongue) = (hands(), tray_words(), tongue());
    let heap = StoredValue::new(heap);
    let of = heap.with_value(key);
    // Only how many there are changes while it is shown.
    let count = {
        let of = of.clone();
        let count = move |heaps: &Option<Vec<Heap>>| {
            heaps.iter().flatten().find(|heap| key(heap) == of).map_or(0, |heap| heap.count)
        };
        Seen::new(move || heaps.with(&count))
    };
    let delivery = RwSignal::new(String::new());
    let is_sure = RwSignal::new(false);
    let is_out = {
        let of = of.clone();
        Signal::derive(move || asked.with(|asked| asked.as_ref().is_some_and(|asked| asked.of == of)))
    };
    let ask = StoredValue::new(move |request, done| {
        said.set(String::new());
        hands.tell(Msg::TrayAsked(request));
        asked.set(Some(Asked { of: of.clone(), done }));
    });
    let assign = Callback::new(move |()| {
        let to = delivery.get_untracked();
        let request = heap.with_value(|heap| tray::assign(heap, &to));
        ask.with_value(|ask| ask(request, words.assigned(to.trim())));
    });
    let discard = Callback::new(move |()| {
        let request = heap.with_value(tray::discard);
        ask.with_value(|ask| ask(request, words.label(TrayLabel::Discarded).to_string()));
    });
    let trouble = RwSignal::new(None::<String>);
    let submit = Callback::new(move |()| {
        let is_missing = delivery.with_untracked(|delivery| delivery.trim().is_empty());
        trouble.set(is_missing.then(|| words.label(TrayLabel::DeliveryMissing).to_string()));
        if !is_missing && !is_out.get_untracked() {
            assign.run(());
        }
    });
    let Heap { provider, kind, reason, named, first, last, sample, .. } = heap.get_value();
    let is_strange = heap.with_value(tray::is_strange);
    let kind = words.kind(kind.strip_prefix("message.").unwrap_or(&kind));
    let title = move || words.heap(&tongue.format.count(count.get()), &kind, &words.provider(&provider));
    let [first, last] = [first, last].map(|at| tongue.format.date_time(at, None));
    let came = words.came(&first, (first != last).then_some(last.as_str()));
    let belongs = (!is_strange).then(|| {
        view! {
            <form class="tray__belongs" on:submit=move |event| {
                event.prevent_default();
                submit.run(());
            }>
                <label class="field">
                    <span>{words.label(TrayLabel::Delivery)}</span>
                    <input
                        type="text"
                        autocomplete="off"
                        spellcheck="false"
                        placeholder="DM95"
                        aria-invalid=text_if_any(move || trouble.with(Option::is_some).then_some("true"))
                        prop:value=move || delivery.get()
                        on:input=move |event| {
                            delivery.set(event_target_value(&event));
                            trouble.set(None);
                        }
                    />
                </label>
                <Button label=words.label(TrayLabel::Assign).to_string() busy=is_out on_press=submit />
                <Trouble told=trouble.into() />
            </form>
        }
    });
    let discarding = part(move || {
        if !is_sure.get() {
            let press = Callback::new(move |()| is_sure.set(true));
            return view! { <Button label=words.label(TrayLabel::Discard).to_string() weight=Weight::Quiet on_press=press /> }.into_any();
        }
        let keep = Callback::new(move |()| is_sure.set(false));
        view! {
            <div class="tray__sure" role="group" aria-label=words.label(TrayLabel::Discard)>
                <p>{move || words.discard_first(count.get(), &tongue.format.count(count.get()))}</p>
                <Button label=words.label(TrayLabel::Keep).to_string() on_press=keep />
                <Button label=words.label(TrayLabel::Discard).to_string() weight=Weight::Danger busy=is_out on_press=discard />
            </div>
        }
        .into_any()
    });
    view! {
        <li class="tray__heap">
            <h3>{title}</h3>
            <p>{words.reason(&reason, named.as_deref())}" "<span class="tray__came">{came}</span></p>
            <details>
                <summary>{words.label(TrayLabel::Sample)}</summary>
                <pre tabindex="0">{sample}</pre>
            </details>
            {belongs}
            {discarding}
        </li>
    }
}
