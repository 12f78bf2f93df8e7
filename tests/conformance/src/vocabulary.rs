//! A hand-written input schema whose keywords must all survive `tools/list`
//! (scenario `json-schema-2020-12`).

use mcp_runtime::prelude::*;
use mcp_runtime::schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

/// Who to contact, and how.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Person {
    name: Option<String>,
    address: Option<Address>,
    contact_method: Option<ContactMethod>,
    phone: Option<String>,
    email: Option<String>,
}

#[derive(Deserialize)]
struct Address {
    street: Option<String>,
    city: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum ContactMethod {
    Phone,
    Email,
}

/// Written by hand because no derive produces `$anchor`, `if` or `allOf` with
/// alternatives.
impl JsonSchema for Person {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Person".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "$defs": {
                "address": {
                    "$anchor": "addressDef",
                    "type": "object",
                    "properties": { "street": { "type": "string" }, "city": { "type": "string" } }
                }
            },
            "properties": {
                "name": { "type": "string" },
                "address": { "$ref": "#/$defs/address" },
                "contactMethod": { "type": "string", "enum": ["phone", "email"] },
                "phone": { "type": "string" },
                "email": { "type": "string" }
            },
            "allOf": [{ "anyOf": [{ "required": ["phone"] }, { "required": ["email"] }] }],
            "if": {
                "properties": { "contactMethod": { "const": "phone" } },
                "required": ["contactMethod"]
            },
            "then": { "required": ["phone"] },
            "else": { "required": ["email"] },
            "additionalProperties": false
        })
    }
}

/// Says how a person can be reached.
#[mcp_tool(read_only)]
async fn json_schema_2020_12_tool(#[arg(flatten)] person: Person) -> String {
    let Person { name, address, contact_method, phone, email } = person;
    let contact = match contact_method {
        Some(ContactMethod::Phone) => phone,
        Some(ContactMethod::Email) | None => email.or(phone),
    };
    let address = address.map(|Address { street, city }| [street, city]).into_iter().flatten();
    let known = [name].into_iter().chain(address).chain([contact]).flatten();
    known.collect::<Vec<_>>().join(", ")
}
