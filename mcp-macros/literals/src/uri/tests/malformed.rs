//! Texts that are no templates.

use crate::uri::{self, LONGEST_TEMPLATE, MOST_VARIABLES};

/// Templates with what of them is wrong, and the fix.
const MALFORMED: &[(&str, &str, &str)] = &[
    ("a/{id", "{id", "`{id` is not closed; write `}` behind the variable"),
    ("a/{", "{", "`{` is not closed; write `}` behind the variable"),
    ("a/{b{c}}", "{", "there is a `{` within braces; close the outer ones before it with `}`"),
    (
        "a/id}",
        "}",
        "there is no `{` for this `}`; write it in front of the variable, or `%7D` for the sign itself",
    ),
    (
        "a/{}",
        "{}",
        "a variable's name is missing; write one such as `{id}`, and several as `{a,b}`",
    ),
    (
        "{a,,b}",
        ",,",
        "a variable's name is missing; write one such as `{id}`, and several as `{a,b}`",
    ),
    ("{?}", "?}", "a variable's name is missing; write one such as `{id}`, and several as `{a,b}`"),
    (
        "notes://{note-id}",
        "note-id",
        "`note-id` is not the name of a variable; write letters, digits and `_`, such as `note_id`",
    ),
    (
        "{a, b}",
        " b",
        "` b` is not the name of a variable; write letters, digits and `_`, such as `b`",
    ),
    (
        "{??q}",
        "?q",
        "`?q` is not the name of a variable; write letters, digits and `_`, such as `q`",
    ),
    (
        "{a..b}",
        "a..b",
        "`a..b` is not the name of a variable; write letters, digits and `_`, such as `id`",
    ),
    ("{é}", "é", "`é` is not the name of a variable; write letters, digits and `_`, such as `id`"),
    ("{!id}", "!", "`!` is no operator yet; write one of + # . / ; ? & or none"),
    (
        "x:{id:int}",
        "id:int",
        "`id:int`: behind a colon stands how many characters of the value are meant, 1 to 9999 and no \
         `*`, such as `id:3`; what a value may be says the parameter's type",
    ),
    ("a b", " ", "' ' cannot stand in a URI; write `%20`"),
    ("a\\b", "\\", "'\\\\' cannot stand in a URI; write `%5C`"),
    ("x:\u{7}", "\u{7}", "'\\u{7}' cannot stand in a URI; write `%07`"),
    (
        "x:50%",
        "%",
        "`%` stands in front of two hexadecimal digits; write `%25` for the sign itself",
    ),
];

#[test]
fn the_place_and_the_fix() {
    for (text, wrong, fix) in MALFORMED {
        let problem = uri::parse(text).expect_err(text);
        assert_eq!((&text[problem.span.clone()], problem.text.as_str()), (*wrong, *fix), "{text}");
    }
}

/// The grammar of RFC 6570, 2, where the list above does not go.
#[test]
fn outside_of_the_grammar() {
    for text in [
        "{/id*",
        "/id*}",
        "{/?id}",
        "{var:prefix}",
        "{hello:2*}",
        "{hello*:2}",
        "{=path}",
        "{$var}",
        "{|var*}",
        "{*keys?}",
        "{?empty=default,var}",
        "{-prefix|/-/|var}",
        "{example:color?}",
        "{#hello+}",
        "{hello+}",
        "{~thing}",
        "{x:0}",
        "{x:01}",
        "{x:10000}",
        "{x:}",
        "{x:-1}",
        "{.}",
        "{.a.}",
        "{a.}",
        "{..a}",
        "{%}",
        "{%4}",
        "{%zz}",
        "{a b}",
        "{{a}}",
        "{a}}",
        "<",
        "\"",
        "`",
        "|",
        "^",
        "x:%zz",
        "x:%a",
        "\u{85}",
    ] {
        let problem = uri::parse(text).expect_err(text);
        assert!(!text[problem.span.clone()].is_empty(), "{text}: {problem:?}");
    }
}

#[test]
fn within_the_grammar() {
    for text in [
        "",
        "a",
        "{a}",
        "{_a}",
        "{1}",
        "{%20}",
        "{a.b.c}",
        "{+a,b*,c:9999}",
        "/vars/:var",
        "%41",
        "é",
        "😀{a}😀",
        "x:'()*",
        "{a}{b}",
    ] {
        assert_eq!(uri::parse(text).expect(text).text, text);
    }
}

#[test]
fn bounds() {
    assert!(uri::parse(&"a".repeat(LONGEST_TEMPLATE)).is_ok());
    let problem = uri::parse(&"a".repeat(LONGEST_TEMPLATE + 1)).expect_err("too long");
    assert_eq!(problem.text, "a URI template has at most 2048 bytes; shorten it");
    assert!(uri::parse(&"{a}".repeat(MOST_VARIABLES)).is_ok());
    let text = format!("{{a{}}}", ",a".repeat(MOST_VARIABLES));
    let problem = uri::parse(&text).expect_err("too many");
    assert_eq!(
        (problem.span, problem.text.as_str()),
        (0..text.len(), "a URI template has at most 16 variables; leave some out")
    );
}
