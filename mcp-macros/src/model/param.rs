//! The parameters of a tool.

use syn::{Attribute, FnArg, PatType, Signature, Type};

use super::argument::Argument;
use super::pattern;
use super::types::NamedType;
use crate::diagnostics::Errors;
use crate::parse::arg_attr::ArgAttr;
use crate::parse::doc::{self, Doc};

/// A parameter: an argument or a part of the context, which only its type can tell.
pub(crate) struct Param {
    /// The argument's name; `None` if the pattern suggests none.
    pub(crate) name: Option<String>,
    pub(crate) ty: NamedType,
    pub(crate) description: Option<Doc>,
    pub(crate) shape: Shape,
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
    self_ty: Option<&Type>,
    errors: &mut Errors,
) -> Vec<Param> {
    let mut params = Vec::new();
    let mut headers = Vec::new();
    for input in &sig.inputs {
        let FnArg::Typed(typed) = input else { continue };
        let attr = ArgAttr::parse(&typed.attrs, errors);
        let param = Param::new(typed, &attr, self_ty, errors);
        check_name(&param, &params, typed, &attr, errors);
        check_header(&attr, &mut headers, errors);
        params.push(param);
    }
    params
}

impl Param {
    fn new(typed: &PatType, attr: &ArgAttr, self_ty: Option<&Type>, errors: &mut Errors) -> Self {
        check_attributes(&typed.attrs, errors);
        let ty = NamedType::of_param(&typed.ty, self_ty, errors);
        let description = match &attr.description {
            Some(text) => Some(Doc::Text(text.clone())),
            None => doc::description(&typed.attrs),
        };
        if let Some(flatten) = &attr.flatten {
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
            let _ = flatten;
            return Self { name: None, ty, description, shape: Shape::Flatten };
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
        let ty = match &attr.first {
            Some(key) => ty.into_argument(key.span()),
            None => ty,
        };
        Self { name, ty, description, shape: Shape::Member(argument) }
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
