//! `schema`: what callers rely on, to be printed, kept in a file and compared with it.

mod changes;
mod lock;
mod report;

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint, value_parser};
use mcp_literals::nearest;
use serde_json::Value;

use super::catalog::Catalog;
use super::text::print;
use crate::error::{Error, Result};
use crate::handler::Tool;
use crate::server::ServerBuilder;

pub(super) const NAME: &str = "schema";

/// With examples of this tool.
pub(super) fn command(program: &str, tool: Option<&Tool>) -> Command {
    let tool = tool.map_or("TOOL", |tool| tool.name);
    let file = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name("FILE")
            .value_hint(ValueHint::FilePath)
            .value_parser(value_parser!(PathBuf))
            .help(help)
    };
    Command::new(NAME)
        .about("Print the tools as JSON, or keep them in a file and find breaking changes")
        .arg(Arg::new("tool").value_name("TOOL").help("Only this tool"))
        .arg(
            file("lock", "Write what callers rely on to this file, to be committed")
                .conflicts_with_all(["check", "tool", "json"]),
        )
        .arg(
            file(
                "check",
                "Compare with the file that --lock wrote; ends with 1 where callers would break",
            )
            .conflicts_with("tool"),
        )
        .arg(
            Arg::new("json")
                .long("json")
                .action(ArgAction::SetTrue)
                .help("With --check: print the changes as one JSON object"),
        )
        .after_help(format!(
            "Breaking is what makes a call fail that was right, or an answer unreadable. What cannot\n\
             be told counts as breaking. Additions pass.\n\n\
             Examples:\n  {program} schema\n  {program} schema {tool}\n  \
             {program} schema --lock tools.lock.json     and commit the file\n  \
             {program} schema --check tools.lock.json    in CI"
        ))
}

/// Returns the code that the process is to end with.
pub(super) fn run(builder: ServerBuilder, matches: &ArgMatches) -> Result<u8> {
    let catalog = Catalog::of(builder)?;
    if let Some(path) = matches.get_one::<PathBuf>("lock") {
        let tools = catalog.enabled().count();
        let path_shown = path.display();
        if lock::write(path, &catalog)? {
            print(format!("{path_shown}: wrote {tools} tools; commit it"))?;
        } else {
            print(format!("{path_shown}: unchanged"))?;
        }
        return Ok(0);
    }
    if let Some(path) = matches.get_one::<PathBuf>("check") {
        let changes = changes::between(&lock::read(path)?, &lock::tools(&catalog));
        let broken = changes.iter().any(|(_, change)| change.level.is_breaking());
        if matches.get_flag("json") {
            print(format!("{:#}", report::json(&changes)))?;
        } else {
            print(report::text(&changes, path))?;
        }
        return Ok(u8::from(broken));
    }
    match matches.get_one::<String>("tool") {
        None => {
            let all: Value =
                catalog.enabled().map(|tool| Value::Object(tool.entry.clone())).collect();
            print(format!("{all:#}"))?;
        }
        Some(name) => match catalog.enabled().find(|tool| tool.name == name) {
            Some(tool) => print(format!("{:#}", Value::Object(tool.entry.clone())))?,
            None => return Err(unknown(name, catalog.enabled().map(|tool| tool.name))),
        },
    }
    Ok(0)
}

/// There is no tool of this name.
pub(super) fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Error {
    let known: Vec<&str> = known.collect();
    let tip = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`tools` lists those there are".to_owned(),
    };
    Error::Usage(format!("no tool `{name}`: {tip}"))
}
