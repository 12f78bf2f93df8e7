//! The keywords for arrays.

use serde_json::Value;

use super::{Compiler, Keywords, scalar::range};
use crate::schema::{
    dialect::Dialect,
    error::SchemaError,
    node::NodeId,
    rules::{ArrayRules, Contains, Range},
};

impl<'s> Compiler<'s> {
    pub(super) fn array(
        &mut self,
        keywords: &Keywords<'s, '_>,
    ) -> Result<Option<ArrayRules>, SchemaError> {
        let (prefix, items) = self.items(keywords)?;
        let rules = ArrayRules {
            length: range(keywords, "minItems", "maxItems")?,
            unique: keywords.flag("uniqueItems")?,
            prefix,
            items,
            contains: self.contains(keywords)?,
        };
        let none = rules.length.is_unbounded()
            && !rules.unique
            && rules.prefix.is_empty()
            && rules.items.is_none()
            && rules.contains.is_none();
        Ok((!none).then_some(rules))
    }

    /// The schemas of the first items, and that of the others.
    fn items(
        &mut self,
        keywords: &Keywords<'s, '_>,
    ) -> Result<(Vec<NodeId>, Option<NodeId>), SchemaError> {
        match (self.dialect, keywords.get("items")) {
            (Dialect::Draft2020, Some(list @ Value::Array(_))) => {
                let expected = "one schema (a list of them is `prefixItems`)";
                Err(keywords.malformed("items", expected, list))
            }
            (Dialect::Draft7, Some(Value::Array(_))) => {
                let prefix = self.schemas(keywords, "items")?;
                Ok((prefix, self.schema(keywords, "additionalItems")?))
            }
            // `additionalItems` of draft-07 has no effect beside an `items` that is not a list.
            _ => {
                let prefix = self.some_schemas(keywords, "prefixItems")?;
                Ok((prefix, self.schema(keywords, "items")?))
            }
        }
    }

    fn contains(&mut self, keywords: &Keywords<'s, '_>) -> Result<Option<Contains>, SchemaError> {
        // Without `contains` they have no effect, but a wrong form is still a mistake.
        let min = keywords.count("minContains")?;
        let max = keywords.count("maxContains")?;
        let node = self.schema(keywords, "contains")?;
        Ok(node.map(|node| Contains { node, count: Range { min: min.unwrap_or(1), max } }))
    }
}
