//! The keywords of one schema object, read with the form that their definition gives them.

use serde_json::{Map, Number, Value};

use crate::schema::{error::SchemaError, got, location::Location, number::Num, pattern::Pattern};

pub(super) struct Keywords<'s, 'c> {
    pub(super) at: &'c Location,
    pub(super) map: &'s Map<String, Value>,
}

impl<'s> Keywords<'s, '_> {
    pub(super) fn get(&self, keyword: &str) -> Option<&'s Value> {
        self.map.get(keyword)
    }

    pub(super) fn malformed(
        &self,
        keyword: &str,
        expected: &'static str,
        value: &Value,
    ) -> SchemaError {
        SchemaError::Malformed {
            at: self.at.as_str().to_owned(),
            keyword: keyword.to_owned(),
            expected,
            got: got::quote(value),
        }
    }

    fn read<T>(
        &self,
        keyword: &str,
        expected: &'static str,
        form: impl FnOnce(&'s Value) -> Option<T>,
    ) -> Result<Option<T>, SchemaError> {
        self.get(keyword)
            .map(|value| form(value).ok_or_else(|| self.malformed(keyword, expected, value)))
            .transpose()
    }

    pub(super) fn text(&self, keyword: &str) -> Result<Option<&'s str>, SchemaError> {
        self.read(keyword, "a string", Value::as_str)
    }

    pub(super) fn flag(&self, keyword: &str) -> Result<bool, SchemaError> {
        let flag = self.read(keyword, "true or false", Value::as_bool)?;
        Ok(flag.unwrap_or_default())
    }

    pub(super) fn number(&self, keyword: &str) -> Result<Option<&'s Number>, SchemaError> {
        self.read(keyword, "a number", |value| match value {
            Value::Number(number) => Some(number),
            _ => None,
        })
    }

    /// A count may be spelled `2.0`.
    pub(super) fn count(&self, keyword: &str) -> Result<Option<u64>, SchemaError> {
        self.read(keyword, "a non-negative integer", |value| match value {
            Value::Number(number) => match Num::of(number) {
                Num::Int(int) => u64::try_from(int).ok(),
                Num::Float(_) => None,
            },
            _ => None,
        })
    }

    pub(super) fn list(
        &self,
        keyword: &str,
        expected: &'static str,
    ) -> Result<&'s [Value], SchemaError> {
        let list = self.read(keyword, expected, Value::as_array)?;
        Ok(list.map(Vec::as_slice).unwrap_or_default())
    }

    /// In the order of the document.
    pub(super) fn members(
        &self,
        keyword: &str,
        expected: &'static str,
    ) -> Result<impl Iterator<Item = (&'s str, &'s Value)> + use<'s>, SchemaError> {
        let members = self.read(keyword, expected, Value::as_object)?;
        Ok(members.into_iter().flatten().map(|(key, value)| (key.as_str(), value)))
    }

    pub(super) fn names(&self, keyword: &str) -> Result<Vec<Box<str>>, SchemaError> {
        let names = self.read(keyword, "an array of strings", names)?;
        Ok(names.unwrap_or_default())
    }

    pub(super) fn pattern(&self, text: &str) -> Result<Pattern, SchemaError> {
        Pattern::compile(text).map_err(|reason| SchemaError::Pattern {
            at: self.at.as_str().to_owned(),
            pattern: text.to_owned(),
            reason,
        })
    }
}

/// A list of strings, without repetitions.
pub(super) fn names(value: &Value) -> Option<Vec<Box<str>>> {
    let mut names: Vec<Box<str>> =
        value.as_array()?.iter().map(|name| name.as_str().map(Box::from)).collect::<Option<_>>()?;
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    Some(names)
}
