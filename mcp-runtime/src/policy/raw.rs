use std::fmt;

use mcp_literals::{breaker, budget, cache, cost, duration, rate, scope, size};

use super::convert;
use super::key::Key;
use super::layer::Section;
use super::value::Value;
use crate::auth::{Rule, Scopes};
use crate::handler::{BreakerDef, CacheDef, PerDef, RateDef};

/// A value as it was written, before anybody asked what it means.
#[derive(Debug)]
pub(super) enum Raw<'a> {
    Text(&'a str),
    Whole(i128),
    Flag(bool),
    List(Vec<Raw<'a>>),
    /// What no setting takes, by its name with an article.
    Other(&'static str),
}

/// What is wrong with a value, or with one item of a list.
pub(super) type Wrong = (Option<usize>, String);

impl fmt::Display for Raw<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "`{text}`"),
            Self::Whole(number) => write!(f, "`{number}`"),
            Self::Flag(flag) => write!(f, "`{flag}`"),
            Self::List(_) => f.write_str("an array"),
            Self::Other(kind) => f.write_str(kind),
        }
    }
}

impl Key {
    /// Finds out what a value means for this setting.
    pub(super) fn read(self, raw: &Raw<'_>, section: Section<'_>) -> Result<Value, Vec<Wrong>> {
        match raw {
            Raw::Text("off") if self.is_optional() => Ok(Value::Off),
            Raw::List(items) if self == Self::Rate => read_rates(items, section),
            Raw::List(items) if self == Self::Auth => read_scopes(items),
            Raw::Text(text) => self.read_text(text, section).map_err(|wrong| vec![(None, wrong)]),
            other => self.read_plain(other, section).map_err(|wrong| vec![(None, wrong)]),
        }
    }

    fn read_text(self, text: &str, section: Section<'_>) -> Result<Value, String> {
        Ok(match self {
            Self::Timeout | Self::QueueTimeout => {
                Value::Duration(std::time::Duration::from_millis(duration::parse(text)?))
            }
            Self::Auth if text == convert::PUBLIC => Value::Auth(Rule::Public),
            Self::Auth => Value::Auth(Rule::Scopes([scope::parse(text)?].into_iter().collect())),
            Self::Rate => Value::Rates(vec![convert::rate(rate::parse(text)?, section)?]),
            Self::Flood => Value::Rates(vec![flood(text, section)?]),
            Self::Cost => Value::Cost(convert::cost(cost::parse(text)?)),
            Self::Budget => Value::Budget(convert::budget(budget::parse(text)?, section)?),
            Self::Breaker => {
                let breaker = breaker::parse(text)?;
                Value::Breaker(BreakerDef::new(breaker.failures, breaker.window_ms))
            }
            Self::Cache => read_cache(text, section)?,
            Self::MaxOutput => Value::Bytes(size::parse(text)?),
            Self::Enabled | Self::Concurrency | Self::Queue | Self::RateLimitStatus => {
                return Err(self.wrong_type(&Raw::Text(text)));
            }
        })
    }

    fn read_plain(self, raw: &Raw<'_>, section: Section<'_>) -> Result<Value, String> {
        match (self, raw) {
            (Self::Enabled, Raw::Flag(flag)) => Ok(Value::Flag(*flag)),
            (Self::Auth, Raw::Flag(true)) => Ok(Value::Auth(Rule::Scopes(Scopes::default()))),
            (Self::Concurrency, Raw::Whole(0)) => Err(match section {
                Section::Handler(_) => {
                    "0 lets no call run; write at least 1, \"off\" for no limit, or `enabled = \
                     false` to withdraw it"
                }
                _ => "0 lets no call run; write at least 1, or \"off\" for no limit",
            }
            .to_owned()),
            (Self::Concurrency | Self::Queue, Raw::Whole(number)) => {
                let least = u32::from(self == Self::Concurrency);
                u32::try_from(*number).map(Value::Count).map_err(|_| {
                    format!("`{number}` is out of range; write {least} to {}", u32::MAX)
                })
            }
            (Self::RateLimitStatus, Raw::Whole(200)) => Ok(Value::Status(200)),
            (Self::RateLimitStatus, Raw::Whole(429)) => Ok(Value::Status(429)),
            (_, raw) => Err(self.wrong_type(raw)),
        }
    }

    fn wrong_type(self, raw: &Raw<'_>) -> String {
        format!("takes {}, not {raw}", self.takes())
    }
}

fn read_scopes(items: &[Raw<'_>]) -> Result<Value, Vec<Wrong>> {
    let (mut scopes, mut wrong) = (Vec::new(), Vec::new());
    for (index, item) in items.iter().enumerate() {
        match item {
            Raw::Text(text) => match scope::parse(text) {
                Ok(scope) => scopes.push(scope),
                Err(problem) => wrong.push((Some(index), problem)),
            },
            other => wrong.push((Some(index), Key::Auth.wrong_type(other))),
        }
    }
    if wrong.is_empty() {
        Ok(Value::Auth(Rule::Scopes(scopes.into_iter().collect())))
    } else {
        Err(wrong)
    }
}

fn read_rates(items: &[Raw<'_>], section: Section<'_>) -> Result<Value, Vec<Wrong>> {
    let (mut rates, mut wrong) = (Vec::new(), Vec::new());
    for (index, item) in items.iter().enumerate() {
        let read = match item {
            Raw::Text(text) => rate::parse(text).and_then(|rate| convert::rate(rate, section)),
            other => Err(Key::Rate.wrong_type(other)),
        };
        match read {
            Ok(rate) => rates.push(rate),
            Err(problem) => wrong.push((Some(index), problem)),
        }
    }
    if wrong.is_empty() { Ok(Value::rates(rates)) } else { Err(wrong) }
}

/// Whoever floods the server is one caller: the others must not pay for it.
fn flood(text: &str, section: Section<'_>) -> Result<RateDef, String> {
    let rate = convert::rate(rate::parse(text)?, section)?;
    if rate.per == PerDef::Caller {
        return Ok(rate);
    }
    Err(format!("`{text}` has to count per caller; leave out ` per server`"))
}

fn read_cache(text: &str, section: Section<'_>) -> Result<Value, String> {
    let cache = cache::parse(text)?;
    match section {
        Section::Handler(handler) if !handler.read_only => Err(format!(
            "a kept answer would take the place of what the tool does, and `{}` is not declared \
             `read_only`; remove the line, or declare it where the tool is written",
            handler.name
        )),
        _ => Ok(Value::Cache(CacheDef::new(cache.ttl_ms, cache.public))),
    }
}
