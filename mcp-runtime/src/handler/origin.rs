//! What the types of prompts' and resources' parameters have to be, since their values come from
//! where they do.
//!
//! Each trait stands for bounds, under a name that the compiler can explain. The second
//! implementation, for no type at all, keeps the compiler from reporting the bounds one by one.

use std::collections::{BTreeSet, HashSet, VecDeque};

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::demand::NoType;
use super::{FromContext, Parameter, Scalar, ViaArgument, ViaContext};

/// A parameter of a prompt.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a parameter of a prompt",
    label = "neither one text nor context",
    note = "clients send each argument of a prompt as one string: take a string, a number, `bool`, an enum with `#[mcp_type]`, or an `Option` of one of these",
    note = "another type that is a string, a number or a boolean in JSON needs `impl mcp_runtime::Scalar for {Self} {{}}`",
    note = "context (a value that the client does not send) needs `impl mcp_runtime::FromContext`"
)]
pub trait PromptParameter<Via>: Parameter<Via> {}

#[diagnostic::do_not_recommend]
impl<T: Scalar + DeserializeOwned + JsonSchema + Send + 'static> PromptParameter<ViaArgument>
    for T
{
}

#[diagnostic::do_not_recommend]
impl<T: FromContext + 'static> PromptParameter<ViaContext> for T {}

/// A variable of a URI that is one text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a variable of the URI",
    label = "not one text",
    note = "take a string, a number, `bool`, an enum with `#[mcp_type]`, or an `Option` of one of these; a list needs a variable with a `*`, such as `{{?tag*}}`",
    note = "another type that is a string, a number or a boolean in JSON needs `impl mcp_runtime::Scalar for {Self} {{}}`",
    note = "context is told by its type, so a parameter for it has no variable's name"
)]
pub trait VariableParameter<Via>: Parameter<Via> {}

#[diagnostic::do_not_recommend]
impl<T: Scalar + DeserializeOwned + JsonSchema + Send + 'static> VariableParameter<ViaArgument>
    for T
{
}

#[diagnostic::do_not_recommend]
impl<T: NoType + FromContext + 'static> VariableParameter<ViaContext> for T {}

/// A variable of a URI that is a list of texts.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a list in the URI",
    label = "not a list of texts",
    note = "a variable with a `*` is a list, an empty one where it is absent: take `Vec<String>`, or `Vec` of a number, an enum or another `mcp_runtime::Scalar`"
)]
pub trait ListParameter<Via>: Parameter<Via> {}

#[diagnostic::do_not_recommend]
impl<T: Scalars + DeserializeOwned + JsonSchema + Send + 'static> ListParameter<ViaArgument> for T {}

#[diagnostic::do_not_recommend]
impl<T: NoType + FromContext + 'static> ListParameter<ViaContext> for T {}

/// A list of texts.
pub trait Scalars {}

impl<T: Scalar> Scalars for Vec<T> {}
impl<T: Scalar> Scalars for VecDeque<T> {}
impl<T: Scalar> Scalars for BTreeSet<T> {}
impl<T: Scalar, S> Scalars for HashSet<T, S> {}
impl<T: Scalars> Scalars for Option<T> {}

/// A variable that a URI may do without, where no default takes its place.
#[diagnostic::on_unimplemented(
    message = "the URI may do without this variable, and `{Self}` cannot be absent",
    label = "may be absent",
    note = "take `Option<{Self}>`, or say with `#[arg(default = ..)]` what it is then"
)]
pub trait AbsentParameter {}

impl<T> AbsentParameter for Option<T> {}

/// A parameter of a resource that no variable has the name of.
#[diagnostic::on_unimplemented(
    message = "the URI has no variable for this parameter, and `{Self}` is no context",
    label = "neither a variable nor context",
    note = "write the parameter's name into the URI, such as `notes://{{id}}`, or `{{?id}}` where it may be absent",
    note = "context (a value that the client does not send) needs `impl mcp_runtime::FromContext`"
)]
pub trait ContextParameter<Via>: Parameter<Via> {}

#[diagnostic::do_not_recommend]
impl<T: FromContext + 'static> ContextParameter<ViaContext> for T {}

#[diagnostic::do_not_recommend]
impl<T: NoType + DeserializeOwned + JsonSchema + Send + 'static> ContextParameter<ViaArgument>
    for T
{
}
