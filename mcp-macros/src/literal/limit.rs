//! Rates and budgets that outlive the literal they were written in.

use mcp_literals::{Cost, budget, rate};

/// At most so much in any window of `window_ms`.
pub(crate) struct Limit<T> {
    pub(crate) most: T,
    pub(crate) window_ms: u64,
    pub(crate) per: Per,
}

/// [`mcp_literals::Per`] with a name of its own.
#[derive(PartialEq)]
pub(crate) enum Per {
    Caller,
    Server,
    Argument(String),
}

/// Reads a rate; the error says what to write instead.
pub(crate) fn rate(text: &str) -> Result<Limit<u32>, String> {
    let rate = rate::parse(text)?;
    Ok(Limit { most: rate.count, window_ms: rate.window_ms, per: rate.per.into() })
}

/// Reads a budget; the error says what to write instead.
pub(crate) fn budget(text: &str) -> Result<Limit<Cost>, String> {
    let budget = budget::parse(text)?;
    Ok(Limit { most: budget.most, window_ms: budget.window_ms, per: budget.per.into() })
}

impl From<mcp_literals::Per<'_>> for Per {
    fn from(per: mcp_literals::Per<'_>) -> Self {
        match per {
            mcp_literals::Per::Caller => Self::Caller,
            mcp_literals::Per::Server => Self::Server,
            mcp_literals::Per::Argument(name) => Self::Argument(name.to_owned()),
        }
    }
}
