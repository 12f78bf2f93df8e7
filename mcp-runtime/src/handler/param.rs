//! One parameter of a function, compiled at start-up.

use std::any::TypeId;
use std::sync::OnceLock;

use serde_json::{Map, Value};

use super::HandlerDef;
use crate::schema::{Validator, Violation, null::strip_null};

pub(super) struct Param {
    /// Empty for context.
    pub(super) name: &'static str,
    pub(super) required: bool,
    pub(super) check: Check,
}

/// How an argument's schema is enforced.
pub(super) enum Check {
    /// Not an argument.
    Context,
    /// The type rejects whatever the schema rejects; the schema only explains
    /// a refusal.
    ByType(Explanation),
    BySchema(Validator),
}

/// A schema that is compiled when it is first needed.
pub(super) struct Explanation {
    schema: Value,
    validator: OnceLock<Option<Validator>>,
}

impl Check {
    /// What is wrong with a value, in the schema's terms.
    pub(super) fn violations(&self, value: &Value) -> Vec<Violation> {
        let validator = match self {
            Self::Context => None,
            Self::BySchema(validator) => Some(validator),
            Self::ByType(Explanation { schema, validator }) => {
                validator.get_or_init(|| Validator::compile(schema).ok()).as_ref()
            }
        };
        validator.map(|validator| validator.validate(value)).unwrap_or_default()
    }
}

impl Param {
    pub(super) fn context() -> Self {
        Self { name: "", required: false, check: Check::Context }
    }

    pub(super) fn argument(
        def: &'static HandlerDef,
        index: usize,
        mut schema: Value,
        required: bool,
        computed: Map<String, Value>,
        ty: TypeId,
        definitions: &Map<String, Value>,
    ) -> Result<(Self, Value), String> {
        let written = def.params.get(index).ok_or("the macro and the runtime disagree; rebuild")?;
        let Some(name) = written.name else {
            return Err(format!(
                "parameter {} is an argument without a name: add #[arg(rename = \"..\")] to it",
                index + 1
            ));
        };
        let required = required && !written.has_default;
        super::shape::tidy(&mut schema);
        if !required {
            strip_null(&mut schema);
        }
        let annotation_only = super::shape::is_annotation_only(written.overlay, &computed);
        super::shape::annotate(&mut schema, written, computed)?;
        let mut standalone = schema.clone();
        if let (Value::Object(root), false) = (&mut standalone, definitions.is_empty()) {
            root.insert("$defs".to_owned(), Value::Object(definitions.clone()));
        }
        let by_type = annotation_only && super::primitive::enforces_itself(ty);
        let check = if by_type {
            Check::ByType(Explanation { schema: standalone, validator: OnceLock::new() })
        } else {
            Check::BySchema(Validator::compile(&standalone).map_err(|error| {
                format!("the schema of argument `{name}` cannot be enforced: {error}")
            })?)
        };
        super::coherence::check(name, &schema, &check)?;
        Ok((Self { name, required, check }, schema))
    }
}
