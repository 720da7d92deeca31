//! Reading JSON with a light hand: only the fields that are asked for, of any shape, without a copy where none is needed.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

/// A value as it stands in the text, known to be valid.
pub(super) type Raw<'a> = Option<&'a str>;

/// A struct of raw values by key.
pub(super) trait Fields<'a>: Default {
    /// Keeps the value if the key is one of the struct's. Of a key that comes twice the last one counts, as with
    /// `JSON.parse`.
    fn set(&mut self, key: &str, value: &'a str);
}

/// Declares a struct of raw values, and under which key each stands. Unknown keys are skipped, missing ones are `None`.
macro_rules! fields {
    ($(#[$doc:meta])* $vis:vis struct $name:ident { $($field:ident = $key:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Default)]
        $vis struct $name<'a> { $($field: $crate::feed::json::Raw<'a>),* }

        impl<'a> $crate::feed::json::Fields<'a> for $name<'a> {
            fn set(&mut self, key: &str, value: &'a str) {
                match key {
                    $($key => self.$field = Some(value),)*
                    _ => {}
                }
            }
        }
    };
}
pub(super) use fields;

/// The fields of a text that is one object, and nothing else.
pub(super) fn read<'a, F: Fields<'a>>(text: &'a str) -> Option<F> {
    serde_json::from_str(text).ok().map(|Object(fields, _)| fields)
}

/// The fields of a nested object; all missing if it is none.
pub(super) fn object<'a, F: Fields<'a>>(raw: Raw<'a>) -> F {
    raw.and_then(read).unwrap_or_default()
}

/// The values of an object whose keys do not matter.
#[derive(Default)]
pub(super) struct Values<'a>(pub Vec<&'a str>);

impl<'a> Fields<'a> for Values<'a> {
    fn set(&mut self, _: &str, value: &'a str) {
        self.0.push(value);
    }
}

/// The members of a list, as they stand in the text; none if it is no list.
pub(super) fn list(raw: Raw<'_>) -> Vec<&str> {
    let members: Vec<&RawValue> = raw.and_then(|raw| serde_json::from_str(raw).ok()).unwrap_or_default();
    members.into_iter().map(RawValue::get).collect()
}

/// Which fields an object has that is cut off: those before the cut, and the one it goes through, whose value is empty.
pub(super) fn beginning<'a, F: Fields<'a>>(bytes: &'a [u8]) -> F {
    struct Begun<'f, F>(&'f mut F);

    impl<'de, F: Fields<'de>> DeserializeSeed<'de> for Begun<'_, F> {
        type Value = ();

        fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
            deserializer.deserialize_map(self)
        }
    }

    impl<'de, F: Fields<'de>> Visitor<'de> for Begun<'_, F> {
        type Value = ();

        fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            out.write_str("an object")
        }

        fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
            while let Some(Key(key)) = map.next_key()? {
                self.0.set(&key, "");
                self.0.set(&key, map.next_value::<&'de RawValue>()?.get());
            }
            Ok(())
        }
    }

    let mut fields = F::default();
    // It fails at the cut, if not before; what was read until then is what is asked for.
    let _ = Begun(&mut fields).deserialize(&mut serde_json::Deserializer::from_slice(bytes));
    fields
}

/// The first object of bytes that may go on behind it, and may be cut off: its fields, if it is whole.
pub(super) fn first<'a, F: Fields<'a>>(bytes: &'a [u8]) -> Option<F> {
    let Object(fields, _) = serde_json::Deserializer::from_slice(bytes).into_iter().next()?.ok()?;
    Some(fields)
}

/// An object read by serde_json.
struct Object<'a, F>(F, PhantomData<&'a ()>);

/// A key, borrowed unless it holds escapes.
#[derive(serde::Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de, F: Fields<'de>> Deserialize<'de> for Object<'de, F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs<F>(PhantomData<F>);

        impl<'de, F: Fields<'de>> Visitor<'de> for Pairs<F> {
            type Value = F;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<F, M::Error> {
                let mut fields = F::default();
                while let Some((Key(key), value)) = map.next_entry::<Key<'de>, &'de RawValue>()? {
                    fields.set(&key, value.get());
                }
                Ok(fields)
            }
        }

        deserializer.deserialize_map(Pairs(PhantomData)).map(|fields| Self(fields, PhantomData))
    }
}

/// A text, borrowed unless it holds escapes. `None` if the value is anything else.
pub(super) fn text(raw: Raw<'_>) -> Option<Cow<'_, str>> {
    let raw = raw?;
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    match memchr::memchr(b'\\', inner.as_bytes()) {
        None => Some(Cow::Borrowed(inner)),
        Some(_) => serde_json::from_str::<String>(raw).ok().map(Cow::Owned),
    }
}

/// What a text or a number says, in its own digits: an id may be larger than any number here. Nothing if it is empty.
pub(super) fn word(raw: Raw<'_>) -> Option<Cow<'_, str>> {
    match raw?.as_bytes().first()? {
        b'"' => text(raw).filter(|text| !text.is_empty()),
        b'-' | b'0'..=b'9' => raw.map(Cow::Borrowed),
        _ => None,
    }
}

/// The same, and an empty text for nothing.
pub(super) fn said(raw: Raw<'_>) -> Cow<'_, str> {
    word(raw).unwrap_or_default()
}

/// A number as a count: what is below zero or no number is 0, what is too large is the largest there is.
pub(super) fn count(raw: Raw<'_>) -> u64 {
    let Some(raw) = raw else { return 0 };
    // Not by str::parse, whose tables for floating point take 10 kB of the page that nobody can compress.
    let number = || match serde_json::from_str::<f64>(raw) {
        Ok(number) => number as u64,
        Err(_) if raw.starts_with(|first: char| first.is_ascii_digit()) => u64::MAX,
        Err(_) => 0,
    };
    raw.parse().unwrap_or_else(|_| number())
}

/// Whether the value is `true`.
pub(super) fn is_true(raw: Raw<'_>) -> bool {
    raw == Some("true")
}

/// Whether the bytes are the beginning of JSON that goes on.
pub(super) fn is_cut_off(bytes: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_err_and(|error| error.classify() == Category::Eof)
}
