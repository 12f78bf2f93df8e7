//! The variables of a URI template, and the parameters that take them.

use std::ops::Range;

use mcp_literals::uri::{self, Modifier, Operator, Part, Pattern, Problem, Uri};
use proc_macro2::Span;
use syn::LitStr;

use super::param::{Param, Shape, Source};
use crate::diagnostics::{Errors, nearest};

struct Variable {
    name: String,
    /// Where it is in the template.
    span: Range<usize>,
    list: bool,
    optional: bool,
}

/// Gives each variable to the parameter of its name; all others are context. Whether there are any.
pub(super) fn assign(literal: &LitStr, params: &mut [Param], errors: &mut Errors) -> bool {
    let text = literal.value();
    let Some(variables) = read(&text, literal, errors) else { return false };
    let mut untaken = Vec::new();
    for variable in &variables {
        let of_name = |param: &&mut Param| param.name.as_ref() == Some(&variable.name);
        match params.iter_mut().find(of_name) {
            Some(param) => give(variable, param, errors),
            None => untaken.push(variable),
        }
    }
    let mut free: Vec<&mut Param> =
        params.iter_mut().filter(|param| param.source == Source::Type).collect();
    for variable in untaken {
        let names = free.iter().filter_map(|param| param.name.as_deref());
        let meant = nearest(&variable.name, names).map(str::to_owned);
        let message = match &meant {
            Some(meant) => {
                format!(
                    "the function has no parameter `{}`; did you mean `{meant}`?",
                    variable.name
                )
            }
            None => format!(
                "the function has no parameter `{}`; {}, or remove the variable",
                variable.name,
                add(variable)
            ),
        };
        errors.at(place(literal, &variable.span), message);
        // One slip is one mistake.
        free.retain(|param| meant.is_none() || param.name != meant);
    }
    for param in free {
        if matches!(param.shape, Shape::Flatten) {
            continue; // reported already
        }
        if let (Some(_), Some(name)) = (&param.written.key, &param.name) {
            errors.on(
                &param.written.pattern,
                format!(
                    "the URI has no variable `{name}`; write it where it belongs, such as \
                     `{{{name}}}` or `{{?{name}}}`, or remove the parameter"
                ),
            );
        } else {
            // If it is no context, the compiler says so, since only the type can tell.
            param.source = Source::Context;
        }
    }
    !variables.is_empty()
}

fn give(variable: &Variable, param: &mut Param, errors: &mut Errors) {
    let Variable { name, list, optional, .. } = variable;
    param.source = Source::Variable { list: *list, optional: *optional };
    if let (Some(key), true) = (&param.written.default, *list || !*optional) {
        let why = if *list { "is an empty list where it is absent" } else { "is never absent" };
        errors.on(key, format!("`{name}` {why}, so its default is never used; remove it"));
    }
}

/// The variables, even where URIs cannot be read back to them.
fn read(text: &str, literal: &LitStr, errors: &mut Errors) -> Option<Vec<Variable>> {
    let mut report = |problem: &Problem| errors.at(place(literal, &problem.span), problem);
    let template = uri::parse(text).map_err(|problem| report(&problem)).ok()?;
    let pattern = Pattern::new(&template).map_err(|problem| report(&problem)).ok();
    if let Some(pattern) = &pattern
        && pattern.is_fixed()
        && let Err(refusal) = Uri::parse(text)
    {
        errors.on(literal, refusal);
    }
    let known =
        |name: &str| pattern.as_ref()?.variables().iter().find(|variable| variable.name == name);
    let mut variables = Vec::new();
    for part in &template.parts {
        let Part::Expression(expression) = part else { continue };
        let required = matches!(expression.operator, Operator::Simple | Operator::Reserved);
        variables.extend(expression.variables.iter().map(|spec| Variable {
            name: spec.name.to_owned(),
            span: spec.span.clone(),
            list: known(spec.name).map_or(spec.modifier == Modifier::Explode, |known| known.list),
            optional: known(spec.name).map_or(!required, |known| known.optional),
        }));
    }
    Some(variables)
}

/// The parameter that takes a variable.
fn add(Variable { name, list, optional, .. }: &Variable) -> String {
    let ty = match (list, optional) {
        (true, _) => "Vec<String>",
        (false, true) => "Option<String>",
        (false, false) => "String",
    };
    if syn::parse_str::<syn::Ident>(name).is_ok() {
        format!("add `{name}: {ty}`")
    } else {
        format!("add one with `#[arg(rename = \"{name}\")]`")
    }
}

/// A part of the template, or all of it where the compiler does not tell parts of literals apart.
fn place(literal: &LitStr, part: &Range<usize>) -> Span {
    let token = literal.token();
    // Not where the literal has escapes.
    let offset = token.to_string().find(&literal.value());
    offset
        .and_then(|offset| token.subspan(offset + part.start..offset + part.end))
        .unwrap_or_else(|| literal.span())
}
