//! The parameters of a query.

use super::Value;
use super::matching::{self, Mismatch, Refusal};
use super::pattern::{Query, Variable};
use super::safe::Place;
use super::unit::Unit;

type Pair = (Vec<Unit>, Vec<Unit>);

/// Names and values. One without `=` has an empty value.
pub(super) fn parameters(units: &[Unit]) -> impl Iterator<Item = Pair> {
    let pairs = units.split(|unit| *unit == Unit::Plain(b'&')).filter(|pair| !pair.is_empty());
    pairs.map(|pair| {
        let mut halves = pair.splitn(2, |unit| *unit == Unit::Plain(b'='));
        let mut half = || halves.next().unwrap_or_default().to_vec();
        (half(), half())
    })
}

/// The parameters of a URI without those that the pattern fixes, which have to be there.
pub(super) fn pairs(query: Option<&Query>, units: Option<&[Unit]>) -> Option<Vec<Pair>> {
    let Some(query) = query else { return units.is_none().then(Vec::new) };
    let mut pairs: Vec<Pair> = parameters(units.unwrap_or_default()).collect();
    for fixed in &query.fixed {
        pairs.remove(pairs.iter().position(|pair| pair == fixed)?);
    }
    (!query.names.is_empty() || pairs.is_empty()).then_some(pairs)
}

/// The values of the variables.
pub(super) fn values(
    names: &[Vec<Unit>],
    variables: &[Variable],
    pairs: &[Pair],
) -> Result<Vec<Option<Value>>, Mismatch> {
    let mut values: Vec<Option<Value>> =
        variables.iter().map(|variable| variable.list.then(|| Value::List(Vec::new()))).collect();
    for (name, value) in pairs {
        let index = names.iter().position(|known| known == name);
        let index = index.ok_or_else(|| unknown(name, variables))?;
        let variable = &variables[index];
        let text = matching::text(variable, value, Place::Text)?;
        match &mut values[index] {
            Some(Value::List(items)) => items.push(text),
            Some(_) => {
                let name = variable.name.clone();
                let text = format!("`{name}` is there more than once; leave all but one out");
                return Err(Mismatch::Refused(Refusal { variable: name, text }));
            }
            value => *value = Some(Value::Text(text)),
        }
    }
    Ok(values)
}

fn unknown(name: &[Unit], variables: &[Variable]) -> Mismatch {
    let variable: String = name.iter().map(ToString::to_string).collect();
    let known: Vec<String> =
        variables.iter().map(|variable| format!("`{}`", variable.name)).collect();
    let known = known.join(", ");
    let text = format!("`{variable}` is no parameter of this query; it takes {known}");
    Mismatch::Refused(Refusal { variable, text })
}
