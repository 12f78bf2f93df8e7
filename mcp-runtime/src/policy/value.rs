use std::fmt;
use std::time::Duration;

use mcp_literals::{duration, size};
use serde_json::Value as Json;

use super::convert::{self, millis};
use crate::auth::Rule;
use crate::handler::{BreakerDef, BudgetDef, CacheDef, RateDef};
use crate::usage::Amount;

/// What a setting was set to. It is displayed as the file has it, so that
/// what is printed can be pasted there.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Off,
    Flag(bool),
    /// Never [`Rule::Server`].
    Auth(Rule),
    Duration(Duration),
    /// Never empty.
    Rates(Vec<RateDef>),
    Count(u32),
    Cost(Amount),
    Budget(BudgetDef),
    Breaker(BreakerDef),
    Cache(CacheDef),
    Bytes(u64),
    Status(u16),
}

impl Value {
    /// No demand of its own is the guard switched off.
    pub(super) fn auth(rule: Rule) -> Self {
        if rule == Rule::Server { Self::Off } else { Self::Auth(rule) }
    }

    /// No window at all is the guard switched off.
    pub(super) fn rates(rates: Vec<RateDef>) -> Self {
        if rates.is_empty() { Self::Off } else { Self::Rates(rates) }
    }

    /// As JSON, in which the file's literals are strings as well.
    pub(super) fn json(&self) -> Json {
        match self {
            Self::Off => "off".into(),
            Self::Flag(flag) => (*flag).into(),
            Self::Auth(rule) => convert::literal_auth(rule),
            Self::Duration(duration) => duration::literal(millis(*duration)).into(),
            Self::Rates(rates) => match rates.as_slice() {
                [rate] => convert::literal_rate(rate).to_string().into(),
                rates => rates.iter().map(|rate| convert::literal_rate(rate).to_string()).collect(),
            },
            Self::Count(count) => (*count).into(),
            Self::Cost(cost) => convert::literal_cost(*cost).to_string().into(),
            Self::Budget(budget) => convert::literal_budget(budget).to_string().into(),
            Self::Breaker(breaker) => convert::literal_breaker(*breaker).to_string().into(),
            Self::Cache(cache) => convert::literal_cache(*cache).to_string().into(),
            Self::Bytes(bytes) => size::literal(*bytes).into(),
            Self::Status(status) => (*status).into(),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.json() {
            Json::String(text) => write_string(&text, f),
            Json::Array(items) => {
                f.write_str("[")?;
                for (i, item) in items.iter().enumerate() {
                    f.write_str(if i == 0 { "" } else { ", " })?;
                    write_string(item.as_str().unwrap_or_default(), f)?;
                }
                f.write_str("]")
            }
            other => write!(f, "{other}"),
        }
    }
}

/// A basic string of TOML, which also keeps control characters off terminals.
fn write_string(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("\"")?;
    for char in text.chars() {
        match char {
            '"' | '\\' => write!(f, "\\{char}")?,
            char if char.is_control() => write!(f, "\\u{:04X}", u32::from(char))?,
            char => write!(f, "{char}")?,
        }
    }
    f.write_str("\"")
}
