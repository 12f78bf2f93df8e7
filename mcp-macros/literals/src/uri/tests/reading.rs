//! Which values are read from a URI.

use crate::uri::{Pattern, Uri, Value};

/// What is read, as `name=text`, `name=[a|b]`, or nothing for what is absent.
fn read(template: &str, uri: &str) -> Option<String> {
    let pattern =
        Pattern::parse(template).unwrap_or_else(|problem| panic!("{template}: {problem}"));
    let uri = Uri::parse(uri).unwrap_or_else(|problem| panic!("{uri}: {problem}"));
    let values =
        pattern.matches(&uri).unwrap_or_else(|refusal| panic!("{uri}: {}", refusal.text))?;
    assert_eq!(values.len(), pattern.variables().len());
    let shown = pattern.variables().iter().zip(values).filter_map(|(variable, value)| {
        assert!(value.is_some() || variable.optional, "{}", variable.name);
        assert_eq!(matches!(value, Some(Value::List(_))), variable.list, "{}", variable.name);
        Some(match value? {
            Value::Text(text) => format!("{}={text}", variable.name),
            Value::List(items) => format!("{}=[{}]", variable.name, items.join("|")),
            Value::Pairs(_) => panic!("pairs are never read"),
        })
    });
    Some(shown.collect::<Vec<_>>().join(" "))
}

#[test]
fn what_is_read() {
    for (template, uri, values) in [
        ("notes://all", "notes://all", ""),
        ("notes://{id}", "notes://5", "id=5"),
        ("notes://{id}/text", "notes://5/text", "id=5"),
        ("notes://{id}", "notes://a%20b%C3%A9", "id=a bé"),
        ("notes://{id}", "notes://é b", "id=é b"),
        ("notes://{id}", "notes://%2541", "id=%41"),
        // What agents write by hand.
        ("users://{mail}", "users://ann@example.com", "mail=ann@example.com"),
        ("log://{from}/{to}", "log://10:30/11:00", "from=10:30 to=11:00"),
        ("geo://{x,y}", "geo://48.8,2.3", "x=48.8 y=2.3"),
        ("n:{a:3}", "n:abc", "a=abc"),
        ("n:{a:3}", "n:äöü", "a=äöü"),
        ("files:///{+path}", "files:///a/b%2Fc/d.md", "path=a/b/c/d.md"),
        ("files:///{+path}/raw", "files:///raw/raw/raw", "path=raw/raw"),
        ("proxy:{+url}", "proxy:http://h:1/x%3Fy", "url=http://h:1/x?y"),
        ("x:{/path*}", "x:/a/b.c/d", "path=[a|b.c|d]"),
        ("x:{/path*}/edit", "x:/a/b/edit", "path=[a|b]"),
        ("x:{/path*}/edit", "x:/edit", "path=[]"),
        ("x:repos{/owner,name}", "x:repos", ""),
        ("x:repos{/owner,name}", "x:repos/me", "owner=me"),
        ("x:repos{/owner,name}", "x:repos/me/it", "owner=me name=it"),
        ("x:{name}{.ext}", "x:a.b.md", "name=a.b ext=md"),
        ("x:{name}{.ext}", "x:README", "name=README"),
        ("x:{name}{.ext}", "x:.hidden", "name=.hidden"),
        ("x:{name}{.ext}", "x:end.", "name=end."),
        ("x:{name}.md", "x:a.md.md", "name=a.md"),
        ("x:{+path}{.ext}", "x:a.b/c", "path=a.b/c"),
        ("x:{+path}{.ext}", "x:a.b/c.d.e", "path=a.b/c.d ext=e"),
        ("x:www{.dom*}", "x:www.example.com", "dom=[example|com]"),
        ("x:{.a*}e{.b}{.c}", "x:.ee.e", "a=[e] b=e"),
        ("x:{a}-{b}", "x:1-2-3", "a=1-2 b=3"),
        ("x:{a}{.b}{;v}", "x:1.2.3;v=4", "a=1.2 b=3 v=4"),
        ("x:map{;x,y}", "x:map;x=1;y=2", "x=1 y=2"),
        ("x:map{;x,y}", "x:map;y=2", "y=2"),
        ("x:map{;x,y}", "x:map;x;y=", "x= y="),
        ("x:map{;x,y}", "x:map;x=;y=2", "x= y=2"),
        ("x:{/a}{/b*}", "x:/1/2/3", "a=1 b=[2|3]"),
        ("x:{/a}{/b*}", "x:/1", "a=1 b=[]"),
        ("x:{/a}/{b}", "x:/1", "b=1"),
        ("x:{/a}/{b}", "x:/1/2", "a=1 b=2"),
        ("x:{a},{+b}", "x:1,2,3", "a=1 b=2,3"),
        ("x:{a},{+b}", "x:1%2C2,3", "a=1,2 b=3"),
        ("x:{a,b}", "x:1,2,3", "a=1 b=2,3"),
        ("x:{+a},{b}", "x:1,2,3", "a=1,2 b=3"),
        ("x:{a}{?b,c}", "x:1", "a=1"),
        ("x:{a}{?b,c}", "x:1?c=2&b=3", "a=1 b=3 c=2"),
        ("x:{a}{?b,c}", "x:1?c=a/b:%2F?&b", "a=1 b= c=a/b:/?"),
        ("x:?{&b}{&c}", "x:?&&c=1+1", "c=1+1"),
        ("x:{?tag*}", "x:?tag=a&tag=&tag=b", "tag=[a||b]"),
        ("x:{?tag*}", "x:", "tag=[]"),
        ("x:?all=1{&page}", "x:?page=2&all=1", "page=2"),
        ("x:?a&b=1{&c}", "x:?b=1&a=", ""),
        ("x:?a=1&a=2{&c}", "x:?a=2&a=1&c=", "c="),
        ("x:{?a%20b}", "x:?a%20b=1", "a%20b=1"),
        ("x:{a}{#part}", "x:1#a/b?c#d", "a=1 part=a/b?c#d"),
        ("x:{a}{#part}", "x:1#", "a=1 part="),
        ("x:{a}{#part}", "x:1", "a=1"),
        ("x:{a}#top", "x:1#top", "a=1"),
        // RFC 3986, 6.2.2.
        ("Notes://é/%7e/{id}", "NOTES://%c3%a9/~/%41", "id=A"),
        ("x:{a}/b%2f", "x:1/b%2F", "a=1"),
        ("x:my%20notes/{a}", "x:my notes/1", "a=1"),
    ] {
        assert_eq!(read(template, uri).as_deref(), Some(values), "{template} {uri}");
    }
}

#[test]
fn what_is_not() {
    for (template, uri) in [
        ("notes://all", "notes://ALL"),
        ("notes://all", "notes://all?"),
        ("notes://all", "notes://all#"),
        ("notes://{id}", "notes://"),
        ("notes://{id}", "notes://1/2"),
        ("notes://{id}", "notes://1/"),
        ("notes://{id}", "notes:1"),
        ("notes://{id}", "notes://1?a=1"),
        ("notes://{id}", "notes://1#a"),
        ("notes://{id}/text", "notes://1/texts"),
        ("n:{a:3}", "n:abcd"),
        ("n:{a}{?b:2}", "n:a?b=abc"),
        ("n:{#a:1}", "n:#ab"),
        ("files:///{+path}", "files:///"),
        ("files:///{+path}", "files:///a?b"),
        ("x:{/path*}", "x:a"),
        ("x:{/path*}", "x:/"),
        ("x:{/path*}", "x:/a//b"),
        ("x:{/path*}", "x:/a/"),
        ("x:{.a*}", "x:.a..b"),
        ("x:{.ext}", "x:.a.b"),
        ("x:map{;x,y}", "x:map;y=1;x=2"),
        ("x:{a}{;x}", "x:1;2;x=3"),
        ("x:{a}{;x}-{b}", "x:1-2;3-4"),
        ("x:map{;x,y}", "x:map;xy=1"),
        ("x:map{;x}", "x:map;z=1"),
        ("x:?all=1{&page}", "x:?page=2"),
        ("x:?all=1{&page}", "x:?all=2"),
        ("x:?all=1", "x:?all=1&page=2"),
        ("x:{a}#top", "x:1#end"),
        ("x:{a}#top", "x:1"),
        // A character is never cut in two.
        ("x:{a}2F", "x:a%2F"),
        ("x:a%2F", "x:a/"),
    ] {
        assert_eq!(read(template, uri), None, "{template} {uri}");
    }
}
