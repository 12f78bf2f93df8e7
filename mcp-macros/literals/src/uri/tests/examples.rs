//! The examples of RFC 6570, 3.2.

use crate::uri::{self, Value};

/// The values that the examples use (3.2).
fn value(name: &str) -> Option<Value> {
    let list = |items: &[&str]| Value::List(items.iter().map(ToString::to_string).collect());
    let text = match name {
        "count" => return Some(list(&["one", "two", "three"])),
        "dom" => return Some(list(&["example", "com"])),
        "list" => return Some(list(&["red", "green", "blue"])),
        "keys" => {
            let pairs = [("semi", ";"), ("dot", "."), ("comma", ",")];
            let owned = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
            return Some(Value::Pairs(owned.to_vec()));
        }
        "empty_keys" => return Some(Value::Pairs(Vec::new())),
        "dub" => "me/too",
        "hello" => "Hello World!",
        "half" => "50%",
        "var" => "value",
        "who" => "fred",
        "base" => "http://example.com/home/",
        "path" => "/foo/bar",
        "v" => "6",
        "x" => "1024",
        "y" => "768",
        "empty" => "",
        _ => return None,
    };
    Some(text.into())
}

#[test]
fn every_example_of_the_rfc() {
    let names = [
        "count",
        "dom",
        "list",
        "keys",
        "empty_keys",
        "dub",
        "hello",
        "half",
        "var",
        "who",
        "base",
        "path",
        "v",
        "x",
        "y",
        "empty",
    ];
    let values: Vec<(&str, Option<Value>)> =
        names.into_iter().map(|name| (name, value(name))).collect();
    let known = |name: &str| {
        values.iter().find(|(known, _)| *known == name).and_then(|(_, value)| value.as_ref())
    };
    for (template, uri) in EXAMPLES {
        let template = uri::parse(template).expect(template);
        assert_eq!(template.expand(known).as_deref(), Ok(*uri), "{}", template.text);
    }
}

/// Templates and what they expand to.
#[rustfmt::skip]
const EXAMPLES: &[(&str, &str)] = &[
    // 3.2.1 Variable expansion
    ("{count}", "one,two,three"), ("{count*}", "one,two,three"), ("{/count}", "/one,two,three"),
    ("{/count*}", "/one/two/three"), ("{;count}", ";count=one,two,three"),
    ("{;count*}", ";count=one;count=two;count=three"), ("{?count}", "?count=one,two,three"),
    ("{?count*}", "?count=one&count=two&count=three"),
    ("{&count*}", "&count=one&count=two&count=three"),
    // 3.2.2 Simple
    ("{var}", "value"), ("{hello}", "Hello%20World%21"), ("{half}", "50%25"), ("O{empty}X", "OX"),
    ("O{undef}X", "OX"), ("{x,y}", "1024,768"), ("{x,hello,y}", "1024,Hello%20World%21,768"),
    ("?{x,empty}", "?1024,"), ("?{x,undef}", "?1024"), ("?{undef,y}", "?768"), ("{var:3}", "val"),
    ("{var:30}", "value"), ("{list}", "red,green,blue"), ("{list*}", "red,green,blue"),
    ("{keys}", "semi,%3B,dot,.,comma,%2C"), ("{keys*}", "semi=%3B,dot=.,comma=%2C"),
    // 3.2.3 Reserved
    ("{+var}", "value"), ("{+hello}", "Hello%20World!"), ("{+half}", "50%25"),
    ("{base}index", "http%3A%2F%2Fexample.com%2Fhome%2Findex"),
    ("{+base}index", "http://example.com/home/index"), ("O{+empty}X", "OX"), ("O{+undef}X", "OX"),
    ("{+path}/here", "/foo/bar/here"), ("here?ref={+path}", "here?ref=/foo/bar"),
    ("up{+path}{var}/here", "up/foo/barvalue/here"), ("{+x,hello,y}", "1024,Hello%20World!,768"),
    ("{+path,x}/here", "/foo/bar,1024/here"), ("{+path:6}/here", "/foo/b/here"),
    ("{+list}", "red,green,blue"), ("{+list*}", "red,green,blue"),
    ("{+keys}", "semi,;,dot,.,comma,,"), ("{+keys*}", "semi=;,dot=.,comma=,"),
    // 3.2.4 Fragment
    ("{#var}", "#value"), ("{#hello}", "#Hello%20World!"), ("{#half}", "#50%25"),
    ("foo{#empty}", "foo#"), ("foo{#undef}", "foo"), ("{#x,hello,y}", "#1024,Hello%20World!,768"),
    ("{#path,x}/here", "#/foo/bar,1024/here"), ("{#path:6}/here", "#/foo/b/here"),
    ("{#list}", "#red,green,blue"), ("{#list*}", "#red,green,blue"),
    ("{#keys}", "#semi,;,dot,.,comma,,"), ("{#keys*}", "#semi=;,dot=.,comma=,"),
    // 3.2.5 Label
    ("{.who}", ".fred"), ("{.who,who}", ".fred.fred"), ("{.half,who}", ".50%25.fred"),
    ("www{.dom*}", "www.example.com"), ("X{.var}", "X.value"), ("X{.empty}", "X."),
    ("X{.undef}", "X"), ("X{.var:3}", "X.val"), ("X{.list}", "X.red,green,blue"),
    ("X{.list*}", "X.red.green.blue"), ("X{.keys}", "X.semi,%3B,dot,.,comma,%2C"),
    ("X{.keys*}", "X.semi=%3B.dot=..comma=%2C"), ("X{.empty_keys}", "X"), ("X{.empty_keys*}", "X"),
    // 3.2.6 Path
    ("{/who}", "/fred"), ("{/who,who}", "/fred/fred"), ("{/half,who}", "/50%25/fred"),
    ("{/who,dub}", "/fred/me%2Ftoo"), ("{/var}", "/value"), ("{/var,empty}", "/value/"),
    ("{/var,undef}", "/value"), ("{/var,x}/here", "/value/1024/here"), ("{/var:1,var}", "/v/value"),
    ("{/list}", "/red,green,blue"), ("{/list*}", "/red/green/blue"),
    ("{/list*,path:4}", "/red/green/blue/%2Ffoo"), ("{/keys}", "/semi,%3B,dot,.,comma,%2C"),
    ("{/keys*}", "/semi=%3B/dot=./comma=%2C"),
    // 3.2.7 Parameter
    ("{;who}", ";who=fred"), ("{;half}", ";half=50%25"), ("{;empty}", ";empty"),
    ("{;v,empty,who}", ";v=6;empty;who=fred"), ("{;v,bar,who}", ";v=6;who=fred"),
    ("{;x,y}", ";x=1024;y=768"), ("{;x,y,empty}", ";x=1024;y=768;empty"),
    ("{;x,y,undef}", ";x=1024;y=768"), ("{;hello:5}", ";hello=Hello"),
    ("{;list}", ";list=red,green,blue"), ("{;list*}", ";list=red;list=green;list=blue"),
    ("{;keys}", ";keys=semi,%3B,dot,.,comma,%2C"), ("{;keys*}", ";semi=%3B;dot=.;comma=%2C"),
    // 3.2.8 Query
    ("{?who}", "?who=fred"), ("{?half}", "?half=50%25"), ("{?x,y}", "?x=1024&y=768"),
    ("{?x,y,empty}", "?x=1024&y=768&empty="), ("{?x,y,undef}", "?x=1024&y=768"),
    ("{?var:3}", "?var=val"), ("{?list}", "?list=red,green,blue"),
    ("{?list*}", "?list=red&list=green&list=blue"), ("{?keys}", "?keys=semi,%3B,dot,.,comma,%2C"),
    ("{?keys*}", "?semi=%3B&dot=.&comma=%2C"),
    // 3.2.9 Continuation
    ("{&who}", "&who=fred"), ("{&half}", "&half=50%25"), ("?fixed=yes{&x}", "?fixed=yes&x=1024"),
    ("{&x,y,empty}", "&x=1024&y=768&empty="), ("{&x,y,undef}", "&x=1024&y=768"),
    ("{&var:3}", "&var=val"), ("{&list}", "&list=red,green,blue"),
    ("{&list*}", "&list=red&list=green&list=blue"), ("{&keys}", "&keys=semi,%3B,dot,.,comma,%2C"),
    ("{&keys*}", "&semi=%3B&dot=.&comma=%2C"),
];

#[test]
fn only_texts_have_beginnings() {
    let keys = value("keys");
    for template in ["{keys:1}", "{+keys:1}", "{/a,keys:1}"] {
        let template = uri::parse(template).expect(template);
        let known = |name: &str| keys.as_ref().filter(|_| name == "keys");
        let problem = template.expand(known).expect_err(template.text);
        assert_eq!(&template.text[problem.span], "keys:1");
        assert_eq!(
            problem.text,
            "`keys:1` is the beginning of a text, and `keys` is a list; write `keys` alone"
        );
    }
}

#[test]
fn literals_are_encoded_once() {
    let template = uri::parse("x:é/%C3%A9/'").expect("a template");
    assert_eq!(template.expand(|_| None).as_deref(), Ok("x:%C3%A9/%C3%A9/'"));
}
