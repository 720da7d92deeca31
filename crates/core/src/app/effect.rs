//! What the outside world has to do. Effects are values: the shell performs them, tests compare them.

use alloc::string::String;
use alloc::vec::Vec;

use super::http::Request;
use super::last_seen::LastSeen;
use super::look::{Language, Theme};
use super::model::Route;
use super::remote::Ticket;

/// An order to the shell.
#[derive(Clone, PartialEq, Debug)]
pub enum Effect {
    /// Post the request; answer with [`Msg::Answered`](super::Msg::Answered).
    Send {
        /// Its number.
        ticket: Ticket,
        /// What to send.
        request: Request,
        /// When to give up, in milliseconds: then the reply is lost.
        within_ms: u32,
    },
    /// Open a stream; report with the `Stream…` and `BytesArrived` messages.
    Listen {
        /// Its number.
        ticket: Ticket,
        /// What to send.
        request: Request,
    },
    /// Close a stream; nothing more is reported of it.
    Hush(Ticket),
    /// Ask the page that embeds this one for a token; answer with [`Msg::TokenGiven`](super::Msg::TokenGiven).
    AskHostForToken(Ticket),
    /// Come back later with [`Msg::TimerRang`](super::Msg::TimerRang).
    Wait {
        /// What for.
        timer: Timer,
        /// In how many milliseconds.
        ms: u32,
    },
    /// Keep the intent under way where a reload finds it. It holds no recipients.
    KeepIntent(String),
    /// The intent came to its end.
    DropIntent,
    /// Remember who is signed in to the demo.
    KeepLogin(String),
    /// Remember the theme.
    KeepTheme(Theme),
    /// Remember the language.
    KeepLanguage(Language),
    /// Keep the figures as they are shown, for the moments before the program is here again.
    KeepSeen(LastSeen),
    /// Somebody else is signed in now: nothing is kept of what was seen.
    ForgetSeen,
    /// Write the address bar: a new place to come back from.
    ShowAddress(Route),
    /// Write the address bar: the same place, otherwise seen.
    CorrectAddress(Route),
    /// Come back with [`Msg::WorkBegan`](super::Msg::WorkBegan) when nothing else is to do, and again for as long as this is
    /// asked for, but let whatever else comes in between.
    Work,
    /// Another piece of a file in the making. It is kept in memory.
    Write(Vec<u8>),
    /// Give the file to whoever asked for it, by this name.
    Save {
        /// The name.
        name: String,
        /// What it is.
        mime: &'static str,
    },
    /// The file is not wanted any more.
    Discard,
}

/// What is waited for. The number tells a timer that nobody waits for any more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Timer {
    /// The stream may have gone silent.
    Watch(Ticket),
    /// Time to open the stream again.
    Reopen(Ticket),
    /// Time to ask again what became of an intent.
    Settle(Ticket),
    /// The token is about to expire.
    Renew(Ticket),
}
