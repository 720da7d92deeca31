//! What stands at the end of the bar: the demo's clock and users, tray, safeguards, language, theme. Nobody waits for it.

use delivery_app::{Language, Model, Msg, Theme};
use delivery_core::wire::User;
use leptos::html;
use leptos::prelude::*;

use super::context::{hands, tongue};
use super::later::later;
use super::parts::icon::{Icon, Sign};
use super::safeguards::Safeguards;
use super::seen::{act, part};
use super::tray::Tray;
use super::words::{Note, detail_words};

/// Whether the language was just changed in the bar, which is made anew with it.
#[derive(Clone, Copy)]
pub struct LanguageLeft(pub StoredValue<bool>);

later! {
    /// What nobody waits for.
    pub fn app_tools() in details, 0 grey => view! {
        <DemoClock />
        <Tray />
        <Safeguards />
        <LanguageSwitch />
        <ThemeSwitch />
        <UserSwitch />
    }
}

/// How fast the demo's clock goes.
#[component]
fn DemoClock() -> impl IntoView {
    let (speed, format) = (hands().see(Model::speed), tongue().format);
    part(move || {
        let speed = speed.get();
        let told = move || detail_words().demo_clock(&format.figure(speed));
        (speed != 1.0).then(|| view! { <span class="app-tools__clock">{told()}</span> })
    })
}

/// The language. It is the one thing on the page that stands in every language at once.
#[component]
fn LanguageSwitch() -> impl IntoView {
    let hands = hands();
    let chosen = hands.see(Model::language);
    let select = NodeRef::<html::Select>::new();
    // With another language the page is made anew: whoever changed it from here goes on from here.
    let was_left = use_context::<LanguageLeft>();
    act(move || {
        if let (Some(select), Some(LanguageLeft(was_left))) = (select.get(), was_left)
            && was_left.try_update_value(core::mem::take) == Some(true)
        {
            queue_microtask(move || drop(select.focus()));
        }
    });
    let choose = move |event| {
        if let Some(language) = Language::of(&event_target_value(&event)) {
            if let Some(LanguageLeft(was_left)) = was_left {
                was_left.set_value(true);
            }
            hands.tell(Msg::LanguageChosen(language));
        }
    };
    let option = move |language: Language| {
        let tag = language.tag();
        view! { <option value=tag lang=tag selected=move || chosen.get() == language>{language.name()}</option> }
    };
    view! {
        <label class="app-tools__language">
            <span class="unseen">{detail_words().note(Note::Language)}</span>
            <select node_ref=select prop:value=move || chosen.get().tag() on:change=choose>{Language::ALL.map(option)}</select>
        </label>
    }
}

/// Light, dark, or as the system is set.
#[component]
fn ThemeSwitch() -> impl IntoView {
    let hands = hands();
    let chosen = hands.see(Model::theme);
    let choice = move |theme: Theme| {
        view! {
            <label class="app-tools__theme" title=detail_words().theme(theme)>
                <input
                    class="unseen"
                    type="radio"
                    name="theme"
                    prop:checked=move || chosen.get() == theme
                    on:change=move |_| hands.tell(Msg::ThemeChosen(theme))
                />
                <Sign icon=icon(theme) />
                <span class="unseen">{detail_words().theme(theme)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="app-tools__themes">
            <legend class="unseen">{detail_words().note(Note::Theme)}</legend>
            {Theme::ALL.map(choice)}
        </fieldset>
    }
}

const fn icon(theme: Theme) -> Icon {
    match theme {
        Theme::System => Icon::System,
        Theme::Light => Icon::Sun,
        Theme::Dark => Icon::Moon,
    }
}

/// Who is signed in; in the demo, one may be somebody else.
#[component]
fn UserSwitch() -> impl IntoView {
    let (hands, words) = (hands(), tongue().words);
    let users = hands.see(|model| model.users().shown().cloned().unwrap_or_default());
    let login = hands.see(|model| model.login().unwrap_or_default().to_string());
    let option = move |user: User| {
        let roles: Vec<_> = user.roles.iter().map(|role| words.role(*role)).collect();
        let label = if roles.is_empty() { user.name } else { format!("{} · {}", user.name, roles.join(", ")) };
        let value = user.login.clone();
        view! { <option value=user.login selected=move || login.with(|login| *login == value)>{label}</option> }
    };
    let switch = part(move || {
        let users = users.get();
        (!users.is_empty()).then(|| {
            view! {
                <label class="app-tools__user">
                    <span class="unseen">{detail_words().note(Note::SignedInAs)}</span>
                    <select on:change=move |event| hands.tell(Msg::UserChosen(event_target_value(&event)))>
                        {users.into_iter().map(option).collect_view()}
                    </select>
                </label>
            }
        })
    });
    view! { {switch} }
}
