//! The token, shared by all calls. A call without one waits for it; a refused one fetches a new token, once for all, and
//! goes out once more; refused again, it has failed.

mod renewal;

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::ask::{Ask, Listen};
use super::effect::Effect;
use super::http::{Answer, Failure, Reply, Request};
use super::remote::Ticket;
use crate::wire::TokenAnswer;
pub use renewal::{Expiry, Given};

/// How long an answer may take.
const WITHIN_MS: u32 = 20_000;
/// Where tokens come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Provider {
    /// The demo service, for the user who was chosen.
    #[default]
    Demo,
    /// The page around this one.
    Host,
    /// Nobody: the browser itself signs each request, as with a cookie.
    Browser,
}

/// The token and the calls under way.
#[derive(Debug, Default)]
pub struct Access {
    provider: Provider,
    login: Option<String>,
    /// Nobody was chosen: whoever the demo puts first is signed in.
    is_anybody: bool,
    token: Option<String>,
    expiry: Option<Expiry>,
    /// The next one was asked for. The one that is held holds until then.
    asked: Option<Ticket>,
    /// The timer that counts: those set before it ring in vain.
    renewal: Option<Ticket>,
    last: u32,
    calls: Vec<(Ticket, Call)>,
}

#[derive(Debug)]
struct Call {
    what: What,
    /// The token it went out with; `None` while it waits for one.
    sent_with: Option<String>,
    was_refused: bool,
}

#[derive(Clone, Debug)]
enum What {
    Ask(Ask),
    Listen(Listen),
}

/// An answer for somebody outside this room.
#[derive(Debug)]
pub enum Arrived {
    /// A question was answered.
    Answer(Ticket, Ask, Reply),
    /// A stream cannot be opened.
    Refusal(Ticket, Failure),
}

impl Access {
    /// Starts over with another source of tokens.
    pub fn set_provider(&mut self, provider: Provider) {
        self.provider = provider;
    }

    /// Who is signed in to the demo.
    pub fn login(&self) -> Option<&str> {
        self.login.as_deref()
    }

    /// Who was chosen to be signed in, if somebody was.
    pub fn chosen(&self) -> Option<&str> {
        self.login.as_deref().filter(|_| !self.is_anybody)
    }

    /// Whether a token can be had.
    pub fn can_ask(&self) -> bool {
        match self.provider {
            Provider::Host | Provider::Browser => true,
            Provider::Demo => self.is_anybody || self.login.is_some(),
        }
    }

    /// Signs in as somebody else: the old token and all calls made with it are forgotten.
    pub fn sign_in(&mut self, login: String) {
        self.login = Some(login);
        self.is_anybody = false;
        self.token = None;
        self.asked = None;
        self.calls.clear();
    }

    /// Signs in whoever was here last time, at the start: calls already under way need no token and go on. Nobody was:
    /// then it is whoever the demo puts first, as the token's answer says, and nobody waits for the list of its users.
    pub fn sign_in_first(&mut self, login: Option<String>) {
        self.is_anybody = login.is_none();
        self.login = login;
    }

    /// A fresh number, for a call or a timer.
    pub fn ticket(&mut self) -> Ticket {
        self.last += 1;
        Ticket(self.last)
    }

    /// Asks; the answer comes back through [`Self::answered`].
    pub fn ask(&mut self, ask: Ask, out: &mut Vec<Effect>) -> Ticket {
        self.call(What::Ask(ask), out)
    }

    /// Opens a stream.
    pub fn listen(&mut self, listen: Listen, out: &mut Vec<Effect>) -> Ticket {
        self.call(What::Listen(listen), out)
    }

    /// Closes a stream, open or not.
    pub fn hush(&mut self, ticket: Ticket, out: &mut Vec<Effect>) {
        self.take(ticket);
        out.push(Effect::Hush(ticket));
    }

    /// A stream is open: nothing is awaited of it here any more.
    pub fn opened(&mut self, ticket: Ticket) {
        self.take(ticket);
    }

    /// A reply came. Gives what others have to know of it.
    pub fn answered(&mut self, ticket: Ticket, reply: Reply, out: &mut Vec<Effect>) -> Vec<Arrived> {
        if self.asked == Some(ticket) {
            self.take(ticket);
            let answer = reply.read::<TokenAnswer>();
            if let Ok(answer) = &answer {
                self.renew_in(i64::from(answer.expires_in) * 1_000, out);
                self.login = self.login.take().or_else(|| answer.login.clone());
            }
            return self.token_came(answer.map(|answer| answer.token), out);
        }
        let Some(mut call) = self.take(ticket) else { return Vec::new() };
        if reply.is_unauthorised()
            && !call.was_refused
            && call.sent_with.is_some()
            && self.provider != Provider::Browser
        {
            call.was_refused = true;
            // Another call may have fetched a new one meanwhile.
            self.token.take_if(|held| call.sent_with.as_ref() == Some(held));
            self.dispatch(ticket, call, out);
            return Vec::new();
        }
        vec![arrived(ticket, call.what, reply)]
    }

    /// A stream was refused.
    pub fn refused(&mut self, ticket: Ticket, answer: Answer, out: &mut Vec<Effect>) -> Vec<Arrived> {
        self.answered(ticket, Reply::Answered(answer), out)
    }

    fn token_came(&mut self, token: Result<String, Failure>, out: &mut Vec<Effect>) -> Vec<Arrived> {
        self.asked = None;
        let (waiting, out_already): (Vec<_>, Vec<_>) =
            core::mem::take(&mut self.calls).into_iter().partition(|(_, call)| call.sent_with.is_none());
        self.calls = out_already;
        let failure = match token {
            Ok(token) => {
                self.token = Some(token);
                None
            }
            Err(failure) => Some(failure),
        };
        let mut told = Vec::new();
        for (ticket, call) in waiting {
            match &failure {
                None => self.dispatch(ticket, call, out),
                Some(failure) => told.push(arrived(ticket, call.what, failure.as_reply())),
            }
        }
        told
    }

    fn call(&mut self, what: What, out: &mut Vec<Effect>) -> Ticket {
        let ticket = self.ticket();
        self.dispatch(ticket, Call { what, sent_with: None, was_refused: false }, out);
        ticket
    }

    fn dispatch(&mut self, ticket: Ticket, mut call: Call, out: &mut Vec<Effect>) {
        let needs_none = self.provider == Provider::Browser || matches!(&call.what, What::Ask(ask) if ask.is_open());
        match &self.token {
            Some(token) => {
                call.sent_with = Some(token.clone());
                out.push(effect(ticket, &call.what, Some(token)));
            }
            None if needs_none => {
                call.sent_with = Some(String::new());
                out.push(effect(ticket, &call.what, None));
            }
            None => {
                call.sent_with = None;
                if self.asked.is_none() {
                    self.ask_token(out);
                }
            }
        }
        self.calls.push((ticket, call));
    }

    /// Takes a call out. There are never many.
    fn take(&mut self, ticket: Ticket) -> Option<Call> {
        let at = self.calls.iter().position(|(known, _)| *known == ticket)?;
        Some(self.calls.remove(at).1)
    }

    fn ask_token(&mut self, out: &mut Vec<Effect>) {
        let ticket = self.ticket();
        match (self.provider, &self.login) {
            (Provider::Host, _) => out.push(Effect::AskHostForToken(ticket)),
            (Provider::Browser, _) => return,
            // Nobody was chosen yet: the calls wait until somebody is.
            (Provider::Demo, None) if !self.is_anybody => return,
            (Provider::Demo, login) => {
                out.push(effect(ticket, &What::Ask(Ask::Token { login: login.clone() }), None));
            }
        }
        self.asked = Some(ticket);
    }
}

fn arrived(ticket: Ticket, what: What, reply: Reply) -> Arrived {
    match what {
        What::Ask(ask) => Arrived::Answer(ticket, ask, reply),
        What::Listen(_) => Arrived::Refusal(ticket, reply.success().err().unwrap_or(Failure::Unreadable)),
    }
}

fn effect(ticket: Ticket, what: &What, token: Option<&str>) -> Effect {
    let signed = |mut request: Request| {
        if let Some(token) = token {
            request.headers.push(("Authorization", format!("Bearer {token}")));
        }
        request
    };
    match what {
        What::Ask(ask) => Effect::Send { ticket, request: signed(ask.request()), within_ms: WITHIN_MS },
        What::Listen(listen) => Effect::Listen { ticket, request: signed(listen.request()) },
    }
}

#[cfg(test)]
mod tests {
    use super::super::effect::Timer;
    use super::super::http::Method;
    use super::super::http::tests::answer;
    use super::renewal::AGAIN_MS;
    use super::*;
    use crate::domain::instant::Instant;

    const TOKEN: &str = r#"{"token":"t1","login":"ada","expires_in":600}"#;

    fn token_ticket(out: &[Effect]) -> Ticket {
        match out.last() {
            Some(Effect::Send { ticket, request, .. }) if request.path == "/api/demo/token" => *ticket,
            other => panic!("no token was asked for: {other:?}"),
        }
    }

    fn signed_in() -> (Access, Ticket, Ticket) {
        let mut access = Access::default();
        access.sign_in("ada".into());
        let mut out = Vec::new();
        let list = access.ask(Ask::Deliveries, &mut out);
        let session = access.ask(Ask::Session, &mut out);
        assert_eq!(out.len(), 1, "one token for both");
        let token = token_ticket(&out);
        let mut out = Vec::new();
        assert!(access.answered(token, answer(200, TOKEN), &mut out).is_empty());
        assert_eq!(out.iter().filter(|effect| matches!(effect, Effect::Send { .. })).count(), 2);
        (access, list, session)
    }

    #[test]
    fn calls_wait_for_one_token_and_then_go() {
        signed_in();
    }

    #[test]
    fn a_refused_call_fetches_one_new_token_and_goes_once_more() {
        let (mut access, list, session) = signed_in();
        let mut out = Vec::new();
        assert!(access.answered(list, answer(401, ""), &mut out).is_empty());
        let token = token_ticket(&out);
        assert!(access.answered(session, answer(401, ""), &mut out).is_empty());
        assert_eq!(out.len(), 1, "the second refusal waits for the same token");
        out.clear();
        access.answered(token, answer(200, &TOKEN.replace("t1", "t2")), &mut out);
        let bearers = out.iter().filter(|effect| match effect {
            Effect::Send { request, .. } => request.headers.contains(&("Authorization", "Bearer t2".into())),
            _ => false,
        });
        assert_eq!(bearers.count(), 2);
        let arrived = access.answered(list, answer(401, ""), &mut out);
        assert!(matches!(arrived[..], [Arrived::Answer(_, Ask::Deliveries, _)]), "refused twice is refused");
    }

    #[test]
    fn who_is_first_is_told_by_the_token_and_asked_for_by_name_from_then_on() {
        let mut access = Access::default();
        access.sign_in_first(None);
        let mut out = Vec::new();
        access.ask(Ask::Deliveries, &mut out);
        assert!(matches!(&out[..], [Effect::Send { request, .. }] if request.method == Method::Get));
        let token = token_ticket(&out);
        access.answered(token, answer(200, TOKEN), &mut out);
        assert_eq!((access.login(), access.chosen()), (Some("ada"), None));
        out.clear();
        let timer = access.renewal.expect("a timer");
        access.renew(timer, &mut out);
        let asked = r#"{"login":"ada"}"#;
        assert!(matches!(&out[..], [Effect::Send { request, .. }] if request.body.as_deref() == Some(asked)));
        access.sign_in("ada".into());
        assert_eq!(access.chosen(), Some("ada"));
    }

    /// A host's access, with a call that waits for the first token.
    fn hosted() -> (Access, Ticket, Ticket) {
        let mut access = Access::default();
        access.set_provider(Provider::Host);
        let mut out = Vec::new();
        let call = access.ask(Ask::Deliveries, &mut out);
        (access, call, asked(&out).expect("a token was asked for"))
    }

    fn asked(out: &[Effect]) -> Option<Ticket> {
        out.iter().find_map(|effect| match effect {
            Effect::AskHostForToken(ticket) => Some(*ticket),
            _ => None,
        })
    }

    fn waits(out: &[Effect]) -> Option<(Ticket, u32)> {
        out.iter().rev().find_map(|effect| match effect {
            Effect::Wait { timer: Timer::Renew(ticket), ms } => Some((*ticket, *ms)),
            _ => None,
        })
    }

    fn token(name: &str, expiry: Option<(i64, Option<i64>)>) -> Given {
        let expiry = expiry.map(|(at, life_ms)| Expiry { at: Instant::from_millis(at), life_ms });
        Given::Token(name.into(), expiry)
    }

    #[test]
    fn without_a_token_the_waiting_calls_fail_and_the_next_one_asks_again() {
        let (mut access, _, ticket) = hosted();
        let mut out = Vec::new();
        let arrived = access.given(ticket, Given::Nothing, None, &mut out);
        assert!(matches!(arrived[..], [Arrived::Answer(_, Ask::Deliveries, Reply::Lost)]));
        access.ask(Ask::Session, &mut out);
        assert!(asked(&out).is_some_and(|again| again != ticket), "a failed answer does not end the asking");
    }

    #[test]
    fn whoever_is_signed_out_is_refused_and_not_merely_unlucky() {
        let (mut access, _, ticket) = hosted();
        let arrived = access.given(ticket, Given::SignedOut, None, &mut Vec::new());
        let [Arrived::Answer(_, _, reply)] = &arrived[..] else { panic!("{arrived:?}") };
        assert!(reply.is_unauthorised() && !reply.clone().success().expect_err("a refusal").may_pass());
    }

    #[test]
    fn an_expiry_is_counted_in_the_services_time() {
        const HOUR: i64 = 3_600_000;
        for (service, life, expected) in [
            // Ten minutes left, whatever the viewer's clock shows.
            (Some(HOUR - 600_000), None, Some(540_000)),
            (Some(HOUR - 600_000), Some(HOUR), Some(540_000)),
            // The clock is not known yet: it lives no longer than it was made for.
            (None, Some(300_000), Some(270_000)),
            (None, None, None),
            // It is over already: asked for at once, but not in a storm.
            (Some(2 * HOUR), Some(HOUR), Some(1_000)),
            // A service whose clock stands far back.
            (Some(0), Some(300_000), Some(270_000)),
        ] {
            let (mut access, _, ticket) = hosted();
            let mut out = Vec::new();
            access.given(ticket, token("t", Some((HOUR, life))), service.map(Instant::from_millis), &mut out);
            assert_eq!(waits(&out).map(|(_, ms)| ms), expected, "{service:?} {life:?}");
        }
    }

    #[test]
    fn the_provider_is_asked_at_every_expiry_and_only_the_last_timer_counts() {
        let (mut access, _, mut ticket) = hosted();
        let mut stale = None;
        for round in 0..3 {
            let mut out = Vec::new();
            access.given(ticket, token("t", Some((600_000, Some(600_000)))), None, &mut out);
            // The service's clock is heard: the end is known better.
            access.count_down(Some(Instant::from_millis(300_000)), &mut out);
            let (timer, ms) = waits(&out).expect("a timer");
            assert_eq!(ms, 270_000);
            out.clear();
            if let Some(stale) = stale.replace(timer) {
                access.renew(stale, &mut out);
                assert_eq!(asked(&out), None, "an old timer rings in vain, round {round}");
            }
            access.renew(timer, &mut out);
            ticket = asked(&out).expect("asked again");
        }
    }

    #[test]
    fn a_failed_renewal_leaves_the_token_that_still_holds_and_tries_again() {
        let (mut access, _, ticket) = hosted();
        let mut out = Vec::new();
        access.given(ticket, token("first", Some((600_000, Some(600_000)))), None, &mut out);
        let (timer, _) = waits(&out).expect("a timer");
        out.clear();
        access.renew(timer, &mut out);
        let ticket = asked(&out).expect("asked");
        out.clear();
        access.ask(Ask::Session, &mut out);
        let is_first = |effect: &Effect| match effect {
            Effect::Send { request, .. } => request.headers.contains(&("Authorization", "Bearer first".into())),
            _ => false,
        };
        assert!(out.iter().any(is_first), "nobody waits for the next one while this one holds: {out:?}");
        out.clear();
        assert!(access.given(ticket, Given::Nothing, None, &mut out).is_empty());
        let (timer, ms) = waits(&out).expect("another try");
        assert_eq!(ms, AGAIN_MS);
        out.clear();
        access.renew(timer, &mut out);
        assert!(asked(&out).is_some());
    }

    #[test]
    fn a_token_that_ended_while_the_computer_slept_is_not_tried() {
        let (mut access, _, ticket) = hosted();
        let mut out = Vec::new();
        access.given(ticket, token("t", Some((600_000, None))), Some(Instant::from_millis(0)), &mut out);
        out.clear();
        access.woke(Some(Instant::from_millis(599_999)));
        access.ask(Ask::Session, &mut out);
        assert_eq!(asked(&out), None, "it still holds");
        access.woke(Some(Instant::from_millis(600_000)));
        access.ask(Ask::Session, &mut out);
        assert!(asked(&out).is_some());
    }

    #[test]
    fn where_the_browser_signs_nobody_is_asked_and_a_refusal_is_final() {
        let mut access = Access::default();
        access.set_provider(Provider::Browser);
        let mut out = Vec::new();
        let call = access.ask(Ask::Deliveries, &mut out);
        assert!(
            matches!(&out[..], [Effect::Send { request, .. }] if request.headers.iter().all(|(name, _)| *name != "Authorization"))
        );
        assert_eq!(access.answered(call, answer(401, ""), &mut out).len(), 1);
    }
}
