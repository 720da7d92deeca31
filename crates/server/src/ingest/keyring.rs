//! Who may post, and what each is known by.

use std::collections::BTreeMap;

use super::{Lock, Poster};
use crate::environment::secret_of;
use crate::sender::Secret;

/// The locks there are. Whoever has none may not post.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Keyring(BTreeMap<Poster, Lock>);

impl Keyring {
    /// Takes what the environment says.
    ///
    /// # Errors
    /// One line that says what is wrong with it.
    pub fn of_environment() -> Result<Self, String> {
        Self::of(|name| std::env::var(name).ok(), |path| std::fs::read_to_string(path))
    }

    fn of(
        variable: impl Fn(&str) -> Option<String>,
        file: impl Fn(&str) -> std::io::Result<String>,
    ) -> Result<Self, String> {
        let mut keyring = Self::default();
        for poster in Poster::all() {
            let name = poster.variable();
            let Some(text) = secret_of(&name, &variable, &file)? else { continue };
            let lock = Lock::parse(poster, &text).map_err(|what| format!("{name} has to be {what}"))?;
            keyring.0.insert(poster, lock);
        }
        Ok(keyring)
    }

    /// With somebody's lock in it.
    #[must_use]
    pub fn with(mut self, poster: impl Into<Poster>, lock: Lock) -> Self {
        self.0.insert(poster.into(), lock);
        self
    }

    /// What somebody is known by.
    pub fn lock(&self, poster: Poster) -> Option<&Lock> {
        self.0.get(&poster)
    }

    /// What the owner's engine and this service sign with, both.
    pub fn engine_secret(&self) -> Option<Secret> {
        match self.lock(Poster::Engine)? {
            Lock::Standard(secret) => Some(secret.clone()),
            Lock::Shared(_) | Lock::SendGrid(_) | Lock::Mailgun(_) | Lock::Postal(_) | Lock::Topic(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(set: &[(&str, &str)]) -> Result<Vec<&'static str>, String> {
        let variable = |name: &str| set.iter().find(|(set, _)| *set == name).map(|(_, value)| (*value).to_owned());
        let file = |path: &str| match path {
            "/secret" => Ok("a secret in a file\n".to_owned()),
            _ => Err(std::io::ErrorKind::NotFound.into()),
        };
        let keyring = Keyring::of(variable, file)?;
        Ok(Poster::all().filter(|one| keyring.lock(*one).is_some()).map(Poster::name).collect())
    }

    #[test]
    fn who_has_no_secret_may_not_post() {
        assert_eq!(taken(&[]), Ok(vec![]));
        let set = [("DELIVERY_INGEST_POSTMARK", "a secret, long enough"), ("DELIVERY_INGEST_SES_FILE", "/secret")];
        assert_eq!(taken(&set), Ok(vec!["ses", "postmark"]));
        let set = [("DELIVERY_INGEST_SES", "arn:aws:sns:eu-west-1:123456789012:deliveries")];
        assert_eq!(taken(&set), Ok(vec!["ses"]));
        let set = [("DELIVERY_HOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")];
        assert_eq!(taken(&set), Ok(vec!["engine"]));
    }

    #[test]
    fn what_is_wrong_is_said_without_the_secret() {
        for (set, expected) in [
            (vec![("DELIVERY_INGEST_BREVO", "a little secret")], "DELIVERY_INGEST_BREVO has to be"),
            (vec![("DELIVERY_INGEST_RESEND", "a little secret")], "DELIVERY_INGEST_RESEND has to be"),
            (vec![("DELIVERY_INGEST_SES", "arn:aws:sqs:eu-west-1:123456789012:mail")], "DELIVERY_INGEST_SES has to be"),
            (vec![("DELIVERY_HOOK_SECRET", "a little secret")], "DELIVERY_HOOK_SECRET has to be"),
            (vec![("DELIVERY_INGEST_SES_FILE", "/nowhere")], "DELIVERY_INGEST_SES_FILE cannot be read"),
            (
                vec![("DELIVERY_INGEST_SES", "a little secret"), ("DELIVERY_INGEST_SES_FILE", "/secret")],
                "one is enough",
            ),
        ] {
            let error = taken(&set).expect_err(expected);
            assert!(error.contains(expected) && !error.contains("a little secret"), "{error}");
        }
    }
}
