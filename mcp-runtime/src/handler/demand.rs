//! What attributes and wrappers demand of a type, under names that the compiler can explain.
//!
//! Each trait holds for every type with the bounds it stands for. `do_not_recommend` makes the
//! compiler stop at the trait and its message instead of going on to the first bound that fails
//! and everything else that would have met it.

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A type that `#[arg(default)]` applies to.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no argument, so it takes no `#[arg(..)]`",
    label = "belongs to arguments",
    note = "if it is context (`Context`, `State<T>` or another `FromContext`), remove `#[arg(..)]`: the model does not send it",
    note = "if it is meant as an argument, it needs `#[mcp_type]`, or `#[derive(serde::Deserialize, schemars::JsonSchema)]`"
)]
pub trait Argument: DeserializeOwned + JsonSchema + Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + JsonSchema + Send + 'static> Argument for T {}

/// A struct whose fields can be the arguments of a tool.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be flattened into the arguments",
    label = "not a struct of arguments",
    note = "it needs `#[mcp_type]`, or `#[derive(serde::Deserialize, schemars::JsonSchema)]`"
)]
pub trait Flattened: DeserializeOwned + JsonSchema + Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + JsonSchema + Send + 'static> Flattened for T {}

/// A type whose default the schema can show.
#[diagnostic::on_unimplemented(
    message = "the default of `{Self}` cannot be shown in the schema",
    label = "not `Serialize`",
    note = "a default is part of what clients are told: derive `serde::Serialize` for `{Self}`, or take an `Option`"
)]
pub trait Shown {
    /// The value as JSON.
    fn shown(&self) -> Option<Value>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> Shown for T {
    fn shown(&self) -> Option<Value> {
        serde_json::to_value(self).ok()
    }
}

/// A type whose default can be written as a literal of type `L`: a string or
/// a character.
#[diagnostic::on_unimplemented(
    message = "text cannot be the default of `{Self}`",
    label = "not text",
    note = "write a value of that type, such as `default = 3` for a number"
)]
pub trait FromText<L> {
    /// Converts the literal.
    fn from_text(text: L) -> Self;
}

#[diagnostic::do_not_recommend]
impl<L, T: From<L>> FromText<L> for T {
    fn from_text(text: L) -> Self {
        text.into()
    }
}

/// A type that can be structured content.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be structured content",
    label = "cannot be inside of `Json<..>`",
    note = "it needs `#[mcp_type]`, or `#[derive(serde::Serialize, schemars::JsonSchema)]`"
)]
pub trait Structured: Serialize + JsonSchema {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + JsonSchema> Structured for T {}
