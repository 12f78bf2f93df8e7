//! `x-mcp-header`: arguments that HTTP clients repeat in a header
//! (specification 2026-07-28, server/tools and basic/transports/streamable-http).

use serde_json::Value;

use super::Mirror;
use crate::schema::HEADER as KEYWORD;

/// Finds the annotated properties of an input schema and checks the
/// specification's constraints, so that no client has to reject the tool.
pub(super) fn find(schema: &Value) -> Result<Vec<Mirror>, String> {
    let mut found = Vec::new();
    walk(schema, &mut Vec::new(), &mut found)?;
    let reachable = found.len();
    let all = count(schema);
    if all > reachable {
        return Err(format!(
            "`{KEYWORD}` stands where the specification forbids it: only properties reached \
             through `properties` alone can be mirrored, not list items or alternatives"
        ));
    }
    for (index, mirror) in found.iter().enumerate() {
        if found[..index].iter().any(|other| other.header == mirror.header) {
            return Err(format!("two arguments are mirrored into the header `{}`", mirror.header));
        }
    }
    Ok(found)
}

fn walk(schema: &Value, path: &mut Vec<String>, found: &mut Vec<Mirror>) -> Result<(), String> {
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        return Ok(());
    };
    for (name, property) in properties {
        path.push(name.clone());
        if let Some(header) = property.get(KEYWORD) {
            found.push(mirror(header, property, path)?);
        }
        walk(property, path, found)?;
        path.pop();
    }
    Ok(())
}

fn mirror(header: &Value, property: &Value, path: &[String]) -> Result<Mirror, String> {
    let place = path.join(".");
    let Some(name) = header.as_str().filter(|name| is_token(name)) else {
        return Err(format!(
            "`{KEYWORD}` of `{place}` is {header}; it must be an RFC 9110 token such as \"Region\""
        ));
    };
    let primitive = property
        .get("type")
        .and_then(Value::as_str)
        .is_some_and(|ty| matches!(ty, "string" | "integer" | "boolean"));
    if !primitive {
        return Err(format!(
            "`{place}` cannot be mirrored into a header: only strings, integers and booleans can"
        ));
    }
    let header = format!("mcp-param-{}", name.to_ascii_lowercase());
    Ok(Mirror { header, path: path.to_vec() })
}

/// `1*tchar`, RFC 9110 section 5.6.2.
fn is_token(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

fn count(schema: &Value) -> usize {
    match schema {
        Value::Object(map) => {
            usize::from(map.contains_key(KEYWORD)) + map.values().map(count).sum::<usize>()
        }
        Value::Array(items) => items.iter().map(count).sum(),
        _ => 0,
    }
}
