//! When a token ends, and how the next one is had before that.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Access, Arrived};
use crate::domain::instant::Instant;
use crate::effect::{Effect, Timer};
use crate::http::Failure;
use crate::remote::Ticket;

/// Between a token that could not be had and the next try, while the one before still holds.
pub(super) const AGAIN_MS: u32 = 10_000;
/// Between two askings at least, however short a token's life.
const LEAST_MS: i64 = 1_000;
/// What a timer can wait for at most.
const MOST_MS: i64 = 86_400_000;

/// What the page around this one answers when it is asked for a token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Given {
    /// A token, and what it says of its own end.
    Token(String, Option<Expiry>),
    /// None this time: it failed, or took too long. It is asked again.
    Nothing,
    /// None any more: whoever was signed in is not. It is asked again when somebody tries again.
    SignedOut,
}

/// When a token ends, as it says itself (RFC 7519).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Expiry {
    /// In the service's time, whose clock made it.
    pub at: Instant,
    /// How long it was made for, in milliseconds, if it says so: no clock is needed to count that.
    pub life_ms: Option<i64>,
}

impl Access {
    /// The host answered. `now` is the service's time, once it is known.
    pub fn given(&mut self, ticket: Ticket, given: Given, now: Option<Instant>, out: &mut Vec<Effect>) -> Vec<Arrived> {
        if self.asked != Some(ticket) {
            return Vec::new();
        }
        match given {
            Given::Token(token, expiry) => {
                self.expiry = expiry;
                self.count_down(now, out);
                self.token_came(Ok(token), out)
            }
            Given::Nothing => {
                if self.token.is_some() {
                    self.wait_to_renew(AGAIN_MS, out);
                }
                self.token_came(Err(Failure::Unreachable), out)
            }
            Given::SignedOut => {
                // What was signed with it is not asked for any more.
                self.token = None;
                self.token_came(Err(Failure::signed_out()), out)
            }
        }
    }

    /// The token expires soon: the next one is fetched before anybody needs it. Until it is here the old one is used.
    pub fn renew(&mut self, timer: Ticket, out: &mut Vec<Effect>) {
        if self.renewal == Some(timer) && self.token.is_some() && self.asked.is_none() {
            self.ask_token(out);
        }
    }

    /// The service's time is known, or known better: a token's end is counted in it, whatever the viewer's clock shows.
    pub fn count_down(&mut self, now: Option<Instant>, out: &mut Vec<Effect>) {
        let Some(Expiry { at, life_ms }) = self.expiry else { return };
        let left = now.map(|now| at.millis() - now.millis());
        // What was made for so long lasts no longer, whatever the clocks say.
        if let Some(left) = [left, life_ms].into_iter().flatten().min() {
            self.renew_in(left, out);
        }
    }

    /// The computer slept, or was offline: a token that ended meanwhile is not tried.
    pub fn woke(&mut self, now: Option<Instant>) {
        if let (Some(now), Some(expiry)) = (now, self.expiry)
            && expiry.at <= now
        {
            self.token = None;
        }
    }

    /// A tenth early, so that no call goes out with a token that expires on its way.
    pub(super) fn renew_in(&mut self, left_ms: i64, out: &mut Vec<Effect>) {
        self.wait_to_renew((left_ms / 10 * 9).clamp(LEAST_MS, MOST_MS) as u32, out);
    }

    fn wait_to_renew(&mut self, ms: u32, out: &mut Vec<Effect>) {
        let ticket = self.ticket();
        self.renewal = Some(ticket);
        out.push(Effect::Wait { timer: Timer::Renew(ticket), ms });
    }
}
