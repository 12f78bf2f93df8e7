//! The text format of Prometheus, version 0.0.4.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};

/// A page of metrics. Those of one name have to follow one another.
#[derive(Debug, Default)]
pub(super) struct Page(String);

/// One name, under which samples are written.
pub(super) struct Family<'a> {
    page: &'a mut String,
    name: Cow<'static, str>,
}

impl Page {
    pub(super) fn counter(&mut self, name: impl Into<Cow<'static, str>>, help: &str) -> Family<'_> {
        self.family(name.into(), "counter", help)
    }

    pub(super) fn gauge(&mut self, name: impl Into<Cow<'static, str>>, help: &str) -> Family<'_> {
        self.family(name.into(), "gauge", help)
    }

    pub(super) fn histogram(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        help: &str,
    ) -> Family<'_> {
        self.family(name.into(), "histogram", help)
    }

    fn family(&mut self, name: Cow<'static, str>, kind: &str, help: &str) -> Family<'_> {
        let page = &mut self.0;
        let _ = writeln!(page, "# HELP {name} {help}\n# TYPE {name} {kind}");
        Family { page, name }
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}

impl Family<'_> {
    pub(super) fn sample(&mut self, labels: &[(&str, &str)], value: impl Display) -> &mut Self {
        self.suffixed("", labels, value)
    }

    /// A sample whose name goes on: `_bucket`, `_sum`, `_count`.
    pub(super) fn suffixed(
        &mut self,
        suffix: &str,
        labels: &[(&str, &str)],
        value: impl Display,
    ) -> &mut Self {
        let page = &mut *self.page;
        page.push_str(&self.name);
        page.push_str(suffix);
        for (index, (label, text)) in labels.iter().enumerate() {
            page.push(if index == 0 { '{' } else { ',' });
            page.push_str(label);
            page.push_str("=\"");
            escape(page, text);
            page.push('"');
        }
        if !labels.is_empty() {
            page.push('}');
        }
        let _ = writeln!(page, " {value}");
        self
    }
}

/// The value of a label between its quotes.
fn escape(page: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '\\' => page.push_str("\\\\"),
            '"' => page.push_str("\\\""),
            '\n' => page.push_str("\\n"),
            other => page.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_family_has_its_help_and_its_samples() {
        let mut page = Page::default();
        page.gauge("a", "What it is.").sample(&[], 1).sample(&[("b", "c"), ("d", "")], 0.5);
        page.histogram("h", "More.").suffixed("_bucket", &[("le", "+Inf")], 3);
        let expected = "# HELP a What it is.\n# TYPE a gauge\na 1\na{b=\"c\",d=\"\"} 0.5\n\
                        # HELP h More.\n# TYPE h histogram\nh_bucket{le=\"+Inf\"} 3\n";
        assert_eq!(page.finish(), expected);
    }

    /// As the format's description says it is read.
    fn unescape(text: &str) -> Option<String> {
        let (mut plain, mut characters) = (String::new(), text.chars());
        while let Some(character) = characters.next() {
            plain.push(match character {
                '\\' => match characters.next()? {
                    'n' => '\n',
                    same @ ('\\' | '"') => same,
                    _ => return None,
                },
                '"' | '\n' => return None,
                other => other,
            });
        }
        Some(plain)
    }

    proptest! {
        #[test]
        fn every_label_is_one_line_and_read_back(text in "(\\PC|[\\x00-\\x1f\"\\\\\u{2028}]){0,20}") {
            let mut page = Page::default();
            page.counter("a", "b").sample(&[("c", &text)], 1);
            let page = page.finish();
            prop_assert_eq!(page.matches('\n').count(), 3);
            let line = page.split('\n').nth(2).unwrap();
            let inside = line.strip_prefix("a{c=\"").and_then(|line| line.strip_suffix("\"} 1"));
            let read = inside.and_then(unescape);
            prop_assert_eq!(read.as_deref(), Some(&*text), "{}", line);
        }
    }
}
