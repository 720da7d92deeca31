//! The bar at the top: where one is, who one is, and how it looks.

use delivery_app::{Model, Msg, Route, Theme};
use delivery_core::wire::User;
use leptos::prelude::*;

use super::context::{hands, tongue};
use super::later::later;
use super::link::Link;
use super::parts::icon::{Icon, Sign};
use super::safeguards::Safeguards;
use super::seen::part;
use super::words::{Label, detail_words};

/// The bar.
#[component]
pub fn AppBar() -> impl IntoView {
    let (hands, words) = (hands(), tongue().words);
    let open = hands.see(|model| {
        model.dashboard().map(|dashboard| {
            dashboard
                .record()
                .shown()
                .map_or_else(|| dashboard.id().to_string(), |record| record.delivery.label.clone())
        })
    });
    let here = part(move || {
        open.get().map(|label| {
            view! {
                <span aria-hidden="true">"/"</span>
                <span class="app-bar__here" aria-current="page">{label}</span>
            }
        })
    });
    view! {
        <header class="app-bar">
            <a class="app-bar__skip" href="#content">{words.label(Label::SkipToContent)}</a>
            <nav class="app-bar__crumbs" aria-label=words.label(Label::Product)>
                <Mark />
                <Link to=Route::List>{words.label(Label::Deliveries)}</Link>
                {here}
            </nav>
            <div class="app-bar__tools">
                {tools()}
                <UserSwitch />
            </div>
        </header>
    }
}

later! {
    /// What nobody waits for.
    fn tools() in details, 0 grey => view! {
        <DemoClock />
        <Safeguards />
        <ThemeSwitch />
    }
}

/// How fast the demo's clock goes.
#[component]
fn DemoClock() -> impl IntoView {
    let (speed, format) = (hands().see(Model::speed), tongue().format);
    part(move || {
        let speed = speed.get();
        let told = move || detail_words().demo_clock(&format.figure(speed));
        (speed != 1.0).then(|| view! { <span class="app-bar__clock">{told()}</span> })
    })
}

/// The product's mark: a message, handed over and on its way.
#[component]
fn Mark() -> impl IntoView {
    view! {
        <svg class="app-bar__mark" viewBox="0 0 24 24" aria-hidden="true">
            <rect class="app-bar__mark-ground" width="24" height="24" rx="7" />
            <path d="M5 12.500l4.2 4.200L19 7.3" />
            <path d="M5 7.300h6.500M5 17h0" />
        </svg>
    }
}

/// Light, dark, or as the system is set.
#[component]
fn ThemeSwitch() -> impl IntoView {
    let (hands, words) = (hands(), tongue().words);
    let chosen = hands.see(Model::theme);
    let choice = move |theme: Theme| {
        view! {
            <label class="app-bar__theme" title=detail_words().theme(theme)>
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
        <fieldset class="app-bar__themes">
            <legend class="unseen">{words.label(Label::Theme)}</legend>
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
                <label class="app-bar__user">
                    <span class="unseen">{words.label(Label::SignedInAs)}</span>
                    <select on:change=move |event| hands.tell(Msg::UserChosen(event_target_value(&event)))>
                        {users.into_iter().map(option).collect_view()}
                    </select>
                </label>
            }
        })
    });
    view! { {switch} }
}
