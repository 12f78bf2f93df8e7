mod anything;
mod auth;
mod environment;
mod file;
mod later;
mod page;
mod pasted;
mod precedence;
mod shown;
mod sources;

use super::mistake::Mistakes;
use super::resolve::{PolicyFile, resolve};
use super::{HandlerPolicy, Policy, Program};
use crate::guard::{Defaults, ServerSettings};
use crate::handler::{BudgetDef, CacheDef, Guards, PerDef, RateDef};
use crate::usage::{Amount, Kind};

/// Tools with and without attributes, and with awkward names.
fn program() -> Program {
    const RATES: &[RateDef] = &[RateDef::new(60, 60_000, PerDef::Caller)];
    const DOLLAR: u64 = 1_000_000_000;
    let search = Guards::new().timeout_ms(10_000).rates(RATES).cache(CacheDef::new(60_000, false));
    let pay = Guards::new()
        .concurrency(4)
        .queue(2)
        .cost(Amount::new(DOLLAR / 2, Some('$')))
        .budget(BudgetDef::new(Amount::new(2 * DOLLAR, Some('$')), 86_400_000, PerDef::Caller));
    Program {
        handlers: vec![
            tool("get-note", 40, Guards::new()),
            tool("get_note", 50, Guards::new()),
            tool("note.add", 30, Guards::new()),
            HandlerPolicy {
                arguments: vec!["account".into(), "cents".into(), "a \"b\" \\c".into()],
                ..tool("pay", 20, pay)
            },
            HandlerPolicy {
                read_only: true,
                arguments: vec!["query".into()],
                ..tool("search", 10, search)
            },
        ],
        defaults: Defaults::default(),
        server: ServerSettings::default(),
        authenticates: true,
        is_open: false,
    }
}

fn tool(name: &'static str, line: u32, guards: Guards) -> HandlerPolicy {
    let (read_only, arguments) = (false, Vec::new());
    HandlerPolicy {
        kind: Kind::Tool,
        name,
        file: "src/tools.rs",
        line,
        read_only,
        arguments,
        guards: guards.into(),
    }
}

fn with(text: &str, variables: &[(&str, &str)]) -> Result<Policy, Mistakes> {
    let variables: Vec<(String, String)> =
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    resolve(&program(), Some(PolicyFile { path: "mcp.toml", text }), &variables)
}

fn mistakes(text: &str, variables: &[(&str, &str)]) -> Vec<String> {
    let found = with(text, variables).expect_err("a mistake");
    found.iter().map(ToString::to_string).collect()
}

/// A value in force as it is shown, and where it comes from.
#[track_caller]
fn shown(policy: &Policy, tool: Option<&str>, key: &str) -> (String, String) {
    let row = policy
        .rows
        .iter()
        .find(|row| row.of == tool.map(|tool| (Kind::Tool, tool)) && row.key.name() == key);
    let row = row.unwrap_or_else(|| panic!("{key} of {tool:?} is not shown"));
    (row.value.to_string(), row.source.to_string())
}
