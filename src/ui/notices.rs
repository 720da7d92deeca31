//! What is to be read above everything else.

use delivery_app::Msg;
use delivery_app::view::{NoticeView, Tone, notices};
use leptos::prelude::*;

use super::context::{hands, tongue};
use super::later::later;
use super::parts::button::{Button, Weight};
use super::parts::icon::{Icon, Sign};
use super::seen::part;
use super::words::{Label, Note, detail_words, question_words};

/// The notices.
#[component]
fn Notices() -> impl IntoView {
    let shown = hands().see(notices);
    part(move || {
        let notices = shown.get();
        (!notices.is_empty()).then(|| {
            let notice = |(place, notice)| view! { <Notice place notice /> };
            view! { <div class="notices">{notices.into_iter().map(notice).collect_view()}</div> }
        })
    })
}

later! {
    /// The notices, if there are any.
    pub fn all_notices() in details, 0 grey => view! { <Notices /> }
}

#[component]
fn Notice(place: usize, notice: NoticeView) -> impl IntoView {
    let (hands, tongue) = (hands(), tongue());
    let words = tongue.words;
    let (tone, icon) = look(&notice);
    let text = match &notice {
        NoticeView::MayNotConfirm => detail_words().may_not_confirm().to_string(),
        NoticeView::Stale(failure) => detail_words().stale(failure),
        NoticeView::CommandFailed(command, failure) => detail_words().command_failed(*command, failure),
        NoticeView::Continues(delivery_core::domain::lifecycle::Command::Stop) => {
            detail_words().note(Note::StopContinues).to_string()
        }
        NoticeView::Continues(_) => detail_words().note(Note::SendContinues).to_string(),
        NoticeView::Done { command, count } => question_words().done(*command, *count, &tongue.format.count(*count)),
        NoticeView::SecondPersonAsked => detail_words().note(Note::SecondPersonAsked).to_string(),
        NoticeView::NotReached(command) => question_words().not_reached(*command).to_string(),
    };
    let way = match &notice {
        NoticeView::Continues(command) => Some((Label::Show, Msg::QuestionOpened(*command))),
        NoticeView::Stale(_) => Some((Label::TryAgain, Msg::RetryChosen)),
        notice if notice.can_dismiss() => Some((Label::Dismiss, Msg::NoticeDismissed(place))),
        _ => None,
    };
    let button = way.map(|(label, msg)| {
        let press = Callback::new(move |()| hands.tell(msg.clone()));
        view! { <Button label=words.label(label).to_string() weight=Weight::Quiet on_press=press /> }
    });
    // An error interrupts; the rest is read in its turn.
    let role = if tone == Tone::Bad { "alert" } else { "status" };
    view! {
        <div class="notice" data-tone=tone.name() role=role>
            <Sign icon />
            <p>{text}</p>
            {button}
        </div>
    }
}

const fn look(notice: &NoticeView) -> (Tone, Icon) {
    match notice {
        NoticeView::MayNotConfirm => (Tone::Asks, Icon::Note),
        NoticeView::Stale(_) => (Tone::Warn, Icon::Warning),
        NoticeView::CommandFailed(..) => (Tone::Bad, Icon::Warning),
        NoticeView::Continues(_) => (Tone::Active, Icon::Clock),
        NoticeView::Done { .. } | NoticeView::SecondPersonAsked => (Tone::Good, Icon::Tick),
        NoticeView::NotReached(_) => (Tone::Warn, Icon::Note),
    }
}
