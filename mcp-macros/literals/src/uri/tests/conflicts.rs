//! Which of several patterns a URI is of.

use crate::uri::{Pattern, Set, Uri};

fn set(templates: &[&'static str]) -> Set<&'static str> {
    let mut set = Set::default();
    for template in templates {
        set.insert(Pattern::parse(template).expect(template), *template).expect(template);
    }
    set
}

#[test]
fn the_more_specific_one() {
    for (uri, order) in [
        ("n://all", &["n://all", "n://a{x}", "n://{x}", "n://{+x}"][..]),
        ("n://a/b", &["n://a/b", "n://a/{x}", "n://a{/x}", "n://{x}/b", "n://{x}/{y}", "n://{+x}"]),
        ("n://a.md", &["n://{x}.md", "n://{x}", "n://{x}{.y}", "n://{+x}"]),
        ("n://a/edit", &["n://{x}/edit", "n://{x}{/y*}", "n://{+x}/edit", "n://{+x}"]),
        ("n://a", &["n://a", "n://a{/x}", "n://a{?y}", "n://{x}", "n://{x}{?y}", "n://{x}{#y}"]),
        ("n://a?b=1", &["n://a?b=1", "n://a?b=1{&c}", "n://a{?b}", "n://{x}?b=1", "n://{x}{?b}"]),
        ("n://a;b=1", &["n://a;b=1", "n://a;b={x}", "n://a{;b}", "n://{+x}"]),
    ] {
        let found = Uri::parse(uri).expect(uri);
        for first in 0..order.len() {
            let mut rest = order[first..].to_vec();
            for _ in 0..rest.len() {
                rest.rotate_left(1);
                let set = set(&rest);
                let item = set.find(&found).expect(uri).item;
                assert_eq!(*item, order[first], "{uri}: {rest:?}");
            }
        }
    }
}

#[test]
fn the_same_uris_are_a_conflict() {
    for (existing, added) in [
        ("n://a", "N://%61"),
        ("n://{a}", "n://{b}"),
        ("n://{a}", "n://{b:3}"),
        ("n://{a}/{+b}", "n://{c}/{+d}"),
        ("n://{a}{?b}", "n://{a}{?c,d}"),
        ("n://{a}?x=1&y=2{&b}", "n://{a}?y=2&x=1{&c*}"),
        ("n://{a}{#b}", "n://{c}{#d}"),
    ] {
        let mut set = set(&[existing]);
        let added = Pattern::parse(added).expect(added);
        let conflict = set.insert(added.clone(), "").expect_err(existing);
        assert_eq!(
            conflict.to_string(),
            format!(
                "`{}` stands for the same URIs as `{existing}`; change one, or leave it out",
                added.text()
            )
        );
        assert_eq!(set.remove(&added), Some(existing));
        assert_eq!(set.insert(added, ""), Ok(()));
    }
}

#[test]
fn others_are_none() {
    let all = [
        "n://a",
        "n://a/",
        "n://{a}",
        "n://{+a}",
        "n:{/a}",
        "n:{/a*}",
        "n:{.a}",
        "n:{;a}",
        "n:{;b}",
        "n://{a}{?b}",
        "n://{a}{#b}",
        "n://{a}#b",
        "n://{a}?b=1",
        "n://{a}?b=2",
        "n://a?b=1",
        "n://{a}/",
    ];
    let mut set = set(&all);
    for template in all {
        assert_eq!(set.remove(&Pattern::parse(template).expect(template)), Some(template));
    }
    assert_eq!(set.remove(&Pattern::parse("n://a").expect("a pattern")), None);
}

#[test]
fn a_refused_uri_is_not_left_to_others() {
    let set = set(&["f:///{name}", "f:{+all}"]);
    let uri = Uri::parse("f:///..%2Fx").expect("a URI");
    let found = set.find(&uri).expect("it is of the first");
    assert_eq!(*found.item, "f:///{name}");
    assert_eq!(found.values.expect_err("it must not be read").variable, "name");
    let uri = Uri::parse("f:a/b").expect("a URI");
    let found = set.find(&uri).expect("it is of the second");
    assert_eq!((*found.item, found.values.is_ok()), ("f:{+all}", true));
    assert_eq!(set.find(&Uri::parse("g:a").expect("a URI")), None);
}
