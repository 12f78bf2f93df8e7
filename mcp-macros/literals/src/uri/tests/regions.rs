//! Expressions in a part of the URI where they cannot be.

use crate::uri::Pattern;

/// Templates with what of them is wrong, and the fix.
const MISPLACED: &[(&str, &str, &str)] = &[
    ("n:{a}{&b,c}", "{&b,c}", "there is no `?` in front of `{&b,c}`; write `{?b,c}`"),
    (
        "n:{?a,c*}{?b:2}",
        "{?b:2}",
        "`{?b:2}` would follow no `?` where `a,c*` is absent; write `{?a,c*,b:2}`",
    ),
    (
        "n:{?a}{&b,c*}",
        "{&b,c*}",
        "`{&b,c*}` would follow no `?` where `a` is absent; write `{?a,b,c*}`",
    ),
    ("n:?a=1{?b}", "{?b}", "there is a `?` in front of `{?b}` already; write `{&b}`"),
    (
        "n:?q={q}",
        "{q}",
        "`{q}` stands in a query, where variables are written with `?`, further ones with `&`, and \
         without `=`; write `{?q}` or `{&q}`",
    ),
    (
        "n:{?a}&b=1",
        "&b=1",
        "`&b=1` stands behind the variables of the query; write what is fixed in front of them, as in \
         `?all=1{&page}`",
    ),
    ("n:?a=1{&b,a}", "a", "`a` is fixed in this query; leave one of both out"),
    ("n:a?", "?", "nothing follows this `?`; leave it out"),
    (
        "n:{#a,b}",
        "{#a,b}",
        "`{#a,b}`: a fragment is one text; write one variable, such as `{#part}`",
    ),
    ("n:{#a*}", "{#a*}", "`{#a*}`: a fragment is one text; write one variable, such as `{#part}`"),
    (
        "n:{#a}/b",
        "/b",
        "`/b` stands behind the fragment; write a variable fragment as `{#part}`, and nothing behind it",
    ),
    (
        "n:#a{b}",
        "{b}",
        "`{b}` stands behind the fragment; write a variable fragment as `{#part}`, and nothing behind it",
    ),
    (
        "notes/{id}",
        "notes/{id}",
        "`notes/{id}` does not begin with a scheme; write one such as `notes://` in front",
    ),
    ("{id}", "{id}", "`{id}` does not begin with a scheme; write one such as `notes://` in front"),
    (
        "1:{id}",
        "1:{id}",
        "`1:{id}` does not begin with a scheme; write one such as `notes://` in front",
    ),
    ("", "", "`` does not begin with a scheme; write one such as `notes://` in front"),
];

#[test]
fn the_place_and_the_fix() {
    for (text, wrong, fix) in MISPLACED {
        let problem = Pattern::parse(text).expect_err(text);
        assert_eq!((&text[problem.span.clone()], problem.text.as_str()), (*wrong, *fix), "{text}");
    }
}
