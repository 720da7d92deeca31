//! What every recipient of a delivery is sent, before it is filled in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The content of a delivery's messages besides sender and subject, which its record has.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Body {
    /// As plain text.
    pub text: Option<String>,
    /// As a page.
    pub html: Option<String>,
    /// The address that bounces go back to, before the message's mark is put in. That of the sender if there is none.
    pub bounces: Option<String>,
}

/// Where links to other places begin.
const SCHEMES: [&str; 2] = ["https://", "http://"];

impl Body {
    /// The same for the same content, and for nothing else.
    pub fn digest(&self) -> String {
        let text = serde_json::to_string(self).unwrap_or_default();
        Sha256::digest(text.as_bytes()).iter().take(12).map(|byte| format!("{byte:02x}")).collect()
    }

    /// The addresses that the links of the page lead to, each once, in the order they stand there. A link is known by its
    /// place among them, so that nothing else can ever be reached through this service.
    pub fn links(&self) -> Vec<String> {
        let mut links: Vec<String> = Vec::new();
        for (start, end) in spots(self.html.as_deref().unwrap_or_default()) {
            let link = unescape(&self.html.as_deref().unwrap_or_default()[start..end]);
            if !links.contains(&link) {
                links.push(link);
            }
        }
        links
    }

    /// The page with each link that leads elsewhere replaced.
    pub fn with_links(html: &str, links: &[String], replace: impl Fn(usize) -> String) -> String {
        let mut replaced = String::with_capacity(html.len());
        let mut done = 0;
        for (start, end) in spots(html) {
            let Some(number) = links.iter().position(|link| *link == unescape(&html[start..end])) else { continue };
            replaced.push_str(&html[done..start]);
            replaced.push_str(&replace(number));
            done = end;
        }
        replaced.push_str(&html[done..]);
        replaced
    }
}

/// Where the addresses of links stand that lead elsewhere and are not filled in.
fn spots(html: &str) -> Vec<(usize, usize)> {
    let mut spots = Vec::new();
    let lower = html.to_ascii_lowercase();
    for (at, name) in lower.match_indices("href") {
        let inside_tag = lower[..at].rfind('<').is_some_and(|open| {
            lower[open..].starts_with("<a")
                && !lower[open..at].contains('>')
                && lower[..at].ends_with(char::is_whitespace)
        });
        let rest = &lower[at + name.len()..];
        let value = rest.trim_start().strip_prefix('=').map(str::trim_start);
        let Some((value, quote)) = value.and_then(|value| Some((value, value.chars().next()?))) else { continue };
        if !inside_tag || !matches!(quote, '"' | '\'') {
            continue;
        }
        let start = lower.len() - value.len() + 1;
        let Some(length) = lower[start..].find(quote) else { continue };
        let link = &lower[start..start + length];
        if SCHEMES.iter().any(|scheme| link.starts_with(scheme)) && !link.contains('{') {
            spots.push((start, start + length));
        }
    }
    spots
}

fn unescape(link: &str) -> String {
    link.replace("&amp;", "&")
}

/// Puts a recipient's fields where a text names them in braces. What is no field stays, since braces have other uses.
pub fn fill(text: &str, fields: &BTreeMap<String, String>, escape: impl Fn(&str) -> String) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let named = rest[open + 1..].find('}').map(|length| &rest[open + 1..open + 1 + length]);
        let field = named.and_then(|name| fields.get(name.trim()).map(|value| (name, value)));
        filled.push_str(&rest[..open]);
        match field {
            Some((name, value)) => {
                filled.push_str(&escape(value));
                rest = &rest[open + name.len() + 2..];
            }
            None => {
                filled.push('{');
                rest = &rest[open + 1..];
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(html: &str) -> Body {
        Body { html: Some(html.to_owned()), ..Body::default() }
    }

    #[test]
    fn links_that_lead_elsewhere_are_known() {
        for (html, expected) in [
            ("<a href=\"https://a.example/x?y=1&amp;z=2\">a</a>", &["https://a.example/x?y=1&z=2"][..]),
            ("<A class=b HREF = 'http://a.example'>a</A> <a href=\"http://a.example\">b</a>", &["http://a.example"]),
            ("<a href=\"mailto:x@a.example\">a</a><a href=\"#top\">b</a><a href=\"{page}\">c</a>", &[]),
            ("<a href=\"https://a.example/{name}\">a</a>", &[]),
            ("<link href=\"https://a.example/s.css\"><img src=\"https://a.example/i.png\">", &[]),
            ("href=\"https://a.example\"", &[]),
            ("<a href=\"https://a.example", &[]),
            ("<a data-href=\"https://a.example\">", &[]),
        ] {
            assert_eq!(body(html).links(), expected, "{html}");
        }
    }

    #[test]
    fn each_link_is_replaced_by_its_number() {
        let html = "<p><a href=\"https://a.example/1\">one</a> <a href='https://a.example/2'>two</a> \
                    <a href=\"https://a.example/1\">again</a></p>";
        let replaced = Body::with_links(html, &body(html).links(), |number| format!("/c/{number}"));
        assert_eq!(replaced, "<p><a href=\"/c/0\">one</a> <a href='/c/1'>two</a> <a href=\"/c/0\">again</a></p>");
    }

    #[test]
    fn fields_are_filled_in_and_braces_stay() {
        let fields = BTreeMap::from([("first name".to_owned(), "Zoë <3".to_owned())]);
        let escape = |value: &str| value.replace('<', "&lt;");
        for (text, expected) in [
            ("Dear {first name},", "Dear Zoë &lt;3,"),
            ("{ first name }{first name}", "Zoë &lt;3Zoë &lt;3"),
            ("a { color: red } {unknown} {", "a { color: red } {unknown} {"),
            ("{{first name}}", "{Zoë &lt;3}"),
            ("", ""),
        ] {
            assert_eq!(fill(text, &fields, escape), expected);
        }
    }

    #[test]
    fn another_content_has_another_digest() {
        assert_eq!(body("x").digest(), body("x").digest());
        assert_ne!(body("x").digest(), body("y").digest());
        assert_ne!(body("x").digest(), Body { text: Some("x".to_owned()), ..Body::default() }.digest());
    }
}
