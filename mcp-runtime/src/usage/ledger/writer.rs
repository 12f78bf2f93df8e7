use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use super::LedgerOptions;
use super::append::Appender;
use super::loss::Losses;
use super::rotate::{keep_names, rotate};
use super::spending::Spendings;
use crate::clock::Timestamp;

/// Writes lines to the newest file, and goes on where it cannot.
pub(super) struct Writer {
    path: PathBuf,
    options: LedgerOptions,
    out: Appender<File>,
    /// The size at which a new file is begun.
    full: u64,
    losses: Losses,
}

impl Writer {
    pub(super) fn new(path: &Path, mut file: File, options: LedgerOptions) -> io::Result<Self> {
        // A link stays where it is when the file that it names moves, and the
        // working directory may change.
        let path = fs::canonicalize(path)?;
        let len = file.metadata()?.len();
        let mut last = [b'\n'];
        if len > 0 {
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
        }
        if options.fsync {
            keep_names(&path);
        }
        let out = Appender::new(file, last != [b'\n'], len);
        Ok(Self { path, full: options.max_bytes, options, out, losses: Losses::default() })
    }

    /// Writes one line; false where it is lost.
    pub(super) fn write(
        &mut self,
        now: Timestamp,
        fill: impl FnOnce(&mut Vec<u8>),
        spendings: &mut Spendings,
    ) -> bool {
        if self.out.len() >= self.full {
            self.begin_new_file(now, spendings);
        }
        let written = self.out.line(fill).and_then(|()| self.sync());
        let Err(error) = written else {
            if let Some(lost) = self.losses.over() {
                let ledger = self.path.display();
                tracing::warn!(%ledger, lost, "usage records are written again; some are missing");
            }
            return true;
        };
        if let Some(lost) = self.losses.add(now) {
            tracing::error!(
                ledger = %self.path.display(),
                lost,
                %error,
                "usage records could not be written; make room on the disk"
            );
        }
        false
    }

    fn sync(&self) -> io::Result<()> {
        if self.options.fsync { self.out.file().sync_data() } else { Ok(()) }
    }

    fn begin_new_file(&mut self, now: Timestamp, spendings: &mut Spendings) {
        spendings.prune(now);
        let begun = rotate(&self.path, self.out.file(), self.options.keep, spendings)
            .and_then(|file| Ok((file.metadata()?.len(), file)));
        match begun {
            Ok((len, file)) => {
                self.out = Appender::new(file, false, len);
                // What the file begins with must not fill it.
                self.full = len.saturating_add(self.options.max_bytes);
            }
            Err(error) => {
                let more = (self.options.max_bytes / 8).max(1 << 16);
                self.full = self.out.len().saturating_add(more);
                tracing::error!(
                    ledger = %self.path.display(),
                    %error,
                    "the ledger is full and a new file could not be begun; going on with it, mend \
                     the directory"
                );
            }
        }
    }
}

#[cfg(test)]
impl Writer {
    /// Writes to what is not a regular file, and begins no new one.
    pub(super) fn over(file: File) -> Self {
        let options = LedgerOptions::default();
        let (path, losses) = (PathBuf::new(), Losses::default());
        Self { path, options, out: Appender::new(file, false, 0), full: u64::MAX, losses }
    }
}
