//! Every tool of the gauntlet through the real wire: the program as it is
//! shipped, over stdio and HTTP, in both eras.

mod api_keys;
mod auth;
mod breaker;
mod budget;
mod cache;
mod concurrency;
mod denied;
mod failures;
mod harness;
mod idempotency;
mod ledger;
mod metrics;
mod output;
mod plain;
mod policy;
mod progress;
mod rate;
mod reload;
mod restart;
mod timeout;
mod tokens;
mod validation;
mod ways;
