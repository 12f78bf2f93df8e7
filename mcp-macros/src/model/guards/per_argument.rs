//! `per argument NAME`, where NAME has to be one.

use proc_macro2::TokenStream;

use crate::diagnostics::{Errors, nearest};
use crate::literal::limit::Per;
use crate::model::param::{Param, Shape, Source};
use crate::parse::guards_attr::GuardsAttr;
use crate::parse::kind::Kind;

/// Reports names that no argument has on the wire.
///
/// The fields of a flattened struct cannot be seen from here, nor whether a parameter is context:
/// start-up has the schema and checks again.
pub(super) fn check(attr: &GuardsAttr, kind: Kind, params: &[Param], errors: &mut Errors) {
    if params.iter().any(|param| matches!(param.shape, Shape::Flatten)) {
        return;
    }
    let rates = attr.rates.iter().map(|rate| (&rate.value.per, &rate.tokens));
    let budget = attr.budget.iter().map(|budget| (&budget.value.per, &budget.tokens));
    for (per, tokens) in rates.chain(budget) {
        if let Per::Argument(name) = per {
            check_name(name, tokens, kind, params, errors);
        }
    }
}

fn check_name(name: &str, tokens: &TokenStream, kind: Kind, params: &[Param], errors: &mut Errors) {
    let arguments = params.iter().filter(|param| !matches!(param.source, Source::Context));
    let names = arguments.filter_map(|param| param.name.as_deref());
    if names.clone().any(|existing| existing == name) {
        return;
    }
    let fix = match nearest(name, names.clone()) {
        Some(meant) => format!("did you mean `per argument {meant}`?"),
        None if names.clone().next().is_none() => {
            "write `per caller` or `per server`, or add the argument".to_owned()
        }
        None => {
            let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
            format!("write one of {}", names.join(", "))
        }
    };
    errors.on(tokens, format!("this {kind} has no argument `{name}`; {fix}"));
}
