use std::any::TypeId;

use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value};

use super::completion::{Completer, Source};
use super::constraint::{Listed, Measured, Mirrored, Ranged, Textual};
use super::demand::{Bound, Flattened, Length, Shown};
use super::origin::{
    AbsentParameter, ContextParameter, ListParameter, PromptParameter, VariableParameter,
};
use super::primitive;
use super::{
    Generators, IntoMethodOutput, IntoPromptOutput, IntoResourceOutput, IntoToolOutput, Parameter,
    Requirements,
};

/// Collects at start-up what only the types know: schemas, requirements and
/// the identity of the function.
pub struct Describe<'a> {
    generators: &'a mut Generators,
    pub(super) params: Vec<Described>,
    pub(super) requirements: Requirements,
    pub(super) function: Option<TypeId>,
    pub(super) output_schema: Option<Schema>,
    /// By the parameters' indices.
    pub(super) completions: Vec<(usize, Source)>,
}

pub(super) enum Described {
    Context,
    Argument {
        index: usize,
        schema: Schema,
        required: bool,
        ty: TypeId,
        /// Keywords whose values are expressions of the user's.
        computed: Map<String, Value>,
    },
    Flatten {
        schema: Schema,
    },
}

impl<'a> Describe<'a> {
    pub(super) fn new(generators: &'a mut Generators) -> Self {
        Self {
            generators,
            params: Vec::new(),
            requirements: Requirements::default(),
            function: None,
            output_schema: None,
            completions: Vec::new(),
        }
    }

    /// Remembers the function's own type, for explicit lists of tools.
    pub fn function<F: 'static>(&mut self, _: &F) {
        self.function = Some(TypeId::of::<F>());
    }

    /// Describes parameter `index`.
    pub fn param<T: Parameter<Via>, Via>(&mut self, index: usize) {
        T::describe(self, index);
    }

    /// Shows a computed default in the schema.
    pub fn default<T: Shown>(&mut self, index: usize, value: impl FnOnce() -> T) {
        if let Some(shown) = value().shown() {
            self.compute(index, "default", shown);
        }
    }

    /// A bound that is an expression.
    pub fn bound(&mut self, index: usize, keyword: &str, value: impl Bound) {
        self.compute(index, keyword, value.json());
    }

    /// A length that is an expression.
    pub fn length(&mut self, index: usize, keyword: &str, value: impl Length) {
        self.compute(index, keyword, value.json());
    }

    /// What parameter `index` may be, for those who type it.
    pub fn completes_from(&mut self, index: usize, values: &[&str]) {
        self.completions.push((index, Source::list(values)));
    }

    /// The function that knows what parameter `index` may be.
    pub fn completes_by<C: Completer<Via>, Via>(&mut self, index: usize, completer: C) {
        C::requires(&mut self.requirements);
        self.completions.push((index, Source::function(completer)));
    }

    fn compute(&mut self, index: usize, keyword: &str, value: Value) {
        for param in &mut self.params {
            if let Described::Argument { index: at, computed, .. } = param
                && *at == index
            {
                computed.insert(keyword.to_owned(), value);
                return;
            }
        }
    }

    /// Describes the struct whose members are the arguments.
    pub fn flatten<T: Flattened>(&mut self, _index: usize) {
        // Not a reference: its properties are merged into the root.
        let schema = <T as JsonSchema>::json_schema(self.generators.input());
        self.params.push(Described::Flatten { schema });
    }

    /// The method needs a shared value of `T`.
    pub fn receiver<T: 'static>(&mut self) {
        self.requirements.state::<T>();
    }

    /// Describes the return type.
    pub fn output<T: IntoToolOutput>(&mut self) {
        self.output_schema = T::output_schema(self.generators);
    }

    /// Compiles only for types that a prompt can return.
    pub fn prompt_output<T: IntoPromptOutput>(&mut self) {}

    /// Compiles only for types that a resource can return.
    pub fn resource_output<T: IntoResourceOutput>(&mut self) {}

    /// Describes the result of a method.
    pub fn method_output<T: IntoMethodOutput>(&mut self) {
        self.output_schema = T::output_schema(self.generators);
    }

    /// Compiles only for types that a parameter of a prompt can have.
    pub fn prompt_param<T: PromptParameter<Via>, Via>(&mut self) {}

    /// Compiles only for types that are read from one variable of a URI.
    pub fn variable_param<T: VariableParameter<Via>, Via>(&mut self) {}

    /// Compiles only for types that are read from a list in a URI.
    pub fn list_param<T: ListParameter<Via>, Via>(&mut self) {}

    /// Compiles only for types that a URI may do without.
    pub fn absent_param<T: AbsentParameter>(&mut self) {}

    /// Compiles only for context.
    pub fn context_param<T: ContextParameter<Via>, Via>(&mut self) {}

    /// Compiles only for types that `min` and `max` apply to.
    pub fn ranged<T: Ranged>(&mut self, _: usize) {}

    /// Compiles only for types that `unique` applies to.
    pub fn listed<T: Listed>(&mut self, _: usize) {}

    /// Compiles only for types that a length applies to.
    pub fn measured<T: Measured>(&mut self, _: usize) {}

    /// Compiles only for types that a pattern applies to.
    pub fn textual<T: Textual>(&mut self, _: usize) {}

    /// Compiles only for types that can be mirrored into a header.
    pub fn mirrored<T: Mirrored>(&mut self, _: usize) {}

    pub(super) fn schema_of<T: JsonSchema + 'static>(&mut self) -> Schema {
        let known = primitive::schema(TypeId::of::<T>()).and_then(|schema| schema.try_into().ok());
        known.unwrap_or_else(|| self.generators.input().subschema_for::<T>())
    }

    pub(super) fn context(&mut self, requires: fn(&mut Requirements)) {
        requires(&mut self.requirements);
        self.params.push(Described::Context);
    }

    pub(super) fn argument(&mut self, index: usize, schema: Schema, required: bool, ty: TypeId) {
        self.params.push(Described::Argument { index, schema, required, ty, computed: Map::new() });
    }
}
