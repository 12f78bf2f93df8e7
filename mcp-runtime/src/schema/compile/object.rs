//! The keywords for objects.

use super::{Compiler, Keywords, keywords, scalar::range};
use crate::schema::{
    dialect::Dialect,
    error::SchemaError,
    rules::{Dependency, ObjectRules},
};

impl<'s> Compiler<'s> {
    pub(super) fn object(
        &mut self,
        keywords: &Keywords<'s, '_>,
    ) -> Result<Option<ObjectRules>, SchemaError> {
        let mut properties: Vec<(Box<str>, _)> = self
            .schema_map(keywords, "properties")?
            .into_iter()
            .map(|(name, node)| (Box::from(name), node))
            .collect();
        properties.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let patterns = self
            .schema_map(keywords, "patternProperties")?
            .into_iter()
            .map(|(pattern, node)| Ok((keywords.pattern(pattern)?, node)))
            .collect::<Result<_, SchemaError>>()?;
        let rules = ObjectRules {
            size: range(keywords, "minProperties", "maxProperties")?,
            required: keywords.names("required")?,
            properties,
            // Known when all nodes are compiled.
            tags: Vec::new(),
            patterns,
            additional: self.schema(keywords, "additionalProperties")?,
            names: self.schema(keywords, "propertyNames")?,
            dependent: self.dependent(keywords)?,
        };
        let none = rules.size.is_unbounded()
            && rules.required.is_empty()
            && rules.dependent.is_empty()
            && !rules.looks_at_members();
        Ok((!none).then_some(rules))
    }

    /// `dependentRequired`, or those members of `dependencies` that are lists of names.
    fn dependent(&self, keywords: &Keywords<'s, '_>) -> Result<Vec<Dependency>, SchemaError> {
        let keyword = match self.dialect {
            Dialect::Draft2020 => "dependentRequired",
            Dialect::Draft7 => "dependencies",
        };
        let expected = "an object of arrays of strings";
        let mut dependent = Vec::new();
        for (property, value) in keywords.members(keyword, expected)? {
            if self.dialect == Dialect::Draft7 && !value.is_array() {
                continue;
            }
            let names = keywords::names(value)
                .ok_or_else(|| keywords.malformed(keyword, expected, value))?;
            dependent.push(Dependency { property: property.into(), requires: names });
        }
        Ok(dependent)
    }
}
