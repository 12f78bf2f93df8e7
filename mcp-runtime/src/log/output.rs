use std::io::{self, ErrorKind, Write};
use std::thread;
use std::time::Duration;

use super::Format;
use super::format::lost;

/// Where lines end up, and what of them did not.
///
/// Lines that could not be written, since the disk is full or the other end
/// closed, are said before the next one that can be.
pub(super) struct Output<W> {
    out: W,
    /// Ends with a piece of a line, as a full disk leaves it.
    torn: bool,
    /// What could not be written since that was said last, and why.
    missing: Option<(u64, String)>,
}

/// What was not written, and why.
type Rest<'a> = (&'a [u8], io::Error);

impl<W: Write> Output<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, torn: false, missing: None }
    }

    /// Writes whole lines; how many of them could not be.
    pub(super) fn write(&mut self, lines: &[u8], format: Format) -> u64 {
        if let Some((count, error)) = &self.missing {
            let said = lost(format, *count, "they could not be written", Some(error));
            match self.put(&said) {
                Ok(()) => self.missing = None,
                Err((_, error)) => return self.miss(count_of(lines), &error),
            }
        }
        match self.put(lines) {
            Ok(()) => 0,
            Err((rest, error)) => self.miss(count_of(rest), &error),
        }
    }

    /// Says that lines are missing here for which there was no room before.
    pub(super) fn unread(&mut self, count: u64, format: Format) {
        let said = lost(format, count, "nobody read them in time", None);
        if let Err((_, error)) = self.put(&said) {
            self.miss(count, &error);
        }
    }

    fn miss(&mut self, count: u64, error: &io::Error) -> u64 {
        let before = self.missing.take().map_or(0, |(count, _)| count);
        self.missing = Some((before + count, error.to_string()));
        count
    }

    fn put<'a>(&mut self, lines: &'a [u8]) -> Result<(), Rest<'a>> {
        if self.torn {
            self.bytes(b"\n").map_err(|(_, error)| (lines, error))?;
        }
        self.bytes(lines)
    }

    /// On the thread of its own, which may block.
    fn bytes<'a>(&mut self, mut bytes: &'a [u8]) -> Result<(), Rest<'a>> {
        while !bytes.is_empty() {
            match self.out.write(&bytes[..piece(bytes)]) {
                Ok(0) => return Err((bytes, ErrorKind::WriteZero.into())),
                Ok(written) => {
                    self.torn = bytes[written - 1] != b'\n';
                    bytes = &bytes[written..];
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                // Somebody else made the open file non-blocking.
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    thread::sleep(Duration::from_millis(10));
                }
                Err(error) => return Err((bytes, error)),
            }
        }
        Ok(())
    }
}

fn count_of(lines: &[u8]) -> u64 {
    lines.split_inclusive(|byte| *byte == b'\n').count() as u64
}

/// How much of it to write at once: whole lines, of which others that write
/// to the same pipe tear none, or else a single one.
fn piece(lines: &[u8]) -> usize {
    /// What a pipe takes in one piece (`PIPE_BUF` of Linux).
    const ATOMIC: usize = 4_096;
    let end = |bytes: &[u8]| bytes.iter().rposition(|byte| *byte == b'\n');
    let few = end(&lines[..lines.len().min(ATOMIC)]);
    let few = few.or_else(|| lines.iter().position(|byte| *byte == b'\n'));
    few.map_or(lines.len(), |end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_written_whole() {
        let line = |length: usize| [vec![b'x'; length - 1], vec![b'\n']].concat();
        let few = [line(3_000), line(1_096), line(1)].concat();
        assert_eq!(piece(&few), 4_096);
        assert_eq!(piece(&few[3_000..]), 1_097);
        assert_eq!(piece(&[line(9_000), line(5)].concat()), 9_000);
        assert_eq!(piece(b"the rest of a line"), 18);
    }

    /// A disk with room for some bytes.
    struct Disk {
        bytes: Vec<u8>,
        room: usize,
    }

    impl Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.room == 0 {
                return Err(ErrorKind::StorageFull.into());
            }
            let fits = bytes.len().min(self.room);
            self.room -= fits;
            self.bytes.extend_from_slice(&bytes[..fits]);
            Ok(fits)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn what_is_missing_is_said_once_and_beside_no_piece_of_a_line() {
        const FIRST: &[u8] = b"first\nsecond\n";
        for room in 0..=FIRST.len() {
            let mut output = Output::new(Disk { bytes: Vec::new(), room });
            // Ends are lines' ends.
            let missing = [13, 6].iter().filter(|end| room < **end).count() as u64;
            assert_eq!(output.write(FIRST, Format::Text), missing, "{room}");
            output.out.room = 0;
            assert_eq!(output.write(b"third\n", Format::Text), 1);
            output.unread(5, Format::Text);
            // Of what is said a piece fits, and is said again.
            output.out.room = 9;
            assert_eq!(output.write(b"fourth\n", Format::Text), 1);
            output.out.room = 10_000;
            assert_eq!(output.write(b"fifth\n", Format::Text), 0);
            assert_eq!(output.write(b"sixth\n", Format::Text), 0);
            let text = String::from_utf8(output.out.bytes).unwrap();
            let said: Vec<&str> =
                text.lines().filter(|line| line.contains("lines of the log were lost")).collect();
            let count = format!("could not be written lines={} error=", missing + 7);
            assert!(said.len() == 1 && said[0].contains(&count), "{room}: {text}");
            let after: Vec<&str> = text.lines().rev().take(3).collect();
            assert_eq!(after, ["sixth", "fifth", said[0]], "{text}");
            let whole = |line: &str| text.lines().any(|other| other == line);
            assert_eq!(
                (whole("first"), whole("second")),
                (room >= 5, room >= 12),
                "{room}: {text}"
            );
        }
    }

    #[test]
    fn what_nobody_read_in_time_is_said_after_what_waited() {
        let mut output = Output::new(Disk { bytes: Vec::new(), room: 10_000 });
        assert_eq!(output.write(b"waited\n", Format::Json), 0);
        output.unread(3, Format::Json);
        let text = String::from_utf8(output.out.bytes).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!((lines.len(), lines[0]), (2, "waited"), "{text}");
        let said: serde_json::Value = serde_json::from_str(lines[1]).unwrap();
        assert_eq!(said["lines"], 3);
        assert_eq!(said["message"], "lines of the log were lost: nobody read them in time");
        assert!(said.get("error").is_none(), "{said}");
    }
}
