//! The authorities that a relay's certificate is checked with: those that everybody trusts, and the owner's own.

use lettre::transport::smtp::client::{Certificate, TlsParameters};

use super::route::{Relay, Tls};

/// The variable that names a file with the owner's own authorities.
const VARIABLE: &str = "DELIVERY_SMTP_CA";

/// What a certificate begins with in PEM.
const BEGIN: &str = "-----BEGIN CERTIFICATE-----";

/// The owner's own authorities, as certificates in PEM.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Roots(String);

impl std::fmt::Debug for Roots {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Roots({})", self.0.matches(BEGIN).count())
    }
}

impl Roots {
    /// Reads certificates in PEM. `None` if there is none among them, or one that is cut off.
    pub fn parse(text: &str) -> Option<Self> {
        let is_whole = Certificate::from_pem(text.as_bytes()).is_ok();
        (is_whole && text.contains(BEGIN)).then(|| Self(text.to_owned()))
    }

    /// Those in the file that `DELIVERY_SMTP_CA` names; none if it names none.
    ///
    /// # Errors
    /// One line that says what is wrong with it.
    pub(super) fn of_environment() -> Result<Self, String> {
        let Some(path) = std::env::var_os(VARIABLE) else { return Ok(Self::default()) };
        let text = std::fs::read_to_string(path).map_err(|error| format!("{VARIABLE} cannot be read: {error}"))?;
        Self::parse(&text).ok_or_else(|| format!("{VARIABLE} has to name a file of certificates in PEM"))
    }

    /// What a connection to a relay is kept from others with; `None` where it never leaves this machine.
    ///
    /// # Errors
    /// One line that says why that cannot be.
    pub(super) fn guarding(&self, relay: &Relay) -> Result<Option<TlsParameters>, String> {
        match relay.tls {
            Tls::None => return Ok(None),
            Tls::Implicit | Tls::Starttls => {}
        }
        let wrong = |_| format!("{VARIABLE}: a certificate in it is not one of an authority");
        let mut builder = TlsParameters::builder(relay.host.clone());
        if !self.0.is_empty() {
            builder = builder.add_root_certificate(Certificate::from_pem(self.0.as_bytes()).map_err(wrong)?);
        }
        builder.build().map(Some).map_err(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_certificate_is_noticed_before_anything_is_sent() {
        for text in ["", "oops", BEGIN, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"] {
            assert_eq!(Roots::parse(text), None, "{text}");
        }
        let broken = Roots::parse(&format!("{BEGIN}\nAAAA\n-----END CERTIFICATE-----\n"));
        let relay = |tls| Relay { host: "relay.example".to_owned(), port: 465, tls };
        let roots = broken.unwrap_or_default();
        assert!(roots.guarding(&relay(Tls::Implicit)).is_err_and(|why| why.contains(VARIABLE)));
        assert!(roots.guarding(&relay(Tls::None)).is_ok_and(|guard| guard.is_none()));
        assert!(Roots::default().guarding(&relay(Tls::Starttls)).is_ok_and(|guard| guard.is_some()));
        assert_eq!(format!("{roots:?}"), "Roots(1)");
    }
}
