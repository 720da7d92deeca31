//! The token, shared by all calls. A call without one waits for it; a refused one fetches a new token, once for all, and
//! goes out once more; refused again, it has failed.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::ask::{Ask, Listen};
use super::effect::{Effect, Timer};
use super::http::{Answer, Failure, Reply, Request};
use super::remote::Ticket;
use crate::wire::TokenAnswer;

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
}

/// The token and the calls under way.
#[derive(Debug, Default)]
pub struct Access {
    provider: Provider,
    login: Option<String>,
    /// Nobody was chosen: whoever the demo puts first is signed in.
    is_anybody: bool,
    token: Token,
    last: u32,
    calls: Vec<(Ticket, Call)>,
}

#[derive(Debug, Default)]
enum Token {
    #[default]
    None,
    Asked(Ticket),
    Held(String),
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
            Provider::Host => true,
            Provider::Demo => self.is_anybody || self.login.is_some(),
        }
    }

    /// Signs in as somebody else: the old token and all calls made with it are forgotten.
    pub fn sign_in(&mut self, login: String) {
        self.login = Some(login);
        self.is_anybody = false;
        self.token = Token::None;
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
        if matches!(self.token, Token::Asked(asked) if asked == ticket) {
            self.take(ticket);
            let answer = reply.read::<TokenAnswer>();
            if let Ok(answer) = &answer {
                // A tenth early, so that no call goes out with a token that expires on its way.
                let ms = answer.expires_in.saturating_mul(900);
                let timer = Timer::Renew(self.ticket());
                out.push(Effect::Wait { timer, ms });
                self.login = self.login.take().or_else(|| answer.login.clone());
            }
            return self.token_came(answer.map(|answer| answer.token), out);
        }
        let Some(mut call) = self.take(ticket) else { return Vec::new() };
        if reply.is_unauthorised() && !call.was_refused && call.sent_with.is_some() {
            call.was_refused = true;
            // Another call may have fetched a new one meanwhile.
            if matches!(&self.token, Token::Held(held) if call.sent_with.as_ref() == Some(held)) {
                self.token = Token::None;
            }
            self.dispatch(ticket, call, out);
            return Vec::new();
        }
        vec![arrived(ticket, call.what, reply)]
    }

    /// A stream was refused.
    pub fn refused(&mut self, ticket: Ticket, answer: Answer, out: &mut Vec<Effect>) -> Vec<Arrived> {
        self.answered(ticket, Reply::Answered(answer), out)
    }

    /// The host answered.
    pub fn given(&mut self, ticket: Ticket, token: Option<String>, out: &mut Vec<Effect>) -> Vec<Arrived> {
        if !matches!(self.token, Token::Asked(asked) if asked == ticket) {
            return Vec::new();
        }
        self.token_came(token.ok_or(Failure::Unreachable), out)
    }

    /// The token expires soon: the next one is fetched before anybody needs it.
    pub fn renew(&mut self, out: &mut Vec<Effect>) {
        if matches!(self.token, Token::Held(_)) {
            self.ask_token(out);
        }
    }

    fn token_came(&mut self, token: Result<String, Failure>, out: &mut Vec<Effect>) -> Vec<Arrived> {
        let (waiting, out_already): (Vec<_>, Vec<_>) =
            core::mem::take(&mut self.calls).into_iter().partition(|(_, call)| call.sent_with.is_none());
        self.calls = out_already;
        match token {
            Ok(token) => {
                self.token = Token::Held(token);
                for (ticket, call) in waiting {
                    self.dispatch(ticket, call, out);
                }
                Vec::new()
            }
            Err(failure) => {
                self.token = Token::None;
                let reply = match failure {
                    Failure::Problem(problem) => Reply::Answered(Answer {
                        status: problem.status,
                        version: None,
                        cursor: None,
                        body: crate::lean::write(&problem).unwrap_or_default(),
                    }),
                    Failure::Unreachable | Failure::Unreadable => Reply::Lost,
                };
                waiting.into_iter().map(|(ticket, call)| arrived(ticket, call.what, reply.clone())).collect()
            }
        }
    }

    fn call(&mut self, what: What, out: &mut Vec<Effect>) -> Ticket {
        let ticket = self.ticket();
        self.dispatch(ticket, Call { what, sent_with: None, was_refused: false }, out);
        ticket
    }

    fn dispatch(&mut self, ticket: Ticket, mut call: Call, out: &mut Vec<Effect>) {
        let is_open = matches!(&call.what, What::Ask(ask) if ask.is_open());
        match &self.token {
            Token::Held(token) => {
                call.sent_with = Some(token.clone());
                out.push(effect(ticket, &call.what, Some(token)));
            }
            Token::None | Token::Asked(_) if is_open => {
                call.sent_with = Some(String::new());
                out.push(effect(ticket, &call.what, None));
            }
            Token::Asked(_) => call.sent_with = None,
            Token::None => {
                call.sent_with = None;
                self.ask_token(out);
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
            // Nobody was chosen yet: the calls wait until somebody is.
            (Provider::Demo, None) if !self.is_anybody => return,
            (Provider::Demo, login) => {
                out.push(effect(ticket, &What::Ask(Ask::Token { login: login.clone() }), None));
            }
        }
        self.token = Token::Asked(ticket);
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
    use super::super::http::Method;
    use super::super::http::tests::answer;
    use super::*;

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
        access.renew(&mut out);
        let asked = r#"{"login":"ada"}"#;
        assert!(matches!(&out[..], [Effect::Send { request, .. }] if request.body.as_deref() == Some(asked)));
        access.sign_in("ada".into());
        assert_eq!(access.chosen(), Some("ada"));
    }

    #[test]
    fn without_a_token_the_waiting_calls_fail() {
        let mut access = Access::default();
        access.set_provider(Provider::Host);
        let mut out = Vec::new();
        access.ask(Ask::Deliveries, &mut out);
        let [Effect::AskHostForToken(ticket)] = out[..] else { panic!("{out:?}") };
        let arrived = access.given(ticket, None, &mut out);
        assert!(matches!(arrived[..], [Arrived::Answer(_, Ask::Deliveries, Reply::Lost)]));
    }
}
