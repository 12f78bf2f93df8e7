//! What attributes and wrappers demand of a type, under names that the compiler can explain.
//!
//! Each trait holds for every type with the bounds it stands for. `do_not_recommend` makes the
//! compiler stop at the trait and its message instead of going on to the first bound that fails
//! and everything else that would have met it.

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{ViaArgument, ViaContext};

/// A type that `#[arg(..)]` applies to. `Via` is always [`ViaArgument`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no argument, so it takes no `#[arg(..)]`",
    label = "belongs to arguments",
    note = "if it is context (`Context`, `State<T>` or another `FromContext`), remove `#[arg(..)]`: the model does not send it",
    note = "if it is meant as an argument, it needs `#[mcp_type]`, or `#[derive(serde::Deserialize, schemars::JsonSchema)]`"
)]
pub trait Argument<Via> {
    /// `Self`. A type that is no argument has none, which silences whatever else its attribute
    /// demands.
    type Itself;
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + JsonSchema + Send + 'static> Argument<ViaArgument> for T {
    type Itself = T;
}

/// For no type at all. Were there one blanket implementation only, the compiler would take it
/// before it looks at the bounds, report each of them and go on with `Itself`.
#[diagnostic::do_not_recommend]
impl<T: NoType> Argument<ViaContext> for T {
    type Itself = T;
}

/// Implemented by nothing.
pub trait NoType {}

/// `T`, if it is an argument.
pub type Arg<T, Via> = <T as Argument<Via>>::Itself;

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

/// A constant that `#[arg(max = ..)]` and its like can name.
#[diagnostic::on_unimplemented(
    message = "a bound is a number, and `{Self}` is not one",
    label = "not a number",
    note = "name a constant of a number type, such as `max = LIMIT` for `const LIMIT: u8 = 14;`"
)]
pub trait Bound {
    /// The number; null, which no schema allows here, where JSON has none for it.
    fn json(self) -> Value;
}

/// A constant that `#[arg(max_length = ..)]` and its like can name.
#[diagnostic::on_unimplemented(
    message = "a length is a whole number from 0, and `{Self}` is not",
    label = "not a length",
    note = "name a constant of a type such as `usize`"
)]
pub trait Length {
    /// The number.
    fn json(self) -> Value;
}

macro_rules! numbers {
    ($name:ident: $($ty:ty)*) => {
        $(
            #[diagnostic::do_not_recommend]
            impl $name for $ty {
                fn json(self) -> Value {
                    serde_json::to_value(self).unwrap_or_default()
                }
            }
        )*
    };
}

numbers!(Bound: u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64);
// `i32` for expressions of literals, such as `2 * 40`.
numbers!(Length: u8 u16 u32 u64 u128 usize i32);
