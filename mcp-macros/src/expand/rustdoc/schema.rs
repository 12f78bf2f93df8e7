//! The input schema, as far as it can be told from the signature.

use super::known::{self, Known};
use crate::literal::json::Json;
use crate::model::argument::Argument;
use crate::model::param::{Param, Shape};
use crate::parse::doc::Doc;

/// The schema of the arguments whose types are known, `None` if there are none.
pub(super) fn of(params: &[Param]) -> Option<Json> {
    let mut properties = Vec::new();
    let mut required = Vec::new();
    for param in params {
        let (Some(name), Shape::Member(argument)) = (&param.name, &param.shape) else {
            continue;
        };
        let Some(known) = known::of(&param.ty.written) else {
            continue;
        };
        if !known.optional && argument.default.is_none() {
            required.push(Json::String(name.clone()));
        }
        properties.push((name.clone(), Json::Object(property(known, param, argument))));
    }
    if properties.is_empty() {
        return None;
    }
    let mut root = vec![
        ("type".to_owned(), Json::String("object".into())),
        ("properties".to_owned(), Json::Object(properties)),
    ];
    if !required.is_empty() {
        root.push(("required".to_owned(), Json::Array(required)));
    }
    Some(Json::Object(root))
}

fn property(known: Known, param: &Param, argument: &Argument) -> Vec<(String, Json)> {
    let mut schema = Vec::new();
    if let Some(Doc::Text(text)) = &param.description {
        schema.push(("description".to_owned(), Json::String(text.clone())));
    }
    schema.extend(known.schema);
    let is_list = schema.contains(&("type".to_owned(), Json::String("array".into())));
    let is_map = schema.contains(&("type".to_owned(), Json::String("object".into())));
    for (key, value) in &argument.shown {
        match (key.as_str(), is_list, is_map) {
            ("minLength", true, _) => set(&mut schema, "minItems", value),
            ("maxLength", true, _) => set(&mut schema, "maxItems", value),
            ("minLength", _, true) => set(&mut schema, "minProperties", value),
            ("maxLength", _, true) => set(&mut schema, "maxProperties", value),
            ("default" | "examples" | "uniqueItems", ..) | (_, false, _) => {
                set(&mut schema, key, value);
            }
            _ => set_in_items(&mut schema, key, value),
        }
    }
    schema
}

fn set(schema: &mut Vec<(String, Json)>, key: &str, value: &Json) {
    match schema.iter_mut().find(|(existing, _)| existing == key) {
        Some((_, existing)) => *existing = value.clone(),
        None => schema.push((key.to_owned(), value.clone())),
    }
}

fn set_in_items(schema: &mut [(String, Json)], key: &str, value: &Json) {
    for (member, items) in schema {
        if let ("items", Json::Object(items)) = (member.as_str(), items) {
            set(items, key, value);
        }
    }
}
