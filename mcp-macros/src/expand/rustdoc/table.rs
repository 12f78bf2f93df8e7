//! The parameters, a row each.

use super::escape::{cell, code};
use super::{known, link, words};
use crate::model::argument::Argument;
use crate::model::param::{Param, Shape, Source};
use crate::parse::doc::Doc;

/// A Markdown table of all parameters: which of them are context cannot be told from here.
pub(super) fn of(params: &[Param]) -> String {
    let mut text =
        "| Parameter | Type | Required | Constraints | Description |\n|---|---|---|---|---|\n"
            .to_owned();
    for param in params {
        text += &row(param);
    }
    text
}

fn row(param: &Param) -> String {
    let name = param.name.as_ref().map(|name| code(name)).unwrap_or_default();
    let ty = link::of(&param.ty.written);
    let description = match &param.description {
        Some(Doc::Text(text)) => cell(text),
        Some(Doc::Expr(_)) | None => String::new(),
    };
    let (required, constraints) = match &param.shape {
        Shape::Flatten => {
            ("by field".to_owned(), "each field of the type is an argument".to_owned())
        }
        Shape::Member(argument) => (required(param, argument), words::of(&argument.shown)),
    };
    format!("| {name} | {ty} | {required} | {constraints} | {description} |\n")
}

fn required(param: &Param, argument: &Argument) -> String {
    let default = argument.overlay.iter().find(|(key, _)| key == "default").map(|(_, value)| value);
    match param.source {
        Source::Context => return "context".to_owned(),
        Source::Variable { list: true, .. } => return "no".to_owned(),
        Source::Variable { optional: true, .. } if default.is_none() => return "no".to_owned(),
        Source::Variable { optional: false, .. } => return "yes".to_owned(),
        Source::Variable { .. } | Source::Type | Source::Text => {}
    }
    match (&argument.default, known::of(&param.ty.written)) {
        (Some(_), _) => default.map_or_else(
            || "no".to_owned(),
            |value| format!("no, default {}", code(&value.to_string())),
        ),
        (None, Some(known)) if known.optional => "no".to_owned(),
        (None, Some(_)) => "yes".to_owned(),
        // With a setting it is an argument, but whether it may be left out is for its type to say.
        (None, None) if !argument.shown.is_empty() => "by type".to_owned(),
        (None, None) => "argument or context, see the type".to_owned(),
    }
}
