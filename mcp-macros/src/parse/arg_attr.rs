//! `#[arg(..)]` on a parameter.

use syn::{Attribute, Expr, Ident, Path};

use super::Written;
use super::bound::Bound;
use super::entry::{self, Entry, Keys, Value};
use crate::diagnostics::Errors;
use crate::literal::json::{Json, peel};
use crate::literal::number::Number;

/// What `#[arg(..)]` says; what the settings mean together is the model's business.
#[derive(Default)]
pub(crate) struct ArgAttr {
    pub(crate) default: Option<Setting<Default>>,
    pub(crate) min: Option<Setting<Bound<Number>>>,
    pub(crate) max: Option<Setting<Bound<Number>>>,
    pub(crate) exclusive_min: Option<Setting<Bound<Number>>>,
    pub(crate) exclusive_max: Option<Setting<Bound<Number>>>,
    pub(crate) multiple_of: Option<Setting<Bound<Number>>>,
    pub(crate) min_length: Option<Setting<Bound<u64>>>,
    pub(crate) max_length: Option<Setting<Bound<u64>>>,
    pub(crate) unique: Option<Setting<bool>>,
    pub(crate) pattern: Option<Setting<String>>,
    pub(crate) one_of: Option<Setting<Vec<Written<Json>>>>,
    pub(crate) complete: Option<Setting<Complete>>,
    pub(crate) examples: Vec<Written<Json>>,
    pub(crate) rename: Option<Written<String>>,
    pub(crate) header: Option<Setting<String>>,
    pub(crate) secret: Option<Setting<bool>>,
    pub(crate) description: Option<String>,
    pub(crate) flatten: Option<Ident>,
    /// The first key that is not `flatten` and not `rename`.
    pub(crate) other: Option<Ident>,
    /// The first key.
    pub(crate) first: Option<Ident>,
}

/// A value with the key it was assigned to.
pub(crate) struct Setting<T> {
    pub(crate) key: Ident,
    pub(crate) written: Written<T>,
}

impl<T> Setting<Bound<T>> {
    /// The bound, unless only the compiler knows it.
    pub(crate) fn literal(&self) -> Option<&T> {
        self.written.value.literal()
    }
}

/// The value of an argument that is left out.
pub(crate) enum Default {
    /// `default`: the type's own.
    OfType,
    /// `default = 3`: known here, so it can be checked against the constraints.
    Literal(Json, Box<Expr>),
    /// `default = Mode::Fast`: known to the compiler only.
    Expr(Box<Expr>),
}

/// Where the completions of an argument come from.
pub(crate) enum Complete {
    /// `complete = ["a", "b"]`.
    List(Vec<String>),
    /// `complete = path::to::function`.
    Function(Path),
}

#[derive(Clone, Copy, PartialEq)]
enum Key {
    Default,
    Min,
    Max,
    ExclusiveMin,
    ExclusiveMax,
    MultipleOf,
    MinLength,
    MaxLength,
    Unique,
    Pattern,
    OneOf,
    Complete,
    Example,
    Examples,
    Rename,
    Header,
    Secret,
    Description,
    Flatten,
}

impl Keys for Key {
    const OWNER: &'static str = "arg";
    const ALL: &'static [(&'static str, Self)] = &[
        ("default", Self::Default),
        ("min", Self::Min),
        ("max", Self::Max),
        ("exclusive_min", Self::ExclusiveMin),
        ("exclusive_max", Self::ExclusiveMax),
        ("multiple_of", Self::MultipleOf),
        ("min_length", Self::MinLength),
        ("max_length", Self::MaxLength),
        ("min_items", Self::MinLength),
        ("max_items", Self::MaxLength),
        ("unique", Self::Unique),
        ("pattern", Self::Pattern),
        ("one_of", Self::OneOf),
        ("complete", Self::Complete),
        ("example", Self::Example),
        ("examples", Self::Examples),
        ("rename", Self::Rename),
        ("header", Self::Header),
        ("secret", Self::Secret),
        ("description", Self::Description),
        ("flatten", Self::Flatten),
    ];

    fn repeats(self) -> bool {
        matches!(self, Self::Example)
    }
}

impl ArgAttr {
    /// Reads the `#[arg(..)]` among a parameter's attributes.
    pub(crate) fn parse(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let ours = attributes.iter().filter(|attribute| attribute.path().is_ident("arg"));
        let mut attr = Self::default();
        for entry in entry::of_attributes::<Key>(ours, errors) {
            attr.first.get_or_insert_with(|| entry.name.clone());
            if !matches!(entry.key, Key::Flatten | Key::Rename) {
                attr.other.get_or_insert_with(|| entry.name.clone());
            }
            attr.set(&entry, errors);
        }
        attr
    }

    fn set(&mut self, entry: &Entry<Key>, errors: &mut Errors) {
        match entry.key {
            Key::Default => self.default = entry.setting(default(entry, errors)),
            Key::Min => self.min = entry.setting(entry.number(errors)),
            Key::Max => self.max = entry.setting(entry.number(errors)),
            Key::ExclusiveMin => self.exclusive_min = entry.setting(entry.number(errors)),
            Key::ExclusiveMax => self.exclusive_max = entry.setting(entry.number(errors)),
            Key::MultipleOf => self.multiple_of = entry.setting(entry.number(errors)),
            Key::MinLength => self.min_length = entry.setting(entry.count(errors)),
            Key::MaxLength => self.max_length = entry.setting(entry.count(errors)),
            Key::Unique => self.unique = entry.setting(entry.flag(errors)),
            Key::Pattern => self.pattern = entry.setting(entry.text("^[A-Z]{3}$", errors)),
            Key::OneOf => {
                let list = entry.json_list(errors);
                self.one_of = entry.setting(list.map(|list| Written::new(list, &entry.name)));
            }
            Key::Complete => self.complete = entry.setting(complete(entry, errors)),
            Key::Example => self.examples.extend(entry.json(errors)),
            Key::Examples => self.examples.extend(entry.json_list(errors).unwrap_or_default()),
            Key::Rename => self.rename = entry.text("type", errors),
            Key::Secret => self.secret = entry.setting(entry.flag(errors)),
            Key::Header => self.header = entry.setting(entry.text("Region", errors)),
            Key::Description => {
                self.description = entry.text("Days ahead.", errors).map(|text| text.value);
            }
            Key::Flatten => self.flatten = entry.bare(errors).cloned(),
        }
    }
}

impl Entry<Key> {
    fn setting<T>(&self, written: Option<Written<T>>) -> Option<Setting<T>> {
        Some(Setting { key: self.name.clone(), written: written? })
    }
}

fn complete(entry: &Entry<Key>, errors: &mut Errors) -> Option<Written<Complete>> {
    let value = match &entry.value {
        Value::Expr(expr) if let Expr::Path(path) = peel(expr) => {
            if path.qself.is_some() {
                let usage = ["complete = path::to::function"];
                return entry.wrong("takes a path without `<..>`", &usage, errors);
            }
            Complete::Function(path.path.clone())
        }
        Value::Expr(expr) if let Expr::Array(_) = peel(expr) => {
            let text = |text: &str| Ok(text.to_owned());
            let list = entry.parsed_list("Basel", text, errors);
            Complete::List(list.into_iter().map(|text| text.value).collect())
        }
        _ => {
            let usages = ["complete = [\"a\", \"b\"]", "complete = path::to::function"];
            return entry.wrong("takes a list of texts, or a function", &usages, errors);
        }
    };
    Some(Written::new(value, &entry.name))
}

fn default(entry: &Entry<Key>, errors: &mut Errors) -> Option<Written<Default>> {
    match &entry.value {
        Value::Nothing => Some(Written::new(Default::OfType, &entry.name)),
        Value::Expr(expr) => {
            // An array literal is left to the compiler: no collection is built from one without a
            // conversion.
            let scalar = Json::from_expr(expr).filter(|json| !matches!(json, Json::Array(_)));
            let value = match scalar {
                Some(json) => Default::Literal(json, Box::new(expr.clone())),
                None => Default::Expr(Box::new(expr.clone())),
            };
            Some(Written::new(value, expr))
        }
        Value::List(_) => entry.wrong("takes a value", &["default", "default = 3"], errors),
    }
}
