//! The JSON documents that attributes describe, without a JSON library in the compiler's process.

use std::fmt::{self, Display, Write};

use syn::{Expr, Lit};

use super::number::Number;

/// A JSON value whose objects keep the order they were written in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Bool(bool),
    Number(Number),
    String(String),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
    /// An expression that only the compiler knows the value of, as its source: for documentation.
    Source(String),
}

impl Json {
    /// Reads a literal, or an array of them; `None` if the expression is anything else.
    pub(crate) fn from_expr(expr: &Expr) -> Option<Self> {
        match peel(expr) {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(Self::String(text.value())),
                Lit::Char(char) => Some(Self::String(char.value().into())),
                Lit::Bool(bool) => Some(Self::Bool(bool.value)),
                _ => Number::from_expr(expr).map(Self::Number),
            },
            Expr::Array(array) => {
                array.elems.iter().map(Self::from_expr).collect::<Option<_>>().map(Self::Array)
            }
            other => Number::from_expr(other).map(Self::Number),
        }
    }

    /// What kind of value this is, in the words of JSON Schema.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Bool(_) => "boolean",
            Self::Number(_) => "number",
            Self::String(_) => "string",
            Self::Array(_) => "array",
            Self::Object(_) => "object",
            Self::Source(_) => "expression",
        }
    }

    /// The document over several lines, two spaces deep; short arrays stay on theirs.
    pub(crate) fn pretty(&self) -> String {
        let mut out = String::new();
        self.write_pretty(&mut out, 0);
        out
    }

    fn write_pretty(&self, out: &mut String, depth: usize) {
        match self {
            Self::Object(members) if !members.is_empty() => {
                out.push('{');
                for (i, (key, value)) in members.iter().enumerate() {
                    out.push_str(if i == 0 { "\n" } else { ",\n" });
                    out.push_str(&"  ".repeat(depth + 1));
                    // Writing to a string cannot fail.
                    let _ = write!(out, "{}: ", Quoted(key));
                    value.write_pretty(out, depth + 1);
                }
                out.push('\n');
                out.push_str(&"  ".repeat(depth));
                out.push('}');
            }
            other => {
                let _ = write!(out, "{other}");
            }
        }
    }
}

impl Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(bool) => Display::fmt(bool, f),
            Self::Number(number) => f.write_str(&number.text),
            Self::Source(source) => f.write_str(source),
            Self::String(text) => Display::fmt(&Quoted(text), f),
            Self::Array(items) => {
                f.write_char('[')?;
                for (i, item) in items.iter().enumerate() {
                    f.write_str(if i == 0 { "" } else { "," })?;
                    Display::fmt(item, f)?;
                }
                f.write_char(']')
            }
            Self::Object(members) => {
                f.write_char('{')?;
                for (i, (key, value)) in members.iter().enumerate() {
                    f.write_str(if i == 0 { "" } else { "," })?;
                    write!(f, "{}:{value}", Quoted(key))?;
                }
                f.write_char('}')
            }
        }
    }
}

/// A string in JSON's quotes and escapes.
struct Quoted<'a>(&'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for char in self.0.chars() {
            match char {
                '"' => f.write_str("\\\"")?,
                '\\' => f.write_str("\\\\")?,
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                control if control < '\u{20}' => write!(f, "\\u{:04x}", u32::from(control))?,
                other => f.write_char(other)?,
            }
        }
        f.write_char('"')
    }
}

/// The expression inside parentheses and the invisible groups that `macro_rules!` substitution
/// leaves.
pub(crate) fn peel(mut expr: &Expr) -> &Expr {
    loop {
        expr = match expr {
            Expr::Group(group) => &group.expr,
            Expr::Paren(paren) => &paren.expr,
            other => return other,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(source: &str) -> Option<String> {
        Json::from_expr(&syn::parse_str(source).expect("an expression"))
            .map(|json| json.to_string())
    }

    #[test]
    fn literals() {
        for (source, text) in [
            ("true", "true"),
            ("-3", "-3"),
            ("'x'", "\"x\""),
            ("[1, [\"a\"], 2.5]", "[1,[\"a\"],2.5]"),
            (r#""a\"b\\c\n\u{1}é""#, "\"a\\\"b\\\\c\\n\\u0001é\""),
            ("(3)", "3"),
        ] {
            assert_eq!(json(source).as_deref(), Some(text));
        }
        for source in ["x", "f()", "b\"x\"", "[1, x]", "None", "1 + 1"] {
            assert_eq!(json(source), None, "{source}");
        }
    }

    #[test]
    fn pretty_printing() {
        let object = Json::Object(vec![
            ("a".into(), Json::Object(vec![("b".into(), Json::Bool(true))])),
            ("c".into(), Json::Array(vec![Json::String("d".into()), Json::String("e".into())])),
            ("f".into(), Json::Object(vec![])),
        ]);
        assert_eq!(
            object.pretty(),
            "{\n  \"a\": {\n    \"b\": true\n  },\n  \"c\": [\"d\",\"e\"],\n  \"f\": {}\n}"
        );
    }
}
