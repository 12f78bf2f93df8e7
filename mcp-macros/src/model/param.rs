//! The parameters of a function.

use syn::{Attribute, FnArg, Ident, Pat, PatType, Signature, Type};

use super::argument::Argument;
use super::pattern;
use super::types::NamedType;
use crate::diagnostics::Errors;
use crate::parse::arg_attr::ArgAttr;
use crate::parse::doc::{self, Doc};
use crate::parse::kind::Kind;

/// A parameter: an argument or a part of the context, which only its type can tell.
pub(crate) struct Param {
    /// The argument's name; `None` if the pattern suggests none.
    pub(crate) name: Option<String>,
    /// Demanded to be an argument where `#[arg(..)]` says that it is one.
    pub(crate) ty: NamedType,
    /// As it is.
    pub(crate) plain: NamedType,
    pub(crate) description: Option<Doc>,
    pub(crate) shape: Shape,
    pub(crate) source: Source,
    pub(crate) written: Place,
}

/// Where its value comes from.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Source {
    /// From the arguments' JSON or the context, which its type decides.
    Type,
    /// From an argument that is one text, or the context, which its type decides.
    Text,
    /// From a variable of the URI.
    Variable { list: bool, optional: bool },
    /// From the context, since no variable of the URI has its name.
    Context,
}

/// The parts of the source that mistakes are reported at.
pub(crate) struct Place {
    pub(crate) pattern: Pat,
    /// The first key of `#[arg(..)]`.
    pub(crate) key: Option<Ident>,
    /// The key of the default.
    pub(crate) default: Option<Ident>,
}

pub(crate) enum Shape {
    /// One member of the input object.
    Member(Argument),
    /// The fields of the type are members of the input object.
    Flatten,
}

/// The typed parameters of `sig`, in order.
pub(crate) fn of_signature(
    sig: &Signature,
    kind: Kind,
    self_ty: Option<&Type>,
    errors: &mut Errors,
) -> Vec<Param> {
    let mut params = Vec::new();
    let mut headers = Vec::new();
    for input in &sig.inputs {
        let FnArg::Typed(typed) = input else { continue };
        let attr = ArgAttr::parse(&typed.attrs, errors);
        check_kind(&attr, kind, errors);
        let param = Param::new(typed, &attr, kind, self_ty, errors);
        check_name(&param, &params, typed, &attr, errors);
        check_header(&attr, &mut headers, errors);
        params.push(param);
    }
    params
}

impl Param {
    fn new(
        typed: &PatType,
        attr: &ArgAttr,
        kind: Kind,
        self_ty: Option<&Type>,
        errors: &mut Errors,
    ) -> Self {
        let written = Place {
            pattern: (*typed.pat).clone(),
            key: attr.first.clone(),
            default: attr.default.as_ref().map(|default| default.key.clone()),
        };
        let source = if kind == Kind::Prompt { Source::Text } else { Source::Type };
        check_attributes(&typed.attrs, errors);
        let ty = NamedType::of_param(&typed.ty, kind, self_ty, errors);
        let description = match &attr.description {
            Some(text) => Some(Doc::Text(text.clone())),
            None => doc::description(&typed.attrs),
        };
        if attr.flatten.is_some() {
            if let Some(other) = &attr.other {
                errors.on(
                    other,
                    format!(
                        "`{other}` belongs on a field of the flattened struct, not beside `flatten`"
                    ),
                );
            }
            if let Some(rename) = &attr.rename {
                errors.on(
                    &rename.tokens,
                    "a flattened struct has no name to change; remove `rename`",
                );
            }
            let (plain, shape) = (ty.clone(), Shape::Flatten);
            return Self { name: None, ty, plain, description, shape, source, written };
        }
        let name = match &attr.rename {
            Some(rename) => Some(rename.value.clone()),
            None => pattern::name(&typed.pat).map(pattern::text),
        };
        if let (None, Some(key)) = (&name, &attr.other) {
            errors.on(
                &typed.pat,
                format!(
                    "`{key}` makes this an argument, which needs a name; add `rename = \"..\"`"
                ),
            );
        }
        let argument = Argument::new(attr, self_ty, errors);
        let plain = ty.clone();
        let ty = match &attr.first {
            Some(key) => ty.into_argument(key.span()),
            None => ty,
        };
        Self { name, ty, plain, description, shape: Shape::Member(argument), source, written }
    }
}

/// Reports settings that are for other kinds of functions.
fn check_kind(attr: &ArgAttr, kind: Kind, errors: &mut Errors) {
    let is_typed = matches!(kind, Kind::Prompt | Kind::Resource);
    if let (Some(complete), false) = (&attr.complete, is_typed) {
        errors.on(
            &complete.key,
            format!(
                "nobody types the arguments of a {kind}, so no client completes them; say in the \
                 description what fits, or write `one_of` where nothing else does"
            ),
        );
    }
    if kind == Kind::Tool {
        return;
    }
    if let (Some(flatten), true) = (&attr.flatten, is_typed) {
        let each = match kind {
            Kind::Resource => "each variable of the URI is a parameter of its own",
            Kind::Tool | Kind::Method | Kind::Prompt => {
                "each argument of a prompt is a parameter of its own"
            }
        };
        errors.on(flatten, format!("{each}; take the fields one by one"));
    }
    if let Some(header) = &attr.header {
        errors.on(
            &header.key,
            format!(
                "clients repeat arguments of tools in headers, not those of a {kind}; remove it"
            ),
        );
    }
}

/// A parameter that exists in some builds only would make the schema depend on them unseen.
fn check_attributes(attributes: &[Attribute], errors: &mut Errors) {
    for attr in attributes {
        if attr.path().is_ident("cfg") || attr.path().is_ident("cfg_attr") {
            errors.on(
                attr,
                "a parameter cannot depend on the configuration; put `#[cfg]` on the function and \
                 write one for each case",
            );
        }
    }
}

fn check_name(
    param: &Param,
    earlier: &[Param],
    typed: &PatType,
    attr: &ArgAttr,
    errors: &mut Errors,
) {
    let Some(name) = &param.name else { return };
    if earlier.iter().any(|earlier| earlier.name.as_ref() == Some(name)) {
        let message = format!("two parameters are named `{name}`; rename one of them");
        match &attr.rename {
            Some(rename) => errors.on(&rename.tokens, message),
            None => errors.on(&typed.pat, message),
        }
    }
}

fn check_header(attr: &ArgAttr, earlier: &mut Vec<String>, errors: &mut Errors) {
    let Some(header) = &attr.header else { return };
    let written = &header.written;
    let name = written.value.to_ascii_lowercase();
    if earlier.contains(&name) {
        errors.on(
            &written.tokens,
            format!(
                "two arguments use the header `{}`, whose case does not count; rename one of them",
                written.value
            ),
        );
    }
    earlier.push(name);
}
