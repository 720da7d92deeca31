//! Writing JSON with a third of the code: what the page says is short, and all of it is of this module's types.

use alloc::string::{String, ToString};
use core::fmt::{Display, Write};

use serde::Serialize;
use serde::ser::{Impossible, SerializeSeq, SerializeStruct, SerializeStructVariant, Serializer};

use super::Unreadable;

/// A value as a text. `None` for what no request holds: bytes, tuples, maps, numbers that are not whole.
pub fn write<T: Serialize + ?Sized>(value: &T) -> Option<String> {
    let mut out = String::new();
    value.serialize(Writer(&mut out)).ok()?;
    Some(out)
}

type Written = Result<(), Unreadable>;

/// The end of the text.
struct Writer<'o>(&'o mut String);

fn put(out: &mut String, text: &str) -> Written {
    out.push('"');
    for sign in text.chars() {
        match sign {
            '"' | '\\' => out.extend(['\\', sign]),
            '\0'..' ' => drop(write!(out, "\\u{:04x}", u32::from(sign))),
            _ => out.push(sign),
        }
    }
    out.push('"');
    Ok(())
}

macro_rules! whole {
    ($($method:ident: $kind:ty),*) => {
        $(fn $method(self, number: $kind) -> Written {
            self.0.push_str(&number.to_string());
            Ok(())
        })*
    };
}

macro_rules! refused {
    ($($method:ident($($kind:ty),*) -> $answer:ty;)*) => {
        $(fn $method(self, $(_: $kind),*) -> Result<$answer, Unreadable> {
            Err(Unreadable)
        })*
    };
}

impl<'o> Writer<'o> {
    /// The value of an object's only field follows.
    fn under(self, name: &str) -> Result<&'o mut String, Unreadable> {
        self.0.push('{');
        put(self.0, name)?;
        self.0.push(':');
        Ok(self.0)
    }

    fn open(self, begin: char, end: &'static str) -> Parts<'o> {
        self.0.push(begin);
        Parts { out: self.0, is_first: true, end }
    }
}

impl<'o> Serializer for Writer<'o> {
    type Ok = ();
    type Error = Unreadable;
    type SerializeSeq = Parts<'o>;
    type SerializeTuple = Impossible<(), Unreadable>;
    type SerializeTupleStruct = Impossible<(), Unreadable>;
    type SerializeTupleVariant = Impossible<(), Unreadable>;
    type SerializeMap = Impossible<(), Unreadable>;
    type SerializeStruct = Parts<'o>;
    type SerializeStructVariant = Parts<'o>;

    whole! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64
    }

    refused! {
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_tuple(usize) -> Self::SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
        serialize_map(Option<usize>) -> Self::SerializeMap;
    }

    fn serialize_bool(self, is: bool) -> Written {
        self.0.push_str(if is { "true" } else { "false" });
        Ok(())
    }

    fn serialize_char(self, sign: char) -> Written {
        put(self.0, sign.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Written {
        put(self.0, text)
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Written {
        put(self.0, &value.to_string())
    }

    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.0.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Written {
        put(self.0, name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Written {
        let out = self.under(name)?;
        value.serialize(Writer(out))?;
        out.push('}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'o>, Unreadable> {
        Ok(self.open('[', "]"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'o>, Unreadable> {
        Ok(self.open('{', "}"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Parts<'o>, Unreadable> {
        Ok(Writer(self.under(name)?).open('{', "}}"))
    }
}

/// A list or an object being written.
struct Parts<'o> {
    out: &'o mut String,
    is_first: bool,
    end: &'static str,
}

impl Parts<'_> {
    fn next(&mut self) -> Writer<'_> {
        if !core::mem::take(&mut self.is_first) {
            self.out.push(',');
        }
        Writer(self.out)
    }

    fn named<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Written {
        put(self.next().0, name)?;
        self.out.push(':');
        value.serialize(Writer(self.out))
    }

    fn close(self) -> Written {
        self.out.push_str(self.end);
        Ok(())
    }
}

impl SerializeSeq for Parts<'_> {
    type Ok = ();
    type Error = Unreadable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        value.serialize(self.next())
    }

    fn end(self) -> Written {
        self.close()
    }
}

impl SerializeStruct for Parts<'_> {
    type Ok = ();
    type Error = Unreadable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Written {
        self.named(name, value)
    }

    fn end(self) -> Written {
        self.close()
    }
}

impl SerializeStructVariant for Parts<'_> {
    type Ok = ();
    type Error = Unreadable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Written {
        self.named(name, value)
    }

    fn end(self) -> Written {
        self.close()
    }
}
