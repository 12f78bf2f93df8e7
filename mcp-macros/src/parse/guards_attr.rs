//! The settings of `#[mcp_tool(..)]` that become guards.

use mcp_literals::{Breaker, Cache, Cost};
use syn::Path;

use super::Written;
use super::access_attr::Auth;
use super::arg_attr::Setting;
use super::entry::{Entry, Value};
use crate::diagnostics::Errors;
use crate::literal::limit::{self, Limit};
use crate::literal::number::Number;
use crate::literal::{breaker, cache, cost, duration, size};

/// What is said about guards; what the settings mean together is the model's business.
#[derive(Default)]
pub(crate) struct GuardsAttr {
    pub(crate) auth: Option<Auth>,
    pub(crate) public: Option<Written<bool>>,
    /// Milliseconds.
    pub(crate) timeout: Option<u64>,
    pub(crate) rates: Vec<Written<Limit<u32>>>,
    pub(crate) concurrency: Option<Written<u32>>,
    /// `concurrency` is there, whether or not it could be read.
    pub(crate) has_concurrency: bool,
    pub(crate) queue: Option<Setting<u32>>,
    /// Milliseconds.
    pub(crate) queue_timeout: Option<Setting<u64>>,
    pub(crate) cost: Option<Written<Cost>>,
    pub(crate) budget: Option<Written<Limit<Cost>>>,
    pub(crate) breaker: Option<Breaker>,
    pub(crate) cache: Option<Setting<Cache>>,
    /// Bytes.
    pub(crate) max_output: Option<u64>,
    pub(crate) checks: Vec<Path>,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum GuardKey {
    Auth,
    Public,
    Timeout,
    Rate,
    Concurrency,
    Queue,
    QueueTimeout,
    Cost,
    Budget,
    Breaker,
    Cache,
    MaxOutput,
    Guard,
}

impl GuardsAttr {
    /// Takes the setting `key`, which `entry` holds.
    pub(crate) fn read<K>(&mut self, key: GuardKey, entry: &Entry<K>, errors: &mut Errors) {
        match key {
            GuardKey::Auth => self.auth = Some(Auth::read(entry, errors)),
            GuardKey::Public => self.public = entry.flag(errors),
            GuardKey::Timeout => self.timeout = value(entry.parsed("10s", duration::parse, errors)),
            GuardKey::Rate => self.rates = entry.parsed_list("60/min", limit::rate, errors),
            GuardKey::Concurrency => {
                self.has_concurrency = true;
                self.concurrency = entry.whole(4, errors);
            }
            GuardKey::Queue => self.queue = setting(entry, entry.whole(8, errors)),
            GuardKey::QueueTimeout => {
                self.queue_timeout = setting(entry, entry.parsed("2s", duration::parse, errors));
            }
            GuardKey::Cost => self.cost = amount(entry, errors),
            GuardKey::Budget => self.budget = entry.parsed("$5/day", limit::budget, errors),
            GuardKey::Breaker => {
                self.breaker = value(entry.parsed("5/30s", breaker::parse, errors));
            }
            GuardKey::Cache => {
                self.cache = setting(entry, entry.parsed("60s", cache::parse, errors));
            }
            GuardKey::MaxOutput => {
                self.max_output = value(entry.parsed("64KB", size::parse, errors));
            }
            GuardKey::Guard => self.checks = entry.paths("own_accounts_only", errors),
        }
    }
}

/// `cost = "$0.002"`, or `cost = 3` for plain units.
fn amount<K>(entry: &Entry<K>, errors: &mut Errors) -> Option<Written<Cost>> {
    if let Value::Expr(expr) = &entry.value
        && let Some(number) = Number::from_expr(expr)
    {
        return match cost::parse(&number.text) {
            Ok(cost) => Some(Written::new(cost, expr)),
            Err(message) => {
                errors.on(expr, message);
                None
            }
        };
    }
    entry.parsed("$0.002", cost::parse, errors)
}

fn value<T>(written: Option<Written<T>>) -> Option<T> {
    written.map(|written| written.value)
}

fn setting<K, T>(entry: &Entry<K>, written: Option<Written<T>>) -> Option<Setting<T>> {
    written.map(|written| Setting { key: entry.name.clone(), written })
}
