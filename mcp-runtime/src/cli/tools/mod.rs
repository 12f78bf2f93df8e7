//! `tools`: what there is to call.
//!
//! A caller, whom the process shows with `MCP_ACCESS_TOKEN`, sees what it may
//! use. Without one the view is the operator's: all tools with the scopes that
//! each demands, and those that the policy switched off.

mod table;

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Value, json};

use super::catalog::{Catalog, Offered};
use super::text::{first_line, print, width};
use crate::auth::Mode;
use crate::error::Result;
use crate::server::ServerBuilder;

pub(super) const NAME: &str = "tools";

pub(super) fn command(program: &str) -> Command {
    Command::new(NAME)
        .about("List the tools, with their guards and hints")
        .arg(
            Arg::new("json")
                .long("json")
                .action(ArgAction::SetTrue)
                .help("Print them as one JSON array"),
        )
        .after_help(format!(
            "With a credential in MCP_ACCESS_TOKEN it lists what that caller may use; without one,\n\
             all tools, with the scopes that each demands.\n\n\
             Examples:\n  {program} tools\n  {program} tools --json\n  \
             MCP_ACCESS_TOKEN=\"$KEY\" {program} tools"
        ))
}

pub(super) async fn run(builder: ServerBuilder, json: bool) -> Result<u8> {
    let credential = builder.own_credential();
    let look = if credential.is_some() { Catalog::for_caller } else { Catalog::of };
    let catalog = look(builder)?;
    let app = &catalog.server.app;
    let checked = app.environment.authority.mode() != Mode::Nobody && credential.is_some();
    let principal = if checked {
        catalog.server.identity(credential).await?.principal().cloned()
    } else {
        None
    };
    let offered = |tool: &&Offered| match &principal {
        None => true,
        Some(_) => {
            app.registry.tool(tool.name).is_some_and(|tool| app.offers(tool, principal.as_ref()))
        }
    };
    let tools: Vec<&Offered> = catalog.tools.iter().filter(offered).collect();
    if json {
        let all: Value = tools.iter().map(|tool| row(tool)).collect();
        print(format!("{all:#}"))?;
    } else if tools.is_empty() {
        eprintln!("There are no tools that this caller may use.");
    } else {
        print(table::table(&tools, width()).trim_end())?;
    }
    Ok(0)
}

pub(super) fn flag(matches: &ArgMatches) -> bool {
    matches.get_flag("json")
}

fn row(tool: &Offered) -> Value {
    json!({
        "name": tool.name,
        "title": tool.text("title"),
        "description": tool.text("description").map(first_line),
        "enabled": tool.enabled,
        "guards": tool.guards,
        "hints": tool.hints(),
    })
}
