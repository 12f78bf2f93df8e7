//! Templates whose URIs cannot be read back.

use crate::uri::Pattern;

/// Templates with what of them is wrong, and the fix.
const UNREADABLE: &[(&str, &str, &str)] = &[
    (
        "n://{a}{b}",
        "{a}{b}",
        "nothing tells where `{a}` ends and `{b}` begins; write a literal between them, such as `{a}/{b}`",
    ),
    (
        "n://{/a}{+b}",
        "{/a}{+b}",
        "nothing tells where `{/a}` ends and `{+b}` begins; write a literal between them, such as `{/a}/{+b}`",
    ),
    (
        "n:{a}{.b}{c}",
        "{.b}{c}",
        "nothing tells where `{.b}` ends and `{c}` begins; write a literal between them, such as `{.b}/{c}`",
    ),
    (
        "n:{+a}{/b}",
        "{+a}{/b}",
        "`{+a}` can hold the `/` that `{/b}` begins with; write a literal between them, or one of them \
         as one segment",
    ),
    (
        "n:{.a*}{.b}",
        "{.a*}{.b}",
        "`{.a*}` can hold the `.` that `{.b}` begins with; write a literal between them, or one of them \
         as one segment",
    ),
    (
        "n:{a}{.b*}",
        "{a}{.b*}",
        "a value in front of `{.b*}` can hold dots as well; write a single variable with a dot behind it, \
         such as `{.ext}`, or a literal between them",
    ),
    (
        "n:{a}{.b}{.c}",
        "{.b}{.c}",
        "a value in front of `{.c}` can hold dots as well; write a single variable with a dot behind it, \
         such as `{.ext}`, or a literal between them",
    ),
    (
        "n:{.a}{/b}{.c}",
        "{/b}{.c}",
        "a value in front of `{.c}` can hold dots as well; write a single variable with a dot behind it, \
         such as `{.ext}`, or a literal between them",
    ),
    (
        "n:{a}{.b,c}",
        "{.b,c}",
        "a value in front of `{.b,c}` can hold dots as well; write a single variable with a dot behind \
         it, such as `{.ext}`, or a literal between them",
    ),
    (
        "n:{+a}/x/{/b*}",
        "{/b*}",
        "`{+a}` and `{/b*}` both leave open how many segments they are, so that nobody can tell where one \
         ends; write one of them as one segment, such as `/{b}`",
    ),
    (
        "n:{/a}/{b}{/c}",
        "{/c}",
        "`{/a}` and `{/c}` both leave open how many segments they are, so that nobody can tell where one \
         ends; write one of them as one segment, such as `/{c}`",
    ),
    (
        "n:{+a}{.b}{/c}",
        "{/c}",
        "`{+a}` and `{/c}` both leave open how many segments they are, so that nobody can tell where one \
         ends; write one of them as one segment, such as `/{c}`",
    ),
    (
        "n:{a}/{a}",
        "a",
        "`a` is there twice, and a URI could say two things of it; write another name",
    ),
    (
        "n:{path*}",
        "path*",
        "`path*` cannot be read back from here; write `{+path}` for several segments, or `{/path*}` for \
         a list of them",
    ),
    ("n:{;a*}", "a*", "`a*` cannot be read back from here; write `{;a}`, or `{?a*}` in the query"),
];

#[test]
fn the_place_and_the_fix() {
    for (text, wrong, fix) in UNREADABLE {
        let problem = Pattern::parse(text).expect_err(text);
        assert_eq!((&text[problem.span.clone()], problem.text.as_str()), (*wrong, *fix), "{text}");
    }
}

/// What the messages above advise.
#[test]
fn what_can_be_read() {
    for text in [
        "n:{a}/{b}",
        "n:{a,b}",
        "n:{a}{/b}",
        "n:{a}{.b}",
        "n:{a}{;b}",
        "n:{a}{?b}",
        "n:{a}{#b}",
        "n:{/a}{/b}",
        "n:{/a,b}{.c}{/d}",
        "n:{a}{/b}{.c}",
        "n:{/a}{/b*}",
        "n:{/a}/{b}",
        "n:{.a}{.b}",
        "n:{.a,b}{.c*}",
        "n:{/a*}{.b}",
        "n:{+a}{.b}",
        "n:{+a}/{b}",
        "n:{/a*}/{b}",
        "n:?a=1{&b}",
        "n:?{&b}",
        "n:{?a}#b",
        "n:?a=1{&b}{&c}{#d}",
        "n:{?a*}",
        "n:{/a*}",
        "n:{.a*}",
        "n:#a",
        "n:a?b=1",
        "n:",
        "N+1.0-x:{a}",
    ] {
        if let Err(problem) = Pattern::parse(text) {
            panic!("{text}: {problem}");
        }
    }
}

#[test]
fn variables_say_what_their_values_are() {
    let pattern = Pattern::parse("n:{a:3}/{+b}{.c}{/d*}{;e}{?f*,g:2}{#h}");
    // One variable alone goes over several segments.
    assert!(pattern.is_err());
    let pattern = Pattern::parse("n:{a:3}/{+b}{.c}{?f*,g:2}{#h}").expect("a pattern");
    let variables = pattern.variables().iter().map(|variable| {
        (variable.name.as_str(), variable.optional, variable.list, variable.longest)
    });
    assert_eq!(
        variables.collect::<Vec<_>>(),
        [
            ("a", false, false, Some(3)),
            ("b", false, false, None),
            ("c", true, false, None),
            ("f", true, true, None),
            ("g", true, false, Some(2)),
            ("h", true, false, None),
        ]
    );
    assert!(!pattern.is_fixed() && Pattern::parse("n:a").expect("a pattern").is_fixed());
}
