//! Where references lead.

use serde_json::{Map, Value};

use super::{Compiler, Keywords};
use crate::schema::{
    error::SchemaError,
    limits::MAX_IN_PLACE_DEPTH,
    location::{self, Location, Reference},
};

impl<'s> Compiler<'s> {
    /// A schema that is only a `$ref` is replaced by its target: most references then cost nothing when an instance is
    /// checked.
    pub(super) fn without_aliases(
        &self,
        start: &Location,
        schema: &'s Value,
    ) -> Result<(Location, &'s Value), SchemaError> {
        let (mut at, mut schema) = (start.clone(), schema);
        for _ in 0..MAX_IN_PLACE_DEPTH {
            match schema {
                Value::Object(map) if self.dialect.is_only_reference(map) => {
                    self.dialect.check(at.as_str(), map)?;
                    (at, schema) = self.target(&at, map)?;
                }
                _ => return Ok((at, schema)),
            }
        }
        Err(SchemaError::Cyclic { at: start.as_str().to_owned() })
    }

    /// Where the `$ref` of a schema leads.
    pub(super) fn target(
        &self,
        at: &Location,
        schema: &Map<String, Value>,
    ) -> Result<(Location, &'s Value), SchemaError> {
        let keywords = Keywords { at, map: schema };
        let reference = keywords.text("$ref")?.unwrap_or_default();
        let at = at.as_str().to_owned();
        let embedded = location::follow(self.document, keywords.at.tokens())
            .is_some_and(|(_, _, embedded)| embedded);
        let found = match Reference::parse(reference) {
            Reference::External => {
                return Err(SchemaError::ExternalReference { at, reference: reference.to_owned() });
            }
            _ if embedded => {
                return Err(SchemaError::EmbeddedReference { at, reference: reference.to_owned() });
            }
            Reference::Pointer(tokens) => location::follow(self.document, tokens)
                .map(|(location, schema, _)| (location, schema)),
            Reference::Anchor(name) => self.anchors.get(name.as_str()).cloned(),
            Reference::Malformed => None,
        };
        found
            .ok_or_else(|| SchemaError::UnresolvedReference { at, reference: reference.to_owned() })
    }
}
