//! Sliding windows: in no span of a limit's length do more than its number of
//! calls pass.

mod bucketed;
mod exact;
mod history;
mod rule;
#[cfg(test)]
mod tests;

pub(crate) use bucketed::Buckets;
pub(crate) use history::{History, Standing};
pub(crate) use rule::{Limit, Rule};
