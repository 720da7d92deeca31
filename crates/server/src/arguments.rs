//! The command line.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use lexopt::Arg::{Long, Short, Value};
use lexopt::ValueExt;

use crate::desk::TRAY;
use crate::hub::{self, Hub};
use crate::ingest::Keyring;
pub use crate::origin::Origin;
use crate::sender::{Route, Sending};
use crate::store::Place;
use crate::token::TokenSecret;

/// How to use the program.
pub const USAGE: &str = "\
delivery-server [--listen 127.0.0.1:4870] [--database PLACE] [--static DIR]
                [--embed ORIGIN]... [--demo] [--speed FACTOR] [--seed N] [--recipients N]
                [--sender URL] [--deliver FILE]... [--public ORIGIN] [--mailbox DIR] [--pace N] [--hub URL]

  --listen ADDRESS   where to answer; port 0 takes a free one
  --database PLACE   the SQLite file, made if it is not there (deliveries.db), or a PostgreSQL server's database,
                     postgres://user@host/database
  --static DIR       the built page, to be given out at /
  --embed ORIGIN     a portal that may embed the dashboard, as https://portal.example; once for each
  --demo             demo deliveries and users; on this machine only
  --speed FACTOR     seconds of event time in a second (20 in the demo, else 1)
  --seed N           decides what the simulated MTA does (1)
  --recipients N     about how many recipients the demo's deliveries have (10000)
  --sender URL       where real messages are handed over: smtp://127.0.0.1:25, smtps://relay.example,
                     smtp+starttls://relay.example, or an engine's address, https://engine.example/deliveries
  --deliver FILE     a delivery to imported recipients, or one that is sent elsewhere, added once; the README says how it
                     is written
  --public ORIGIN    where recipients reach this service, for links, opens and unsubscribing
  --mailbox DIR      the folder (Maildir) that bounces and complaints come to
  --pace N           messages a second to a relay at most (20)
  --hub URL          a hub that speaks the Mercure protocol and hands on what happens, https://hub.example/.well-known/mercure

A portal signs people in with tokens once DELIVERY_TOKEN_SECRET is set; without it, only the demo's users can sign in.
Providers may post webhooks to /ingest/PROVIDER once DELIVERY_INGEST_PROVIDER is set, and an engine to /ingest/engine
once DELIVERY_HOOK_SECRET is; the README says to what.
";

/// What the program is asked to do.
#[derive(Clone, PartialEq, Debug)]
pub enum Asked {
    /// To serve.
    Serve(Box<Settings>),
    /// To say how it is used.
    Usage,
}

/// How to serve.
#[derive(Clone, PartialEq, Debug)]
pub struct Settings {
    /// Where to answer.
    pub listen: SocketAddr,
    /// Where the database is.
    pub database: Place,
    /// The folder with the built page.
    pub page: Option<PathBuf>,
    /// The origins of portals that may embed the dashboard.
    pub embed: Vec<Origin>,
    /// Whether to have demo deliveries and users.
    pub demo: bool,
    /// Seconds of event time in a second.
    pub speed: f64,
    /// Decides what the simulated MTA does.
    pub seed: u64,
    /// About how many recipients the demo's deliveries have.
    pub recipients: u32,
    /// How real messages leave.
    pub sending: Sending,
    /// Who may post what became of mail.
    pub keyring: Keyring,
    /// What a portal signs the tokens of its people with.
    pub token_secret: Option<TokenSecret>,
    /// Where logs are handed on by somebody else.
    pub hub: Option<hub::Address>,
    /// What the hub knows this service's tokens by.
    pub hub_secret: Option<TokenSecret>,
    /// Bytes that are kept at most of what they post and nobody can file.
    pub tray: u64,
}

impl Settings {
    /// Takes what nobody else may read from the environment: who lists the processes of a machine reads command lines.
    ///
    /// # Errors
    /// One line that says what is wrong with it.
    pub fn take_secrets(&mut self) -> Result<(), String> {
        self.database.take_secrets()?;
        self.sending.take_secrets()?;
        self.keyring = Keyring::of_environment()?;
        self.sending.secret = self.keyring.engine_secret();
        self.token_secret = TokenSecret::of_environment()?;
        self.hub_secret = Hub::secret_of_environment()?;
        Ok(())
    }
}

/// Fastest clock: a year of event time in less than a minute.
const FASTEST: f64 = 1_000_000.0;

/// Most messages a second.
const FASTEST_PACE: u32 = 1_000;

/// Most recipients of the demo.
const MOST_RECIPIENTS: u32 = 5_000_000;

/// Reads the command line, without the program's name.
///
/// # Errors
/// One line that says what is wrong with it.
pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Asked, String> {
    parse(lexopt::Parser::from_args(arguments)).map_err(|error| error.to_string().replace('\n', " "))
}

fn parse(mut parser: lexopt::Parser) -> Result<Asked, lexopt::Error> {
    let mut settings = Settings {
        listen: SocketAddr::from(([127, 0, 0, 1], 4870)),
        database: Place::File(PathBuf::from("deliveries.db")),
        page: None,
        embed: Vec::new(),
        demo: false,
        speed: 0.0,
        seed: 1,
        recipients: 10_000,
        sending: Sending::default(),
        keyring: Keyring::default(),
        token_secret: None,
        hub: None,
        hub_secret: None,
        tray: TRAY,
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Long("listen") => settings.listen = parser.value()?.parse()?,
            Long("database") => settings.database = Place::parse(&parser.value()?)?,
            Long("static") => settings.page = Some(parser.value()?.into()),
            Long("embed") => settings.embed.push(parser.value()?.parse_with(Origin::parse)?),
            Long("demo") => settings.demo = true,
            Long("speed") => settings.speed = parser.value()?.parse_with(speed)?,
            Long("seed") => settings.seed = parser.value()?.parse()?,
            Long("recipients") => settings.recipients = parser.value()?.parse_with(recipients)?,
            Long("sender") => settings.sending.route = Some(parser.value()?.parse_with(Route::parse)?),
            Long("deliver") => settings.sending.deliver.push(parser.value()?.into()),
            Long("public") => settings.sending.public = Some(parser.value()?.parse_with(Origin::parse)?),
            Long("mailbox") => settings.sending.mailbox = Some(parser.value()?.into()),
            Long("pace") => settings.sending.pace = Some(parser.value()?.parse_with(pace)?),
            Long("hub") => settings.hub = Some(parser.value()?.parse_with(hub::Address::parse)?),
            Long("help") | Short('h') => return Ok(Asked::Usage),
            Value(_) | Short(_) | Long(_) => return Err(argument.unexpected()),
        }
    }
    if settings.demo && !settings.listen.ip().is_loopback() {
        return Err("--demo signs anybody in, so it answers only on a loopback address such as 127.0.0.1".into());
    }
    let is_real = settings.sending.route.is_some();
    if is_real && !matches!(settings.speed, 0.0 | 1.0) {
        return Err("--sender goes by the clock on the wall: leave --speed out".into());
    }
    if settings.speed == 0.0 {
        // What is added comes from outside, and goes by the clock on the wall, too.
        let is_played = settings.demo && !is_real && settings.sending.deliver.is_empty();
        settings.speed = if is_played { 20.0 } else { 1.0 };
    }
    Ok(Asked::Serve(Box::new(settings)))
}

fn speed(text: &str) -> Result<f64, String> {
    let speed = text.parse().ok().filter(|speed| (0.001..=FASTEST).contains(speed));
    speed.ok_or_else(|| format!("a speed is a number from 0.001 to {FASTEST}"))
}

fn pace(text: &str) -> Result<u32, String> {
    let pace = text.parse().ok().filter(|pace| (1..=FASTEST_PACE).contains(pace));
    pace.ok_or_else(|| format!("a pace is a number of messages a second from 1 to {FASTEST_PACE}"))
}

fn recipients(text: &str) -> Result<u32, String> {
    let recipients = text.parse().ok().filter(|recipients| (1..=MOST_RECIPIENTS).contains(recipients));
    recipients.ok_or_else(|| format!("recipients are a number from 1 to {MOST_RECIPIENTS}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_words(words: &str) -> Result<Asked, String> {
        read(words.split_whitespace().map(OsString::from))
    }

    #[test]
    fn the_demo_runs_fast_and_here_only() {
        let Ok(Asked::Serve(settings)) = read_words("--demo --listen 127.0.0.1:0 --recipients 50") else { panic!() };
        assert!(settings.demo && settings.speed == 20.0 && settings.recipients == 50);
        assert!(read_words("--demo --listen [::1]:0").is_ok());
        assert!(read_words("--listen 0.0.0.0:0").is_ok());
        assert!(read_words("--demo --listen 0.0.0.0:0").is_err());
    }

    #[test]
    fn portals_are_named_one_by_one() {
        let Ok(Asked::Serve(settings)) = read_words("--embed https://a.example --embed http://localhost:8080") else {
            panic!()
        };
        let named: Vec<_> = settings.embed.iter().map(Origin::as_str).collect();
        assert_eq!(named, ["https://a.example", "http://localhost:8080"]);
    }

    #[test]
    fn only_a_hub_on_this_machine_may_be_spoken_with_in_the_clear() {
        for address in
            ["http://127.0.0.1:3000/hub", "http://[::1]/hub", "http://localhost/hub", "https://hub.example/hub"]
        {
            assert!(read_words(&format!("--hub {address}")).is_ok(), "{address}");
        }
    }

    #[test]
    fn real_mail_goes_by_the_clock_on_the_wall() {
        let Ok(Asked::Serve(settings)) =
            read_words("--demo --sender smtp://127.0.0.1:25 --deliver a --deliver b --pace 5")
        else {
            panic!()
        };
        assert!(settings.speed == 1.0 && settings.sending.route.is_some() && settings.sending.deliver.len() == 2);
        assert_eq!(settings.sending.pace, Some(5));
        assert!(read_words("--sender smtp://127.0.0.1:25 --speed 20").is_err());
        let Ok(Asked::Serve(settings)) = read_words("--demo --deliver a") else { panic!() };
        assert!(settings.speed == 1.0, "what others send does, too");
    }

    #[test]
    fn bad_usage_gets_one_line() {
        for words in [
            "--speed",
            "--speed fast",
            "--speed 0",
            "--speed -1",
            "--speed NaN",
            "--speed inf",
            "--listen here",
            "--seed x",
            "--recipients 0",
            "extra",
            "--unknown",
            "-x",
            "--demo=yes",
            "--embed portal.example",
            "--embed https://portal.example/",
            "--embed *",
            "--embed https://Portal.example",
            "--demo --listen 10.0.0.1:80",
            "--sender relay.example",
            "--sender smtp://relay.example",
            "--public mail.example",
            "--pace 0",
            "--hub hub.example",
            "--hub http://hub.example/.well-known/mercure",
            "--hub http://127.0.0.1.hub.example/.well-known/mercure",
            "--hub https://me@hub.example/",
            "--hub https://hub.example/?topic=x",
            "--database postgres://",
        ] {
            let line = read_words(words).expect_err(words);
            assert!(!line.is_empty() && !line.contains('\n'), "{words}: {line}");
        }
    }
}
