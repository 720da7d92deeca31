//! What happened, told to [`update`](super::update) in the past tense.

use alloc::string::String;
use alloc::vec::Vec;

use super::access::{Given, Provider};
use super::annex::Maker;
use super::ask::ScheduleBody;
use super::effect::Timer;
use super::engine::Engine;
use super::http::{Answer, Reply, Request};
use super::logs::Wish;
use super::look::{Language, Theme};
use super::model::Route;
use super::remote::Ticket;
use crate::domain::id::{Cursor, IdempotencyKey};
use crate::domain::lifecycle::Command;
use crate::domain::safeguards::Safeguards;

/// How the page begins.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Start {
    /// Where tokens come from.
    pub provider: Provider,
    /// The demo user of last time.
    pub login: Option<String>,
    /// The intent that was under way when the page was reloaded, as it was kept.
    pub intent: Option<String>,
    /// What the address says.
    pub route: Route,
    /// The theme of last time.
    pub theme: Theme,
    /// The language of last time, or of the browser.
    pub language: Language,
    /// Whether it is only to be looked at, whatever whoever is signed in may do.
    pub is_readonly: bool,
}

/// A fact from outside.
#[derive(Clone, PartialEq, Debug)]
pub enum Msg {
    /// The page began.
    Started(Start),
    /// A link was followed.
    LinkFollowed(Route),
    /// The browser went back or forward.
    AddressChanged(Route),
    /// A second passed while the page was visible.
    SecondPassed,
    /// The page became visible, or the network came back.
    Woke,
    /// The page became hidden: it may be gone for good.
    Hid,
    /// A request was answered, or not.
    Answered {
        /// Which.
        ticket: Ticket,
        /// How.
        reply: Reply,
    },
    /// The host gave a token, or none.
    TokenGiven {
        /// Which call.
        ticket: Ticket,
        /// What it gave.
        given: Given,
    },
    /// A stream is open.
    StreamOpened {
        /// Which.
        ticket: Ticket,
        /// The event before the first one it sends.
        before: Option<Cursor>,
    },
    /// A stream was refused: the answer is not a success.
    StreamRefused {
        /// Which.
        ticket: Ticket,
        /// The answer.
        answer: Answer,
    },
    /// Bytes came in; at most once a frame.
    BytesArrived {
        /// Which stream.
        ticket: Ticket,
        /// The bytes.
        bytes: Vec<u8>,
        /// What reads them: it came before them.
        engine: Engine,
    },
    /// A stream came to its end.
    StreamEnded {
        /// Which.
        ticket: Ticket,
        /// Whether the service ended it; else it broke.
        whole: bool,
    },
    /// A timer rang.
    TimerRang(Timer),
    /// Another demo user was chosen.
    UserChosen(String),
    /// A theme was chosen.
    ThemeChosen(Theme),
    /// A language was chosen.
    LanguageChosen(Language),
    /// The open delivery's record is another one now, and its log does not say so.
    RecordChanged,
    /// "Try again" was pressed.
    RetryChosen,
    /// A command that asks nothing first was pressed. The key is fresh.
    CommandGiven(Command, IdempotencyKey),
    /// A command that asks first was pressed.
    QuestionOpened(Command),
    /// The question was answered with OK. The key is fresh.
    QuestionAccepted {
        /// The intent.
        key: IdempotencyKey,
        /// The number of messages, if it had to be typed.
        typed: Option<u64>,
    },
    /// The schedule's editor was opened.
    EditorOpened,
    /// Cancel or Escape in the schedule's editor.
    EditorClosed,
    /// Another schedule was saved in its editor. The key is fresh.
    ScheduleGiven(ScheduleBody, IdempotencyKey),
    /// The safeguards are to be seen.
    SafeguardsOpened,
    /// Cancel or Escape in the safeguards' dialog.
    SafeguardsClosed,
    /// Other safeguards were saved.
    SafeguardsGiven(Safeguards),
    /// Something is asked of the tray; see [`tray`](crate::tray).
    TrayAsked(Request),
    /// The code of an annex is here.
    AnnexCame(Maker),
    /// Somebody wants something in the log window.
    Wished(Wish),
    /// There is time to work.
    WorkBegan,
    /// Cancel, Escape or Close.
    QuestionClosed,
    /// The notice at this place was dismissed.
    NoticeDismissed(usize),
}
