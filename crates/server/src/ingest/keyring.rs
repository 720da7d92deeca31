//! Which providers may post, and what each is known by. Taken from the environment or from files: whoever lists the
//! processes of a machine reads command lines.

use std::collections::BTreeMap;

use delivery_core::feed::providers::Provider;

use super::Lock;

/// The locks there are. A provider without one may not post.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Keyring(BTreeMap<Provider, Lock>);

impl Keyring {
    /// The variable that holds a provider's secret, or its public key. With `_FILE` behind it, the file that does.
    pub fn variable(provider: Provider) -> String {
        format!("DELIVERY_INGEST_{}", provider.name().to_uppercase())
    }

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
        for provider in Provider::ALL {
            let name = Self::variable(provider);
            let in_file = format!("{name}_FILE");
            let text = match (variable(&name), variable(&in_file)) {
                (None, None) => continue,
                (Some(_), Some(_)) => return Err(format!("{name} and {in_file} are both set: one is enough")),
                (Some(text), None) => text,
                (None, Some(path)) => file(&path).map_err(|error| format!("{in_file} cannot be read: {error}"))?,
            };
            keyring
                .0
                .insert(provider, Lock::parse(provider, &text).map_err(|what| format!("{name} has to be {what}"))?);
        }
        Ok(keyring)
    }

    /// With a provider's lock in it.
    #[must_use]
    pub fn with(mut self, provider: Provider, lock: Lock) -> Self {
        self.0.insert(provider, lock);
        self
    }

    /// What a provider is known by.
    pub fn lock(&self, provider: Provider) -> Option<&Lock> {
        self.0.get(&provider)
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
        Ok(Provider::ALL.into_iter().filter(|one| keyring.lock(*one).is_some()).map(Provider::name).collect())
    }

    #[test]
    fn who_has_no_secret_may_not_post() {
        assert_eq!(taken(&[]), Ok(vec![]));
        let set = [("DELIVERY_INGEST_POSTMARK", "a secret, long enough"), ("DELIVERY_INGEST_SES_FILE", "/secret")];
        assert_eq!(taken(&set), Ok(vec!["ses", "postmark"]));
    }

    #[test]
    fn what_is_wrong_is_said_without_the_secret() {
        for (set, expected) in [
            (vec![("DELIVERY_INGEST_BREVO", "a little secret")], "DELIVERY_INGEST_BREVO has to be"),
            (vec![("DELIVERY_INGEST_RESEND", "a little secret")], "DELIVERY_INGEST_RESEND has to be"),
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
