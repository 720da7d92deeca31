//! Recipients' addresses, as providers write them.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::feed::json::{Raw, fields, list, object, word};

fields! {
    /// A recipient as an object.
    struct Named { email_address = "emailAddress", email = "email", address = "address" }
}

/// One address, or a list of them, as texts or as objects that hold one.
pub(super) fn addresses(raw: Raw<'_>) -> Vec<String> {
    let Some(text) = raw else { return Vec::new() };
    let members = if text.starts_with('[') { list(raw) } else { alloc::vec![text] };
    let address = |raw: &'_ str| -> Option<String> {
        let named: Named<'_> = object(Some(raw));
        let named = named.email_address.or(named.email).or(named.address);
        word(Some(raw)).or_else(|| word(named)).map(|address: Cow<'_, str>| bare(&address))
    };
    members.into_iter().filter_map(address).filter(|address| !address.is_empty()).collect()
}

/// `Ada <ada@Example.com>` is `ada@example.com`: the display name goes, and the domain is in lower case.
pub(super) fn bare(address: &str) -> String {
    let address = address.trim();
    let inner = address.rsplit_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or(address, |(inner, _)| inner);
    match inner.trim().rsplit_once('@') {
        Some((local, domain)) => alloc::format!("{local}@{}", domain.to_lowercase()),
        None => inner.trim().to_string(),
    }
}

/// The addresses of a mail's `To`.
pub(super) fn of_header(raw: Raw<'_>) -> Vec<String> {
    let Some(header) = word(raw) else { return Vec::new() };
    let mut is_quoted = false;
    let parts = header.split(|at| {
        is_quoted ^= at == '"';
        at == ',' && !is_quoted
    });
    parts.map(bare).filter(|address| address.contains('@')).collect()
}

/// A message id without its brackets.
pub(super) fn unbracketed(id: Cow<'_, str>) -> String {
    id.trim().trim_start_matches('<').trim_end_matches('>').to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_from_whatever_holds_it() {
        let check = |raw: &str, expected: &[&str]| assert_eq!(addresses(Some(raw)), expected, "{raw}");
        check(r#""Ada@Example.COM""#, &["Ada@example.com"]);
        check(r#""Ada <ada@example.com>""#, &["ada@example.com"]);
        check(r#"["ada@example.com","Bo <bo@Example.com>"]"#, &["ada@example.com", "bo@example.com"]);
        check(
            r#"[{"emailAddress":"ada@example.com"},{"email":"bo@example.com"}]"#,
            &["ada@example.com", "bo@example.com"],
        );
        check("[null,7,\"\"]", &["7"]);
        check("null", &[]);
        let header = |raw: &str, expected: &[&str]| assert_eq!(of_header(Some(raw)), expected, "{raw}");
        header(r#""\"Lovelace, Ada\" <ada@example.com>, bo@example.com""#, &["ada@example.com", "bo@example.com"]);
        header(r#""undisclosed-recipients:;""#, &[]);
        assert_eq!(unbracketed("<a@b>".into()), "a@b");
    }
}
