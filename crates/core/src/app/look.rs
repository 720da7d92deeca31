//! How the page looks and speaks, as somebody chose.

/// Light or dark.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Theme {
    /// As the system is set.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Every theme, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The name it is kept and styled by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The languages there are words in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Italian.
    Italian,
}

impl Language {
    /// Every language, in the order they are offered.
    pub const ALL: [Self; 2] = [Self::English, Self::Italian];

    /// The tag it is kept by (BCP 47, the language alone).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Italian => "it",
        }
    }

    /// Its name, in itself: whoever looks for it reads it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Italian => "Italiano",
        }
    }

    /// The language of a tag, whatever its country or script: `it-CH` is Italian. `None`: no words in it.
    pub fn of(tag: &str) -> Option<Self> {
        let (language, rest) = tag.split_at_checked(2)?;
        let is_whole = rest.is_empty() || rest.starts_with(['-', '_']);
        Self::ALL.into_iter().find(|known| is_whole && known.tag().eq_ignore_ascii_case(language))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_known_by_its_language_alone() {
        for (tag, language) in [
            ("it", Some(Language::Italian)),
            ("it-CH", Some(Language::Italian)),
            ("IT_it", Some(Language::Italian)),
            ("en-US", Some(Language::English)),
            ("ita", None),
            ("de", None),
            ("", None),
        ] {
            assert_eq!(Language::of(tag), language, "{tag}");
        }
    }
}
