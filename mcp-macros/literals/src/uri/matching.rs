//! From a URI to the values that a pattern would have made it of.

use std::ops::Range;

use super::pattern::{Fragment, Kind, Pattern, Step, Variable};
use super::safe::{self, Place};
use super::unit::{self, Unit};
use super::{Uri, Value, query, scan};

/// A URI has a pattern's shape, and a value that it must not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Whose value it is, or which parameter of the query.
    pub variable: String,
    /// A sentence that says what to ask for instead.
    pub text: String,
}

/// Why a URI is not read.
pub(super) enum Mismatch {
    /// It is not of this pattern.
    Other,
    Refused(Refusal),
}

impl Pattern {
    /// The values that this URI was made of, in the order of [`variables`](Self::variables), or
    /// nothing if it was not made of this template.
    ///
    /// # Errors
    /// It is of this template, and must not be read: see [`Refusal`].
    pub fn matches(&self, uri: &Uri) -> Result<Option<Vec<Option<Value>>>, Refusal> {
        match self.values(uri) {
            Ok(values) => Ok(Some(values)),
            Err(Mismatch::Other) => Ok(None),
            Err(Mismatch::Refused(refusal)) => Err(refusal),
        }
    }

    fn values(&self, uri: &Uri) -> Result<Vec<Option<Value>>, Mismatch> {
        let units = |range: &Option<Range<usize>>| range.clone().map(|range| &uri.units[range]);
        let fragment = units(&uri.fragment);
        let fits = match (&self.fragment, fragment) {
            (Fragment::Variable, _) | (Fragment::None, None) => true,
            (Fragment::Fixed(fixed), Some(fragment)) => fixed == fragment,
            (Fragment::None, Some(_)) | (Fragment::Fixed(_), None) => false,
        };
        if !fits {
            return Err(Mismatch::Other);
        }
        let path = &uri.units[uri.path.clone()];
        let found = scan::scan(&self.path, path).ok_or(Mismatch::Other)?;
        let pairs = query::pairs(self.query.as_ref(), units(&uri.query)).ok_or(Mismatch::Other)?;

        let kinds = self.path.iter().filter_map(|step| match step {
            Step::Literal(_) => None,
            Step::Variable { kind, .. } => Some(kind),
        });
        let (in_path, behind) = self.variables.split_at(found.len());
        let mut values = Vec::with_capacity(self.variables.len());
        for ((kind, variable), range) in kinds.zip(in_path).zip(found) {
            values.push(in_the_path(kind, variable, range.map(|range| &path[range]))?);
        }
        if let Some(variable) = in_path.first()
            && unit::decode(path).is_some_and(|path| safe::climbs(&path))
        {
            // No value of its own has one, but a value and the text beside it do.
            let text = safe::climbing(&variable.name);
            return Err(Mismatch::Refused(Refusal { variable: variable.name.clone(), text }));
        }
        let names = self.query.as_ref().map_or(&[][..], |query| &query.names);
        let (in_query, behind) = behind.split_at(names.len());
        values.extend(query::values(names, in_query, &pairs)?);
        if let [variable] = behind {
            let text = fragment.map(|units| text(variable, units, Place::Text)).transpose()?;
            values.push(text.map(Value::Text));
        }
        Ok(values)
    }
}

fn in_the_path(
    kind: &Kind,
    variable: &Variable,
    units: Option<&[Unit]>,
) -> Result<Option<Value>, Mismatch> {
    let place = if *kind == Kind::Segments { Place::Segments } else { Place::Segment };
    if let Kind::Signed(sign, true) = kind {
        let items = units.map(|units| units.split(|unit| *unit == Unit::Plain(*sign)));
        let items = items.into_iter().flatten().map(|item| match item {
            [] => Err(Mismatch::Other),
            item => text(variable, item, place),
        });
        return Ok(Some(Value::List(items.collect::<Result<_, _>>()?)));
    }
    Ok(units.map(|units| text(variable, units, place)).transpose()?.map(Value::Text))
}

/// What the units say, if they may.
pub(super) fn text(variable: &Variable, units: &[Unit], place: Place) -> Result<String, Mismatch> {
    let refused = |problem: &str| {
        let text = format!("`{}` {problem}", variable.name);
        Mismatch::Refused(Refusal { variable: variable.name.clone(), text })
    };
    let text =
        unit::decode(units).ok_or_else(|| refused("is not UTF-8; encode its bytes as such"))?;
    if let Some(problem) = safe::problem(&text, place) {
        return Err(refused(problem));
    }
    let longest = variable.longest.map_or(usize::MAX, usize::from);
    if text.chars().nth(longest).is_some() { Err(Mismatch::Other) } else { Ok(text) }
}
