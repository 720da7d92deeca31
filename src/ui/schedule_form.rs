//! The fields of a schedule, what is wrong with them, and what they would do.

use delivery_app::draft::{Draft, Outlook};
use delivery_app::{Errand, Failure, Msg, ScheduleBody};
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::{Command, Kind, State};
use delivery_core::domain::schedule::{ConfirmationPolicy, Field, Note, Offer, Problem, SendTime};
use delivery_core::wire::{Delivery, ScheduleRequest};
use leptos::prelude::*;

use super::context::{hands, tongue};
use super::dashboard::delivery;
use super::parts::button::{Button, Weight};
use super::parts::field::{Choice, Trouble};
use super::rhythm_fields::RhythmFields;
use super::schedule_outlook::ScheduleOutlook;
use super::seen::{Seen, part, text, text_if_any};
use super::words::{EditorLabel as L, Label, detail_words, editor_words};
use super::zones::{BrowserZones, all_zones, own_zone};

/// What the fields share: the draft, and what it would do.
#[derive(Clone, Copy)]
pub struct Form {
    /// What stands in the fields.
    pub draft: RwSignal<Draft>,
    /// What that would do.
    pub outlook: Seen<Outlook>,
    /// What the service found wrong that the page did not.
    refused: Seen<Vec<Problem>>,
}

impl Form {
    /// The sentence about a field, if something is wrong with it.
    pub fn trouble(self, field: Field) -> Signal<Option<String>> {
        let words = editor_words();
        text_if_any(move || {
            let of =
                |problems: &[Problem]| problems.iter().find(|problem| problem.field == field).map(|found| found.why);
            let why = self.outlook.with(|outlook| of(&outlook.problems));
            why.or_else(|| self.refused.with(|refused| of(refused))).map(|why| words.why(why))
        })
    }

    /// Changes the draft.
    pub fn change(self, change: impl FnOnce(&mut Draft)) {
        self.draft.update(change);
    }
}

/// The form.
#[component]
pub fn ScheduleForm() -> impl IntoView {
    let hands = hands();
    let record = hands.see(|model| delivery(model).cloned());
    // The fields begin with what the record says, and stay as they are written whatever the record does meanwhile.
    record.with_untracked(Option::clone).map(|delivery| view! { <Fields delivery /> })
}

#[component]
fn Fields(delivery: Delivery) -> impl IntoView {
    let hands = hands();
    let (words, common) = (editor_words(), tongue().words);
    let now = hands.see(|model| model.service_now().map(to_the_minute).unwrap_or_default());
    let kind = delivery.recurrence.kind();
    let own = own_zone();
    let draft =
        RwSignal::new(Draft::of(kind, &delivery.schedule.plan, now.with_untracked(|now| *now), &own, &BrowserZones));
    let validity = delivery.validity_hours;
    // What has begun already says nothing of the dates that it has behind it.
    let has_begun = delivery.state == State::Repeating || delivery.state == State::Paused;
    let outlook = Seen::new(move || {
        let mut outlook = draft.with(|draft| draft.outlook(now.get(), validity, &BrowserZones));
        outlook.notes.retain(|note| !(has_begun && matches!(note, Note::Passed(_))));
        outlook
    });
    let failure = hands.see(|model| match model.dashboard()?.errand() {
        Errand::Failed { command: Command::Schedule, failure } => Some(failure.clone()),
        Errand::Idle | Errand::Out { .. } | Errand::Failed { .. } => None,
    });
    let refused = Seen::new(move || match failure.get() {
        Some(Failure::Problem(problem)) => problem.fields,
        Some(Failure::Unreachable | Failure::Unreadable) | None => Vec::new(),
    });
    let form = Form { draft, outlook, refused };
    let is_dated = Seen::new(move || draft.with(|draft| draft.kind == Kind::Recurring || draft.is_dated));
    let busy = hands.see(|model| {
        let errand = model.dashboard().map(|dashboard| dashboard.errand());
        matches!(errand, Some(Errand::Out { command: Command::Schedule, .. }))
    });
    let refusal = text_if_any(move || {
        outlook.with(|outlook| outlook.plan.is_none()).then(|| words.label(L::PutRight).to_string())
    });
    let save = Callback::new(move |()| {
        if let Outlook { plan: Some(plan), at, .. } = outlook.get() {
            hands.tell(Msg::ScheduleGiven(ScheduleBody::new(&ScheduleRequest { plan, at }), hands.fresh_key()));
        }
    });
    let told = part(move || {
        failure.get().map(|failure| {
        view! { <p class="question__progress" data-kind="no">{detail_words().command_failed(Command::Schedule, &failure)}</p> }
    })
    });
    let has_zones = delivery.channel.has_recipient_zone();
    view! {
        <div class="question schedule-form">
            <h2 id="editor-title">{words.title(&delivery.label)}</h2>
            {(kind != Kind::Recurring).then(|| view! { <When form /> })}
            {part(move || is_dated.get().then(|| view! { <Dated form has_zones /> }))}
            <ScheduleOutlook form />
            <div role="status" aria-live="assertive">{told}</div>
            <div class="question__ways">
                <button type="button" class="button" data-weight="plain" on:click=move |_| hands.tell(Msg::EditorClosed)>
                    {common.label(Label::Cancel)}
                </button>
                <Button label=words.label(L::Save).to_string() weight=Weight::Main refusal busy on_press=save />
            </div>
        </div>
    }
}

/// Once confirmed, or on a date.
#[component]
fn When(form: Form) -> impl IntoView {
    let words = editor_words();
    let was_dated = form.draft.with_untracked(|draft| draft.is_dated);
    let choice = move |is_dated: bool, label| {
        let chosen = text_if_any(move || form.draft.with(|draft| draft.is_dated == is_dated).then_some("true"));
        view! {
            <Choice name="editor-when" is_first=is_dated == was_dated chosen on_choose=Callback::new(move |()| form.change(|draft| draft.is_dated = is_dated))>
                {words.label(label)}
            </Choice>
        }
    };
    view! {
        <fieldset class="schedule-form__choices">
            <legend class="unseen">{tongue().words.label(Label::When)}</legend>
            {choice(false, L::OnceConfirmed)}
            {choice(true, L::OnDate)}
        </fieldset>
    }
}

/// A date, its zone, how often, and who has to say so.
#[component]
fn Dated(form: Form, has_zones: bool) -> impl IntoView {
    let words = editor_words();
    let first = form.draft.with_untracked(Draft::clone);
    let is_recurring = first.kind == Kind::Recurring;
    let start = if is_recurring { L::First } else { L::StartFrom };
    let (start_trouble, zone_trouble) = (form.trouble(Field::Start), form.trouble(Field::Zone));
    let offset = text_if_any(move || {
        let at = form.outlook.with(|outlook| outlook.at)?;
        form.draft
            .with(|draft| super::format::offset_name(at, draft.zone.trim()))
            .and_then(|name| name.split_once(", ").map(|(_, offset)| words.offset(offset)))
    });
    let zones = all_zones().into_iter().map(|zone| view! { <option value=zone></option> }).collect_view();
    view! {
        <div class="schedule-form__pair">
            <label class="field">
                <span>{words.label(start)}</span>
                <input
                    type="datetime-local"
                    step="1"
                    data-first=is_recurring
                    value=first.wall
                    aria-invalid=text_if_any(move || start_trouble.get().map(|_| "true"))
                    on:input=move |event| form.change(|draft| draft.wall = event_target_value(&event))
                />
                <Trouble told=start_trouble />
            </label>
            <label class="field">
                <span>{words.label(L::Zone)}</span>
                <input
                    type="text"
                    list="editor-zones"
                    autocomplete="off"
                    spellcheck="false"
                    value=first.zone
                    aria-invalid=text_if_any(move || zone_trouble.get().map(|_| "true"))
                    on:input=move |event| form.change(|draft| draft.zone = event_target_value(&event))
                />
                <Trouble told=zone_trouble />
                <small class="field__hint">{offset}</small>
            </label>
            <datalist id="editor-zones">{zones}</datalist>
        </div>
        {is_recurring.then(|| view! { <RhythmFields form /> })}
        {has_zones.then(|| view! { <OwnTime form /> })}
        <Asking form />
    }
}

/// One instant for everybody, or the same wall time in each recipient's zone.
#[component]
fn OwnTime(form: Form) -> impl IntoView {
    let is_own = move || form.draft.with(|draft| draft.send_time == SendTime::RecipientZone);
    let set = move |event| {
        let is_own = event_target_checked(&event);
        form.change(|draft| draft.send_time = if is_own { SendTime::RecipientZone } else { SendTime::SameInstant });
    };
    view! {
        <label class="schedule-form__check">
            <input type="checkbox" prop:checked=is_own on:change=set />
            <span>{editor_words().label(L::RecipientZone)}</span>
        </label>
    }
}

/// "Request confirmation before sending messages", where it can be chosen, and why not where it cannot.
#[component]
fn Asking(form: Form) -> impl IntoView {
    let words = editor_words();
    let offer = Seen::new(move || form.outlook.with(|outlook| outlook.offer));
    let fixed = text_if_any(move || match offer.get() {
        Offer::Fixed(_, why) => Some(words.fixed(why)),
        Offer::Choice(_) => None,
    });
    let is_on = move || match offer.get() {
        Offer::Fixed(policy, _) => policy == ConfirmationPolicy::Required,
        Offer::Choice(_) => form.draft.with(|draft| draft.confirmation == ConfirmationPolicy::Required),
    };
    let set = move |event| {
        let is_on = event_target_checked(&event);
        let policy = if is_on { ConfirmationPolicy::Required } else { ConfirmationPolicy::Automatic };
        form.change(|draft| draft.confirmation = policy);
    };
    let is_recurring = form.draft.with_untracked(|draft| draft.kind == Kind::Recurring);
    let rule = text(move || match (is_recurring, is_on()) {
        (_, _) if fixed.get().is_some() => "",
        (true, true) => words.label(L::AskedEachTime),
        (true, false) => words.label(L::NeverAsked),
        (false, true) => words.label(L::AskedOnce),
        (false, false) => words.label(L::NotAsked),
    });
    view! {
        <div>
            <label class="schedule-form__check">
                <input type="checkbox" prop:checked=is_on disabled=move || fixed.get().is_some() on:change=set />
                <span>{words.label(L::RequestConfirmation)}</span>
            </label>
            <p class="schedule-form__rule">{rule}{fixed}</p>
        </div>
    }
}

/// What a preview does not change within.
fn to_the_minute(at: Instant) -> Instant {
    Instant::from_millis(at.millis() / 60_000 * 60_000)
}
