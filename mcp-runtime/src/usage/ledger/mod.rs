//! The usage ledger: an append-only file of JSON lines.
//!
//! Each call is one line, handed to the operating system with a single write
//! before the caller's answer goes out, so that no answered call is missing
//! after a `kill -9`. Its members, in this order:
//!
//! ```json
//! {"time":"2026-11-22T10:00:00.123Z","requestId":"7f3a","tool":"search","caller":"peer 127.0.0.1",
//!  "waitedMs":0.000,"durationMs":12.345,"cost":"0.002","unit":"$","outcome":"OK","cached":false}
//! ```
//!
//! `time` is when the call came in, `cost` is there where it has a price, and
//! `unit` where that is not plain. Two more kinds of line say in `event` what
//! they are: `started` (`time`, `requestId`, `tool`, `caller`, `cost`, `unit`)
//! when a call begins that costs money, whose last line restates the true
//! total; and `spent` (the same without `requestId`), with which a new file
//! begins when the last was full: what was spent inside the budgets' windows,
//! so that a restart needs to read no older file.

mod append;
mod content;
mod error;
mod history;
mod line;
mod lock;
mod loss;
mod options;
mod read;
mod rotate;
mod spending;
mod writer;

#[cfg(test)]
mod tests;

pub use error::LedgerError;
pub use options::LedgerOptions;
pub(crate) use spending::Windows;

use std::io::BufReader;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use self::content::Content;
use self::line::Spending;
use self::read::{Entry, Event};
use self::spending::Spendings;
use self::writer::Writer;
use super::{Amount, Kind, Usage};
use crate::clock::Timestamp;

/// A file that this process, and no other, appends its calls to.
pub(crate) struct Ledger {
    state: Mutex<State>,
    lost: AtomicU64,
}

struct State {
    writer: Writer,
    spendings: Spendings,
}

/// Money that was spent before this process began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spent {
    pub(crate) kind: Kind,
    pub(crate) name: String,
    pub(crate) caller: String,
    pub(crate) at: SystemTime,
    pub(crate) amount: Amount,
}

impl Ledger {
    /// Opens the file, or makes it, and reads what was spent. Blocks while it
    /// does, and for up to two seconds while another process holds the file.
    pub(crate) fn open(
        path: impl AsRef<Path>,
        options: LedgerOptions,
        windows: Windows,
        now: SystemTime,
    ) -> Result<Self, LedgerError> {
        Self::open_within(lock::PATIENCE, path.as_ref(), options, windows, now)
    }

    fn open_within(
        patience: Duration,
        path: &Path,
        options: LedgerOptions,
        windows: Windows,
        now: SystemTime,
    ) -> Result<Self, LedgerError> {
        let file = lock::open(path, patience)?;
        let failed = |source| LedgerError::Read { path: path.to_owned(), source };
        let mut spendings = Spendings::new(windows);
        let mut content = Content::default();
        read::lines(BufReader::with_capacity(1 << 16, &file), |line| match read::parse(line) {
            Some(entry) => {
                content = Content::Ledger;
                spendings.add(entry);
            }
            None => content.without_record(line),
        })
        .map_err(failed)?;
        if content.is_other(file.metadata().map_err(failed)?.len()) {
            return Err(LedgerError::NotALedger { path: path.to_owned() });
        }
        // Those that ran when their process died.
        spendings.settle();
        spendings.prune(now.into());
        let writer = Writer::new(path, file, options).map_err(failed)?;
        Ok(Self { state: Mutex::new(State { writer, spendings }), lost: AtomicU64::new(0) })
    }

    /// What was spent inside the budgets' windows before the file was opened,
    /// oldest first, summed up in 128 buckets a window for each tool, caller
    /// and unit.
    pub(crate) fn restore(&self) -> Vec<Spent> {
        let state = self.state();
        let owned = |spending: Spending<'_>| Spent {
            kind: spending.kind,
            name: spending.name.to_owned(),
            caller: spending.caller.to_owned(),
            at: spending.at.into(),
            amount: spending.amount,
        };
        state.spendings.spent().into_iter().map(owned).collect()
    }

    /// Notes a call that is about to cost money, so that it is not forgotten
    /// if the process dies while it runs.
    pub(crate) fn begin(&self, usage: &Usage<'_>) {
        let Some(amount) = usage.cost.filter(|amount| amount.nanos() > 0) else { return };
        let (at, id) = (usage.started.into(), usage.request_id);
        let spending =
            Spending { kind: usage.kind, name: usage.name, caller: usage.caller, at, amount };
        self.write(
            at,
            |line| line::started(line, id, &spending),
            || entry(usage, Event::Started { id: id.into() }),
        );
    }

    /// Notes a call that is over.
    pub(crate) fn record(&self, usage: &Usage<'_>) {
        let at = Timestamp::from(usage.ended());
        self.write(
            at,
            |line| line::ended(line, usage),
            || entry(usage, Event::Ended { id: usage.request_id.into(), at }),
        );
    }

    /// How many records could not be written since the file was opened.
    pub(crate) fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }

    fn write<'a>(
        &self,
        now: Timestamp,
        fill: impl FnOnce(&mut Vec<u8>),
        entry: impl FnOnce() -> Entry<'a>,
    ) {
        let mut state = self.state();
        let State { writer, spendings } = &mut *state;
        if !writer.write(now, fill, spendings) {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
        spendings.add(entry());
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere must not stop the bookkeeping.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn entry<'a>(usage: &Usage<'a>, event: Event<'a>) -> Entry<'a> {
    Entry {
        event,
        kind: usage.kind,
        name: usage.name.into(),
        caller: usage.caller.into(),
        at: usage.started.into(),
        cost: usage.cost,
    }
}
