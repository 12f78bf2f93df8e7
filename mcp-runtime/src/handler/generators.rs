use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value};

/// What makes schemas from types, made itself when the first type needs it.
#[derive(Default)]
pub struct Generators {
    input: Option<SchemaGenerator>,
    output: Option<SchemaGenerator>,
}

impl Generators {
    /// For what is read: fields that may be left out are optional.
    pub(super) fn input(&mut self) -> &mut SchemaGenerator {
        self.input.get_or_insert_with(|| settings().for_deserialize().into_generator())
    }

    /// For what is written: fields that are always there are required.
    pub fn output(&mut self) -> &mut SchemaGenerator {
        self.output.get_or_insert_with(|| settings().for_serialize().into_generator())
    }

    /// The definitions that input schemas refer to.
    pub(super) fn take_definitions(&mut self) -> Map<String, Value> {
        self.input.as_mut().map(|input| input.take_definitions(true)).unwrap_or_default()
    }
}

/// JSON Schema 2020-12, the dialect the specification defaults to. Without
/// `$schema`: it is what a client assumes, and some client validators fail on
/// a dialect they were not built with.
fn settings() -> SchemaSettings {
    SchemaSettings::draft2020_12().with(|settings| settings.meta_schema = None)
}
