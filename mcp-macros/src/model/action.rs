//! The text that says what to do about an error, which may show fields as `thiserror` does.

use std::fmt::Write as _;
use std::iter::Peekable;
use std::str::Chars;

use proc_macro2::Span;
use quote::format_ident;
use syn::{Ident, Index, LitStr, Member};

/// What to do about an error.
pub(crate) enum Action {
    Plain(String),
    /// A format string whose placeholders are named, and the field that each name stands for.
    Format(LitStr, Vec<Placeholder>),
}

/// One field shown in the text.
pub(crate) struct Placeholder {
    /// The name in the format string.
    pub(crate) name: Ident,
    pub(crate) field: Member,
    /// `Display`, `Debug`, ..
    pub(crate) trait_name: &'static str,
}

impl Action {
    /// Reads a format string; the error says what to write instead.
    pub(crate) fn parse(literal: &LitStr) -> Result<Self, String> {
        let text = literal.value();
        let mut rest = text.chars().peekable();
        let (mut plain, mut format) = (String::new(), String::new());
        let mut placeholders = Vec::new();
        while let Some(char) = rest.next() {
            match char {
                '{' | '}' if rest.next_if_eq(&char).is_some() => {
                    plain.push(char);
                    format.extend([char, char]);
                }
                '{' => {
                    let (argument, spec) = placeholder(&mut rest)?;
                    let placeholder = Placeholder::new(&argument, &spec, literal)?;
                    // Writing to a string cannot fail.
                    let _ = write!(format, "{{{}{spec}}}", placeholder.name);
                    placeholders.push(placeholder);
                }
                '}' => return Err("`}` stands alone; write `}}` for a brace in the text".into()),
                other => {
                    plain.push(other);
                    format.push(other);
                }
            }
        }
        if placeholders.is_empty() {
            return Ok(Self::Plain(plain));
        }
        Ok(Self::Format(LitStr::new(&format, literal.span()), placeholders))
    }
}

/// Splits what stands between `{` and `}` into the argument and the colon with its format.
fn placeholder(rest: &mut Peekable<Chars<'_>>) -> Result<(String, String), String> {
    let mut inner = String::new();
    loop {
        match rest.next() {
            Some('}') => break,
            Some('{') | None => {
                return Err("`{` stands alone; write `{{` for a brace in the text".into());
            }
            Some(char) => inner.push(char),
        }
    }
    let (argument, spec) = inner.split_at(inner.find(':').unwrap_or(inner.len()));
    Ok((argument.trim().to_owned(), spec.trim_end().to_owned()))
}

impl Placeholder {
    fn new(argument: &str, spec: &str, literal: &LitStr) -> Result<Self, String> {
        if argument.is_empty() {
            return Err("`{}` names no field; write `{0}` or `{name}`".into());
        }
        if spec.contains('$') {
            return Err(format!(
                "`{spec}` takes a width from an argument; write the width as a number"
            ));
        }
        let field = if let Ok(index) = argument.parse() {
            Member::Unnamed(Index { index, span: literal.span() })
        } else if let Some(ident) = field_name(argument, literal.span()) {
            Member::Named(ident)
        } else {
            return Err(format!("`{{{argument}}}` is not a field; only fields can be shown here"));
        };
        let name = match &field {
            Member::Named(ident) => format_ident!("field_{}", ident),
            Member::Unnamed(index) => format_ident!("field_{}", index.index),
        };
        Ok(Self { name, field, trait_name: trait_name(spec) })
    }
}

/// The field called `name`, which may be a keyword: `{type}` shows `r#type`.
fn field_name(name: &str, span: Span) -> Option<Ident> {
    let mut ident = syn::parse_str::<Ident>(name)
        .or_else(|_| syn::parse_str::<Ident>(&format!("r#{name}")))
        .ok()?;
    ident.set_span(span);
    Some(ident)
}

fn trait_name(spec: &str) -> &'static str {
    match spec.chars().last() {
        Some('?') => "Debug",
        Some('x') => "LowerHex",
        Some('X') => "UpperHex",
        Some('o') => "Octal",
        Some('b') => "Binary",
        Some('e') => "LowerExp",
        Some('E') => "UpperExp",
        Some('p') => "Pointer",
        _ => "Display",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<String, String> {
        Action::parse(&LitStr::new(text, Span::call_site())).map(|action| match action {
            Action::Plain(text) => text,
            Action::Format(format, placeholders) => {
                placeholders.iter().fold(format.value(), |text, placeholder| {
                    format!("{text}|{} {}", placeholder.name, placeholder.trait_name)
                })
            }
        })
    }

    #[test]
    fn placeholders_become_names() {
        assert_eq!(parsed("plain").as_deref(), Ok("plain"));
        assert_eq!(parsed("{{a}}").as_deref(), Ok("{a}"));
        assert_eq!(parsed("{type}").as_deref(), Ok("{field_type}|field_type Display"));
        assert_eq!(
            parsed("try {0:?} or {city} {{x}}").as_deref(),
            Ok("try {field_0:?} or {field_city} {{x}}|field_0 Debug|field_city Display")
        );
        assert_eq!(parsed("{0:#06x}").as_deref(), Ok("{field_0:#06x}|field_0 LowerHex"));
    }

    #[test]
    fn what_cannot_be_shown() {
        for text in ["{", "}", "{}", "{0", "{a.b}", "{0:w$}", "{a b}", "a } b", "{{}"] {
            assert!(parsed(text).is_err(), "{text}");
        }
    }
}
