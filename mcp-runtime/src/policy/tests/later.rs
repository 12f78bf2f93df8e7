//! Programs to which tools are added while they serve.

use super::super::Sources;
use super::{Policy, PolicyFile, Program, program, resolve, tool};
use crate::auth::Rule;
use crate::handler::Guards;
use crate::usage::Kind;

fn open() -> Program {
    Program { is_open: true, ..program() }
}

fn variables(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn read(text: &str, set: &[(&str, &str)]) -> Result<Policy, String> {
    let file = PolicyFile { path: "mcp.toml", text };
    resolve(&open(), Some(file), &variables(set)).map_err(|mistakes| mistakes.to_string())
}

#[test]
fn what_may_come_is_waited_for() {
    let text = "[tools.later]\nrate = \"1/s\"\n[prompts.\"a b\"]\nenabled = false\n";
    let policy = read(text, &[("MCP_TOOL_SOON__ENABLED", "false")]).expect("no mistake");
    assert_eq!(policy.waiting, ["MCP_TOOL_SOON__ENABLED", "prompts.\"a b\"", "tools.later"]);
    assert!(read("", &[]).expect("no mistake").waiting.is_empty());
}

#[test]
fn what_cannot_come_is_a_mistake() {
    for (text, set, wanted) in [
        ("[methods.\"com.example/x\"]\nenabled = false\n", &[][..], "there is no such method"),
        ("", &[("MCP_METHOD_X__ENABLED", "false")], "there is no method X"),
        ("[tools.note.add]\nenabled = false\n", &[], "a name with a dot stands in quotes"),
        ("", &[("MCP_TOOL_GET_NOTE__ENABLED", "false")], "`get-note` and `get_note` alike"),
        ("", &[("MCP_TOOL_SEARCH_RATE", "1/s")], "two underscores stand before a setting"),
    ] {
        let mistakes = read(text, set).expect_err(wanted);
        assert!(mistakes.contains(wanted), "{mistakes}");
    }
}

#[test]
fn what_is_set_for_one_is_not_taken_from_it_by_another() {
    let mut program = open();
    program.handlers.retain(|handler| handler.name != "get_note");
    let variables = variables(&[("MCP_TOOL_GET_NOTE__AUTH", "admin")]);
    let sources = Sources::with(program, None, variables);
    let refused = sources.add(tool("get_note", 0, Guards::new())).expect_err("both are meant");
    assert!(refused.to_string().contains("is set for the tool `get-note`"), "{refused}");
    let policy = sources.reload().expect("no mistake");
    assert!(matches!(policy.of(Kind::Tool, "get-note").access, Rule::Scopes(_)));
    sources.add(tool("get.notes", 0, Guards::new())).expect("nobody else's");
}
