use serde_json::{Map, Value};

use crate::handler::Prompt;

/// With its arguments, which are strings on the wire.
pub(in crate::dispatch::list) fn prompt(prompt: &Prompt) -> Value {
    let mut entry = super::common(prompt);
    let arguments = arguments(&prompt.input_schema);
    if !arguments.is_empty() {
        entry.insert("arguments".to_owned(), arguments.into());
    }
    super::end(entry, prompt)
}

fn arguments(schema: &Value) -> Vec<Value> {
    let Some(properties) = schema["properties"].as_object() else { return Vec::new() };
    let required = schema["required"].as_array();
    let argument = |(name, schema): (&String, &Value)| {
        let mut argument = Map::new();
        argument.insert("name".to_owned(), name.as_str().into());
        for said in ["title", "description"] {
            if let Some(text @ Value::String(_)) = schema.get(said) {
                argument.insert(said.to_owned(), text.clone());
            }
        }
        let needed = required.is_some_and(|names| names.iter().any(|one| one == name));
        argument.insert("required".to_owned(), needed.into());
        Value::Object(argument)
    };
    properties.iter().map(argument).collect()
}
