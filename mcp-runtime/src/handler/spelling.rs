//! Arguments that are texts on the wire: those of prompts, and the variables of
//! URIs.

use std::borrow::Cow;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::Handler;
use super::rejections::pointer;
use crate::protocol::raw_str;
use crate::schema::Violation;
use crate::schema::kind::Kind;

impl Handler {
    /// The arguments with their texts as the values that they spell. What is
    /// no text stays what it is, and what is no object of JSON as it was
    /// written: both are judged like a tool's arguments.
    pub(crate) fn spelled_arguments(&self, json: &str) -> String {
        let mut out = String::with_capacity(json.len() + 8);
        out.push('{');
        let mut add = |name: &str, raw: &RawValue| {
            let value = match raw_str(raw) {
                Some(text) => match self.spelled(name, &text) {
                    Some(value) => Cow::Owned(value.to_string()),
                    None => return,
                },
                None => Cow::Borrowed(raw.get()),
            };
            if out.len() > 1 {
                out.push(',');
            }
            out.push_str(&Value::from(name).to_string());
            out.push(':');
            out.push_str(&value);
        };
        let mut reader = serde_json::Deserializer::from_str(json);
        if reader.deserialize_map(Each(&mut add)).is_err() {
            return json.to_owned();
        }
        out.push('}');
        out
    }

    /// The value that a text spells; nothing where the argument may be left out
    /// and the text is empty, as forms send it.
    pub(super) fn spelled(&self, name: &str, text: &str) -> Option<Value> {
        let as_text = Value::from(text);
        if self.takes(name, &as_text) {
            return Some(as_text);
        }
        if text.is_empty() && !self.needs(name) {
            return None;
        }
        match serde_json::from_str::<Value>(text) {
            Ok(value) if self.takes(name, &value) => Some(value),
            // Neither fits: what the schema speaks of explains more.
            Ok(value) if !self.asks_for_text(name) => Some(value),
            _ => Some(as_text),
        }
    }

    /// The same for several texts.
    pub(super) fn spelled_list(&self, name: &str, texts: &[String]) -> Value {
        let as_texts = Value::from(texts);
        if self.takes(name, &as_texts) {
            return as_texts;
        }
        let value = |text: &String| {
            serde_json::from_str(text).unwrap_or_else(|_| Value::from(text.as_str()))
        };
        texts.iter().map(value).collect()
    }

    fn takes(&self, name: &str, value: &Value) -> bool {
        if let Some(index) = self.param_index(name) {
            return self.params[index].check.violations(value).is_empty();
        }
        // A member of a flattened struct, which is judged as part of it.
        let Some(whole) = &self.flatten else { return true };
        let alone = Value::Object(std::iter::once((name.to_owned(), value.clone())).collect());
        let place = pointer(name);
        let is_its_own = |violation: &Violation| {
            let rest = violation.pointer.strip_prefix(&*place);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        !whole.validate(&alone).iter().any(is_its_own)
    }

    fn needs(&self, name: &str) -> bool {
        let required = self.input_schema["required"].as_array();
        required.is_some_and(|names| names.iter().any(|one| one == name))
    }

    fn asks_for_text(&self, name: &str) -> bool {
        let schema = &self.input_schema["properties"][name];
        Kind::of(&self.input_schema, schema) == Kind::Text
    }
}

/// Shows each member of an object, repeated ones included.
struct Each<'f>(&'f mut dyn FnMut(&str, &RawValue));

impl<'de> Visitor<'de> for Each<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some((name, value)) = map.next_entry::<String, &'de RawValue>()? {
            (self.0)(&name, value);
        }
        Ok(())
    }
}
