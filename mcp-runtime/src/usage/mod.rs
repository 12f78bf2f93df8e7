//! What was used: one record per call, who is told of it, the file that
//! outlives the process, and the counts that do not.
//!
//! Nothing here knows MCP or HTTP, and of guards only names. Times come with
//! the records.

mod amount;
mod call_log;
mod kind;
mod ledger;
mod record;
mod recorder;
pub(crate) mod tally;

pub use amount::Amount;
pub(crate) use call_log::CallLog;
pub use kind::Kind;
pub(crate) use ledger::{Ledger, Windows};
pub use ledger::{LedgerError, LedgerOptions};
pub use record::Usage;
pub(crate) use recorder::{Hook, Recorder};
pub(crate) use tally::Tally;
