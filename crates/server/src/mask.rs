//! Addresses for those who may not see them: `m•••@example.com`.

use std::borrow::Cow;

/// How the service writes the field, and only the field: inside a JSON string the quotes would be escaped.
const FIELD: &str = "\"address\":\"";

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
    fn other_lines_are_not_touched() {
        assert!(matches!(mask_lines(r#"{"type":"message.relayed"}"#), Cow::Borrowed(_)));
    }
}
