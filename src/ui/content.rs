//! The Content block: what it says.

use delivery_app::Model;
use delivery_core::domain::channel::Channel;
use delivery_core::wire::Content as Message;
use leptos::prelude::*;

use super::context::{hands, tongue};
use super::dashboard::delivery;
use super::parts::facts::Fact;
use super::seen::part;
use super::words::Label;

/// The Content block.
#[component]
pub fn Content() -> impl IntoView {
    let words = tongue().words;
    let shown =
        hands().see(|model: &Model| delivery(model).map(|delivery| (delivery.content.clone(), delivery.channel)));
    let body = part(move || {
        shown.get().map(|(Message { from, subject }, channel)| {
            let name = match channel {
                Channel::Sms => Label::Text,
                Channel::Email | Channel::Push | Channel::DirectMail => Label::Subject,
            };
            view! {
                <p class="block__lead"><span class="unseen">{words.label(name)}": "</span><Personalised text=subject /></p>
                <dl class="facts facts--rows">
                    <Fact name=words.label(Label::From)>{from}</Fact>
                </dl>
            }
        })
    });
    view! {
        <section part="card" class="card block content" aria-labelledby="content-heading">
            <h2 id="content-heading">{words.label(Label::Content)}</h2>
            {body}
        </section>
    }
}

/// Text in which `{first name}` stands out as what each recipient's own will replace.
#[component]
pub fn Personalised(text: String) -> impl IntoView {
    let mut parts = Vec::new();
    let mut rest = text.as_str();
    while let Some((before, field, after)) = rest
        .split_once('{')
        .and_then(|(before, tail)| tail.split_once('}').map(|(field, after)| (before, field, after)))
    {
        parts.push((false, before.to_string()));
        parts.push((true, field.to_string()));
        rest = after;
    }
    parts.push((false, rest.to_string()));
    let piece = |(is_field, text): (bool, String)| {
        let class = if is_field { "content__field" } else { "" };
        view! { <span class=class>{text}</span> }
    };
    parts.into_iter().filter(|(_, text)| !text.is_empty()).map(piece).collect_view()
}
