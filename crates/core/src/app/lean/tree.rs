//! A JSON text as a tree (RFC 8259): borrowed where it holds no escapes.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

/// A value.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Tree<'a> {
    Null,
    Bool(bool),
    Natural(u64),
    Whole(i64),
    Real(f64),
    Text(Cow<'a, str>),
    List(Vec<Tree<'a>>),
    Object(Vec<(Cow<'a, str>, Tree<'a>)>),
}

impl<'a> Tree<'a> {
    /// The value that a text is, and nothing else. `None` if it is none.
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut rest = Rest { text, at: 0 };
        let value = rest.value(0)?;
        rest.blanks();
        (rest.at == text.len()).then_some(value)
    }

    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn fields(&self) -> Option<&[(Cow<'a, str>, Self)]> {
        match self {
            Self::Object(fields) => Some(fields),
            _ => None,
        }
    }
}

/// The field of a name; of several, the last.
pub(super) fn field<'t, 'a>(fields: &'t [(Cow<'a, str>, Tree<'a>)], name: &str) -> Option<&'t Tree<'a>> {
    fields.iter().rev().find(|(one, _)| one == name).map(|(_, value)| value)
}

/// How deep a text may go: beyond that it is an attack on the stack.
const DEEPEST: usize = 128;

/// What is left to be read.
struct Rest<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Rest<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Goes past this byte if it is next.
    fn eat(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    /// The same behind blanks.
    fn sign(&mut self, byte: u8) -> bool {
        self.blanks();
        self.eat(byte)
    }

    fn value(&mut self, depth: usize) -> Option<Tree<'a>> {
        self.blanks();
        match self.peek()? {
            b'"' => self.string().map(Tree::Text),
            b'{' | b'[' if depth >= DEEPEST => None,
            b'{' => {
                let mut fields = Vec::new();
                self.items(b'}', |rest| {
                    rest.blanks();
                    let name = rest.string()?;
                    let value = if rest.sign(b':') { rest.value(depth + 1)? } else { return None };
                    fields.push((name, value));
                    Some(())
                })?;
                Some(Tree::Object(fields))
            }
            b'[' => {
                let mut list = Vec::new();
                self.items(b']', |rest| {
                    list.push(rest.value(depth + 1)?);
                    Some(())
                })?;
                Some(Tree::List(list))
            }
            b'-' | b'0'..=b'9' => self.number(),
            _ => {
                let words = [("null", Tree::Null), ("true", Tree::Bool(true)), ("false", Tree::Bool(false))];
                let (word, value) = words.into_iter().find(|(word, _)| self.text[self.at..].starts_with(word))?;
                self.at += word.len();
                Some(value)
            }
        }
    }

    /// What stands between two brackets, of which the first is next.
    fn items(&mut self, end: u8, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.at += 1;
        if self.sign(end) {
            return Some(());
        }
        loop {
            item(self)?;
            if self.sign(end) {
                return Some(());
            }
            if !self.eat(b',') {
                return None;
            }
        }
    }

    fn string(&mut self) -> Option<Cow<'a, str>> {
        if !self.eat(b'"') {
            return None;
        }
        let mut whole = String::new();
        loop {
            let from = self.at;
            while !matches!(self.peek()?, b'"' | b'\\' | 0..b' ') {
                self.at += 1;
            }
            let piece = self.text.get(from..self.at)?;
            let is_end = self.eat(b'"');
            if is_end && whole.is_empty() {
                return Some(Cow::Borrowed(piece));
            }
            whole.push_str(piece);
            if is_end {
                return Some(Cow::Owned(whole));
            }
            whole.push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Option<char> {
        if !self.eat(b'\\') {
            return None;
        }
        let sign = self.peek()?;
        self.at += 1;
        Some(match sign {
            b'"' | b'\\' | b'/' => char::from(sign),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.unit()?;
                let is_pair = matches!(first, 0xd800..0xdc00) && self.eat(b'\\') && self.eat(b'u');
                let second = if is_pair { self.unit()?.wrapping_sub(0xdc00) } else { 0 };
                let code = if is_pair && second < 0x400 { 0x1_0000 + ((first - 0xd800) << 10 | second) } else { first };
                // Half a pair is no character.
                char::from_u32(code)?
            }
            _ => return None,
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Option<u32> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4)?;
        self.at += 4;
        digits.iter().try_fold(0, |unit, digit| Some(unit << 4 | char::from(*digit).to_digit(16)?))
    }

    /// Digits, at least one; what they add to a number, and how many there are.
    fn digits(&mut self, mut number: f64) -> Option<(f64, i32)> {
        let from = self.at;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            number = number * 10.0 + f64::from(digit - b'0');
            self.at += 1;
        }
        (self.at > from).then_some((number, i32::try_from(self.at - from).unwrap_or(i32::MAX)))
    }

    /// A number. A whole one is exact as long as it fits; any other is as near as a dozen digits tell.
    fn number(&mut self) -> Option<Tree<'a>> {
        let from = self.at;
        let is_negative = self.eat(b'-');
        let (has_zero, (mut number, length)) = (self.peek() == Some(b'0'), self.digits(0.0)?);
        if has_zero && length > 1 {
            return None;
        }
        let mut shift = 0_i32;
        if self.eat(b'.') {
            let (longer, length) = self.digits(number)?;
            (number, shift) = (longer, -length);
        }
        if self.eat(b'e') || self.eat(b'E') {
            let is_down = !self.eat(b'+') && self.eat(b'-');
            let power = self.digits(0.0)?.0 as i32;
            shift = shift.saturating_add(if is_down { -power } else { power });
        } else if shift == 0 {
            let digits = self.text.get(from..self.at)?;
            if let Ok(number) = digits.parse() {
                return Some(Tree::Natural(number));
            }
            // Zero below zero is not a whole number's.
            if let Ok(number @ ..0) = digits.parse() {
                return Some(Tree::Whole(number));
            }
        }
        // Further than that every number is nothing, or too much.
        for _ in 0..shift.unsigned_abs().min(700) {
            number = if shift < 0 { number / 10.0 } else { number * 10.0 };
        }
        number.is_finite().then_some(Tree::Real(if is_negative { -number } else { number }))
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    /// Whether the library makes the same of it, but for the last digits of a number that is not whole.
    fn is_same(tree: &Tree<'_>, value: &Value) -> bool {
        match (tree, value) {
            (Tree::Null, Value::Null) => true,
            (Tree::Bool(one), Value::Bool(other)) => one == other,
            (Tree::Natural(one), Value::Number(other)) => Some(*one) == other.as_u64(),
            (Tree::Whole(one), Value::Number(other)) => Some(*one) == other.as_i64(),
            (Tree::Real(one), Value::Number(other)) => {
                other.as_f64().is_some_and(|other| (one - other).abs() <= other.abs() * 1e-12)
            }
            (Tree::Text(one), Value::String(other)) => one == other,
            (Tree::List(one), Value::Array(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
            }
            (Tree::Object(one), Value::Object(other)) => {
                one.iter().all(|(name, _)| {
                    field(one, name).zip(other.get(&**name)).is_some_and(|(one, other)| is_same(one, other))
                }) && other.keys().all(|name| field(one, name).is_some())
            }
            _ => false,
        }
    }

    fn agree(text: &str) -> bool {
        let (ours, theirs) = (Tree::parse(text), serde_json::from_str::<Value>(text).ok());
        let same = ours.as_ref().zip(theirs.as_ref()).is_some_and(|(ours, theirs)| is_same(ours, theirs));
        assert!(same || ours.is_none() && theirs.is_none(), "{text}: {ours:?}, {theirs:?}");
        same
    }

    #[test]
    fn what_is_json_is_read_and_what_is_not_is_not() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        let fine = [
            " {\"a\" : [ 1 , -2.50e-1 ] , \"b\" : { } , \"a\" : null }\n",
            r#""\"\\\/\b\f\n\r\t\u00e9\ud83d\udce7 é""#,
            "18446744073709551615",
            "18446744073709551616",
            "-9223372036854775808",
            "-0",
            "0.1",
            "1.5E+3",
            "123456789.125",
            "[]",
            "[[true,false]]",
            &nested(127),
        ];
        for text in fine {
            assert!(agree(text), "{text}");
        }
        let odd = [
            "",
            " ",
            "{",
            "[1,]",
            "[1 2]",
            "{\"a\"}",
            "{\"a\":1,}",
            "{a:1}",
            "01",
            "1.",
            ".5",
            "+1",
            "1e",
            "-",
            "nul",
            "truefalse",
            "\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\ud800\"",
            "\"\\ud800\\u0041\"",
            "\"\\udc00\"",
            "\"a\nb\"",
            "[]]",
            "1e999",
            "\u{feff}1",
            &nested(200),
        ];
        for text in odd {
            assert!(!agree(text), "{text}");
        }
    }

    #[test]
    fn a_text_without_escapes_is_not_copied() {
        assert!(matches!(Tree::parse("\"plain\""), Some(Tree::Text(Cow::Borrowed("plain")))));
    }

    fn value() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,5})?([eE][-+]?[0-9]{1,2})?",
            "\"([a-zé \u{1f4e7}]|\\\\[\"nu/]|\\\\ud83d\\\\udce7|\\\\u00e9){0,5}\"",
            prop::sample::select(vec!["null", "true", "false"]).prop_map(|word| word.to_string()),
        ];
        leaf.prop_recursive(4, 32, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(|items| format!("[{}]", items.join(","))),
                prop::collection::vec(("[ab]{0,2}", inner), 0..5).prop_map(|fields| {
                    let fields: Vec<_> = fields.iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
                    format!("{{{} }}", fields.join(" ,"))
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn it_agrees_with_the_library(text in value()) {
            agree(&text);
        }

        #[test]
        fn it_agrees_on_what_was_damaged(text in value(), at in any::<prop::sample::Index>(), put in "[\\[\\]{}\":,\\\\0-9eE.+ a-f-]{0,2}") {
            let at = at.index(text.len() + 1);
            if let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) {
                agree(&format!("{before}{put}{after}"));
                agree(before);
            }
        }
    }
}
