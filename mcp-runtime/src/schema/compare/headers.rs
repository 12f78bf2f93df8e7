//! Arguments that HTTP clients repeat in a header (specification 2026-07-28, basic/transports/streamable-http, "Custom
//! Headers from Tool Parameters").
//!
//! A server must refuse a call with a value in the body that is not in its header, too, so clients of an older schema
//! break where a header comes or gets another name. A header that it no longer knows it ignores.

use serde_json::{Map, Value};

use super::change::{KEEP, step};
use super::{Compare, DEEPEST, Role};
use crate::schema::HEADER;

impl Compare<'_> {
    /// Those of all properties that are on both sides: who does not know an argument does not send it. They stand only
    /// where `properties` alone lead to.
    pub(super) fn headers(&mut self, at: &str, old: &Value, new: &Value, depth: usize) {
        let (Some(old), Some(new)) = (properties(old), properties(new)) else { return };
        if depth == DEEPEST || self.role == Role::Output {
            return;
        }
        for (name, old) in old {
            let Some(new) = new.get(name) else { continue };
            let at = step(&step(at, "properties"), name);
            self.header(&at, name, header(old), header(new));
            self.headers(&at, old, new, depth + 1);
        }
    }

    fn header(&mut self, at: &str, name: &str, old: Option<&str>, new: Option<&str>) {
        match (old, new) {
            (None, Some(new)) => self.breaking(
                at,
                format!("clients have to repeat `{name}` in the header `Mcp-Param-{new}` now"),
                KEEP,
            ),
            (Some(old), Some(new)) if !old.eq_ignore_ascii_case(new) => self.breaking(
                at,
                format!(
                    "clients have to repeat `{name}` in the header `Mcp-Param-{new}` now, not in \
                     `Mcp-Param-{old}`"
                ),
                KEEP,
            ),
            (Some(old), None) => self.warning(
                at,
                format!("clients no longer repeat `{name}` in the header `Mcp-Param-{old}`"),
                "mind proxies that route by it",
            ),
            _ => {}
        }
    }
}

fn properties(schema: &Value) -> Option<&Map<String, Value>> {
    schema.get("properties")?.as_object()
}

fn header(schema: &Value) -> Option<&str> {
    schema.get(HEADER)?.as_str()
}
