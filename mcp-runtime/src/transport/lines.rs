use std::io::BufRead as _;

use bytes::{Buf, Bytes, BytesMut};

use crate::protocol::{IdBuf, Peek, peek_id};

/// Cuts a byte stream into lines of bounded length.
pub(super) struct Lines {
    buffer: BytesMut,
    limit: usize,
    /// Bytes of the buffer already searched for a newline.
    searched: usize,
    /// In the middle of a line that is too long.
    skipping: Option<Skipped>,
    /// No more bytes will come: the last line needs no newline.
    ended: bool,
}

pub(super) enum Line {
    Complete(Bytes),
    /// Longer than the limit; its id, wherever in it that stands.
    TooLong(Option<IdBuf>),
}

enum Skipped {
    /// Its id may come yet.
    Unreported(Peek),
    Reported,
}

impl Skipped {
    /// What there is to report once these bytes of it are read.
    fn read(&mut self, bytes: &[u8]) -> Option<Line> {
        let Self::Unreported(peek) = self else { return None };
        let id = peek.feed(bytes)?;
        *self = Self::Reported;
        Some(Line::TooLong(Some(id)))
    }

    /// The same, where they are the last.
    fn end(mut self, bytes: &[u8]) -> Option<Line> {
        let found = self.read(bytes);
        found.or_else(|| matches!(self, Self::Unreported(_)).then_some(Line::TooLong(None)))
    }
}

impl Lines {
    pub(super) fn new(limit: usize) -> Self {
        Self { buffer: BytesMut::new(), limit, searched: 0, skipping: None, ended: false }
    }

    /// Where to read into.
    pub(super) fn buffer(&mut self) -> &mut BytesMut {
        const CHUNK: usize = 32 << 10;
        self.buffer.reserve(CHUNK);
        &mut self.buffer
    }

    /// The next non-blank line that is complete.
    pub(super) fn next(&mut self) -> Option<Line> {
        loop {
            let Some(offset) = newline(&self.buffer[self.searched..]) else {
                return self.unfinished();
            };
            let length = self.searched + offset;
            self.searched = 0;
            let line = self.buffer.split_to(length).freeze();
            self.buffer.advance(1);
            if let Some(skipped) = self.skipping.take() {
                match skipped.end(&line) {
                    None => continue,
                    report => return report,
                }
            }
            if line.len() > self.limit {
                return Some(Line::TooLong(peek_id(&line)));
            }
            if !line.trim_ascii().is_empty() {
                return Some(Line::Complete(line));
            }
        }
    }

    /// The stream has ended.
    pub(super) fn end(&mut self) {
        self.ended = true;
    }

    fn unfinished(&mut self) -> Option<Line> {
        self.searched = self.buffer.len();
        if self.searched <= self.limit {
            return if self.ended { self.rest() } else { None };
        }
        self.searched = 0;
        let piece = self.buffer.split();
        let skipped = self.skipping.get_or_insert_with(|| Skipped::Unreported(Peek::default()));
        skipped.read(&piece)
    }

    fn rest(&mut self) -> Option<Line> {
        let line = self.buffer.split().freeze();
        self.searched = 0;
        if let Some(skipped) = self.skipping.take() {
            return skipped.end(&line);
        }
        (!line.trim_ascii().is_empty()).then_some(Line::Complete(line))
    }
}

/// Where the first newline is. The standard library's search, because the
/// `memchr` crate asks the processor for its features at the first use, which
/// is slow in a virtual machine and would delay every process's first answer.
fn newline(bytes: &[u8]) -> Option<usize> {
    let mut rest = bytes;
    let skipped = rest.skip_until(b'\n').ok()?;
    (bytes.get(skipped.checked_sub(1)?) == Some(&b'\n')).then(|| skipped - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(lines: &mut Lines, text: &[u8]) -> Vec<String> {
        lines.buffer().extend_from_slice(text);
        std::iter::from_fn(|| lines.next())
            .map(|line| match line {
                Line::Complete(line) => String::from_utf8_lossy(&line).into_owned(),
                Line::TooLong(id) => {
                    format!(
                        "too long: {}",
                        id.map_or_else(String::new, |id| id.as_id().as_json().to_owned())
                    )
                }
            })
            .collect()
    }

    #[test]
    fn lines_arrive_whole_however_they_are_cut() {
        let mut lines = Lines::new(100);
        assert_eq!(feed(&mut lines, b"one\n\n  \r\ntw"), ["one"]);
        assert_eq!(feed(&mut lines, b"o"), Vec::<String>::new());
        assert_eq!(feed(&mut lines, b"\nthree"), ["two"]);
        lines.end();
        assert_eq!(feed(&mut lines, b""), ["three"]);
    }

    #[test]
    fn a_line_that_is_too_long_is_reported_once_and_skipped() {
        let mut lines = Lines::new(4);
        assert_eq!(feed(&mut lines, b"12345"), Vec::<String>::new());
        assert_eq!(feed(&mut lines, b"6789012"), Vec::<String>::new());
        let rest = ["too long: ", "ok", "too long: ", "ok2"];
        assert_eq!(feed(&mut lines, b"3\nok\n123456\nok2\n"), rest);
        assert_eq!(feed(&mut lines, b"12345"), Vec::<String>::new());
        lines.end();
        assert_eq!(feed(&mut lines, b"6"), ["too long: "]);
        assert_eq!(feed(&mut lines, b""), Vec::<String>::new());
    }

    #[test]
    fn a_line_that_is_too_long_is_known_by_its_id_wherever_that_stands() {
        let long = "x".repeat(100);
        let mut lines = Lines::new(40);
        let first = format!(r#"{{"id":1,"method":"{long}"#);
        assert_eq!(feed(&mut lines, first.as_bytes()), ["too long: 1"], "at once");
        assert_eq!(feed(&mut lines, b"\",\"id\":2}\n"), Vec::<String>::new(), "once");
        let last = format!(r#"{{"params":{{"id":3,"a":"{long}"}},"jsonrpc":"2.0","id":"last"}}"#);
        for cut in 0..=last.len() {
            let (one, two) = last.as_bytes().split_at(cut);
            let mut got = feed(&mut lines, one);
            got.extend(feed(&mut lines, two));
            got.extend(feed(&mut lines, b"\n{}\n"));
            assert_eq!(got, [r#"too long: "last""#, "{}"], "cut at {cut}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_cuts_between_reads_do_not_matter(
            text in proptest::collection::vec(
                proptest::sample::select(vec![b'a', b'b', b' ', b'\n', b'\r']), 0..200),
            cuts in proptest::collection::vec(0_usize..200, 0..10),
        ) {
            let mut whole = Lines::new(10);
            let expected = feed(&mut whole, &text);
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(text.len())).collect();
            cuts.extend([0, text.len()]);
            cuts.sort_unstable();
            let mut pieces = Lines::new(10);
            let mut got = Vec::new();
            for pair in cuts.windows(2) {
                got.extend(feed(&mut pieces, &text[pair[0]..pair[1]]));
            }
            proptest::prop_assert_eq!(got, expected);
        }
    }
}
