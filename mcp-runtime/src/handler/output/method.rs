use schemars::Schema;
use serde_json::{Map, Value};

use super::Json;
use crate::error::{CallError, IntoCallError};
use crate::handler::Generators;
use crate::handler::demand::Structured;

/// The members of a result of a method of one's own.
#[derive(Debug)]
pub struct MethodOutput {
    /// The text of an object.
    pub(crate) members: Box<str>,
    pub(crate) meta: Option<Map<String, Value>>,
}

impl MethodOutput {
    pub(crate) fn size(&self) -> usize {
        self.members.len()
    }
}

/// A type that a method of one's own can return.
///
/// Implemented for [`Json<T>`](Json) of what is an object, maps of JSON values,
/// `()` for a result without members, and `Result` of any of them. A member
/// `_meta` becomes that of the result.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the result of a method",
    label = "not a method's result",
    note = "return `Json<T>` of a struct with `#[mcp_type]`, `serde_json::Map<String, Value>`, `()`, or a `Result` of one of these"
)]
pub trait IntoMethodOutput {
    /// Converts the value.
    ///
    /// # Errors
    /// The method's own failure, or INTERNAL where the value is no object of JSON.
    fn into_method_output(self) -> Result<MethodOutput, CallError>;

    /// The schema of the result, where it is known.
    fn output_schema(generators: &mut Generators) -> Option<Schema> {
        let _ = generators;
        None
    }
}

impl IntoMethodOutput for () {
    fn into_method_output(self) -> Result<MethodOutput, CallError> {
        Map::new().into_method_output()
    }
}

impl IntoMethodOutput for Map<String, Value> {
    fn into_method_output(mut self) -> Result<MethodOutput, CallError> {
        let meta = match self.remove("_meta") {
            Some(Value::Object(meta)) => Some(meta),
            None | Some(Value::Null) => None,
            Some(_) => return Err(CallError::internal("the `_meta` of a result is no object")),
        };
        // The protocol's own.
        self.remove("resultType");
        Ok(MethodOutput { members: Value::from(self).to_string().into(), meta })
    }
}

impl<T: Structured> IntoMethodOutput for Json<T> {
    fn into_method_output(self) -> Result<MethodOutput, CallError> {
        match serde_json::to_value(&self.0).map_err(CallError::internal)? {
            Value::Object(members) => members.into_method_output(),
            _ => Err(CallError::internal("the result of a method is no object")),
        }
    }

    fn output_schema(generators: &mut Generators) -> Option<Schema> {
        Some(generators.output().root_schema_for::<T>())
    }
}

impl<T: IntoMethodOutput, E: IntoCallError> IntoMethodOutput for Result<T, E> {
    fn into_method_output(self) -> Result<MethodOutput, CallError> {
        self.map_err(IntoCallError::into_call_error)?.into_method_output()
    }

    fn output_schema(generators: &mut Generators) -> Option<Schema> {
        T::output_schema(generators)
    }
}
