//! Mail through a relay: one connection a lane, one message after the other.

use std::cell::Cell;
use std::error::Error as _;
use std::net::ToSocketAddrs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

use delivery_core::domain::channel::Tracking;
use delivery_core::domain::status::Feedback;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter, RcptParameter};

use super::pace::Pace;
use super::route::{Login, Relay, Tls};
use crate::desk::{Counter, Letter};
use crate::mail::{Draft, Envelope, Fault, Seal, compose, reply};
use crate::mta::port::{Outcome, Refusal};
use crate::threads::{LOOK, rest};

/// How long a connection that nothing leaves over is kept.
const IDLE: Duration = Duration::from_secs(5);

/// How long a relay may take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Patience {
    /// To take a connection, and to answer a command.
    pub command: Duration,
    /// To say what it makes of a message that it has got. RFC 5321 allows ten minutes; whoever hangs up earlier does not
    /// know whether the message will arrive.
    pub content: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { command: Duration::from_secs(60), content: Duration::from_secs(600) }
    }
}

/// One connection to a relay, opened when it is needed.
pub(super) struct Lane {
    relay: Relay,
    /// What the connection is kept from others with, wherever it leaves this machine.
    guard: Option<TlsParameters>,
    login: Option<Login>,
    patience: Patience,
    open: Option<SmtpConnection>,
    used: Instant,
}

/// What came of handing a letter over, and what is wrong with the relay, if something is.
#[derive(Debug)]
struct Handed {
    outcome: Outcome,
    trouble: Option<&'static str>,
}

impl Handed {
    const fn well(outcome: Outcome) -> Self {
        Self { outcome, trouble: None }
    }

    const fn badly(outcome: Outcome, trouble: &'static str) -> Self {
        Self { outcome, trouble: Some(trouble) }
    }
}

/// Hands letters over until the service ends.
pub(super) fn work(
    mut lane: Lane,
    counter: &Counter,
    seal: &Seal,
    public: Option<&str>,
    pace: &Pace,
    ending: &AtomicBool,
) {
    while !ending.load(Ordering::Relaxed) {
        let Ok(Some(letter)) = counter.next_letter_within(pace) else {
            lane.close_if_idle();
            rest(LOOK, ending);
            continue;
        };
        let Handed { outcome, trouble } = match draft(&letter, seal, public) {
            Ok(envelope) => lane.hand_over(&envelope, letter.feedback),
            Err(Fault::Recipient) => Handed::well(Outcome::Refused(Refusal::without_reply("bad_address"))),
            // The same for everybody: it waits until somebody has seen to it, or its time is over.
            Err(Fault::Content(what)) => Handed::badly(Outcome::Deferred(Refusal::without_reply("content")), what),
        };
        match trouble {
            Some(what) => {
                if pace.trouble(Instant::now()) {
                    let _noted =
                        counter.note_trouble(&format!("Messages cannot be handed over: {what}. The send slows down."));
                }
            }
            None => pace.went_well(),
        }
        // The outcome is known to nobody else: it is kept until it is written. If the service ends first, it is uncertain.
        while counter.report(&letter.delivery, letter.number, outcome.clone()).is_err()
            && !ending.load(Ordering::Relaxed)
        {
            rest(LOOK * 5, ending);
        }
    }
    lane.close();
}

impl Counter {
    /// The next letter, if one may leave at this pace.
    fn next_letter_within(&self, pace: &Pace) -> Result<Option<Letter>, crate::store::Unavailable> {
        if pace.wait(Instant::now()).is_zero() { self.next_letter() } else { Ok(None) }
    }
}

fn draft(letter: &Letter, seal: &Seal, public: Option<&str>) -> Result<Envelope, Fault> {
    compose(Draft {
        delivery: &letter.delivery,
        number: letter.number,
        address: &letter.address,
        fields: &letter.fields,
        content: &letter.content,
        body: &letter.body,
        seal,
        public,
        is_tracked: letter.tracking == Tracking::On,
        at: SystemTime::now(),
    })
}

impl Lane {
    pub(super) fn new(relay: Relay, guard: Option<TlsParameters>, login: Option<Login>, patience: Patience) -> Self {
        Self { relay, guard, login, patience, open: None, used: Instant::now() }
    }

    fn close(&mut self) {
        if let Some(mut connection) = self.open.take() {
            let _said = connection.quit();
        }
    }

    fn close_if_idle(&mut self) {
        if self.used.elapsed() > IDLE {
            self.close();
        }
    }

    /// A relay may hang up on a connection that rests. That is no trouble: nothing was said yet, and another is opened.
    fn connection(&mut self) -> Result<SmtpConnection, Error> {
        if let Some(mut connection) = self.open.take()
            && connection.command(Rset).is_ok()
        {
            return Ok(connection);
        }
        let Relay { host, port, tls } = &self.relay;
        let hello = ClientId::default();
        let from_start = self.guard.as_ref().filter(|_| *tls == Tls::Implicit);
        let addresses = (host.as_str(), *port).to_socket_addrs().into_iter().flatten();
        let mut addresses = addresses.map(|address| address.to_string()).collect::<Vec<_>>().into_iter();
        let connect =
            |address: String| SmtpConnection::connect(address, Some(self.patience.command), &hello, from_start, None);
        // A name may stand for several, of which not all answer.
        let first = addresses.next().unwrap_or_else(|| format!("{host}:{port}"));
        let mut connection = addresses.fold(connect(first), |made, next| made.or_else(|_| connect(next)))?;
        if let (Tls::Starttls, Some(guard)) = (tls, &self.guard) {
            connection.starttls(guard, &hello)?;
        }
        if let Some(login) = &self.login {
            let credentials = Credentials::new(login.name.clone(), login.password.clone());
            connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials)?;
        }
        Ok(connection)
    }

    /// Hands one message over. Whatever goes wrong before its end is sent, it has not left.
    fn hand_over(&mut self, envelope: &Envelope, feedback: Feedback) -> Handed {
        let mut connection = match self.connection() {
            Ok(connection) => connection,
            Err(error) => {
                // Also where it answers: what is wrong is between it and us, and no recipient's fault.
                let refusal = refusal(&error).unwrap_or_else(|| Refusal::without_reply("not_connected"));
                return Handed::badly(Outcome::Deferred(refusal), what_fails(&error));
            }
        };
        let handed = self.transact(&mut connection, envelope, feedback);
        if handed.trouble.is_none() && !connection.has_broken() {
            self.open = Some(connection);
            self.used = Instant::now();
        }
        handed
    }

    fn transact(&self, connection: &mut SmtpConnection, envelope: &Envelope, feedback: Feedback) -> Handed {
        let mut parameters = Vec::new();
        if !envelope.to.to_string().is_ascii() {
            if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Handed::well(Outcome::Refused(Refusal::without_reply("bad_address")));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        if let Err(error) = connection.command(Mail::new(Some(envelope.from.clone()), parameters)) {
            // A sender that is not welcome is not so for every recipient of the list: none of them is given up for it.
            let refusal = refusal(&error).unwrap_or_else(|| Refusal::without_reply("not_connected"));
            return Handed::badly(Outcome::Deferred(refusal), "the relay does not take the sender");
        }
        if let Err(error) = recipient(connection, envelope, feedback) {
            return answered(&error, Outcome::Deferred(Refusal::without_reply("not_connected")));
        }
        if let Err(error) = connection.command(Data) {
            return answered(&error, Outcome::Deferred(Refusal::without_reply("not_connected")));
        }
        let _set = connection.set_timeout(Some(self.patience.content));
        let is_whole = Cell::new(false);
        let mut pieces = std::iter::once(&envelope.bytes);
        // Asked for more once all of it is written, and right before the end is.
        let content = std::iter::from_fn(|| {
            let piece = pieces.next();
            is_whole.set(piece.is_none());
            piece
        });
        let said = connection.message_iter(content);
        let _set = connection.set_timeout(Some(self.patience.command));
        match said {
            Ok(_) => Handed::well(Outcome::Relayed),
            Err(error) if is_whole.get() => answered(&error, Outcome::Uncertain),
            Err(error) => answered(&error, Outcome::Deferred(Refusal::without_reply("not_connected"))),
        }
    }
}

/// Names the recipient, and asks for reports where each delivery is to be reported. A relay that does not know how
/// (RFC 3461) is asked without.
fn recipient(connection: &mut SmtpConnection, envelope: &Envelope, feedback: Feedback) -> Result<(), Error> {
    let named = |parameters| Rcpt::new(envelope.to.clone(), parameters);
    if feedback == Feedback::On {
        let value = Some("SUCCESS,FAILURE,DELAY".to_owned());
        let notify = RcptParameter::Other { keyword: "NOTIFY".to_owned(), value };
        match connection.command(named(vec![notify])) {
            Err(error) if matches!(code(&error), Some(501 | 504 | 555)) => {}
            answer => return answer.map(drop),
        }
    }
    connection.command(named(Vec::new())).map(drop)
}

/// A reply says what becomes of the message. Without one, the connection is gone, and `otherwise` is what is known.
fn answered(error: &Error, otherwise: Outcome) -> Handed {
    match refusal(error) {
        Some(refusal) if refusal.smtp == "421" => {
            Handed::badly(Outcome::Deferred(refusal), "the relay closes the connection")
        }
        Some(refusal) if error.is_permanent() => Handed::well(Outcome::Refused(refusal)),
        Some(refusal) => Handed::well(Outcome::Deferred(refusal)),
        None => Handed::badly(otherwise, "the connection to the relay was lost"),
    }
}

/// Why there is no connection, for whoever can do something about it.
fn what_fails(error: &Error) -> &'static str {
    // What does not fit the rules of TLS comes like this, a certificate above all.
    let is_tls = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::InvalidData)
    };
    if error.is_tls() || error.source().is_some_and(is_tls) {
        "the relay's certificate is of no authority that is trusted, or for another name"
    } else {
        "no connection to the relay can be made"
    }
}

fn refusal(error: &Error) -> Option<Refusal> {
    let text = error.source().map(ToString::to_string).unwrap_or_default();
    code(error).map(|code| reply::refusal(code, &text))
}

fn code(error: &Error) -> Option<u16> {
    error.status()?.to_string().parse().ok()
}
