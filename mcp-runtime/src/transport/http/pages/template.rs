//! A page as it is written: with places for values, and one style and one
//! script that its policy names by their hashes.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

pub(super) struct Template(pub(super) &'static str);

impl Template {
    /// The page with the values of `{{name}}` in place, as text. In one pass:
    /// what a value says is never taken for a place.
    pub(super) fn fill(&self, values: &[(&str, &str)]) -> String {
        let mut out = String::with_capacity(self.0.len() + 256);
        let mut rest = self.0;
        while let Some((before, after)) = rest.split_once("{{") {
            out.push_str(before);
            let place = after.split_once("}}").and_then(|(name, after)| {
                values.iter().find(|(known, _)| *known == name).map(|(_, value)| (value, after))
            });
            rest = if let Some((value, after)) = place {
                escape(&mut out, value);
                after
            } else {
                out.push_str("{{");
                after
            };
        }
        out.push_str(rest);
        out
    }

    /// The content security policy: nothing but the page's own style and
    /// script, requests to its own origin, and pictures that came in an
    /// answer. Text cannot become markup, even by a mistake in the script.
    pub(super) fn policy(&self) -> String {
        format!(
            "default-src 'none'; script-src '{}'; style-src '{}'; connect-src 'self'; \
             img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
             require-trusted-types-for 'script'; trusted-types 'none'",
            self.hash("script"),
            self.hash("style"),
        )
    }

    /// The hash of the element's text (CSP 3, "hash-source").
    fn hash(&self, element: &str) -> String {
        let text = self.between(&format!("<{element}>"), &format!("</{element}>"));
        let digest = Sha256::digest(text.unwrap_or_default().as_bytes());
        format!("sha256-{}", STANDARD.encode(digest))
    }

    fn between(&self, start: &str, end: &str) -> Option<&'static str> {
        let (_, after) = self.0.split_once(start)?;
        after.split_once(end).map(|(text, _)| text)
    }
}

/// For text and for attributes in either kind of quotes.
fn escape(out: &mut String, text: &str) {
    for char in text.chars() {
        match char {
            '&' | '<' | '>' | '"' | '\'' => {
                let _ = write!(out, "&#{};", u32::from(char));
            }
            _ => out.push(char),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_text_and_never_places() {
        let template = Template(r#"<p title="{{a}}">{{b}} {{c}} {{ {{a}}"#);
        let filled = template.fill(&[("a", r#"<"&'{{b}}"#), ("b", "{{a}}")]);
        assert_eq!(
            filled,
            r#"<p title="&#60;&#34;&#38;&#39;{{b}}">{{a}} {{c}} {{ &#60;&#34;&#38;&#39;{{b}}"#
        );
    }

    #[test]
    fn the_policy_names_the_style_and_the_script_by_their_hashes() {
        let page = Template("<style>a{}</style><script>alert('Hello, world.');</script>");
        let policy = page.policy();
        // The example of CSP 2, and `printf 'a{}' | openssl dgst -sha256 -binary | base64`.
        let script = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='";
        let style = "'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk='";
        assert!(policy.contains(&format!("script-src {script};")), "{policy}");
        assert!(policy.contains(&format!("style-src {style};")), "{policy}");
    }
}
