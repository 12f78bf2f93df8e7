use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use super::history::History;
use super::line;
use super::read::{Entry, Event};
use crate::clock::Timestamp;
use crate::usage::{Amount, Kind};

/// The longest time that the budget of a tool, prompt or resource looks back;
/// zero where it has none.
pub(crate) type Windows = Arc<dyn Fn(Kind, &str) -> Duration + Send + Sync>;

/// What was spent inside the budgets' windows, in bounded memory.
pub(super) struct Spendings {
    windows: Windows,
    histories: HashMap<Account, History>,
    /// Calls that have begun, by request id.
    running: HashMap<String, Running>,
    /// When the latest line was written.
    now: Timestamp,
    /// Bounds `histories` and `running`.
    most: usize,
    /// Bounds the lines that say in a new file what was spent.
    lines: usize,
}

/// Whose money it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Account {
    kind: Kind,
    name: String,
    caller: String,
    unit: Option<char>,
}

struct Running {
    account: Account,
    at: Timestamp,
    nanos: u64,
}

/// Accounts, and calls that run, of which a ledger keeps count.
const MOST: usize = 16_384;

/// Eight for each account where there are as many as there can be. Calls wait
/// while they are written.
const LINES: usize = 8 * MOST;

impl Spendings {
    pub(super) fn new(windows: Windows) -> Self {
        let now = Timestamp::from(std::time::UNIX_EPOCH);
        let (histories, running) = (HashMap::new(), HashMap::new());
        Self { windows, histories, running, now, most: MOST, lines: LINES }
    }

    /// Takes in one line.
    pub(super) fn add(&mut self, entry: Entry<'_>) {
        let window = (self.windows)(entry.kind, &entry.name);
        if window.is_zero() {
            return;
        }
        let amount = entry.cost.unwrap_or(Amount::new(0, None));
        let account = Account {
            kind: entry.kind,
            name: line::bounded(&entry.name).to_owned(),
            caller: line::bounded(&entry.caller).to_owned(),
            unit: amount.unit(),
        };
        self.now = match entry.event {
            Event::Ended { at, .. } => at,
            _ => entry.at,
        };
        match entry.event {
            Event::Spent => self.book(account, entry.at, amount.nanos()),
            Event::Started { id } => {
                if self.running.len() >= self.most {
                    self.settle();
                }
                let running = Running { account, at: entry.at, nanos: amount.nanos() };
                let id = line::bounded(&id).to_owned();
                if let Some(lost) = self.running.insert(id, running) {
                    self.book(lost.account, lost.at, lost.nanos);
                }
            }
            Event::Ended { id, at } => {
                let mut more = amount.nanos();
                if let Some(begun) = self.running.remove(line::bounded(&id))
                    && begun.account == account
                {
                    let first = begun.nanos.min(amount.nanos());
                    more -= first;
                    self.book(begun.account, begun.at, first);
                }
                // What was added to the price was added while the call ran.
                self.book(account, at, more);
            }
        }
    }

    /// Nothing that began will end any more: it counts as spent.
    pub(super) fn settle(&mut self) {
        for (_, lost) in std::mem::take(&mut self.running) {
            self.book(lost.account, lost.at, lost.nanos);
        }
    }

    /// Forgets what has left its window.
    pub(super) fn prune(&mut self, now: Timestamp) {
        self.histories.retain(|account, history| {
            history.prune(now, (self.windows)(account.kind, &account.name));
            !history.entries().is_empty()
        });
    }

    /// What was spent, oldest first; calls that run are not in it.
    pub(super) fn spent(&self) -> Vec<line::Spending<'_>> {
        self.summed(usize::MAX)
    }

    /// The same in a bounded number of sums, where there are more: as many for
    /// each account.
    pub(super) fn summary(&self) -> Vec<line::Spending<'_>> {
        let entries: usize = self.histories.values().map(|history| history.entries().len()).sum();
        let fits = entries <= self.lines;
        self.summed(if fits { usize::MAX } else { self.lines / self.histories.len() })
    }

    fn summed(&self, each: usize) -> Vec<line::Spending<'_>> {
        let mut all: Vec<_> = self
            .histories
            .iter()
            .flat_map(|(account, history)| {
                history.summed(each).map(|(at, nanos)| account.spending(at, nanos))
            })
            .collect();
        all.sort_unstable_by_key(|spending| {
            (spending.at, spending.kind, spending.name, spending.caller)
        });
        all
    }

    /// The calls that run, and what they cost when they began.
    pub(super) fn running(&self) -> impl Iterator<Item = (&str, line::Spending<'_>)> {
        self.running
            .iter()
            .map(|(id, running)| (&**id, running.account.spending(running.at, running.nanos)))
    }

    fn book(&mut self, account: Account, at: Timestamp, nanos: u64) {
        if nanos == 0 {
            return;
        }
        let window = (self.windows)(account.kind, &account.name);
        if self.histories.len() >= self.most && !self.histories.contains_key(&account) {
            self.make_room();
        }
        let history = self.histories.entry(account).or_default();
        history.add(at, nanos, window);
        // From the present: a call may have begun longer ago than a window is.
        history.prune(self.now, window);
    }

    /// Forgets the smaller half, so that callers who invent identities do not
    /// push out those who have spent much.
    fn make_room(&mut self) {
        self.prune(self.now);
        if self.histories.len() < self.most {
            return;
        }
        let mut totals: Vec<u64> = self.histories.values().map(History::total).collect();
        let middle = totals.len() / 2;
        let (_, median, _) = totals.select_nth_unstable(middle);
        let (median, mut left) = (*median, middle);
        self.histories.retain(|_, history| {
            let goes = left > 0 && history.total() <= median;
            left -= usize::from(goes);
            !goes
        });
        tracing::warn!(
            callers = self.most,
            "more callers have spent on budgets than the ledger keeps count of; after a restart \
             the smaller sums will be forgotten"
        );
    }
}

impl Account {
    fn spending(&self, at: Timestamp, nanos: u64) -> line::Spending<'_> {
        let amount = Amount::new(nanos, self.unit);
        line::Spending { kind: self.kind, name: &self.name, caller: &self.caller, at, amount }
    }
}

#[cfg(test)]
impl Spendings {
    /// With other bounds.
    pub(super) fn bounded(windows: Windows, most: usize, lines: usize) -> Self {
        Self { most, lines, ..Self::new(windows) }
    }
}

#[cfg(test)]
mod tests;
