//! `text/event-stream` (WHATWG HTML, section 9.2), as a parser that is given chunks and performs nothing. The crates
//! for this format wrap a client or an async body; this one also has to be fed by a file.

use alloc::vec::Vec;

/// One dispatched event of the stream.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Message<'a> {
    /// Its data lines, joined by line feeds.
    pub data: &'a [u8],
    /// The last id the stream has named; stays until another is named.
    pub id: &'a [u8],
}

/// Splits a stream into its events. One that is not ended by a blank line is not dispatched.
#[derive(Default)]
pub(super) struct Sse {
    line: Vec<u8>,
    data: Vec<u8>,
    id: Vec<u8>,
    next_id: Option<Vec<u8>>,
    has_data: bool,
    has_begun: bool,
    after_return: bool,
}

impl Sse {
    /// Ends a line at CR, LF or CRLF.
    pub fn push(&mut self, mut bytes: &[u8], dispatch: &mut impl FnMut(Message<'_>)) {
        while !bytes.is_empty() {
            if core::mem::take(&mut self.after_return) && bytes[0] == b'\n' {
                bytes = &bytes[1..];
                continue;
            }
            let Some(end) = memchr::memchr2(b'\n', b'\r', bytes) else {
                self.line.extend_from_slice(bytes);
                return;
            };
            self.line.extend_from_slice(&bytes[..end]);
            self.after_return = bytes[end] == b'\r';
            bytes = &bytes[end + 1..];
            let mut line = core::mem::take(&mut self.line);
            self.end_line(&line, dispatch);
            line.clear();
            self.line = line;
        }
    }

    fn end_line(&mut self, line: &[u8], dispatch: &mut impl FnMut(Message<'_>)) {
        let is_first = !core::mem::replace(&mut self.has_begun, true);
        let line = if is_first { line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line) } else { line };
        if line.is_empty() {
            if let Some(id) = self.next_id.take() {
                self.id = id;
            }
            if core::mem::take(&mut self.has_data) || !self.id.is_empty() {
                dispatch(Message { data: &self.data, id: &self.id });
            }
            self.data.clear();
            return;
        }
        let colon = memchr::memchr(b':', line).unwrap_or(line.len());
        let value = line.get(colon + 1..).unwrap_or_default();
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match &line[..colon] {
            b"data" => {
                if core::mem::replace(&mut self.has_data, true) {
                    self.data.push(b'\n');
                }
                self.data.extend_from_slice(value);
            }
            b"id" if !value.contains(&0) => self.next_id = Some(value.to_vec()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;
    use alloc::vec;

    /// Every way to cut the stream in two must read the same.
    fn check(stream: &str, expected: &[(&str, &str)]) {
        for cut in 0..=stream.len() {
            let (mut sse, mut seen) = (Sse::default(), vec![]);
            let mut dispatch = |message: Message<'_>| {
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                seen.push((text(message.data), text(message.id)));
            };
            sse.push(&stream.as_bytes()[..cut], &mut dispatch);
            sse.push(&stream.as_bytes()[cut..], &mut dispatch);
            let seen: Vec<_> = seen.iter().map(|(data, id)| (data.as_str(), id.as_str())).collect();
            assert_eq!(seen, expected, "{stream:?} cut at {cut}");
        }
    }

    #[test]
    fn reads_the_standards_own_examples_and_edges() {
        check("data: one\n\n", &[("one", "")]);
        check("data: YHOO\ndata: +2\ndata: 10\n\n", &[("YHOO\n+2\n10", "")]);
        check(
            ": test\n\ndata: first\nid: 1\n\ndata:second\nid\n\ndata:  third\n\n",
            &[("first", "1"), ("second", ""), (" third", "")],
        );
        check("data\n\ndata\ndata\n\ndata:", &[("", ""), ("\n", "")]);
        check("data: a\r\rdata: b\r\n\r\ndata: c\n\n", &[("a", ""), ("b", ""), ("c", "")]);
        check("\u{feff}data: a\n\n", &[("a", "")]);
        check("event: x\nretry: 10\nfoo: bar\ndata: a\n\n", &[("a", "")]);
        check("id: 7\n\n", &[("", "7")]);
        check("id: a\0b\ndata: x\n\n", &[("x", "")]);
        check("data: unfinished\n", &[]);
    }
}
