/// How the usage ledger is kept.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct LedgerOptions {
    pub(super) max_bytes: u64,
    pub(super) keep: usize,
    pub(super) fsync: bool,
}

impl Default for LedgerOptions {
    fn default() -> Self {
        Self { max_bytes: 64 << 20, keep: 8, fsync: false }
    }
}

impl LedgerOptions {
    /// The defaults: 64 MiB a file, 8 older files, no `fsync`.
    pub fn new() -> Self {
        Self::default()
    }

    /// The size in bytes at which a new file is begun; the full one becomes
    /// `FILE.1`, and older ones move up. Default 64 MiB.
    #[must_use]
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = bytes;
        self
    }

    /// Why they cannot be used.
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        if self.max_bytes == 0 {
            return Err("`max_bytes(0)` leaves room for no record");
        }
        Ok(())
    }

    /// How many full files are kept; the oldest is removed. Default 8.
    #[must_use]
    pub fn keep(mut self, files: usize) -> Self {
        self.keep = files;
        self
    }

    /// Whether each answer waits until its record is on the disk. Default
    /// `false`: a record survives the death of the process, but a power cut
    /// may take those that the operating system had not written yet. With
    /// `true` every recorded call waits for the disk, one after the other.
    #[must_use]
    pub fn fsync(mut self, each_record: bool) -> Self {
        self.fsync = each_record;
        self
    }
}
