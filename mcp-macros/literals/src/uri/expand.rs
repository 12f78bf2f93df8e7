//! From a template and values to a URI (RFC 6570, 3).

use super::template::{Expression, Modifier, Operator, Part, Template, VarSpec};
use super::{Problem, Value, chars};

impl Template<'_> {
    /// The URI for these values. What `values` does not know is left out, as the RFC says.
    ///
    /// # Errors
    /// A prefix is asked of a list or of pairs, which have none.
    pub fn expand<'v>(
        &self,
        values: impl Fn(&str) -> Option<&'v Value>,
    ) -> Result<String, Problem> {
        let mut uri = String::with_capacity(self.text.len());
        for part in &self.parts {
            match part {
                Part::Literal { text, .. } => encode(text, true, &mut uri),
                Part::Expression(expression) => expression.expand(&values, &mut uri)?,
            }
        }
        Ok(uri)
    }
}

impl Expression<'_> {
    fn expand<'v>(
        &self,
        values: &impl Fn(&str) -> Option<&'v Value>,
        uri: &mut String,
    ) -> Result<(), Problem> {
        let mut is_first = true;
        for variable in &self.variables {
            let Some(value) = values(variable.name).filter(|value| !value.is_none()) else {
                continue;
            };
            if is_first {
                uri.push_str(self.operator.first());
            } else {
                uri.push(self.operator.separator());
            }
            is_first = false;
            one(self.operator, variable, value, uri)?;
        }
        Ok(())
    }
}

fn one(
    operator: Operator,
    variable: &VarSpec<'_>,
    value: &Value,
    uri: &mut String,
) -> Result<(), Problem> {
    let name = variable.name;
    match (value, variable.modifier) {
        (Value::Text(text), Modifier::Prefix(length)) => {
            let end = text.char_indices().nth(usize::from(length));
            let end = end.map_or(text.len(), |(at, _)| at);
            member(operator, name, &[&text[..end]], uri);
        }
        (Value::Text(text), Modifier::None | Modifier::Explode) => {
            member(operator, name, &[text], uri);
        }
        (Value::List(items), Modifier::None) => member(operator, name, items, uri),
        (Value::List(items), Modifier::Explode) => {
            for (index, item) in items.iter().enumerate() {
                separate(operator, index, uri);
                member(operator, name, &[item], uri);
            }
        }
        (Value::Pairs(pairs), Modifier::None) => {
            let both: Vec<_> = pairs.iter().flat_map(|(name, value)| [name, value]).collect();
            member(operator, name, &both, uri);
        }
        (Value::Pairs(pairs), Modifier::Explode) => {
            for (index, (name, value)) in pairs.iter().enumerate() {
                separate(operator, index, uri);
                encode(name, operator.keeps_reserved(), uri);
                assign(operator, value.is_empty(), uri);
                encode(value, operator.keeps_reserved(), uri);
            }
        }
        (Value::List(_) | Value::Pairs(_), Modifier::Prefix(length)) => {
            let problem = format!(
                "`{name}:{length}` is the beginning of a text, and `{name}` is a list; write `{name}` alone"
            );
            return Err(Problem::new(variable.span.clone(), problem));
        }
    }
    Ok(())
}

fn separate(operator: Operator, index: usize, uri: &mut String) {
    if index > 0 {
        uri.push(operator.separator());
    }
}

/// The sign behind a name. Path parameters do without it where the value is empty.
fn assign(operator: Operator, is_empty: bool, uri: &mut String) {
    if !is_empty || operator != Operator::Parameter {
        uri.push('=');
    }
}

/// Values with commas between them, behind their name where the operator writes it.
fn member(operator: Operator, name: &str, values: &[impl AsRef<str>], uri: &mut String) {
    if operator.is_named() {
        uri.push_str(name);
        assign(operator, matches!(values, [value] if value.as_ref().is_empty()), uri);
    }
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            uri.push(',');
        }
        encode(value.as_ref(), operator.keeps_reserved(), uri);
    }
}

/// Writes what a URI may not hold as `%` and digits; reserved characters, and what is encoded
/// already, only where they are not kept.
fn encode(text: &str, keeps_reserved: bool, uri: &mut String) {
    let bytes = text.as_bytes();
    for (index, byte) in bytes.iter().enumerate() {
        let kept = chars::is_reserved(*byte) || chars::encoded(&bytes[index..]).is_some();
        if chars::is_unreserved(*byte) || keeps_reserved && kept {
            uri.push(char::from(*byte));
        } else {
            chars::encode(*byte, uri);
        }
    }
}
