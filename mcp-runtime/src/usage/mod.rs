//! What was used: one record per call, who is told of it, and the file that
//! outlives the process.
//!
//! Nothing here knows MCP, HTTP or a guard. Times come with the records.

mod amount;
mod ledger;
mod record;
mod recorder;
mod time;

pub use amount::Amount;
pub(crate) use ledger::{Ledger, Windows};
pub use ledger::{LedgerError, LedgerOptions};
pub use record::Usage;
pub(crate) use recorder::{Hook, Recorder};
