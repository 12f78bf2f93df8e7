//! `tools`, `prompts`, `resources` and `methods`: what there is.
//!
//! A caller, whom the process shows with `MCP_ACCESS_TOKEN`, sees what it may
//! use. Without one the view is the operator's: all tools with the scopes that
//! each demands, and those that the policy switched off.

mod table;

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Value, json};

use super::catalog::{Catalog, KINDS, Offered};
use super::text::{first_line, print, width};
use crate::auth::Mode;
use crate::error::Result;
use crate::server::ServerBuilder;
use crate::usage::Kind;

/// What a command of this name lists.
pub(super) fn of(command: &str) -> Option<Kind> {
    KINDS.into_iter().find(|kind| kind.plural() == command)
}

pub(super) fn command(kind: Kind, program: &str) -> Command {
    let name = kind.plural();
    Command::new(name)
        .about(match kind {
            Kind::Tool => "List the tools, with their guards and hints",
            Kind::Prompt => "List the prompts, with their arguments and guards",
            Kind::Resource => "List the resources and their templates, with their guards",
            Kind::Method => "List the methods of the server's own, with their guards",
        })
        .arg(
            Arg::new("json")
                .long("json")
                .action(ArgAction::SetTrue)
                .help("Print them as one JSON array"),
        )
        .after_help(format!(
            "With a credential in MCP_ACCESS_TOKEN it lists what that caller may use; without one,\n\
             all {name}, with the scopes that each demands.\n\n\
             Examples:\n  {program} {name}\n  {program} {name} --json\n  \
             MCP_ACCESS_TOKEN=\"$KEY\" {program} {name}"
        ))
}

pub(super) async fn run(kind: Kind, builder: ServerBuilder, json: bool) -> Result<u8> {
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
    let offered = |one: &&Offered| {
        one.kind == kind && principal.as_ref().is_none_or(|it| app.offers_id(one.id, Some(it)))
    };
    let all: Vec<&Offered> = catalog.offered.iter().filter(offered).collect();
    if json {
        let all: Value = all.iter().map(|one| row(one)).collect();
        print(format!("{all:#}"))?;
    } else if all.is_empty() {
        eprintln!("There are no {} that this caller may use.", kind.plural());
    } else {
        print(table::table(kind, &all, width()).trim_end())?;
    }
    Ok(0)
}

pub(super) fn flag(matches: &ArgMatches) -> bool {
    matches.get_flag("json")
}

fn row(one: &Offered) -> Value {
    let mut row = json!({
        "name": one.name,
        "title": one.text("title"),
        "description": one.text("description").map(first_line),
        "enabled": one.enabled,
        "guards": one.guards,
    });
    match one.kind {
        Kind::Tool => {
            row["hints"] = one.hints().into();
            row["task"] = one.text("task").into();
        }
        Kind::Prompt => row["arguments"] = arguments(one),
        Kind::Resource => {
            for member in ["uri", "uriTemplate", "mimeType"] {
                if let Some(text) = one.text(member) {
                    row[member] = text.into();
                }
            }
        }
        Kind::Method => {
            row["arguments"] = arguments(one);
            row["extension"] = one.text("extension").into();
        }
    }
    row
}

fn arguments(one: &Offered) -> Value {
    one.arguments().map(|(name, required)| json!({"name": name, "required": required})).collect()
}
