//! Where messages are handed over, as it stands on the command line. Passwords stand in the environment: who lists the
//! processes of a machine reads command lines.

use crate::origin::is_here;

/// Where messages are handed over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Route {
    /// A relay for mail.
    Smtp(Relay),
    /// The owner's engine: the address that is told what to do.
    Hook(String),
}

/// A relay for mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Relay {
    /// Its name or number.
    pub host: String,
    /// The port it listens on.
    pub port: u16,
    /// How the connection is kept from others.
    pub tls: Tls,
}

/// How a connection to a relay is kept from others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tls {
    /// It never leaves this machine.
    None,
    /// From the first byte.
    Implicit,
    /// After a greeting in the clear, and not without.
    Starttls,
}

const USAGE: &str = "a sender is smtp://127.0.0.1:25, smtps://relay.example, smtp+starttls://relay.example, or the address of \
     an engine such as https://engine.example/deliveries; plain smtp:// and http:// go to this machine only";

impl Route {
    /// Reads it.
    ///
    /// # Errors
    /// What it may be.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let (scheme, rest) = text.split_once("://").ok_or(USAGE)?;
        let (authority, path) = rest.split_once('/').map_or((rest, None), |(authority, path)| (authority, Some(path)));
        // A password there would be read by whoever lists processes.
        if authority.is_empty() || authority.contains('@') {
            return Err(USAGE);
        }
        let (host, port) = host_and_port(authority).ok_or(USAGE)?;
        let relay = |tls, usual| {
            let is_whole = path.is_none_or(str::is_empty);
            is_whole.then(|| Self::Smtp(Relay { host: host.clone(), port: port.unwrap_or(usual), tls })).ok_or(USAGE)
        };
        match scheme {
            "smtp" if is_here(&host) => relay(Tls::None, 25),
            "smtps" => relay(Tls::Implicit, 465),
            "smtp+starttls" => relay(Tls::Starttls, 587),
            "https" => Ok(Self::Hook(text.to_owned())),
            "http" if is_here(&host) => Ok(Self::Hook(text.to_owned())),
            _ => Err(USAGE),
        }
    }
}

impl Relay {
    /// Whether a login may be told to it.
    ///
    /// # Errors
    /// One line that says why not.
    pub fn may_log_in(&self, login: Option<&Login>) -> Result<(), String> {
        match (login, self.tls) {
            (Some(_), Tls::None) => {
                Err("a login is not told in the clear: use smtps:// or smtp+starttls://, or none".to_owned())
            }
            _ => Ok(()),
        }
    }
}

fn host_and_port(authority: &str) -> Option<(String, Option<u16>)> {
    if let Some(rest) = authority.strip_prefix('[') {
        let (host, port) = rest.split_once(']')?;
        let port = if port.is_empty() { None } else { Some(port.strip_prefix(':')?.parse().ok()?) };
        return Some((host.to_owned(), port));
    }
    match authority.split_once(':') {
        Some((host, port)) => Some((host.to_owned(), Some(port.parse().ok()?))),
        None => Some((authority.to_owned(), None)),
    }
}

/// Who the service is to a relay. Not to be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    /// The name.
    pub name: String,
    /// The password.
    pub password: String,
}

impl std::fmt::Debug for Login {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Login")
    }
}

impl Login {
    /// The one in `DELIVERY_SMTP_LOGIN` and `DELIVERY_SMTP_PASSWORD`, if there is one.
    ///
    /// # Errors
    /// If half of it is missing.
    pub(super) fn of_environment() -> Result<Option<Self>, String> {
        let [name, password] = ["DELIVERY_SMTP_LOGIN", "DELIVERY_SMTP_PASSWORD"].map(|name| std::env::var(name).ok());
        match (name, password) {
            (None, None) => Ok(None),
            (Some(name), Some(password)) => Ok(Some(Self { name, password })),
            _ => Err("a login is DELIVERY_SMTP_LOGIN and DELIVERY_SMTP_PASSWORD, both in the environment".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_are_read() {
        let smtp = |host: &str, port, tls| Ok(Route::Smtp(Relay { host: host.to_owned(), port, tls }));
        for (text, expected) in [
            ("smtp://127.0.0.1:2525", smtp("127.0.0.1", 2525, Tls::None)),
            ("smtp://localhost", smtp("localhost", 25, Tls::None)),
            ("smtp://[::1]:26/", smtp("::1", 26, Tls::None)),
            ("smtps://relay.example", smtp("relay.example", 465, Tls::Implicit)),
            ("smtp+starttls://relay.example:2587", smtp("relay.example", 2587, Tls::Starttls)),
            ("https://engine.example/x", Ok(Route::Hook("https://engine.example/x".to_owned()))),
            ("http://127.0.0.1:9000/x", Ok(Route::Hook("http://127.0.0.1:9000/x".to_owned()))),
            ("smtp://relay.example", Err(USAGE)),
            ("smtp://192.0.2.1", Err(USAGE)),
            ("http://engine.example/x", Err(USAGE)),
            ("smtps://me:secret@relay.example", Err(USAGE)),
            ("smtps://relay.example/path", Err(USAGE)),
            ("smtp://127.0.0.1:port", Err(USAGE)),
            ("smtp://", Err(USAGE)),
            ("relay.example", Err(USAGE)),
            ("ftp://127.0.0.1", Err(USAGE)),
        ] {
            assert_eq!(Route::parse(text), expected, "{text}");
        }
    }

    #[test]
    fn a_password_is_not_told_in_the_clear() {
        let login = Login { name: "x".to_owned(), password: "y".to_owned() };
        for (tls, may) in [(Tls::None, false), (Tls::Implicit, true), (Tls::Starttls, true)] {
            let relay = Relay { host: "localhost".to_owned(), port: 25, tls };
            assert_eq!(relay.may_log_in(Some(&login)).is_ok(), may);
            assert!(relay.may_log_in(None).is_ok());
        }
    }
}
