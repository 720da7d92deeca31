//! Who may post what became of mail.

use delivery_core::feed::providers::Provider;

/// Whoever posts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Poster {
    /// A provider, in its own words.
    Provider(Provider),
    /// The owner's engine, in those of the contract.
    Engine,
}

/// The engine's name in addresses and in the tray.
const ENGINE: &str = "engine";

impl Poster {
    /// Everybody who may post.
    pub fn all() -> impl Iterator<Item = Self> {
        Provider::ALL.into_iter().map(Self::Provider).chain([Self::Engine])
    }

    /// Its name in addresses and in the tray.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Provider(provider) => provider.name(),
            Self::Engine => ENGINE,
        }
    }

    /// Who has that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|poster| poster.name() == name)
    }

    /// The variable that holds its secret, its public key, or its topic. With `_FILE` behind it, the file that does.
    pub fn variable(self) -> String {
        match self {
            Self::Provider(provider) => format!("DELIVERY_INGEST_{}", provider.name().to_uppercase()),
            // What it is told is signed with the same.
            Self::Engine => "DELIVERY_HOOK_SECRET".to_owned(),
        }
    }
}

impl From<Provider> for Poster {
    fn from(provider: Provider) -> Self {
        Self::Provider(provider)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_has_a_name_of_their_own() {
        for poster in Poster::all() {
            assert_eq!(Poster::named(poster.name()), Some(poster));
        }
        assert_eq!(Poster::named("pigeon"), None);
    }
}
