use std::io::{self, Write};

/// Appends whole lines, and never lets one continue a torn one.
#[derive(Debug)]
pub(super) struct Appender<W> {
    out: W,
    /// The last byte is not a newline.
    torn: bool,
    /// Bytes in the file.
    len: u64,
    buffer: Vec<u8>,
}

impl<W: Write> Appender<W> {
    pub(super) fn new(out: W, torn: bool, len: u64) -> Self {
        Self { out, torn, len, buffer: Vec::new() }
    }

    pub(super) fn file(&self) -> &W {
        &self.out
    }

    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// Hands one line to the operating system with one write. What a write
    /// that was cut short left behind is a line of its own, which no reader
    /// takes for a record.
    pub(super) fn line(&mut self, fill: impl FnOnce(&mut Vec<u8>)) -> io::Result<()> {
        self.buffer.clear();
        if self.torn {
            self.buffer.push(b'\n');
        }
        fill(&mut self.buffer);
        self.buffer.push(b'\n');
        let written = loop {
            match self.out.write(&self.buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                written => break written?,
            }
        };
        self.len += written as u64;
        if let Some(last) = self.buffer[..written].last() {
            self.torn = *last != b'\n';
        }
        if written < self.buffer.len() {
            return Err(io::Error::new(io::ErrorKind::WriteZero, "only a piece of it fitted"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk with room for some bytes.
    struct Disk {
        bytes: Vec<u8>,
        room: usize,
        writes: usize,
    }

    impl Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.writes += 1;
            if self.room == 0 {
                return Err(io::ErrorKind::StorageFull.into());
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
    fn after_a_full_disk_the_next_line_stands_alone() {
        for room in 0..=10 {
            let disk = Disk { bytes: b"torn".to_vec(), room, writes: 0 };
            let mut appender = Appender::new(disk, true, 4);
            let fits = appender.line(|line| line.extend_from_slice(b"first")).is_ok();
            assert_eq!(fits, room >= 7, "two newlines and five bytes");
            assert_eq!(appender.out.writes, 1);
            appender.out.room = 100;
            appender.line(|line| line.extend_from_slice(b"second")).unwrap();
            let text = String::from_utf8(appender.out.bytes).unwrap();
            let lines: Vec<&str> = text.lines().collect();
            assert_eq!(lines[0], "torn", "{text:?}");
            assert_eq!(lines.last(), Some(&"second"), "{text:?}");
            assert_eq!(lines.contains(&"first"), room >= 6, "{text:?}");
            assert_eq!(appender.len, text.len() as u64);
        }
    }
}
