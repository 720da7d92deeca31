//! The parts of a mail (RFC 2045 and 2046), as far as reports need them. Anybody may send one, so that reading takes no more
//! time than its length asks for, however its parts are nested, and what is broken costs no more than itself.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// How deep parts are looked for within parts. A report has its own at the second floor, behind a mailing list at the third.
const DEEPEST: usize = 8;

/// What an empty line ends, and what follows it.
pub(super) struct Part<'a> {
    head: Fields,
    body: &'a [u8],
}

impl<'a> Part<'a> {
    /// A mail, or a part of one.
    pub(super) fn read(bytes: &'a [u8]) -> Self {
        let mut at = 0;
        let end = lines(bytes).find(|line| {
            at += line.len();
            bare(line).is_empty()
        });
        let head = bytes[..at - end.map_or(0, <[u8]>::len)].to_vec();
        let head = Fields::blocks(&String::from_utf8_lossy(&head)).into_iter().next().unwrap_or_default();
        Self { head, body: &bytes[at..] }
    }

    pub(super) const fn head(&self) -> &Fields {
        &self.head
    }

    /// The first part of one of these kinds: this, or one within. Mails that are passed on whole are not opened.
    pub(super) fn find(&self, kinds: &[&str]) -> Option<Self> {
        let mut open = vec![(Self { head: self.head.clone(), body: self.body }, 0)];
        while let Some((part, depth)) = open.pop() {
            let kind = part.kind();
            if kinds.contains(&kind.as_str()) {
                return Some(part);
            }
            if kind.starts_with("multipart/") && depth < DEEPEST {
                open.extend(part.pieces().into_iter().rev().map(|piece| (Self::read(piece), depth + 1)));
            }
        }
        None
    }

    /// In small letters; empty if it does not say.
    fn kind(&self) -> String {
        let said = self.head.get("content-type").unwrap_or_default();
        said.split([';', ' ', '\t']).next().unwrap_or_default().to_ascii_lowercase()
    }

    /// What its boundary divides it into. What comes before the first is for whoever knows no parts.
    fn pieces(&self) -> Vec<&'a [u8]> {
        let Some(boundary) = self.boundary() else { return Vec::new() };
        let (mut pieces, mut begun, mut at) = (Vec::new(), None, 0);
        for line in lines(self.body) {
            let rest = line.strip_prefix(b"--").and_then(|line| line.strip_prefix(boundary.as_bytes()));
            let rest = rest.map(<[u8]>::trim_ascii).filter(|rest| rest.is_empty() || *rest == b"--");
            if let Some(rest) = rest {
                pieces.extend(begun.map(|begun| &self.body[begun..at]));
                begun = rest.is_empty().then_some(at + line.len());
                if begun.is_none() {
                    break;
                }
            }
            at += line.len();
        }
        pieces.extend(begun.map(|begun| &self.body[begun..]));
        pieces
    }

    fn boundary(&self) -> Option<String> {
        let said = self.head.get("content-type")?;
        let at = said.to_ascii_lowercase().find("boundary=")? + "boundary=".len();
        let value = &said[at..];
        let boundary = match value.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next(),
            None => value.split([';', ' ', '\t']).next(),
        };
        boundary.filter(|boundary| !boundary.is_empty()).map(str::to_owned)
    }

    /// What it says, as it was before it was put into letters that every relay takes.
    pub(super) fn text(&self) -> String {
        let encoding = self.head.get("content-transfer-encoding").unwrap_or_default().to_ascii_lowercase();
        let bytes = match encoding.as_str() {
            "base64" => unpacked(self.body),
            "quoted-printable" => unquoted(self.body),
            _ => self.body.to_vec(),
        };
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// Lines with their ends.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n')
}

/// A line without its end.
fn bare(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Base64, as far as it is some.
fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let mut letters: Vec<_> = bytes.iter().copied().filter(is_letter).collect();
    // One letter alone is less than a byte.
    if letters.len() % 4 == 1 {
        letters.pop();
    }
    GeneralPurpose::new(&STANDARD, config).decode(&letters).unwrap_or_default()
}

/// Quoted-printable; what is none stays as it is.
fn unquoted(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes.len());
    for line in lines(bytes) {
        let (body, end) = line.split_at(bare(line).len());
        let body = body.trim_ascii_end();
        let (mut rest, end) = body.strip_suffix(b"=").map_or((body, end), |body| (body, &[]));
        while let Some((&byte, after)) = rest.split_first() {
            let digit = |at: usize| after.get(at).and_then(|byte| char::from(*byte).to_digit(16));
            match (byte, digit(0), digit(1)) {
                (b'=', Some(high), Some(low)) => {
                    text.extend(u8::try_from(high * 16 + low));
                    rest = &after[2..];
                }
                _ => {
                    text.push(byte);
                    rest = after;
                }
            }
        }
        text.extend_from_slice(end);
    }
    text
}

/// A block of fields, as `Name: value`.
#[derive(Clone, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The blocks of a text, which empty lines divide.
    pub(super) fn blocks(text: &str) -> Vec<Self> {
        let mut blocks = vec![Self(Vec::new())];
        for line in text.lines() {
            let Some(Self(fields)) = blocks.last_mut() else { break };
            if line.trim().is_empty() {
                blocks.push(Self(Vec::new()));
            } else if line.starts_with([' ', '\t']) {
                if let Some((_, value)) = fields.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            } else if let Some((name, value)) = line.split_once(':') {
                fields.push((name.trim().to_lowercase(), value.trim().to_owned()));
            }
        }
        blocks
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(mail: &str) -> Option<String> {
        Part::read(mail.as_bytes()).find(&["message/delivery-status"]).map(|part| part.text())
    }

    #[test]
    fn a_part_is_found_wherever_it_is() {
        let status = "Content-Type: Message/Delivery-Status; charset=us-ascii\n\nAction: failed\n";
        let within = |said: &str, boundary: &str, part: &str| {
            format!(
                "Content-Type: {said}\nSubject: x\n\nFor old readers.\n--{boundary}\n\nNo.\n--{boundary}\n{part}--{boundary}--\nAfter.\n"
            )
        };
        assert_eq!(found(status).as_deref(), Some("Action: failed\n"));
        let report = within("multipart/report; x=1;\n Boundary=\"b y\"", "b y", status);
        assert_eq!(found(&report).as_deref(), Some("Action: failed\n"));
        assert_eq!(found(&report.replace('\n', "\r\n")).as_deref(), Some("Action: failed\r\n"));
        assert!(found(&within("multipart/mixed; boundary=c", "c", &report)).is_some());
        // A mail that is passed on is not this one.
        assert_eq!(found(&format!("Content-Type: message/rfc822\n\n{report}")), None);
        assert_eq!(found(&within("multipart/report; boundary=\"\"", "", status)), None);
        let cut = report.split("--b y--").next().unwrap_or_default();
        assert_eq!(found(cut).as_deref(), Some("Action: failed\n"), "its end is missing");
        assert_eq!(found(""), None);
    }

    #[test]
    fn a_part_says_what_it_said_before() {
        let part = |encoding: &str, body: &str| {
            let mail =
                format!("content-type:message/delivery-status\r\ncontent-transfer-encoding: {encoding}\r\n\r\n{body}");
            found(&mail).unwrap_or_default()
        };
        assert_eq!(part("7bit", "a=3D"), "a=3D");
        assert_eq!(part("Base64", "QWN0aW9u\r\nOiBmYWls\r\nZWQ"), "Action: failed");
        assert_eq!(part("BASE64", "QWN0*aW9uA"), "Action");
        assert_eq!(
            part("quoted-printable", "Action=3A fa=\r\niled =\r\n=E2=80=94 =zz  \r\nx="),
            "Action: failed — =zz\r\nx"
        );
    }

    #[test]
    fn deep_is_not_looked_for() {
        let nested = |depth: usize| {
            let opened =
                (0..depth).map(|floor| format!("Content-Type: multipart/mixed; boundary=b{floor}\n\n--b{floor}\n"));
            opened.collect::<String>() + "Content-Type: message/delivery-status\n\n"
        };
        assert!(found(&nested(DEEPEST)).is_some());
        assert_eq!(found(&nested(DEEPEST + 1)), None);
        assert_eq!(found(&nested(10_000)), None);
    }
}
