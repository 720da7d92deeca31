//! JSON for the page, with a third of the code.
//!
//! What a service answers is either of the contract or it is not; nobody reads why. The library's own reader says where and
//! what was expected instead, takes a list for a struct, brings tables for every number there is, and is compiled anew for
//! every field of every type of this module: a fifth of the page's first load. So the text becomes a [tree], and types are
//! read off that, where an error has nothing to say and a struct is an object. Of a name that comes twice, the last
//! counts. What the page says is [written](write) in the same spirit.
//!
//! A type says what its fields and variants are called, in their order. They are looked up here, once for all types, and
//! handed over in that order; else each type would compare every name with every other.

mod tree;
mod write;

use alloc::borrow::Cow;
use core::fmt::{Display, Formatter, Result as Written};

use serde::de::value::{StrDeserializer, U64Deserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, Expected, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};

use tree::{Tree, field};
pub use write::write;

/// A value out of a text. `None` if the text is not one of its kind.
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    let tree = Tree::parse(text)?;
    T::deserialize(Node(&tree)).ok()
}

/// It is something else.
#[derive(Debug)]
struct Unreadable;

impl Display for Unreadable {
    fn fmt(&self, to: &mut Formatter<'_>) -> Written {
        to.write_str("outside the contract")
    }
}

impl core::error::Error for Unreadable {}

// Each of these would put words together that nobody reads.
impl Error for Unreadable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

impl serde::ser::Error for Unreadable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

/// A place in the tree.
#[derive(Clone, Copy)]
struct Node<'de>(&'de Tree<'de>);

macro_rules! alike {
    ($like:ident: $($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            self.$like(visitor)
        })*
    };
}

impl<'de> Node<'de> {
    fn number<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Tree::Natural(number) => visitor.visit_u64(*number),
            Tree::Whole(number) => visitor.visit_i64(*number),
            Tree::Real(number) => visitor.visit_f64(*number),
            _ => Err(Unreadable),
        }
    }
}

impl<'de> Deserializer<'de> for Node<'de> {
    type Error = Unreadable;

    alike! {
        number: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64
    }
    alike! { deserialize_str: deserialize_char deserialize_string deserialize_identifier }
    alike! { deserialize_seq: deserialize_bytes deserialize_byte_buf }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Tree::Null => visitor.visit_unit(),
            Tree::Bool(_) => self.deserialize_bool(visitor),
            Tree::Natural(_) | Tree::Whole(_) | Tree::Real(_) => self.number(visitor),
            Tree::Text(_) => self.deserialize_str(visitor),
            Tree::List(_) => self.deserialize_seq(visitor),
            Tree::Object(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if let Tree::Bool(is) = self.0 { visitor.visit_bool(*is) } else { Err(Unreadable) }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_borrowed_str(self.0.text().ok_or(Unreadable)?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if *self.0 == Tree::Null { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if *self.0 == Tree::Null { visitor.visit_unit() } else { Err(Unreadable) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        let Tree::List(list) = self.0 else { return Err(Unreadable) };
        let mut items = Items(list.iter());
        let value = visitor.visit_seq(&mut items)?;
        // A list that is longer than what was made of it is another.
        if items.0.len() == 0 { Ok(value) } else { Err(Unreadable) }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        let fields = self.0.fields().ok_or(Unreadable)?;
        visitor.visit_map(Fields { left: fields.iter(), value: self })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        let fields = self.0.fields().ok_or(Unreadable)?;
        visitor.visit_seq(Named { names: names.iter(), fields })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_enum(Variant::of(self.0, names).ok_or(Unreadable)?)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_unit()
    }
}

/// What is left of a list.
struct Items<'de>(core::slice::Iter<'de, Tree<'de>>);

impl<'de> SeqAccess<'de> for &mut Items<'de> {
    type Error = Unreadable;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Unreadable> {
        self.0.next().map(|item| seed.deserialize(Node(item))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

/// The fields of a struct, in its own order.
struct Named<'de> {
    names: core::slice::Iter<'static, &'static str>,
    fields: &'de [(Cow<'de, str>, Tree<'de>)],
}

impl<'de> SeqAccess<'de> for Named<'de> {
    type Error = Unreadable;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Unreadable> {
        let found = self.names.next().and_then(|name| field(self.fields, name));
        match seed.deserialize(Node(found.unwrap_or(&Tree::Null))) {
            Ok(value) => Ok(Some(value)),
            // What is not there is nothing where that will do, else what the type has instead, if it has anything.
            Err(Unreadable) if found.is_none() => Ok(None),
            Err(Unreadable) => Err(Unreadable),
        }
    }
}

/// What is left of an object, and the value of the field whose name was read.
struct Fields<'de> {
    left: core::slice::Iter<'de, (Cow<'de, str>, Tree<'de>)>,
    value: Node<'de>,
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = Unreadable;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Unreadable> {
        let Some((name, value)) = self.left.next() else { return Ok(None) };
        self.value = Node(value);
        let name: StrDeserializer<'_, Unreadable> = (**name).into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unreadable> {
        seed.deserialize(self.value)
    }
}

/// One of several: its place among them, past the last if it is none of them, and what it holds.
struct Variant<'de> {
    place: u64,
    held: Option<Node<'de>>,
}

impl<'de> Variant<'de> {
    fn of(value: &'de Tree<'de>, names: &'static [&'static str]) -> Option<Self> {
        let (name, held) = match value {
            Tree::Text(name) => (name, None),
            Tree::Object(fields) => match &**fields {
                [(name, held)] => (name, Some(Node(held))),
                _ => return None,
            },
            _ => return None,
        };
        let place = names.iter().position(|one| *one == name).unwrap_or(names.len());
        Some(Self { place: place as u64, held })
    }

    fn held(self) -> Result<Node<'de>, Unreadable> {
        self.held.ok_or(Unreadable)
    }
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Unreadable;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Unreadable> {
        let place: U64Deserializer<Unreadable> = self.place.into_deserializer();
        Ok((seed.deserialize(place)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        if self.held.is_none_or(|held| *held.0 == Tree::Null) { Ok(()) } else { Err(Unreadable) }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Unreadable> {
        seed.deserialize(self.held()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.held()?.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.held()?.deserialize_struct("", names, visitor)
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;

    use proptest::prelude::*;

    use serde::Serialize;

    use super::*;
    use crate::domain::id::Fingerprint;
    use crate::domain::instant::Instant;
    use crate::domain::schedule::Plan;
    use crate::wire::{ConfirmRequest, Problem, ScheduleRequest, Session, Touch};

    const SESSION: &str = r#"{"user":{"login":"ada","name":"Ada R\u00f3ssi","roles":["Export"]},"clock":{"now":"2026-11-23T09:00:00Z","speed":1.5},"demo":true}"#;
    const PROBLEM: &str =
        r#"{"type":"/problems/state","status":409,"title":"t","detail":"d","fields":[],"of_tomorrow":{"a":[1]}}"#;
    const PLAN: &str = r#"{"at":{"wall":"2026-11-23T09:00:00","zone":"Europe/Rome","confirmation":"required","send_time":"same_instant"}}"#;
    const RECURRING: &str = r#"{"recurring":{"recurrence":{"first":"2026-11-23T09:00:00","zone":"Europe/Rome","pattern":{"weekly":{"every":2,"days":["mon","fri"]}},"ends":{"after":3}},"aggregation":"none","confirmation":"automatic","send_time":"same_instant"}}"#;
    const TOUCH: &str = r#"[{"delivery":"DM1","label":"l","channel":"email","message":"m","at":"2026-11-23T09:00:00Z","status":"sent","detail":"confirmed"}]"#;

    /// Whether both readers make the same of it, and both writers of what was read.
    fn agree<T: DeserializeOwned + Serialize + PartialEq + core::fmt::Debug>(text: &str, near: fn(T) -> T) -> bool {
        let theirs = serde_json::from_str::<T>(text).ok().map(near);
        let ours = read::<T>(text).map(near);
        assert_eq!(ours, theirs, "{text}");
        // What no request holds is not written.
        let written = ours.as_ref().and_then(write);
        assert!(written.is_none() || written == ours.and_then(|value| serde_json::to_string(&value).ok()), "{text}");
        theirs.is_some()
    }

    /// A number that is not whole is read as near as is needed, not nearer.
    fn nearly(mut session: Session) -> Session {
        session.clock.speed = f64::from(session.clock.speed as f32);
        session
    }

    fn agree_on_all(text: &str) -> bool {
        let problem = agree::<Problem>(text, |same| same) | agree::<Session>(text, nearly);
        let list = agree::<alloc::vec::Vec<Touch>>(text, |same| same);
        problem | list | agree::<Plan>(text, |same| same) | agree::<Option<u8>>(text, |same| same)
    }

    #[test]
    fn it_reads_what_the_library_reads_and_refuses_what_it_refuses() {
        for text in [SESSION, PROBLEM, PLAN, RECURRING, TOUCH, r#""once_confirmed""#, " 7 ", "null"] {
            assert!(agree_on_all(text), "{text}");
        }
        for text in [
            "",
            "7.5",
            "-1",
            "256",
            "{}",
            "[{}]",
            r#""of_tomorrow""#,
            r#"{"at":{}}"#,
            r#"{"at":7}"#,
            r#"{"once_confirmed":null,"at":7}"#,
            r#"{"type":"/problems/state","status":"409"}"#,
            "null null",
        ] {
            assert!(!agree_on_all(text), "{text}");
        }
    }

    #[test]
    fn it_writes_what_the_library_writes() {
        let agree = |ours: Option<String>, theirs: serde_json::Result<String>| {
            assert_eq!(ours.expect("written"), theirs.expect("written"));
        };
        for typed in [None, Some(u64::MAX)] {
            let request = ConfirmRequest { fingerprint: Fingerprint::new("a\"b\\c/d\u{0}\u{1f}\u{7f}é📧"), typed };
            agree(write(&request), serde_json::to_string(&request));
        }
        for text in ["\"once_confirmed\"", PLAN, RECURRING] {
            let plan = serde_json::from_str(text).expect("a plan");
            let request = ScheduleRequest { plan, at: Some(Instant::from_millis(-1)) };
            agree(write(&request), serde_json::to_string(&request));
        }
        assert_eq!(write(&1.5), None);
    }

    #[test]
    fn a_struct_is_an_object_and_no_list() {
        let list = r#"["/problems/state",409,"t","d",[]]"#;
        assert!(serde_json::from_str::<Problem>(list).is_ok());
        assert_eq!(read::<Problem>(list), None);
    }

    #[test]
    fn of_a_name_that_comes_twice_the_last_counts() {
        let twice = r#"{"type":"/problems/state","status":1,"status":409,"title":"","detail":"","fields":[]}"#;
        assert!(serde_json::from_str::<Problem>(twice).is_err());
        assert_eq!(read::<Problem>(twice).map(|problem| problem.status), Some(409));
    }

    proptest! {
        #[test]
        fn it_agrees_on_texts_that_were_damaged(
            at in 0_usize..5, cut in any::<prop::sample::Index>(), until in any::<prop::sample::Index>(), put in "[\"{}:,0-9a-z.]{0,3}",
        ) {
            let text = [SESSION, PROBLEM, PLAN, RECURRING, TOUCH][at];
            let places = [cut.index(text.len() + 1), until.index(text.len() + 1)];
            let (from, to) = (places[0].min(places[1]), places[0].max(places[1]).min(places[0].min(places[1]) + 3));
            if let (Some(before), Some(after)) = (text.get(..from), text.get(to..)) {
                agree_on_all(&format!("{before}{put}{after}"));
            }
        }

        #[test]
        fn any_text_is_read_or_not(text in ".*") {
            let text: String = text;
            agree_on_all(&text);
        }
    }
}
