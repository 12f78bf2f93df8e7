//! The settings of one argument, checked against each other.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Ident, Type};

use super::constraint::{self, Check, Computed};
use super::self_type;
use super::types::display;
use crate::diagnostics::Errors;
use crate::literal::header;
use crate::literal::json::Json;
use crate::parse::arg_attr::{self, ArgAttr, Setting};

/// What `#[arg(..)]` adds to the schema that the type brings along.
pub(crate) struct Argument {
    pub(crate) default: Option<Default>,
    /// Where its completions come from.
    pub(crate) complete: Option<Complete>,
    /// Members in the words of JSON Schema.
    pub(crate) overlay: Vec<(String, Json)>,
    /// More of them, whose values only the compiler knows.
    pub(crate) computed: Vec<Computed>,
    /// All of them as documentation shows them.
    pub(crate) shown: Vec<(String, Json)>,
    /// Traits that the type must have for the overlay to make sense.
    pub(crate) checks: Vec<Check>,
}

/// What the argument may be, for whoever types it.
pub(crate) enum Complete {
    List(Vec<String>),
    /// A path that holds outside of an impl block.
    Function(TokenStream),
}

/// The value of an argument that is left out.
pub(crate) enum Default {
    /// `Default::default()`; the span is that of the key.
    OfType(Ident),
    /// A literal; the overlay shows it.
    Literal { value: TokenStream, is_text: bool },
    /// Anything else; the runtime serializes it to show it.
    Expr(TokenStream),
}

impl Argument {
    pub(crate) fn new(attr: &ArgAttr, self_ty: Option<&Type>, errors: &mut Errors) -> Self {
        constraint::check(attr, errors);
        if let Some(header) = &attr.header {
            check_header(header, errors);
            if let Some(secret) = attr.secret.as_ref().filter(|secret| secret.written.value) {
                errors.on(
                    &secret.key,
                    "a header is seen by every proxy on the way; remove `header`, or `secret`",
                );
            }
        }
        if let (Some(complete), Some(secret)) = (&attr.complete, &attr.secret)
            && secret.written.value
        {
            errors.on(
                &complete.key,
                "what completes is shown to everybody who may ask; remove `complete`, or `secret`",
            );
        }
        let mut overlay = Vec::new();
        if let Some(Setting { written, .. }) = &attr.default
            && let arg_attr::Default::Literal(json, _) = &written.value
        {
            overlay.push(("default".to_owned(), json.clone()));
        }
        overlay.extend(constraint::overlay(attr));
        let mut computed = constraint::computed(attr);
        let shown = computed
            .iter()
            .map(|member| (member.keyword.to_owned(), Json::Source(display(&member.expr))));
        let shown = overlay.iter().cloned().chain(shown).collect();
        if let Some(self_ty) = self_ty {
            for member in &mut computed {
                member.expr = self_type::resolve(member.expr.clone(), self_ty);
            }
        }
        Self {
            default: attr.default.as_ref().map(|setting| Default::new(setting, self_ty)),
            complete: attr.complete.as_ref().map(|setting| Complete::new(setting, self_ty)),
            overlay,
            computed,
            shown,
            checks: constraint::checks(attr),
        }
    }
}

impl Complete {
    fn new(setting: &Setting<arg_attr::Complete>, self_ty: Option<&Type>) -> Self {
        match &setting.written.value {
            arg_attr::Complete::List(values) => Self::List(values.clone()),
            arg_attr::Complete::Function(path) => {
                let path = path.to_token_stream();
                Self::Function(match self_ty {
                    Some(self_ty) => self_type::resolve(path, self_ty),
                    None => path,
                })
            }
        }
    }
}

impl Default {
    fn new(setting: &Setting<arg_attr::Default>, self_ty: Option<&Type>) -> Self {
        let resolved = |tokens: TokenStream| match self_ty {
            Some(self_ty) => self_type::resolve(tokens, self_ty),
            None => tokens,
        };
        match &setting.written.value {
            arg_attr::Default::OfType => Self::OfType(setting.key.clone()),
            arg_attr::Default::Literal(json, expr) => {
                Self::Literal { value: expr.to_token_stream(), is_text: is_text(json) }
            }
            arg_attr::Default::Expr(expr) => Self::Expr(resolved(expr.to_token_stream())),
        }
    }
}

/// Whether a literal is borrowed text, which a `String` has to be made from.
fn is_text(json: &Json) -> bool {
    matches!(json, Json::String(_))
}

fn check_header(header: &Setting<String>, errors: &mut Errors) {
    if !header::is_token(&header.written.value) {
        errors.on(
            &header.written.tokens,
            format!(
                "`{}` cannot be part of a header's name: letters, digits and !#$%&'*+-.^_`|~ only, \
                 such as \"Region\"",
                header.written.value
            ),
        );
    }
}
