//! Addresses for those who may not see them: `m•••@example.com`.

use std::borrow::Cow;

use serde_json::Value;

/// How the service writes the field, and only the field: inside a JSON string the quotes would be escaped.
const FIELD: &str = "\"address\":\"";

/// What stands for a text that is not shown.
const HIDDEN: &str = "•••";

/// Lines of a log with their addresses masked.
pub fn mask_lines(lines: &str) -> Cow<'_, str> {
    if !lines.contains(FIELD) {
        return Cow::Borrowed(lines);
    }
    let mut masked = String::with_capacity(lines.len() + lines.len() / 16);
    let mut rest = lines;
    while let Some(at) = rest.find(FIELD) {
        let value = at + FIELD.len() - 1;
        let length = string_length(&rest[value..]);
        masked.push_str(&rest[..value]);
        let address: String = serde_json::from_str(&rest[value..value + length]).unwrap_or_default();
        masked.push_str(&serde_json::to_string(&mask(&address)).unwrap_or_default());
        rest = &rest[value + length..];
    }
    masked.push_str(rest);
    Cow::Owned(masked)
}

/// The length of the JSON string that a text begins with, quotes included.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// JSON without any text that may be an address, or hold one. Of what is no JSON nothing is shown.
pub fn without_addresses(text: &str) -> String {
    let Ok(mut value) = serde_json::from_str(text) else { return format!("{} bytes", text.len()) };
    hide(&mut value);
    value.to_string()
}

fn hide(value: &mut Value) {
    match value {
        Value::String(text) if may_be_address(text) => *text = HIDDEN.to_owned(),
        Value::Array(members) => members.iter_mut().for_each(hide),
        Value::Object(fields) => {
            let names: Vec<_> = fields.keys().filter(|name| name.contains('@')).cloned().collect();
            names.iter().for_each(|name| drop(fields.remove(name)));
            fields.values_mut().for_each(hide);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Words of people without any that may be an address, or hold one.
pub fn spoken(text: &str) -> String {
    let word = |word| if may_be_address(word) { HIDDEN } else { word };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// As it is written, in an address of a page, and within a text that is JSON itself.
fn may_be_address(text: &str) -> bool {
    text.contains('@') || text.contains("%40") || text.contains("u0040")
}

/// The first letter and the domain; of something without a domain, the first letter alone.
fn mask(address: &str) -> String {
    let Some(first) = address.chars().next() else { return String::new() };
    match address.rsplit_once('@') {
        Some(("", domain)) => format!("•••@{domain}"),
        Some((_, domain)) => format!("{first}•••@{domain}"),
        None => format!("{first}•••"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_letter_and_the_domain_stay() {
        for (address, expected) in [
            ("maria@example.com", "m•••@example.com"),
            ("m@example.com", "m•••@example.com"),
            ("мария.иванова@почта.example", "м•••@почта.example"),
            ("\"odd@name\"@example.com", "\"•••@example.com"),
            ("@example.com", "•••@example.com"),
            ("no address", "n•••"),
            ("", ""),
        ] {
            assert_eq!(mask(address), expected);
        }
    }

    #[test]
    fn a_line_stays_json_whatever_the_address_holds() {
        for address in ["maria@example.com", "a\"b\\@example.com", "", "\\", "x\"address\":\"y@example.com"] {
            let line = serde_json::json!({ "data": { "address": address, "cause": "\"address\":\"kept" }, "id": "1" });
            let masked: serde_json::Value = serde_json::from_str(&mask_lines(&line.to_string())).expect("JSON");
            assert_eq!(masked["data"]["address"], mask(address));
            assert_eq!(masked["data"]["cause"], line["data"]["cause"]);
            assert_eq!(masked["id"], "1");
        }
    }

    #[test]
    fn a_sample_names_nobody() {
        let text = r#"{"to":"a@x.example","list":["b%40x.example",7,"fine"],"in":{"c@x.example":1,"at":"\\u0040"},"kind":"open"}"#;
        let shown = without_addresses(text);
        let expected =
            serde_json::json!({ "to": "•••", "list": ["•••", 7, "fine"], "in": { "at": "•••" }, "kind": "open" });
        assert_eq!(serde_json::from_str::<Value>(&shown).ok(), Some(expected));
        assert_eq!(without_addresses("oops a@x.example"), "16 bytes");
    }

    #[test]
    fn words_name_nobody() {
        let spoken_of = [
            ("The list of bo@x.example is gone.", "The list of ••• is gone."),
            ("see https://x.example/?u=bo%40x.example now", "see ••• now"),
            ("nothing  to hide", "nothing  to hide"),
        ];
        for (text, expected) in spoken_of {
            assert_eq!(spoken(text), expected);
        }
    }

    #[test]
    fn other_lines_are_not_touched() {
        assert!(matches!(mask_lines(r#"{"type":"message.relayed"}"#), Cow::Borrowed(_)));
    }
}
