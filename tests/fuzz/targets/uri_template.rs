//! Templates of URIs, a line each, and behind an empty one a URI.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mcp_literals::uri::{self, LONGEST_URI, Part, Pattern, Set, Template, Uri, Value};

fuzz_target!(|text: &str| {
    let Some((templates, uri)) = text.split_once("\n\n") else { return };
    let uri = Uri::parse(uri);
    if let Ok(uri) = &uri {
        assert_eq!(Uri::parse(&uri.to_string()).as_ref(), Ok(uri), "it has two forms");
    }
    let mut set = Set::default();
    for text in templates.lines().take(8) {
        match uri::parse(text) {
            Err(problem) => assert!(!text[problem.span].is_empty(), "nothing is wrong"),
            Ok(template) => {
                assert_eq!(written(&template), text, "something is missing");
                let _ = template.expand(|_| None);
                if let Some(pattern) = readable(&template) {
                    if let Ok(uri) = &uri {
                        judge(&template, &pattern, uri);
                    }
                    let _ = set.insert(pattern.clone(), pattern);
                }
            }
        }
    }
    let Ok(uri) = uri else { return };
    if let Some(found) = set.find(&uri)
        && !found.item.is_fixed()
    {
        assert_eq!(found.item.matches(&uri), found.values.map(Some), "it is of another pattern");
    }
});

fn written(template: &Template<'_>) -> String {
    let parts = template.parts.iter().map(|part| match part {
        Part::Literal { span, .. } => span,
        Part::Expression(expression) => &expression.span,
    });
    parts.map(|span| &template.text[span.clone()]).collect()
}

fn readable(template: &Template<'_>) -> Option<Pattern> {
    let pattern = Pattern::new(template).map_err(|problem| {
        assert!(template.text.is_empty() || !template.text[problem.span].is_empty());
    });
    pattern.ok()
}

/// What is read is safe, and is read again from the URI that it is expanded to.
fn judge(template: &Template<'_>, pattern: &Pattern, uri: &Uri) {
    let Ok(Some(values)) = pattern.matches(uri) else { return };
    let texts: Vec<&String> = values.iter().flatten().flat_map(texts).collect();
    for text in &texts {
        assert!(
            !text.contains('\0') && !text.split(['/', '\\']).any(|part| part == ".."),
            "{text}"
        );
    }
    // These stay as they are where reserved characters do, and would be read for what they are.
    let keeps_reserved = template.text.contains("{+") || template.text.contains("{#");
    if keeps_reserved && texts.iter().any(|text| text.contains(['%', '?', '#'])) {
        return;
    }
    let known = |name: &str| {
        let at = pattern.variables().iter().position(|variable| variable.name == name)?;
        values[at].as_ref()
    };
    let expanded = template.expand(known).expect("lists have no prefixes");
    // Encoded, it may be too long.
    if expanded.len() <= LONGEST_URI {
        let again = Uri::parse(&expanded).map(|uri| pattern.matches(&uri));
        assert_eq!(again, Ok(Ok(Some(values))), "{expanded}");
    }
}

fn texts(value: &Value) -> &[String] {
    match value {
        Value::Text(text) => std::slice::from_ref(text),
        Value::List(items) => items,
        Value::Pairs(_) => panic!("pairs are never read"),
    }
}
