//! Which arguments have values that are not shown.

use serde_json::{Map, Value};

/// Arguments declared `secret`, in an attribute or, with `writeOnly`, by their
/// type; a whole argument where only a part of it is.
pub(super) fn find(input_schema: &Value) -> Vec<String> {
    fn any(schema: &Value, holds: &dyn Fn(&Map<String, Value>) -> bool) -> bool {
        match schema {
            Value::Object(members) => {
                holds(members) || members.values().any(|member| any(member, holds))
            }
            Value::Array(items) => items.iter().any(|item| any(item, holds)),
            _ => false,
        }
    }
    let is_secret = |members: &Map<String, Value>| members.get("writeOnly") == Some(&true.into());
    // Which of the definitions does not matter: too much is hidden, not too little.
    let defined = any(&input_schema["$defs"], &is_secret);
    let holds = |members: &Map<String, Value>| {
        is_secret(members) || (defined && members.contains_key("$ref"))
    };
    let properties = input_schema["properties"].as_object().into_iter().flatten();
    let secret = properties.filter(|(_, schema)| any(schema, &holds));
    secret.map(|(name, _)| super::rejections::pointer(name)).collect()
}
