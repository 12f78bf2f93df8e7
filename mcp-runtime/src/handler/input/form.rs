use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::handler::shape::tidy;
use crate::protocol::ProtocolVersion;
use crate::schema::null::strip_null;
use crate::schema::{Validator, Violation};

/// A schema that clients can make a form of: an object whose properties are
/// strings, numbers, booleans, enums and lists of enums (specification
/// 2026-07-28, client/elicitation, "Requested Schema").
#[derive(Debug)]
pub(super) struct Form {
    schema: Value,
    validator: Validator,
}

/// Formats that the specification has.
const FORMATS: [&str; 4] = ["email", "uri", "date", "date-time"];

impl Form {
    pub(super) fn of<T: JsonSchema>() -> Result<Self, String> {
        let settings = SchemaSettings::draft2020_12().for_deserialize().with(|settings| {
            settings.inline_subschemas = true;
            settings.meta_schema = None;
        });
        let mut schema = Value::from(settings.into_generator().into_root_schema_for::<T>());
        tidy(&mut schema);
        let name = T::schema_name();
        let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else {
            return Err(format!("`{name}` is no form: only a struct with named fields is one"));
        };
        for (field, property) in properties.iter_mut() {
            strip_null(property);
            *property = simple(property).ok_or_else(|| {
                format!(
                    "`{name}` is no form: `{field}` is none of a string, a number, a `bool`, an \
                     enum of words and a list of these"
                )
            })?;
        }
        let mut form = json!({ "type": "object", "properties": properties });
        if let Some(required) = schema.get("required") {
            form["required"] = required.clone();
        }
        let validator = Validator::compile(&form).map_err(|error| error.to_string())?;
        Ok(Self { schema: form, validator })
    }

    /// As a revision knows forms: before 2025-11-25 the titles of words stood
    /// beside them.
    pub(super) fn schema_of(&self, version: ProtocolVersion) -> Value {
        let mut schema = self.schema.clone();
        if version < ProtocolVersion::V2025_11_25
            && let Some(properties) = schema["properties"].as_object_mut()
        {
            properties.values_mut().for_each(name_words);
        }
        schema
    }

    pub(super) fn violations(&self, content: &Value) -> Vec<Violation> {
        self.validator.validate(content)
    }
}

/// What clients know of a property; `None` where it is more than they know.
fn simple(property: &Value) -> Option<Value> {
    let map = property.as_object()?;
    let mut simple = Map::new();
    for key in ["title", "description", "default"] {
        if let Some(value) = map.get(key).filter(|value| !value.is_null()) {
            simple.insert(key.to_owned(), value.clone());
        }
    }
    let copy = |simple: &mut Map<String, Value>, keys: &[&str]| {
        for key in keys {
            if let Some(value) = map.get(*key) {
                simple.insert((*key).to_owned(), value.clone());
            }
        }
    };
    if let Some(words) = words(property) {
        simple.insert("type".to_owned(), "string".into());
        simple.extend(words);
        return Some(Value::Object(simple));
    }
    let kind = map.get("type")?.as_str()?;
    simple.insert("type".to_owned(), kind.into());
    match kind {
        "string" => {
            copy(&mut simple, &["minLength", "maxLength", "pattern"]);
            if map.get("format").is_some_and(|it| FORMATS.iter().any(|format| it == format)) {
                copy(&mut simple, &["format"]);
            }
        }
        "number" | "integer" => copy(&mut simple, &["minimum", "maximum"]),
        "boolean" => {}
        "array" => {
            copy(&mut simple, &["minItems", "maxItems"]);
            let words = words(map.get("items")?)?;
            let items = match words.get("oneOf") {
                Some(titled) => json!({ "anyOf": titled }),
                None => json!({ "type": "string", "enum": words.get("enum") }),
            };
            simple.insert("items".to_owned(), items);
        }
        _ => return None,
    }
    Some(Value::Object(simple))
}

/// `oneOf` as `enum` and `enumNames`.
fn name_words(property: &mut Value) {
    let Some(map) = property.as_object_mut() else { return };
    let Some(Value::Array(variants)) = map.remove("oneOf") else { return };
    let all = |key: &str| variants.iter().map(|variant| variant[key].clone()).collect();
    let (words, names): (Vec<_>, Vec<_>) = (all("const"), all("title"));
    map.insert("enum".to_owned(), words.into());
    map.insert("enumNames".to_owned(), names.into());
}

/// The words of an enum: with titles where they are described.
fn words(schema: &Value) -> Option<Map<String, Value>> {
    let mut words = Map::new();
    if let Some(list) = schema.get("enum").and_then(Value::as_array) {
        list.iter().all(Value::is_string).then_some(())?;
        words.insert("enum".to_owned(), list.clone().into());
        // The titles of earlier revisions, for who writes them himself.
        if let Some(names) = schema.get("enumNames") {
            words.insert("enumNames".to_owned(), names.clone());
        }
        return Some(words);
    }
    let variants = schema.get("oneOf").and_then(Value::as_array)?;
    let titled = variants.iter().map(|variant| {
        let word = variant.get("const").filter(|word| word.is_string())?;
        let title = variant.get("title").or(variant.get("description")).unwrap_or(word);
        Some(json!({ "const": word, "title": title }))
    });
    words.insert("oneOf".to_owned(), titled.collect::<Option<Vec<_>>>()?.into());
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize, JsonSchema)]
    #[allow(dead_code)]
    struct Booking {
        /// Who comes.
        #[schemars(length(min = 1, max = 40))]
        name: String,
        #[schemars(range(min = 1, max = 8))]
        #[serde(default = "two")]
        seats: u8,
        vegetarian: Option<bool>,
        #[schemars(email)]
        email: String,
        time: Time,
        extras: Vec<Extra>,
    }

    fn two() -> u8 {
        2
    }

    #[derive(serde::Deserialize, JsonSchema)]
    #[serde(rename_all = "lowercase")]
    #[allow(dead_code)]
    enum Time {
        Noon,
        Evening,
    }

    #[derive(serde::Deserialize, JsonSchema)]
    #[allow(dead_code)]
    enum Extra {
        /// A window
        Window,
        /// A high chair
        Chair,
    }

    #[test]
    fn a_struct_of_simple_fields_is_a_form() {
        let form = Form::of::<Booking>().unwrap();
        assert_eq!(
            form.schema_of(ProtocolVersion::LATEST),
            json!({
                "type": "object",
                "properties": {
                    "name": {"type": "string", "description": "Who comes.", "minLength": 1, "maxLength": 40},
                    "seats": {"type": "integer", "default": 2, "minimum": 1, "maximum": 8},
                    "vegetarian": {"type": "boolean"},
                    "email": {"type": "string", "format": "email"},
                    "time": {"type": "string", "enum": ["noon", "evening"]},
                    "extras": {"type": "array", "items": {"anyOf": [
                        {"const": "Window", "title": "A window"},
                        {"const": "Chair", "title": "A high chair"},
                    ]}},
                },
                "required": ["name", "email", "time", "extras"],
            })
        );
        assert_eq!(form.violations(&json!({"name": ""})).len(), 4);
    }

    #[test]
    fn an_older_revision_has_titles_beside_the_words() {
        #[derive(JsonSchema)]
        #[allow(dead_code)]
        struct Order {
            extra: Extra,
        }
        let form = Form::of::<Order>().unwrap();
        assert_eq!(
            form.schema_of(ProtocolVersion::V2025_06_18)["properties"]["extra"],
            json!({"type": "string", "enum": ["Window", "Chair"], "enumNames": ["A window", "A high chair"]})
        );
    }

    #[test]
    fn what_clients_cannot_show_is_named() {
        #[derive(JsonSchema)]
        #[allow(dead_code)]
        struct Nested {
            inner: Inner,
        }
        #[derive(JsonSchema)]
        #[allow(dead_code)]
        struct Inner {
            a: u8,
        }
        let error = Form::of::<Nested>().unwrap_err();
        assert!(error.contains("`Nested`") && error.contains("`inner`"), "{error}");
        let error = Form::of::<Vec<u8>>().unwrap_err();
        assert!(error.contains("only a struct"), "{error}");
    }
}
