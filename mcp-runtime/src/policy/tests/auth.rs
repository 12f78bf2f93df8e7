use super::{mistakes, program, resolve, shown, with};
use crate::auth::{Rule, Scopes};
use crate::handler::{AccessDef, Guards};
use crate::usage::Kind;

fn rule(text: &str) -> Rule {
    let policy = with(&format!("[tools.pay]\nauth = {text}\n"), &[]).expect("no mistake");
    policy.of(Kind::Tool, "pay").access.clone()
}

#[test]
fn a_demand_is_true_a_scope_or_several() {
    let scopes = |list| Rule::Scopes(Scopes::parse(list));
    for (text, expected) in [
        ("true", scopes("")),
        ("\"vault:read\"", scopes("vault:read")),
        ("[\"b\", \"a\"]", scopes("a b")),
        ("\"public\"", Rule::Public),
        ("[\"public\"]", scopes("public")),
        ("\"off\"", Rule::Server),
    ] {
        assert_eq!(rule(text), expected, "{text}");
    }
}

#[test]
fn what_is_shown_can_be_pasted() {
    for text in
        ["true", "\"a:b\"", "[\"a\", \"b\"]", "\"public\"", "[\"public\"]", "[\"off\"]", "\"off\""]
    {
        let policy = with(&format!("[tools.pay]\nauth = {text}\n"), &[]).expect("no mistake");
        assert_eq!(shown(&policy, Some("pay"), "auth").0, text);
    }
}

#[test]
fn variables_say_the_same() {
    for (text, expected) in
        [("true", "true"), ("a", "\"a\""), ("b, a", "[\"a\", \"b\"]"), ("off", "\"off\"")]
    {
        let policy = with("", &[("MCP_TOOL_PAY__AUTH", text)]).expect("no mistake");
        assert_eq!(shown(&policy, Some("pay"), "auth").0, expected);
    }
}

#[test]
fn the_attribute_stands_before_the_defaults() {
    let mut program = program();
    let open = Guards::new().access(AccessDef::Public);
    let demanding = Guards::new().access(AccessDef::Scopes(&["a"]));
    program.handlers = vec![
        super::tool("open", 1, open),
        super::tool("demanding", 2, demanding),
        super::tool("plain", 3, Guards::new()),
    ];
    let file = super::PolicyFile { path: "mcp.toml", text: "[defaults]\nauth = true\n" };
    let policy = resolve(&program, Some(file), &[]).expect("no mistake");
    assert_eq!(shown(&policy, Some("open"), "auth").0, "\"public\"");
    assert_eq!(shown(&policy, Some("demanding"), "auth").0, "\"a\"");
    assert_eq!(shown(&policy, Some("plain"), "auth").0, "true");
}

#[test]
fn what_is_no_scope_is_a_mistake() {
    for (text, expected) in [
        (
            "false",
            "takes `true`, a scope in quotes or an array of them, \"public\", or \"off\" for what the server demands, not `false`",
        ),
        ("\"a b\"", "`a b` is not one scope; write several as a list: [\"a\", \"b\"]"),
        ("\"\"", "a scope cannot be empty; write one such as \"weather:read\""),
        (
            "\"offline_access\"",
            "`offline_access` asks for a refresh token and gives no right to anything here; leave it out: clients ask for it themselves",
        ),
    ] {
        let found = mistakes(&format!("[tools.pay]\nauth = {text}\n"), &[]);
        assert_eq!(found, [format!("mcp.toml:2:8: tools.pay.auth: {expected}")]);
    }
}

#[test]
fn nobody_can_meet_a_demand_where_nothing_authenticates() {
    let mut program = program();
    program.authenticates = false;
    let file = super::PolicyFile { path: "mcp.toml", text: "[tools.pay]\nauth = true\n" };
    let found = resolve(&program, Some(file), &[]).expect_err("a mistake");
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with("mcp.toml:2:8: tools.pay.auth: nothing authenticates"),
        "{found:?}"
    );
}
