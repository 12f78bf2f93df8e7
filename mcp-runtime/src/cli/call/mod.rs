//! `call`, `get` and `read`: one request of a client for a tool, a prompt or a
//! resource, with arguments written as flags.
//!
//! The parser reads the options before the name; what follows is read by a
//! grammar that is made of the input schema.

mod argument;
mod arguments;
mod client;
mod example;
mod grammar;
mod object;
mod output;
mod read;
mod verb;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint, value_parser};
use serde_json::{Map, Value};

pub(super) use argument::Argument;
pub(super) use grammar::with_names;
pub(super) use read::{READ, command as read_command, read as read_uri, with_uris};
pub(super) use verb::{CALL, GET, Verb};

use super::grammar::explain;
use super::text::print;
use super::{Job, options};
use crate::error::{Error, Result};
use crate::handler::Handler;
use crate::server::ServerBuilder;
use output::Shown;

/// The request was not made.
const NOT_CALLED: u8 = 2;

/// With examples of this one.
pub(super) fn command(verb: Verb, program: &str, handler: Option<&Handler>) -> Command {
    let examples = example::calls(verb, handler).join(&format!("\n  {program} "));
    let Verb { name, about, placeholder, .. } = verb;
    Command::new(name)
        .about(about)
        .override_usage(format!(
            "{program} {name} [OPTIONS] {placeholder} [ARGUMENTS]\n       {program} {name} {placeholder} --help"
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

/// What the command itself takes, before the name or after it.
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
    Job::Command(Box::pin(async move { Ok(code(Err(error))) }))
}

/// The code to end with. What kept the request from being made is said.
fn code(asked: Result<u8>) -> u8 {
    asked.unwrap_or_else(|error| {
        eprintln!("Error: {error}");
        NOT_CALLED
    })
}

pub(super) fn read(verb: Verb, builder: ServerBuilder, asked: &ArgMatches, program: &str) -> Job {
    prepare(verb, builder, asked, program).unwrap_or_else(refuse)
}

fn prepare(verb: Verb, builder: ServerBuilder, asked: &ArgMatches, program: &str) -> Result<Job> {
    let Verb { kind, name: command, placeholder, .. } = verb;
    let Some((name, rest)) = asked.subcommand() else {
        return Err(Error::Usage(format!(
            "which {kind}? Write `{program} {command} {placeholder}`; `{program} {}` lists them",
            kind.plural()
        )));
    };
    let registry = builder.registry();
    let mut handlers = registry.handlers().filter(|handler| handler.kind == kind);
    let Some(handler) = handlers.find(|handler| handler.name == name) else {
        // Where the server does not start, that comes first.
        builder.without_ledger().build()?;
        let known = registry.handlers().filter(|handler| handler.kind == kind);
        return Err(super::schema::unknown(&[kind], name, known.map(|handler| handler.name)));
    };
    let (id, arguments) = (handler.id, Argument::all(&handler.input_schema));
    let words = rest.get_many::<OsString>("").into_iter().flatten().cloned();
    let grammar = grammar::of_handler(handler, &arguments);
    let grammar = grammar.bin_name(format!("{program} {command} {name}"));
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
    let (program, name) = (program.to_owned(), name.to_owned());
    let params = [("name", name.clone().into()), ("arguments", verb.sent(arguments).into())];
    let params = params.map(|(member, value): (_, Value)| (member.to_owned(), value));
    Ok(Job::Command(Box::pin(async move {
        let called = match builder.build() {
            Ok(server) if !server.offers(id) => Err(Error::Usage(format!(
                "`{name}` is switched off by the policy; `{program} policy` shows where"
            ))),
            Ok(server) => {
                client::ask(server, verb.method, params.into_iter().collect(), &shown).await
            }
            Err(error) => Err(error),
        };
        Ok(code(called))
    })))
}

/// An argument of the tool's own that has this name is of another type.
fn flag(matches: &ArgMatches) -> bool {
    matches.try_get_one::<bool>("json").ok().flatten().copied().unwrap_or_default()
}

fn file(matches: &ArgMatches) -> Option<PathBuf> {
    matches.try_get_one::<PathBuf>("out").ok().flatten().cloned()
}
