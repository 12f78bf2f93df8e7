//! The keywords that apply schemas to the same value.

use super::{Compiler, Keywords};
use crate::schema::{
    dialect::Dialect,
    error::SchemaError,
    got,
    node::{InPlace, NodeId},
};

type Combinator = fn(Vec<NodeId>) -> InPlace;

impl<'s> Compiler<'s> {
    pub(super) fn in_place(
        &mut self,
        keywords: &Keywords<'s, '_>,
    ) -> Result<Vec<InPlace>, SchemaError> {
        let mut in_place = Vec::new();
        if keywords.get("$ref").is_some() {
            let (at, schema) = self.target(keywords.at, keywords.map)?;
            in_place.push(InPlace::Ref(self.node(&at, schema)?));
        }
        let combinators: [Combinator; 3] = [InPlace::All, InPlace::Any, InPlace::One];
        for (keyword, combinator) in ["allOf", "anyOf", "oneOf"].into_iter().zip(combinators) {
            let nodes = self.some_schemas(keywords, keyword)?;
            if !nodes.is_empty() {
                in_place.push(combinator(nodes));
            }
        }
        if let Some(schema) = keywords.get("not") {
            in_place.push(InPlace::Not {
                node: self.node(&keywords.at.keyword("not"), schema)?,
                text: got::quote(schema).into(),
            });
        }
        let condition = self.schema(keywords, "if")?;
        let then = self.schema(keywords, "then")?;
        let otherwise = self.schema(keywords, "else")?;
        // Without `if` the other two have no effect. An `if` alone still counts for the `unevaluated` keywords.
        if let Some(condition) = condition {
            in_place.push(InPlace::If { condition, then, otherwise });
        }
        self.dependent_schemas(keywords, &mut in_place)?;
        Ok(in_place)
    }

    /// `dependentSchemas`, or those members of `dependencies` that are schemas.
    fn dependent_schemas(
        &mut self,
        keywords: &Keywords<'s, '_>,
        in_place: &mut Vec<InPlace>,
    ) -> Result<(), SchemaError> {
        let keyword = match self.dialect {
            Dialect::Draft2020 => "dependentSchemas",
            Dialect::Draft7 => "dependencies",
        };
        for (property, schema) in keywords.members(keyword, "an object of schemas")? {
            if self.dialect == Dialect::Draft7 && schema.is_array() {
                continue;
            }
            in_place.push(InPlace::Dependent {
                property: property.into(),
                node: self.node(&keywords.at.key(keyword, property), schema)?,
            });
        }
        Ok(())
    }
}
