//! Values that must not be read, and texts that are no URIs.

use crate::uri::{LONGEST_URI, Pattern, Uri, relative_path};

#[test]
fn values_that_lead_elsewhere() {
    let dots = "has a segment `..`; ask for what it leads to by its own URI";
    let segment = "is one segment; leave slashes and backslashes out, `%2F` and `%5C` as well";
    let absolute = "begins with a slash; leave out one of those in front of it";
    for (template, uri, problem) in [
        ("f:///{a}", "f:///..", dots),
        ("f:///{a}", "f:///%2e%2E", dots),
        ("f:///{a}", "f:///..%2f..%2fetc", dots),
        ("f:///{a}", "f:///..%5c..%5Cetc", dots),
        ("f:///{a}", "f:///x%2Fy", segment),
        ("f:///{a}", "f:///x\\y", segment),
        ("f:///{a}", "f:///%2F", segment),
        ("f:{/a*}", "f:/x/../y", dots),
        ("f:{/a*}", "f:/x/y%2Fz", segment),
        ("f:{/a}", "f:/..", dots),
        ("f:x{.a}", "f:x.a%2Fb", segment),
        ("f:x{;a}", "f:x;a=..%2Fb", dots),
        ("f:///{+a}", "f:///x/../../y", dots),
        ("f:///{+a}", "f:///x/%2E%2e/y", dots),
        ("f:///{+a}", "f:///x%2F..%2Fy", dots),
        ("f:///{+a}", "f:///x\\..\\y", dots),
        ("f:///{+a}", "f:///..", dots),
        ("f:///{+a}", "f:////etc/passwd", absolute),
        ("f:///{+a}", "f:///%2Fetc/passwd", absolute),
        ("f:///{+a}", "f:///%5C%5Chost/share", absolute),
        ("f:{?a}", "f:?a=../x", dots),
        ("f:{#a}", "f:#x/..", dots),
        ("f:{a}", "f:x%00", "contains NUL; leave `%00` out"),
        ("f:{+a}", "f:..%00", "contains NUL; leave `%00` out"),
        ("f:{?a}", "f:?a=%00", "contains NUL; leave `%00` out"),
        ("f:{a}", "f:%FF", "is not UTF-8; encode its bytes as such"),
        ("f:{a}", "f:%C3", "is not UTF-8; encode its bytes as such"),
        ("f:{a}", "f:%ED%A0%80", "is not UTF-8; encode its bytes as such"),
    ] {
        let pattern = Pattern::parse(template).expect(template);
        let refusal = pattern.matches(&Uri::parse(uri).expect(uri)).expect_err(uri);
        assert_eq!(
            (refusal.variable.as_str(), refusal.text),
            ("a", format!("`a` {problem}")),
            "{uri}"
        );
    }
}

#[test]
fn a_segment_of_dots_is_none_either_where_it_is_put_together() {
    for (template, uri) in [
        ("home:///.{+path}", "home:///../etc/passwd"),
        ("home:///.{+path}", "home:///%2E./etc"),
        ("home:///.{name}", "home:///.."),
        ("home:///{name}.", "home:///.%2e"),
        ("home:///a/.{name}/b", "home:///a/../b"),
    ] {
        let refusal =
            Pattern::parse(template).expect(template).matches(&Uri::parse(uri).expect(uri));
        let refusal = refusal.expect_err(uri);
        assert!(refusal.text.starts_with("the path around"), "{refusal:?}");
    }
    let hidden = Pattern::parse("home:///.{+path}").expect("a template");
    let values = hidden.matches(&Uri::parse("home:///.config/a..b").expect("a URI"));
    assert!(matches!(values, Ok(Some(_))), "{values:?}");
}

#[test]
fn dots_in_names_are_nothing_special() {
    for value in ["...", "a..b", ".", "..a", "a..", "%252e%252e"] {
        for template in ["f:{a}", "f:{+a}", "f:x{?a}"] {
            let uri = template.replace("{a}", value).replace("{+a}", value);
            let uri = Uri::parse(&uri.replace("{?a}", &format!("?a={value}"))).expect(value);
            let values = Pattern::parse(template).expect(template).matches(&uri);
            assert!(matches!(values, Ok(Some(_))), "{uri}: {values:?}");
        }
    }
}

#[test]
fn parameters_that_nobody_asks_for() {
    let pattern = Pattern::parse("f:{?page,size,tag*}").expect("a pattern");
    for (uri, variable, text) in [
        (
            "f:?pages=1",
            "pages",
            "`pages` is no parameter of this query; it takes `page`, `size`, `tag`",
        ),
        (
            "f:?%70ages=1",
            "pages",
            "`pages` is no parameter of this query; it takes `page`, `size`, `tag`",
        ),
        ("f:?page=1&page=1", "page", "`page` is there more than once; leave all but one out"),
    ] {
        let refusal = pattern.matches(&Uri::parse(uri).expect(uri)).expect_err(uri);
        assert_eq!((refusal.variable.as_str(), refusal.text.as_str()), (variable, text), "{uri}");
    }
}

#[test]
fn no_uris() {
    let scheme = "a URI begins with its scheme; write one such as `notes://1`";
    for (text, problem) in [
        ("", scheme),
        ("notes", scheme),
        ("//notes/1", scheme),
        ("1notes://1", scheme),
        ("no tes://1", scheme),
        (
            "n:50%",
            "`%` is no character; write `%` and two hexadecimal digits, or `%25` for the sign itself",
        ),
        (
            "n:%éé",
            "`%éé` is no character; write `%` and two hexadecimal digits, or `%25` for the sign itself",
        ),
    ] {
        assert_eq!(Uri::parse(text), Err(problem.to_owned()), "{text}");
    }
    let long = format!("n:{}", "a".repeat(LONGEST_URI));
    assert_eq!(
        Uri::parse(&long),
        Err("a URI has at most 8192 bytes; this one has 8194".to_owned())
    );
    assert!(Uri::parse(&long[..LONGEST_URI]).is_ok());
}

#[test]
fn paths_below_a_folder() {
    for path in ["a", "a/b.c", ".a/..b/...", "ä b"] {
        assert_eq!(relative_path(path), Ok(path));
    }
    for path in [
        "", "/", "/a", "a/", "a//b", ".", "a/./b", "..", "a/..", "a\\b", "C:", "c:a", "a/b:c",
        "a\0",
    ] {
        let problem = relative_path(path).expect_err(path);
        assert!(
            problem.starts_with(&format!("{path:?} is not a path below a folder; write ")),
            "{problem}"
        );
    }
}
