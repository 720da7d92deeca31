//! Origins: where pages come from, and where others reach this service; and which hosts are this machine.

use std::net::IpAddr;

/// An origin (RFC 6454): a scheme, a host, and a port if it is not the scheme's own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin(String);

impl Origin {
    /// As a browser writes it: nothing else would ever be equal to what it sends.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let is_host = |host: &str| {
            let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-:[]_".contains(&byte);
            !host.is_empty() && host.bytes().all(fits)
        };
        match host {
            Some(host) if is_host(host) => Ok(Self(text.to_owned())),
            _ => Err(
                "an origin is like https://portal.example or http://localhost:8080: in small letters, without a path",
            ),
        }
    }

    /// As it stands in headers.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a host, without the brackets of a number, is this machine: what goes there may go in the clear.
pub(crate) fn is_here(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
