//! What limits a call: the attributes that become layers around the handler.

mod access;
mod consistency;
mod per_argument;

pub(crate) use access::Access;

use mcp_literals::{Breaker, Cache, Cost};
use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::Type;

use super::param::Param;
use super::self_type;
use crate::diagnostics::Errors;
use crate::literal::limit::Limit;
use crate::parse::guards_attr::GuardsAttr;
use crate::parse::kind::Kind;

/// The guards written on a function; the runtime has a default for each that is not.
pub(crate) struct Guards {
    pub(crate) access: Access,
    pub(crate) timeout_ms: Option<u64>,
    pub(crate) rates: Vec<Limit<u32>>,
    pub(crate) concurrency: Option<u32>,
    pub(crate) queue: Option<u32>,
    pub(crate) queue_timeout_ms: Option<u64>,
    pub(crate) cost: Option<Cost>,
    pub(crate) budget: Option<Limit<Cost>>,
    pub(crate) breaker: Option<Breaker>,
    pub(crate) cache: Option<Cache>,
    /// In bytes.
    pub(crate) max_output: Option<u64>,
    pub(crate) checks: Vec<Check>,
}

/// A function of the user's that decides about each call.
pub(crate) struct Check {
    /// As written.
    pub(crate) written: TokenStream,
    /// The same outside of an impl block.
    pub(crate) path: TokenStream,
}

/// What the guards of a function depend on.
pub(crate) struct Guarded<'a> {
    pub(crate) kind: Kind,
    /// It changes nothing, so that a result may stand for another.
    pub(crate) read_only: bool,
    pub(crate) params: &'a [Param],
    pub(crate) self_ty: Option<&'a Type>,
}

impl Guards {
    pub(crate) fn new(attr: GuardsAttr, guarded: &Guarded<'_>, errors: &mut Errors) -> Self {
        consistency::check(&attr, guarded.read_only, errors);
        per_argument::check(&attr, guarded.kind, guarded.params, errors);
        let checks = attr.checks.iter().map(|path| {
            let written = path.to_token_stream();
            let path = match guarded.self_ty {
                Some(self_ty) => self_type::resolve(written.clone(), self_ty),
                None => written.clone(),
            };
            Check { written, path }
        });
        Self {
            access: Access::new(&attr, guarded.kind, errors),
            timeout_ms: attr.timeout,
            checks: checks.collect(),
            rates: attr.rates.into_iter().map(|rate| rate.value).collect(),
            concurrency: attr.concurrency.map(|calls| calls.value),
            queue: attr.queue.map(|queue| queue.written.value),
            queue_timeout_ms: attr.queue_timeout.map(|timeout| timeout.written.value),
            cost: attr.cost.map(|cost| cost.value),
            budget: attr.budget.map(|budget| budget.value),
            breaker: attr.breaker,
            cache: attr.cache.map(|cache| cache.written.value),
            max_output: attr.max_output,
        }
    }
}
