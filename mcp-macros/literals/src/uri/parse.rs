//! The grammar (RFC 6570, 2).

use std::ops::Range;

use super::template::{Expression, Modifier, Operator, Part, Template, VarSpec};
use super::{LONGEST_TEMPLATE, MOST_VARIABLES, Problem, chars};

/// Reads a template of any level.
///
/// # Errors
/// What is wrong, where it is, and what to write instead.
pub fn parse(text: &str) -> Result<Template<'_>, Problem> {
    if text.len() > LONGEST_TEMPLATE {
        let problem = format!("a URI template has at most {LONGEST_TEMPLATE} bytes; shorten it");
        return Err(Problem::new(0..text.len(), problem));
    }
    let mut parts = Vec::new();
    let (mut at, mut variables) = (0, 0);
    while at < text.len() {
        let rest = &text[at..];
        let end = if rest.starts_with('{') {
            let end = at + closing(rest, at)?;
            let expression = expression(text, at..end)?;
            variables += expression.variables.len();
            if variables > MOST_VARIABLES {
                let problem = format!(
                    "a URI template has at most {MOST_VARIABLES} variables; leave some out"
                );
                return Err(Problem::new(at..end, problem));
            }
            parts.push(Part::Expression(expression));
            end
        } else {
            let end = at + rest.find('{').unwrap_or(rest.len());
            literal(&text[at..end], at)?;
            parts.push(Part::Literal { text: &text[at..end], span: at..end });
            end
        };
        at = end;
    }
    Ok(Template { text, parts })
}

/// The length of the expression at the front of `rest`, with its braces.
fn closing(rest: &str, at: usize) -> Result<usize, Problem> {
    match rest[1..].find(['{', '}']) {
        Some(end) if rest[1 + end..].starts_with('}') => Ok(end + 2),
        Some(end) => {
            let problem = "there is a `{` within braces; close the outer ones before it with `}`";
            Err(Problem::new(at + 1 + end..at + 2 + end, problem))
        }
        None => {
            let problem = format!("`{rest}` is not closed; write `}}` behind the variable");
            Err(Problem::new(at..at + rest.len(), problem))
        }
    }
}

fn literal(text: &str, at: usize) -> Result<(), Problem> {
    for (index, char) in text.char_indices() {
        let problem = match char {
            '%' if chars::encoded(&text.as_bytes()[index..]).is_some() => continue,
            '%' => "`%` stands in front of two hexadecimal digits; write `%25` for the sign itself".to_owned(),
            '}' => "there is no `{` for this `}`; write it in front of the variable, or `%7D` for the sign itself".to_owned(),
            char if chars::is_literal(char) => continue,
            char => {
                let mut encoded = String::new();
                char.to_string().bytes().for_each(|byte| chars::encode(byte, &mut encoded));
                format!("{char:?} cannot stand in a URI; write `{encoded}`")
            }
        };
        return Err(Problem::new(at + index..at + index + char.len_utf8(), problem));
    }
    Ok(())
}

fn expression(text: &str, span: Range<usize>) -> Result<Expression<'_>, Problem> {
    let inner = &text[span.start + 1..span.end - 1];
    let sign = inner.chars().next();
    let operator = sign.and_then(Operator::of);
    if let Some(sign @ ('=' | ',' | '!' | '@' | '|')) = sign {
        let problem = format!("`{sign}` is no operator yet; write one of + # . / ; ? & or none");
        return Err(Problem::new(span.start + 1..span.start + 2, problem));
    }
    let mut at = span.start + 1 + usize::from(operator.is_some());
    let mut variables = Vec::new();
    for spec in text[at..span.end - 1].split(',') {
        variables.push(var_spec(spec, at)?);
        at += spec.len() + 1;
    }
    Ok(Expression { operator: operator.unwrap_or(Operator::Simple), variables, span })
}

fn var_spec(spec: &str, at: usize) -> Result<VarSpec<'_>, Problem> {
    let span = at..at + spec.len();
    let (name, modifier) = if let Some(name) = spec.strip_suffix('*') {
        (name, Modifier::Explode)
    } else if let Some((name, length)) = spec.split_once(':') {
        let Some(length) = prefix(length) else {
            let problem = format!(
                "`{spec}`: behind a colon stands how many characters of the value are meant, 1 to 9999 \
                 and no `*`, such as `{name}:3`; what a value may be says the parameter's type"
            );
            return Err(Problem::new(span, problem));
        };
        (name, Modifier::Prefix(length))
    } else {
        (spec, Modifier::None)
    };
    match name_problem(name, spec) {
        None => Ok(VarSpec { name, modifier, span }),
        // An empty span would point at nothing.
        Some(problem) if spec.is_empty() => Err(Problem::new(at - 1..at + 1, problem)),
        Some(problem) => Err(Problem::new(span, problem)),
    }
}

fn prefix(length: &str) -> Option<u16> {
    let is_number = length.len() <= 4 && length.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && !length.starts_with('0')).then(|| length.parse().ok()).flatten()
}

fn name_problem(name: &str, spec: &str) -> Option<String> {
    let bytes = name.as_bytes();
    let (mut at, mut dot) = (0, true);
    let fits = loop {
        let Some(byte) = bytes.get(at) else { break !dot };
        let is_dot = *byte == b'.';
        let step = match byte {
            b'.' if dot => break false,
            b'.' | b'_' => 1,
            b'%' if chars::encoded(&bytes[at..]).is_some() => 3,
            byte if byte.is_ascii_alphanumeric() => 1,
            _ => break false,
        };
        (at, dot) = (at + step, is_dot);
    };
    if fits {
        return None;
    }
    let bare: String = name.trim().replace(['-', ' '], "_");
    let likely = bare.trim_matches(|char: char| !char.is_ascii_alphanumeric() && char != '_');
    let word = likely.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let meant = if word && !likely.is_empty() { likely } else { "id" };
    Some(if spec.is_empty() {
        "a variable's name is missing; write one such as `{id}`, and several as `{a,b}`".to_owned()
    } else {
        format!(
            "`{name}` is not the name of a variable; write letters, digits and `_`, such as `{meant}`"
        )
    })
}
