//! Expanding and reading are each other's reverse.

use proptest::prelude::*;
use proptest::sample::select;

use crate::uri::{self, Pattern, Uri, Value, Variable};

/// Pieces of templates; `$` becomes a name of its own. `L` and `-` are in no value.
const PATH: &[&str] = &[
    "{$}", "{$:2}", "{+$}", "{+$:3}", "{$,$}", "{.$}", "{.$,$}", "{.$*}", "{/$}", "{/$,$}",
    "{/$*}", "{;$}", "{;$,$:1}", "/", "/", "/", "L", "-", ":", ",", "@", "%2F", "%C3%BC",
];
const QUERY: &[&str] = &["", "", "?L=1", "{?$}", "{?$,$*}", "?{&$:2}{&$*}", "?L=1{&$,$}"];
const FRAGMENT: &[&str] = &["", "", "#L", "{#$}", "{#$:3}"];

/// What expansion leaves as it is in some place and encodes in others, without dots and letters that
/// are literals above.
const CHARS: &[char] = &[
    'a', 'b', '2', 'F', '_', '~', '/', '\\', '?', '#', '%', '&', '=', ';', ',', ':', '@', '+', ' ',
    '{', 'é', '😀',
];

fn readable() -> impl Strategy<Value = String> {
    let path = prop::collection::vec(select(PATH), 0..6);
    let parts = (path, select(QUERY), select(FRAGMENT));
    parts.prop_filter_map("its URIs cannot be read back", |(path, query, fragment)| {
        let pieces = format!("n:{}{query}{fragment}", path.concat());
        let mut names = ('a'..='z').map(String::from);
        let text: String = pieces
            .chars()
            .map(|char| if char == '$' { names.next().unwrap_or_default() } else { char.into() })
            .collect();
        Pattern::parse(&text).is_ok().then_some(text)
    })
}

/// The operator of each variable.
fn operators(pattern: &Pattern) -> Vec<uri::Operator> {
    let template = uri::parse(pattern.text()).expect("it was parsed before");
    let expressions = template.parts.iter().filter_map(|part| match part {
        uri::Part::Literal { .. } => None,
        uri::Part::Expression(expression) => Some(expression),
    });
    expressions.flat_map(|each| each.variables.iter().map(|_| each.operator)).collect()
}

/// A text that this variable may stand for.
fn fitting(operator: uri::Operator, variable: &Variable, text: &str) -> String {
    use uri::Operator::{Continuation, Fragment, Parameter, Query, Reserved};
    let text = match operator {
        Query | Continuation => text.to_owned(),
        // Expansion keeps `%` and two digits as they are: they are read as what they stand for.
        Fragment => text.replace('%', ""),
        Reserved => text.replace(['%', '?', '#'], "").trim_start_matches(['/', '\\']).to_owned(),
        _ => text.replace(['/', '\\'], ""),
    };
    let longest = variable.longest.map_or(usize::MAX, usize::from);
    let text: String = text.chars().take(longest).collect();
    let may_be_empty = matches!(operator, Query | Continuation | Fragment | Parameter);
    if text.is_empty() && !may_be_empty { "é".to_owned() } else { text }
}

type Drawn = Vec<(bool, Vec<String>)>;

fn values(pattern: &Pattern, drawn: &Drawn) -> Vec<Option<Value>> {
    let mut is_absent = false;
    let variables = pattern.variables().iter().zip(operators(pattern)).zip(drawn);
    let values = variables.map(|((variable, operator), (is_there, texts))| {
        let texts: Vec<String> =
            texts.iter().map(|text| fitting(operator, variable, text)).collect();
        let has_sign = matches!(operator, uri::Operator::Label | uri::Operator::Path);
        // Of the path, the last are absent.
        let is_there = !variable.optional || *is_there && !(has_sign && is_absent);
        is_absent |= has_sign && !is_there;
        match (is_there, variable.list) {
            (false, true) => Some(Value::List(Vec::new())),
            (false, false) => None,
            (true, true) => Some(Value::List(texts)),
            (true, false) => Some(Value::Text(texts[0].clone())),
        }
    });
    values.collect()
}

/// Whether variables are there, and what they could be.
fn drawn() -> impl Strategy<Value = Drawn> {
    let text = prop::collection::vec(select(CHARS), 0..6).prop_map(String::from_iter);
    let texts = prop::collection::vec(text, 1..4);
    prop::collection::vec((any::<bool>(), texts), uri::MOST_VARIABLES)
}

fn expand(pattern: &Pattern, values: &[Option<Value>]) -> String {
    let template = uri::parse(pattern.text()).expect("it was parsed before");
    let known = |name: &str| {
        let at = pattern.variables().iter().position(|variable| variable.name == name)?;
        values[at].as_ref()
    };
    template.expand(known).expect("only texts have prefixes")
}

proptest! {
    #[test]
    fn what_was_expanded_is_read(template in readable(), drawn in drawn()) {
        let pattern = Pattern::parse(&template).expect("it can be read");
        let values = values(&pattern, &drawn);
        let expanded = expand(&pattern, &values);
        let read = pattern.matches(&Uri::parse(&expanded).expect("a URI"));
        prop_assert_eq!(read, Ok(Some(values)), "{} {}", pattern.text(), expanded);
    }

    #[test]
    fn what_was_read_is_expanded_to_the_same(
        template in readable(),
        tail in "([ab2/.:;,=&?#@L-]|%2F|%c3%a9|%2e|;[ab]=?){0,12}",
    ) {
        let pattern = Pattern::parse(&template).expect("it can be read");
        let uri = Uri::parse(&format!("n:{tail}")).expect("a URI");
        if let Ok(Some(values)) = pattern.matches(&uri) {
            let again = expand(&pattern, &values);
            let again = pattern.matches(&Uri::parse(&again).expect("a URI"));
            prop_assert_eq!(again, Ok(Some(values)), "{} {}", pattern.text(), uri);
        }
    }

    #[test]
    fn no_text_breaks_it(template in "(n:)?([{}a,*:/.+;?&#%]|\\PC){0,12}", uri in "n:([%2Fa/;?#]|\\PC){0,12}") {
        match uri::parse(&template) {
            Ok(parsed) => {
                let _ = parsed.expand(|_| None);
                if let Ok(pattern) = Pattern::new(&parsed) && let Ok(uri) = Uri::parse(&uri) {
                    let _ = pattern.matches(&uri);
                }
            }
            Err(problem) => prop_assert!(template.get(problem.span).is_some_and(|text| !text.is_empty())),
        }
    }

    #[test]
    fn the_one_form_is_the_same_uri(text in "n:([%2FfEe7a/;?#~]|\\PC){0,12}") {
        if let Ok(uri) = Uri::parse(&text) {
            prop_assert_eq!(Uri::parse(&uri.to_string()), Ok(uri));
        }
    }
}
