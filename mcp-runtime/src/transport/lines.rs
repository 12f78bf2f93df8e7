use std::io::BufRead as _;

use bytes::{Buf, Bytes, BytesMut};

/// Cuts a byte stream into lines of bounded length.
pub(super) struct Lines {
    buffer: BytesMut,
    limit: usize,
    /// Bytes of the buffer already searched for a newline.
    searched: usize,
    /// In the middle of a line that is too long and was reported.
    skipping: bool,
    /// No more bytes will come: the last line needs no newline.
    ended: bool,
}

pub(super) enum Line {
    Complete(Bytes),
    /// Longer than the limit; this is its beginning.
    TooLong(Bytes),
}

impl Lines {
    pub(super) fn new(limit: usize) -> Self {
        Self { buffer: BytesMut::new(), limit, searched: 0, skipping: false, ended: false }
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
            if std::mem::take(&mut self.skipping) {
                continue;
            }
            if line.len() > self.limit {
                return Some(Line::TooLong(line));
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
        let beginning = self.buffer.split().freeze();
        (!std::mem::replace(&mut self.skipping, true)).then_some(Line::TooLong(beginning))
    }

    fn rest(&mut self) -> Option<Line> {
        let line = self.buffer.split().freeze();
        self.searched = 0;
        (!self.skipping && !line.trim_ascii().is_empty()).then_some(Line::Complete(line))
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
                Line::TooLong(line) => format!("too long: {}", String::from_utf8_lossy(&line)),
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
        assert_eq!(feed(&mut lines, b"12345"), ["too long: 12345"]);
        assert_eq!(feed(&mut lines, b"6789012"), Vec::<String>::new());
        assert_eq!(feed(&mut lines, b"3\nok\n123456\nok2\n"), ["ok", "too long: 123456", "ok2"]);
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
            // A long line is reported with as much of it as had arrived.
            let shape = |lines: Vec<String>| -> Vec<String> {
                let line = |line: String| if line.starts_with("too long") { "too long".to_owned() } else { line };
                lines.into_iter().map(line).collect()
            };
            // An unfinished long line is reported early by the cut version only.
            let (expected, got) = (shape(expected), shape(got));
            proptest::prop_assert_eq!(&got[..expected.len().min(got.len())], &expected[..]);
            proptest::prop_assert!(got.len() <= expected.len() + 1);
        }
    }
}
