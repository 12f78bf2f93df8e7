use std::convert::Infallible;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::missing::missing;
use super::{ArgumentSlot, Call, ContextSlot, Describe, FromContext};

/// A type that a tool's parameter can have.
///
/// Never implemented by hand: a type is context if it implements
/// [`FromContext`], an argument if it implements serde's `Deserialize` and
/// schemars' `JsonSchema`. `Via` says which, and the compiler infers it, so
/// the decision follows the type and not how it is spelled.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a parameter of a tool",
    label = "neither an argument nor context",
    note = "an argument needs `#[mcp_type]`, or `#[derive(serde::Deserialize, schemars::JsonSchema)]`",
    note = "context (a value that the model does not send) needs `impl mcp_runtime::FromContext`",
    note = "`State<T>` clones its value: share one that is not `Clone` as `State<Arc<T>>`"
)]
pub trait Parameter<Via>: Sized + Send {
    /// What is kept of it until the call runs. An associated type, so that a
    /// type that is no parameter gets one message and no second one about a
    /// method of its slot.
    type Slot;

    /// What a default has to be: the type itself. Associated for the same
    /// reason.
    type Default;

    /// Adds the parameter to the tool's description.
    fn describe(d: &mut Describe<'_>, index: usize);

    /// Reads and checks the argument, noting what is wrong with it.
    fn take(call: &mut Call<'_>, index: usize) -> Self::Slot;

    /// The same, with a value for an argument that is not sent.
    fn take_or(
        call: &mut Call<'_>,
        index: usize,
        default: impl FnOnce() -> Self::Default,
    ) -> Self::Slot;
}

/// Marks a parameter that the model sends.
#[derive(Debug)]
pub enum ViaArgument {}

/// Marks a parameter that the runtime supplies.
#[derive(Debug)]
pub enum ViaContext {}

impl<T: FromContext + 'static> Parameter<ViaContext> for T {
    type Slot = ContextSlot<T>;
    type Default = Infallible;

    fn describe(d: &mut Describe<'_>, _: usize) {
        d.context(T::requires);
    }

    fn take(_: &mut Call<'_>, _: usize) -> ContextSlot<T> {
        ContextSlot::new()
    }

    fn take_or(
        call: &mut Call<'_>,
        index: usize,
        _: impl FnOnce() -> Infallible,
    ) -> ContextSlot<T> {
        <T as Parameter<ViaContext>>::take(call, index)
    }
}

impl<T: DeserializeOwned + JsonSchema + Send + 'static> Parameter<ViaArgument> for T {
    type Slot = ArgumentSlot<T>;
    type Default = T;

    fn describe(d: &mut Describe<'_>, index: usize) {
        let schema = d.schema_of::<T>();
        d.argument(index, schema, missing::<T>().is_none(), std::any::TypeId::of::<T>());
    }

    fn take(call: &mut Call<'_>, index: usize) -> ArgumentSlot<T> {
        ArgumentSlot(decode(call, index))
    }

    fn take_or(call: &mut Call<'_>, index: usize, default: impl FnOnce() -> T) -> ArgumentSlot<T> {
        ArgumentSlot(if call.is_absent(index) { Some(default()) } else { decode(call, index) })
    }
}

/// The argument's value; `None` after noting what is wrong with it.
fn decode<T: DeserializeOwned>(call: &mut Call<'_>, index: usize) -> Option<T> {
    let Some(json) = call.argument(index) else {
        return call.absent(index, missing::<T>());
    };
    if !call.admits(index, json) {
        return None;
    }
    let error = match serde_json::from_str(json) {
        Ok(value) => return Some(value),
        Err(error) => error,
    };
    let json = call.undecodable(index, json, &error)?;
    serde_json::from_str(&json).map_err(|error| call.note(index, &json, &error)).ok()
}
