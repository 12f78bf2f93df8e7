//! `call`: one call of a tool, as a client would make it, with arguments
//! written as flags.
//!
//! The parser reads the options before the tool's name; what follows is read
//! by a grammar that is made of the tool's input schema.

mod argument;
mod arguments;
mod client;
mod example;
mod grammar;
mod object;
mod output;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint, value_parser};
use serde_json::{Map, Value};

pub(super) use argument::Argument;
pub(super) use grammar::with_tools;

use super::grammar::explain;
use super::text::print;
use super::{Job, options};
use crate::error::{Error, Result};
use crate::handler::Tool;
use crate::server::ServerBuilder;
use output::Shown;

pub(super) const NAME: &str = "call";

/// The call was not made.
const NOT_CALLED: u8 = 2;

/// With examples of this tool.
pub(super) fn command(program: &str, tool: Option<&Tool>) -> Command {
    let examples = example::calls(tool).join(&format!("\n  {program} "));
    Command::new(NAME)
        .about("Call a tool and print its answer")
        .override_usage(format!(
            "{program} call [OPTIONS] TOOL [ARGUMENTS]\n       {program} call TOOL --help"
        ))
        .args(own())
        .allow_external_subcommands(true)
        .disable_help_subcommand(true)
        .after_help(format!(
            "Arguments are flags, --NAME VALUE, or one JSON object: as it is, in a file (@FILE), or on\n\
             stdin (-). Flags come on top of the object.\n\n\
             The call passes the same guards as any other, under the same policy and ledger. It is made by\n\
             the holder of MCP_ACCESS_TOKEN, else by the process. Progress and log messages go to stderr.\n\
             Ctrl-C cancels it.\n\n\
             Exit codes: 0 answered; 1 the answer is an error; 2 not called; 75 an error that may be gone\n\
             later; 130 cancelled.\n\n\
             Examples:\n  {program} {examples}"
        ))
}

/// What the command itself takes, before the tool's name or after it.
fn own() -> [Arg; 2] {
    [
        Arg::new("json")
            .long("json")
            .action(ArgAction::SetTrue)
            .help("Print the structured content, or else all content, as JSON; errors too"),
        Arg::new("out")
            .long("out")
            .value_name("FILE")
            .value_hint(ValueHint::FilePath)
            .value_parser(value_parser!(PathBuf))
            .help("Write images, audio and other bytes to this file; further ones beside it"),
    ]
}

/// Says what is wrong, and that nothing was called.
pub(super) fn refuse(error: Error) -> Job {
    Job::Command(Box::pin(async move {
        eprintln!("Error: {error}");
        Ok(NOT_CALLED)
    }))
}

pub(super) fn read(builder: ServerBuilder, asked: &ArgMatches, program: &str) -> Job {
    prepare(builder, asked, program).unwrap_or_else(refuse)
}

fn prepare(builder: ServerBuilder, asked: &ArgMatches, program: &str) -> Result<Job> {
    let Some((name, rest)) = asked.subcommand() else {
        return Err(Error::Usage(format!(
            "which tool? Write `{program} call TOOL`; `{program} tools` lists them"
        )));
    };
    let registry = builder.registry();
    let Some(tool) = registry.tool(name) else {
        // Where the server does not start, that comes first.
        builder.without_ledger().build()?;
        return Err(super::schema::unknown(name, registry.tools().map(|tool| tool.name)));
    };
    let arguments = Argument::all(&tool.input_schema);
    let words = rest.get_many::<OsString>("").into_iter().flatten().cloned();
    let grammar = grammar::of_tool(tool, &arguments).bin_name(format!("{program} {NAME} {name}"));
    let words = std::iter::once(OsString::from(name)).chain(words);
    let matches = match grammar.try_get_matches_from(words) {
        Ok(matches) => matches,
        Err(error) if !error.use_stderr() => {
            print(error.render().to_string().trim_end())?;
            return Ok(Job::Done);
        }
        Err(error) => return Err(Error::Usage(explain(&error))),
    };
    let arguments: Map<String, Value> = arguments::read(&matches, &arguments)?;
    let shown =
        Shown { json: flag(asked) || flag(&matches), out: file(&matches).or_else(|| file(asked)) };
    let builder = options::server(builder, &matches);
    let (name, program) = (name.to_owned(), program.to_owned());
    Ok(Job::Command(Box::pin(async move {
        let called = match builder.build() {
            Ok(server) if !server.offers(&name) => Err(Error::Usage(format!(
                "`{name}` is switched off by the policy; `{program} policy` shows where"
            ))),
            Ok(server) => client::call(server, &name, arguments, &shown).await,
            Err(error) => Err(error),
        };
        called.or_else(|error| {
            eprintln!("Error: {error}");
            Ok(NOT_CALLED)
        })
    })))
}

/// A tool's own argument of that name is of another type.
fn flag(matches: &ArgMatches) -> bool {
    matches.try_get_one::<bool>("json").ok().flatten().copied().unwrap_or_default()
}

fn file(matches: &ArgMatches) -> Option<PathBuf> {
    matches.try_get_one::<PathBuf>("out").ok().flatten().cloned()
}
