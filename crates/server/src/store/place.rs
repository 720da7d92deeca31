//! Where the database is: a file, or a server by its address.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use postgres::Config;
use postgres::config::{Host, SslMode};

use crate::environment;

/// How long a server may take to answer the door.
const DOOR: Duration = Duration::from_secs(3);

/// How long a server may say nothing before the connection counts as lost.
const SILENCE: Duration = Duration::from_secs(10);

/// Where the database is.
#[derive(Clone, PartialEq, Debug)]
pub enum Place {
    /// A file of SQLite's.
    File(PathBuf),
    /// A database of a PostgreSQL server.
    Server(Box<Server>),
}

/// A database of a PostgreSQL server.
#[derive(Clone, Debug)]
pub struct Server {
    pub(super) config: Config,
    /// A file of certificates that the server's has to be signed by one of; those that browsers trust if there is none.
    pub(super) authorities: Option<PathBuf>,
}

impl Place {
    /// Reads what the command line says: `postgres://…`, else the name of a file.
    ///
    /// # Errors
    /// One line that says what is wrong with an address.
    pub fn parse(text: &OsStr) -> Result<Self, String> {
        let address =
            text.to_str().filter(|text| ["postgres://", "postgresql://"].iter().any(|of| text.starts_with(of)));
        match address {
            Some(address) => Ok(Self::Server(Box::new(Server::parse(address)?))),
            None => Ok(Self::File(text.into())),
        }
    }

    /// Takes what a server asks for from the environment.
    ///
    /// # Errors
    /// One line that says what is wrong with it.
    pub fn take_secrets(&mut self) -> Result<(), String> {
        let Self::Server(server) = self else { return Ok(()) };
        if let Some(password) = environment::secret("DELIVERY_DATABASE_PASSWORD")? {
            server.config.password(password.trim_end_matches(['\r', '\n']));
        }
        server.authorities = std::env::var_os("DELIVERY_DATABASE_CA").map(PathBuf::from);
        Ok(())
    }
}

impl From<&Path> for Place {
    fn from(path: &Path) -> Self {
        Self::File(path.to_owned())
    }
}

impl PartialEq for Server {
    fn eq(&self, other: &Self) -> bool {
        let name = |server: &Self| {
            let Self { config, authorities } = server.clone();
            (config.get_hosts().to_vec(), config.get_dbname().map(str::to_owned), authorities)
        };
        name(self) == name(other)
    }
}

impl Server {
    fn parse(address: &str) -> Result<Self, String> {
        // What the parser says may repeat a password.
        let config = Config::from_str(address);
        let mut config =
            config.map_err(|_| "a database's address is postgres://user@host/database, with what it takes behind ?")?;
        if config.get_hosts().is_empty() {
            return Err("a database's address names its host".to_owned());
        }
        if !address.contains("sslmode=") {
            // Nobody on the way reads or changes what goes to another machine.
            let is_near = config.get_hosts().iter().all(is_near);
            config.ssl_mode(if is_near { SslMode::Disable } else { SslMode::Require });
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(DOOR);
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(SILENCE);
        }
        config.keepalives_idle(SILENCE).keepalives_interval(SILENCE / 4).keepalives_retries(3);
        if config.get_application_name().is_none() {
            config.application_name("delivery-server");
        }
        Ok(Self { config, authorities: None })
    }
}

fn is_near(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => matches!(name.as_str(), "localhost" | "127.0.0.1" | "::1"),
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

impl fmt::Display for Place {
    /// Without the password.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let server = match self {
            Self::File(path) => return path.display().fmt(out),
            Self::Server(server) => server,
        };
        let hosts = server.config.get_hosts().iter().map(|host| match host {
            Host::Tcp(name) => name.clone(),
            #[cfg(unix)]
            Host::Unix(path) => path.display().to_string(),
        });
        let hosts: Vec<_> = hosts.collect();
        write!(out, "postgres://{}/{}", hosts.join(","), server.config.get_dbname().unwrap_or_default())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Place, String> {
        Place::parse(OsStr::new(text))
    }

    #[test]
    fn an_address_is_a_server_and_all_else_a_file() {
        assert_eq!(parsed("deliveries.db"), Ok(Place::File("deliveries.db".into())));
        assert_eq!(parsed("postgres.db"), Ok(Place::File("postgres.db".into())));
        for address in
            ["postgres://ada@db.example/mail", "postgresql://ada:secret@db.example:5433/mail?sslmode=require"]
        {
            let place = parsed(address).unwrap();
            assert_eq!(place.to_string(), "postgres://db.example/mail");
            assert!(!format!("{place:?}").contains("secret"));
        }
        for wrong in ["postgres://", "postgres:///mail", "postgres://ada:secret@db.example/mail?tls=no"] {
            let said = parsed(wrong).unwrap_err();
            assert!(!said.contains('\n') && !said.contains("secret"), "{wrong}: {said}");
        }
    }

    #[test]
    fn what_goes_to_another_machine_is_private() {
        for (address, expected) in [
            ("postgres://ada@db.example/mail", SslMode::Require),
            ("postgres://ada@db.example/mail?sslmode=disable", SslMode::Disable),
            ("postgres://ada@127.0.0.1/mail", SslMode::Disable),
            ("postgres://ada@localhost/mail?sslmode=require", SslMode::Require),
            ("postgres://ada@localhost,db.example/mail", SslMode::Require),
            ("postgres://ada@%2Fvar%2Frun%2Fpostgresql/mail", SslMode::Disable),
        ] {
            let Ok(Place::Server(server)) = parsed(address) else { panic!("{address}") };
            assert_eq!(server.config.get_ssl_mode(), expected, "{address}");
        }
    }
}
