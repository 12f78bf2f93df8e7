//! Whether a file is a ledger at all, before anything is appended to it.

use serde::de::IgnoredAny;

/// What the lines so far say of the file that they are from.
#[derive(Default)]
pub(super) enum Content {
    /// There was no line that could be one.
    #[default]
    Unknown,
    /// Its records may have been torn, every one of them.
    Torn,
    /// No record yet, and a line that never was one.
    Other,
    /// A record is among them.
    Ledger,
}

impl Content {
    /// Another line, which is no record.
    pub(super) fn without_record(&mut self, line: &[u8]) {
        match self {
            Self::Unknown | Self::Torn if is_other(line) => *self = Self::Other,
            Self::Unknown => *self = Self::Torn,
            Self::Torn | Self::Other | Self::Ledger => {}
        }
    }

    /// Whether a file of this length, now read, is of another kind. Lines that
    /// are longer than any record were not shown.
    pub(super) fn is_other(&self, length: u64) -> bool {
        match self {
            Self::Unknown => length > 0,
            Self::Other => true,
            Self::Torn | Self::Ledger => false,
        }
    }
}

/// Whether this is no piece of a record: neither its beginning, nor what a
/// power failure may leave of it.
fn is_other(line: &[u8]) -> bool {
    const BEGINNING: &[u8] = b"{\"";
    let begins = line.starts_with(BEGINNING) || BEGINNING.starts_with(line);
    let whole = || serde_json::from_slice::<IgnoredAny>(line).is_ok();
    !line.contains(&0) && (!begins || whole())
}
