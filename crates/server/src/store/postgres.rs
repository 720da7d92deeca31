//! PostgreSQL: a session with a server, and how its SQL differs from the one that the store is written in.
//!
//! A session that is lost is made anew when it is next needed, except within a transaction, of which nothing is left then.

mod words;

use std::cell::{Cell as Slot, RefCell};
use std::collections::HashMap;
use std::fmt;

use postgres::error::SqlState;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::ToSql;
use postgres::{Client, Row, Statement};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use sha2::{Digest, Sha256};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::Unavailable;
use super::place::Server;
use super::sql::Value;

pub(super) use words::tables;

/// What a copy tells the others on.
const CHANNEL: &str = "deliveries";

/// Rows that are inserted by one statement, the most first.
const AT_ONCE: [usize; 3] = [128, 16, 1];

/// Said to every session. Whoever waits for a row waits no longer than somebody who gave a command would. A copy that
/// stands still in the middle of a transaction, or whose machine is gone, keeps what it holds no longer than this.
const MANNERS: &str = "SET lock_timeout = '2s'; SET idle_in_transaction_session_timeout = '10s';
    SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 2;";

/// Said to a session that writes, which is never quiet for long: one that is belongs to a copy that stands still. Servers
/// before version 14 do not know it.
const WRITING: &str = "SELECT set_config(name, '15s', false) FROM pg_settings WHERE name = 'idle_session_timeout'";

/// A session with a server.
pub(super) struct Session {
    server: Server,
    writes: bool,
    open: RefCell<Option<Open>>,
    /// How often it was opened.
    times: Slot<u64>,
    is_within: Slot<bool>,
}

struct Open {
    client: Client,
    process: i32,
    statements: HashMap<String, Statement>,
}

impl Drop for Session {
    /// Whoever drops it may be a task, which cannot wait until the server has been told.
    fn drop(&mut self) {
        let open = self.open.take();
        if open.is_some() && tokio::runtime::Handle::try_current().is_ok() {
            // Without a thread, the server learns that nobody is there any more.
            let _ends = std::thread::Builder::new().spawn(move || drop(open));
        }
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Session").field("times", &self.times).finish_non_exhaustive()
    }
}

impl Session {
    /// Opens one.
    pub(super) fn open(server: &Server, writes: bool) -> Result<Self, Unavailable> {
        let session = Self {
            server: server.clone(),
            writes,
            open: RefCell::default(),
            times: Slot::new(0),
            is_within: Slot::new(false),
        };
        session.with(|_| Ok(()))?;
        Ok(session)
    }

    /// How often it was opened: whoever holds locks has lost them when this has changed.
    pub(super) const fn times(&self) -> &Slot<u64> {
        &self.times
    }

    fn with<T>(&self, act: impl FnOnce(&mut Open) -> Result<T, postgres::Error>) -> Result<T, Unavailable> {
        let mut slot = self.open.borrow_mut();
        if slot.as_ref().is_some_and(|open| open.client.is_closed()) {
            *slot = None;
        }
        let open = match &mut *slot {
            Some(open) => open,
            None if self.is_within.get() => return Err(Unavailable::new("the connection was lost")),
            empty => {
                let opened = connect(&self.server, self.writes)?;
                self.times.set(self.times.get() + 1);
                empty.insert(opened)
            }
        };
        let done = act(open);
        if done.is_err() && open.client.is_closed() {
            *slot = None;
        }
        Ok(done?)
    }

    /// Begins a transaction. That the connection is lost may show only now: then there is another try, since nothing was
    /// done yet.
    pub(super) fn begin(&self, only_reads: bool) -> Result<(), Unavailable> {
        let begin = if only_reads { "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" } else { "BEGIN" };
        let begun = self.with(|open| open.client.batch_execute(begin));
        if begun.is_err() && self.open.borrow().is_none() {
            self.with(|open| open.client.batch_execute(begin))?;
        } else {
            begun?;
        }
        self.is_within.set(true);
        Ok(())
    }

    /// Runs statements without values.
    pub(super) fn run(&self, statements: &str) -> Result<(), Unavailable> {
        let done = self.with(|open| open.client.batch_execute(statements));
        if matches!(statements, "COMMIT" | "ROLLBACK") {
            self.is_within.set(false);
        }
        done
    }

    pub(super) fn execute(&self, statement: &str, values: &[Value<'_>]) -> Result<usize, Unavailable> {
        let changed = self.with(|open| {
            let prepared = open.prepared(statement, words::statement)?;
            open.client.execute(&prepared, &parameters(values))
        })?;
        Ok(usize::try_from(changed).unwrap_or(usize::MAX))
    }

    pub(super) fn query(&self, question: &str, values: &[Value<'_>]) -> Result<Vec<Row>, Unavailable> {
        self.with(|open| {
            let prepared = open.prepared(question, words::statement)?;
            open.client.query(&prepared, &parameters(values))
        })
    }

    /// Many rows in few messages: each takes its time to the server and back.
    pub(super) fn insert_all<const N: usize>(
        &self,
        statement: &str,
        rows: &[[Value<'_>; N]],
    ) -> Result<(), Unavailable> {
        let mut rest = rows;
        while !rest.is_empty() {
            let count = AT_ONCE.into_iter().find(|count| *count <= rest.len()).unwrap_or(1);
            let (now, later) = rest.split_at(count);
            self.execute(&words::with_rows(statement, N, count), now.as_flattened())?;
            rest = later;
        }
        Ok(())
    }

    /// Whether this session holds a lock now, which it keeps until it gives it back or ends.
    pub(super) fn try_lock(&self, name: &str) -> Result<bool, Unavailable> {
        let got = self.with(|open| open.client.query_one("SELECT pg_try_advisory_lock($1)", &[&key(name)]))?;
        Ok(got.try_get(0)?)
    }

    /// Holds a lock together with others that share it, once nobody holds it alone.
    pub(super) fn share(&self, name: &str) -> Result<(), Unavailable> {
        self.with(|open| open.client.execute("SELECT pg_advisory_lock_shared($1)", &[&key(name)])).map(drop)
    }

    /// Gives a lock back.
    pub(super) fn unlock(&self, name: &str) -> Result<(), Unavailable> {
        self.with(|open| open.client.execute("SELECT pg_advisory_unlock($1)", &[&key(name)])).map(drop)
    }

    /// Tells the other copies, once this transaction is written.
    pub(super) fn tell(&self, text: &str) -> Result<(), Unavailable> {
        self.with(|open| open.client.execute("SELECT pg_notify($1, $2)", &[&CHANNEL, &text])).map(drop)
    }

    /// What other copies have told since this was last asked.
    pub(super) fn told(&self) -> Result<Vec<String>, Unavailable> {
        self.with(|open| {
            let process = open.process;
            let mut notices = open.client.notifications();
            let mut told = Vec::new();
            let mut next = notices.iter();
            while let Some(notice) = next.next()? {
                if notice.process_id() != process {
                    told.push(notice.payload().to_owned());
                }
            }
            Ok(told)
        })
    }
}

impl Open {
    fn prepared(&mut self, text: &str, translate: fn(&str) -> String) -> Result<Statement, postgres::Error> {
        if let Some(prepared) = self.statements.get(text) {
            return Ok(prepared.clone());
        }
        let prepared = self.client.prepare(&translate(text))?;
        self.statements.insert(text.to_owned(), prepared.clone());
        Ok(prepared)
    }
}

fn connect(server: &Server, writes: bool) -> Result<Open, Unavailable> {
    let mut client = server.config.connect(tls(server)?)?;
    client.batch_execute(MANNERS)?;
    if writes {
        client.batch_execute(WRITING)?;
        client.batch_execute(&format!("LISTEN {CHANNEL}"))?;
    }
    let process = client.query_one("SELECT pg_backend_pid()", &[])?.try_get(0)?;
    Ok(Open { client, process, statements: HashMap::new() })
}

fn tls(server: &Server) -> Result<MakeRustlsConnect, Unavailable> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if let Some(file) = &server.authorities {
        let wrong = |error: String| Unavailable::new(&format!("{}: {error}", file.display()));
        roots.roots.clear();
        for certificate in CertificateDer::pem_file_iter(file).map_err(|error| wrong(error.to_string()))? {
            let certificate = certificate.map_err(|error| wrong(error.to_string()))?;
            roots.add(certificate).map_err(|error| wrong(error.to_string()))?;
        }
    }
    let config = ClientConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .map_err(|error| Unavailable::new(&error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

fn parameters<'a>(values: &'a [Value<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

/// The number that a lock has in the server.
fn key(name: &str) -> i64 {
    let digest = Sha256::digest(format!("delivery-server {name}"));
    digest.iter().take(8).fold(0, |key, byte| key << 8 | i64::from(*byte))
}

impl From<postgres::Error> for Unavailable {
    fn from(error: postgres::Error) -> Self {
        let Some(refusal) = error.as_db_error() else { return Self::new(&chain(&error)) };
        let again =
            [&SqlState::UNIQUE_VIOLATION, &SqlState::T_R_SERIALIZATION_FAILURE, &SqlState::T_R_DEADLOCK_DETECTED];
        if again.contains(&refusal.code()) {
            return Self::overtaken();
        }
        // Its details may repeat what somebody's row holds.
        Self::new(&format!("{} ({})", refusal.message(), refusal.code().code()))
    }
}

/// What went wrong, with what that was because of.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text.replace('\n', " ")
}
