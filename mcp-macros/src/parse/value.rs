//! Typed access to an entry's value; a value of another kind is reported where it stands.

use proc_macro2::TokenStream;
use syn::punctuated::Punctuated;
use syn::{Expr, ExprLit, Ident, Lit, LitStr, Path, Token};

use super::Written;
use super::bound::Bound;
use super::entry::{Entry, Value};
use crate::diagnostics::Errors;
use crate::literal::json::{Json, peel};
use crate::literal::number::Number;

impl<K> Entry<K> {
    /// `key`, `key = true` or `key = false`.
    pub(crate) fn flag(&self, errors: &mut Errors) -> Option<Written<bool>> {
        match (&self.value, self.lit()) {
            (Value::Nothing, _) => Some(Written::new(true, &self.name)),
            (_, Some(Lit::Bool(bool))) => Some(Written::new(bool.value, &self.name)),
            _ => self.wrong(
                "is a flag",
                &[&self.name.to_string(), &format!("{} = false", self.name)],
                errors,
            ),
        }
    }

    /// `key` alone.
    pub(crate) fn bare(&self, errors: &mut Errors) -> Option<&Ident> {
        match &self.value {
            Value::Nothing => Some(&self.name),
            _ => self.wrong("takes no value", &[&self.name.to_string()], errors),
        }
    }

    /// `key = "text"`.
    pub(crate) fn string(&self, example: &str, errors: &mut Errors) -> Option<LitStr> {
        match self.lit() {
            Some(Lit::Str(text)) => Some(text.clone()),
            _ => self.wrong("takes a string", &[&format!("{} = {example:?}", self.name)], errors),
        }
    }

    /// `key = "text"`, with something in it.
    pub(crate) fn text(&self, example: &str, errors: &mut Errors) -> Option<Written<String>> {
        let literal = self.string(example, errors)?;
        if literal.value().trim().is_empty() {
            errors.on(literal, format!("`{}` is empty; fill it in or remove it", self.name));
            return None;
        }
        Some(Written::new(literal.value(), literal))
    }

    /// `key = "text"` in the grammar of `parse`, whose error is the whole message.
    pub(crate) fn parsed<T>(
        &self,
        example: &str,
        parse: impl FnOnce(&str) -> Result<T, String>,
        errors: &mut Errors,
    ) -> Option<Written<T>> {
        let literal = self.string(example, errors)?;
        parse_text(literal, parse, errors)
    }

    /// `key = "text"` or `key = ["text", "text"]`, each in the grammar of `parse`.
    pub(crate) fn parsed_list<T>(
        &self,
        example: &str,
        parse: impl Fn(&str) -> Result<T, String>,
        errors: &mut Errors,
    ) -> Vec<Written<T>> {
        let Some(elements) = self.elements(errors) else {
            return self.parsed(example, parse, errors).into_iter().collect();
        };
        let mut list = Vec::new();
        for element in elements {
            match peel(element) {
                Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
                    list.extend(parse_text(text.clone(), &parse, errors));
                }
                _ => errors.on(
                    element,
                    format!("`{}` takes strings only, such as {example:?}", self.name),
                ),
            }
        }
        list
    }

    /// `key = 4`.
    pub(crate) fn whole(&self, example: u32, errors: &mut Errors) -> Option<Written<u32>> {
        let number = match &self.value {
            Value::Expr(expr) => Number::from_expr(expr).and_then(|number| number.as_count()),
            Value::Nothing | Value::List(_) => None,
        };
        match (number.and_then(|number| number.try_into().ok()), &self.value) {
            (Some(number), Value::Expr(expr)) => Some(Written::new(number, expr)),
            _ => {
                self.wrong("takes a whole number", &[&format!("{} = {example}", self.name)], errors)
            }
        }
    }

    /// `key = -1.5` or `key = LIMIT`.
    pub(crate) fn number(&self, errors: &mut Errors) -> Option<Written<Bound<Number>>> {
        match &self.value {
            Value::Expr(expr) if let Some(number) = Number::from_expr(expr) => {
                Some(Written::new(Bound::Literal(number), expr))
            }
            Value::Expr(expr) if self.lit().is_none() => {
                Some(Written::new(Bound::Expr(Box::new(expr.clone())), expr))
            }
            _ => self.wrong(
                "takes a number",
                &[&format!("{} = 1", self.name), &format!("{} = LIMIT", self.name)],
                errors,
            ),
        }
    }

    /// `key = 3` or `key = LIMIT`, for lengths.
    pub(crate) fn count(&self, errors: &mut Errors) -> Option<Written<Bound<u64>>> {
        let Written { value, tokens } = self.number(errors)?;
        let value = match value {
            Bound::Literal(number) => number.as_count().map(Bound::Literal),
            Bound::Expr(expr) => Some(Bound::Expr(expr)),
        };
        let Some(value) = value else {
            errors.on(tokens, format!("`{}` counts, so it takes a whole number from 0", self.name));
            return None;
        };
        Some(Written { value, tokens })
    }

    /// `key = literal`, or an array of literals.
    pub(crate) fn json(&self, errors: &mut Errors) -> Option<Written<Json>> {
        match &self.value {
            Value::Expr(expr) if let Some(value) = Json::from_expr(expr) => {
                Some(Written::new(value, expr))
            }
            _ => self.wrong("takes a literal", &[&format!("{} = \"..\"", self.name)], errors),
        }
    }

    /// `key = [literal, literal]`, with something in it.
    pub(crate) fn json_list(&self, errors: &mut Errors) -> Option<Vec<Written<Json>>> {
        let usage = format!("{} = [\"a\", \"b\"]", self.name);
        let Some(elements) = self.elements(errors) else {
            return self.wrong("takes a list of literals", &[&usage], errors);
        };
        let mut list = Vec::new();
        for element in elements {
            match Json::from_expr(element) {
                Some(value) => list.push(Written::new(value, element)),
                None => errors.on(element, format!("`{}` takes literals only", self.name)),
            }
        }
        (!list.is_empty()).then_some(list)
    }

    /// `key = some::path`.
    pub(crate) fn path(&self, example: &str, errors: &mut Errors) -> Option<Path> {
        match &self.value {
            Value::Expr(expr)
                if let Expr::Path(path) = peel(expr)
                    && path.qself.is_none() =>
            {
                Some(path.path.clone())
            }
            _ => self.wrong(
                "takes a path without quotes",
                &[&format!("{} = {example}", self.name)],
                errors,
            ),
        }
    }

    /// `key = some::path` or `key = [some::path, other::path]`.
    pub(crate) fn paths(&self, example: &str, errors: &mut Errors) -> Vec<Path> {
        let Some(elements) = self.elements(errors) else {
            return self.path(example, errors).into_iter().collect();
        };
        let mut list = Vec::new();
        for element in elements {
            match peel(element) {
                Expr::Path(path) if path.qself.is_none() => list.push(path.path.clone()),
                _ => errors.on(
                    element,
                    format!("`{}` takes paths without quotes, such as `{example}`", self.name),
                ),
            }
        }
        list
    }

    /// What is between the brackets, if there are any; an empty list is reported.
    fn elements(&self, errors: &mut Errors) -> Option<&Punctuated<Expr, Token![,]>> {
        let Value::Expr(expr) = &self.value else {
            return None;
        };
        let Expr::Array(array) = peel(expr) else {
            return None;
        };
        if array.elems.is_empty() {
            errors.on(
                expr,
                format!("`{}` is empty; list at least one value or remove it", self.name),
            );
        }
        Some(&array.elems)
    }

    /// `key(..)`.
    pub(crate) fn list(&self, example: &str, errors: &mut Errors) -> Option<&TokenStream> {
        match &self.value {
            Value::List(tokens) => Some(tokens),
            _ => self.wrong("takes a list", &[&format!("{}({example})", self.name)], errors),
        }
    }

    /// Reports a value of the wrong kind at the value, or at the key where there is none.
    pub(crate) fn wrong<T>(&self, takes: &str, usages: &[&str], errors: &mut Errors) -> Option<T> {
        let usages: Vec<_> = usages.iter().map(|usage| format!("`{usage}`")).collect();
        let message = format!("`{}` {takes}; write {}", self.name, usages.join(" or "));
        match &self.value {
            Value::Expr(expr) => errors.on(expr, message),
            Value::Nothing | Value::List(_) => errors.at(self.span(), message),
        }
        None
    }
}

/// The text in the grammar of `parse`, whose error is the whole message.
fn parse_text<T>(
    literal: LitStr,
    parse: impl FnOnce(&str) -> Result<T, String>,
    errors: &mut Errors,
) -> Option<Written<T>> {
    match parse(&literal.value()) {
        Ok(value) => Some(Written::new(value, literal)),
        Err(message) => {
            errors.on(literal, message);
            None
        }
    }
}
