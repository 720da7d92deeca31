//! The database that a test stands on: a file, or with `DELIVERY_TEST_DATABASE=postgres` a database of its own on a server.
//! The server is the one at `DELIVERY_TEST_POSTGRES`; without, each process of tests starts one.
#![allow(dead_code, missing_docs)]
#![allow(clippy::unwrap_used)]

mod cluster;

use std::ffi::OsString;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use postgres::{Client, NoTls};

use super::store::Place;
pub use cluster::Cluster;

/// Does what waits in a thread of its own: tests may be tasks.
pub fn apart<T: Send>(act: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(act).join().unwrap())
}

/// The database for whatever is tested in a folder: the same whenever it is asked for.
pub fn place(folder: &Path) -> Place {
    Place::parse(&address(folder)).unwrap()
}

/// What the command line calls it.
pub fn address(folder: &Path) -> OsString {
    if is_served() { served(folder).into() } else { folder.join("d.db").into() }
}

/// Whether tests stand on a server.
pub fn is_served() -> bool {
    std::env::var("DELIVERY_TEST_DATABASE").is_ok_and(|which| which == "postgres")
}

/// A database on a server, whatever the other tests stand on. Made if it is not there.
pub fn served(folder: &Path) -> String {
    let name = name_of(folder);
    apart(|| {
        let server = server();
        let mut client = client(&format!("{server}/postgres"));
        let is_there = client.query("SELECT 1 FROM pg_database WHERE datname = $1", &[&name]).unwrap();
        if is_there.is_empty() {
            client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0")).unwrap();
        }
        format!("{server}/{name}")
    })
}

/// A connection of the test's own.
pub fn client(address: &str) -> Client {
    let begun = Instant::now();
    loop {
        match Client::connect(address, NoTls) {
            Ok(client) => return client,
            // It is still starting.
            Err(_) if begun.elapsed() < Duration::from_secs(20) => std::thread::sleep(Duration::from_millis(20)),
            Err(error) => panic!("{address}: {error}"),
        }
    }
}

fn server() -> &'static str {
    static SERVER: OnceLock<(String, Option<Cluster>)> = OnceLock::new();
    let (address, _) = SERVER.get_or_init(|| match std::env::var("DELIVERY_TEST_POSTGRES") {
        Ok(address) => (address, None),
        Err(_) => {
            let cluster = Cluster::start().unwrap();
            (cluster.address.clone(), Some(cluster))
        }
    });
    address
}

/// One of letters and digits that belongs to this folder alone.
fn name_of(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("t{}x{name}", std::process::id())
}

/// A connection of the test's own to the database for a folder, beside the service's.
pub enum Aside {
    File(rusqlite::Connection),
    /// What is to be run, and whether it was.
    Server(SyncSender<String>, Receiver<()>),
}

impl Aside {
    pub fn to(folder: &Path) -> Self {
        if is_served() {
            let address = served(folder);
            let (statements, from) = sync_channel::<String>(0);
            let (into, done) = sync_channel(0);
            std::thread::spawn(move || {
                let mut client = client(&address);
                for statements in from {
                    client.batch_execute(&statements).unwrap();
                    into.send(()).unwrap();
                }
            });
            Self::Server(statements, done)
        } else {
            Self::File(rusqlite::Connection::open(folder.join("d.db")).unwrap())
        }
    }

    pub fn run(&mut self, statements: &str) {
        match self {
            Self::File(file) => file.execute_batch(statements).unwrap(),
            Self::Server(into, done) => {
                into.send(statements.to_owned()).unwrap();
                done.recv().unwrap();
            }
        }
    }

    /// Until it lets go, nobody else writes, and everybody reads.
    pub fn hold(&mut self) {
        let hold = match self {
            Self::File(_) => "BEGIN EXCLUSIVE",
            Self::Server(..) => "BEGIN; LOCK TABLE deliveries, events, tray IN EXCLUSIVE MODE",
        };
        self.run(hold);
    }

    pub fn let_go(&mut self) {
        self.run("ROLLBACK");
    }
}

/// Ends every connection to the database on the server.
pub fn cut(folder: &Path) {
    let end = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'", name_of(folder));
    apart(|| client(&format!("{}/postgres", server())).batch_execute(&end).unwrap());
}

/// The same, and lets nobody in.
pub fn shut(folder: &Path) {
    let shut = format!("ALTER DATABASE {} ALLOW_CONNECTIONS false", name_of(folder));
    apart(|| client(&format!("{}/postgres", server())).batch_execute(&shut).unwrap());
    cut(folder);
}

/// Lets everybody in again.
pub fn reopen(folder: &Path) {
    let reopen = format!("ALTER DATABASE {} ALLOW_CONNECTIONS true", name_of(folder));
    apart(|| client(&format!("{}/postgres", server())).batch_execute(&reopen).unwrap());
}

/// Makes the database one that cannot be read.
pub fn spoil(folder: &Path) {
    if is_served() {
        shut(folder);
    } else {
        let path = folder.join("d.db");
        std::fs::rename(&path, folder.join("away.db")).unwrap();
        std::fs::write(&path, vec![7; 4096]).unwrap();
    }
}
