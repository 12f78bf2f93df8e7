//! Types, numbers and strings.

use serde_json::{Map, Value};

use super::{Compare, Fit, Role, change};
use crate::schema::number::{Divisor, Num};
use crate::schema::types::Types;

const NUMBERS: Types = Types::NUMBER.with(Types::INTEGER);

fn all() -> Types {
    [Types::STRING, Types::NUMBER, Types::BOOLEAN, Types::ARRAY, Types::OBJECT, Types::NULL]
        .into_iter()
        .fold(Types::INTEGER, Types::with)
}

/// What `type` allows.
pub(super) fn types(schema: &Map<String, Value>) -> Types {
    let named = |name: &Value| name.as_str().and_then(Types::named).unwrap_or_default();
    let types = match schema.get("type") {
        None => return all(),
        Some(Value::Array(several)) => {
            several.iter().map(named).fold(Types::default(), Types::with)
        }
        Some(name) => named(name),
    };
    // Every integer is a number.
    if types.has(Types::NUMBER) { types.with(Types::INTEGER) } else { types }
}

impl Compare<'_> {
    pub(super) fn types(&mut self, at: &str, fit: &Fit<'_>) -> Types {
        let (narrow, wide) = (types(fit.narrow), types(fit.wide));
        let fits = narrow.iter().all(|one| wide.has(one));
        let instead = match self.role {
            Role::Input => "keep taking what was taken, or add another argument",
            Role::Output => "keep the type, and add another property for what is new",
        };
        self.keyword(at, "type", (fit.narrow.get("type"), fit.wide.get("type")), fits, instead);
        // Were there a list on the narrow side, its values would be tried one by one.
        for keyword in ["enum", "const"] {
            self.keyword(at, keyword, (None, fit.wide.get(keyword)), false, change::KEEP);
        }
        narrow
    }

    pub(super) fn scalars(&mut self, at: &str, fit: &Fit<'_>, kinds: Types) {
        if kinds.has(NUMBERS) {
            self.numbers(at, fit);
        }
        if kinds.has(Types::STRING) {
            self.counts(at, fit, "minLength", "maxLength");
            self.pattern(at, fit);
        }
        let instead = match self.role {
            Role::Input => "remove it, and refuse wrong values in the function with an error",
            Role::Output => "keep it, and return what it promises",
        };
        self.format(at, fit, instead);
    }

    /// The same bound may be written in two ways, so each of the wide ones is held against both of the narrow ones.
    fn numbers(&mut self, at: &str, fit: &Fit<'_>) {
        let bound = |map: &Map<String, Value>, keyword: &str| match map.get(keyword) {
            Some(Value::Number(number)) => Some(Num::of(number)),
            _ => None,
        };
        for (closed, open, is_lower) in
            [("minimum", "exclusiveMinimum", true), ("maximum", "exclusiveMaximum", false)]
        {
            // As if all were lower bounds.
            let at_least = |a: Num, b: Num| if is_lower { a >= b } else { a <= b };
            let (inclusive, exclusive) = (bound(fit.narrow, closed), bound(fit.narrow, open));
            let fits = |wide: Option<Num>, is_open: bool| {
                wide.is_none_or(|wide| {
                    let beyond = exclusive.is_some_and(|narrow| at_least(narrow, wide));
                    let reached = inclusive.is_some_and(|narrow| {
                        at_least(narrow, wide) && !(is_open && narrow == wide)
                    });
                    beyond || reached
                })
            };
            for (keyword, is_open) in [(closed, false), (open, true)] {
                let values = (fit.narrow.get(keyword), fit.wide.get(keyword));
                let fits = fits(bound(fit.wide, keyword), is_open);
                self.keyword(at, keyword, values, fits, self.bound());
            }
        }
        let values = (fit.narrow.get("multipleOf"), fit.wide.get("multipleOf"));
        let fits = match values {
            (_, None) => true,
            (Some(Value::Number(narrow)), Some(Value::Number(wide))) => {
                Divisor::new(wide).is_some_and(|wide| wide.divides(narrow))
            }
            _ => false,
        };
        self.keyword(at, "multipleOf", values, fits, self.bound());
    }

    pub(super) fn bound(&self) -> &'static str {
        match self.role {
            Role::Input => {
                "keep the old bound, and refuse single values in the function with an error"
            }
            Role::Output => "keep results within the old bound",
        }
    }

    /// A lower and an upper bound on a count.
    pub(super) fn counts(&mut self, at: &str, fit: &Fit<'_>, min: &str, max: &str) {
        let count = |map: &Map<String, Value>, keyword: &str| match map.get(keyword) {
            Some(Value::Number(number)) => Some(Num::of(number)),
            _ => None,
        };
        let least = count(fit.narrow, min).unwrap_or(Num::Int(0));
        let fits = count(fit.wide, min).is_none_or(|wide| least >= wide);
        self.keyword(at, min, (fit.narrow.get(min), fit.wide.get(min)), fits, self.bound());
        let fits = match (count(fit.narrow, max), count(fit.wide, max)) {
            (_, None) => true,
            (narrow, Some(wide)) => narrow.is_some_and(|narrow| narrow <= wide),
        };
        self.keyword(at, max, (fit.narrow.get(max), fit.wide.get(max)), fits, self.bound());
    }

    fn pattern(&mut self, at: &str, fit: &Fit<'_>) {
        let values = (fit.narrow.get("pattern"), fit.wide.get("pattern"));
        if let (Some(narrow), Some(wide)) = values
            && narrow != wide
        {
            return self.unknown(at, "`pattern` changed");
        }
        let fits = values.1.is_none() || values.0 == values.1;
        self.keyword(at, "pattern", values, fits, self.bound());
    }

    /// Formats are not enforced by the schema, but often by the type behind it.
    pub(super) fn format(&mut self, at: &str, fit: &Fit<'_>, instead: &'static str) {
        for keyword in ["format", "contentEncoding", "contentMediaType"] {
            let values = (fit.narrow.get(keyword), fit.wide.get(keyword));
            if values.0.is_some() && values.1.is_some() && values.0 != values.1 {
                self.unknown(at, &format!("`{keyword}` changed"));
            } else {
                let fits = values.1.is_none();
                self.keyword(at, keyword, values, fits, instead);
            }
        }
    }
}
