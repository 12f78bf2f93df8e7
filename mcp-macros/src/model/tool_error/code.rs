//! The codes that programs match.

use crate::diagnostics::Errors;
use crate::parse::Written;

/// The longest code that is still one.
const LONGEST: usize = 64;

/// Reports a code that is not written as one.
pub(super) fn check(code: &Written<String>, errors: &mut Errors) {
    let text = &code.value;
    let well_formed = text.starts_with(|char: char| char.is_ascii_uppercase())
        && !text.ends_with('_')
        && !text.contains("__")
        && text
            .chars()
            .all(|char| char.is_ascii_uppercase() || char.is_ascii_digit() || char == '_');
    if !well_formed {
        errors.on(
            &code.tokens,
            format!(
                "a code is written in capitals, digits and single underscores, such as {:?}",
                screaming(text)
            ),
        );
    } else if text.len() > LONGEST {
        errors.on(
            &code.tokens,
            format!("the code has {} characters; {LONGEST} are allowed", text.len()),
        );
    }
}

/// The code that was probably meant.
fn screaming(text: &str) -> String {
    let mut code = String::new();
    let mut after_lower = false;
    for char in text.chars() {
        if char.is_ascii_alphanumeric() {
            if char.is_ascii_uppercase() && after_lower {
                code.push('_');
            }
            after_lower = !char.is_ascii_uppercase();
            code.push(char.to_ascii_uppercase());
        } else if !code.is_empty() && !code.ends_with('_') {
            code.push('_');
            after_lower = false;
        }
    }
    let code = code.trim_matches('_');
    if code.starts_with(|char: char| char.is_ascii_uppercase()) {
        code.into()
    } else {
        "NOT_FOUND".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggested_codes() {
        for (text, code) in [
            ("cityNotFound", "CITY_NOT_FOUND"),
            ("city-not-found", "CITY_NOT_FOUND"),
            ("__city not  found_", "CITY_NOT_FOUND"),
            ("404", "NOT_FOUND"),
            ("é", "NOT_FOUND"),
        ] {
            assert_eq!(screaming(text), code);
        }
    }
}
