//! The whole of the command line, in the parser's terms.

use std::ffi::OsString;
use std::path::Path;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::catalog::KINDS;
#[cfg(feature = "install")]
use super::install;
use super::text::print;
use super::{
    Job, Transport, call, completions, docs, healthcheck, keys, list, options, policy, schema,
    serving,
};
use crate::error::{Error, Result};
use crate::handler::Registry;
use crate::server::ServerBuilder;

/// The variables that stand for arguments.
const VARIABLES: [&str; 7] = [
    "MCP_HTTP",
    "MCP_UNIX",
    "MCP_LEDGER",
    "MCP_LOG_FORMAT",
    "MCP_HEALTH",
    "MCP_HEARTBEAT",
    "MCP_SHUTDOWN_DELAY",
];

const NOTES: &str = "Without options it serves stdin and stdout.

Environment:
  RUST_LOG              What is logged to stderr, such as info or mcp_runtime=debug
  MCP_ACCESS_TOKEN      What the caller on stdio shows: an API key or an access token
  MCP_SIGNING_KEY       Secret of at least 32 bytes for sessions of older HTTP clients
  MCP_SIGNING_KEY_FILE  A file that holds it instead";

/// Commands that somebody might expect to serve with.
const SERVE: [&str; 6] = ["serve", "server", "start", "run", "stdio", "http"];

const NO_COMMAND: &str = if cfg!(feature = "http") {
    "serving needs no command: without one it serves stdin and stdout, and with \
     `--http 127.0.0.1:8080` HTTP"
} else {
    "serving needs no command: without one it serves stdin and stdout"
};

/// What to type where an option's value is missing.
const EXAMPLES: [(&str, &str); 15] = [
    ("--http", "127.0.0.1:8080"),
    ("--unix", "/run/mcp.sock"),
    ("--policy", "mcp.toml"),
    ("--ledger", "usage.jsonl"),
    ("--log-format", "json"),
    ("--health", "127.0.0.1:9090"),
    ("--heartbeat", "/run/mcp.beat"),
    ("--shutdown-delay", "5s"),
    ("--timeout", "3s"),
    ("--name", "alice"),
    ("--scope", "notes:read"),
    ("--expires", "90d"),
    ("--rate", "60/min"),
    ("--lock", "tools.lock.json"),
    ("--check", "tools.lock.json"),
];

/// The examples are of what the registry has.
fn grammar(name: &str, version: &str, program: &str, registry: Option<&Registry>) -> Command {
    let tool = registry.and_then(|all| all.tools().next()).map(|tool| &tool.handler);
    let prompt = registry.and_then(|all| all.prompts().next()).map(|prompt| &prompt.handler);
    let resource = registry.and_then(|all| all.resources().next()).map(AsRef::as_ref);
    let command = Command::new(name.to_owned())
        .bin_name(program)
        .version(version.to_owned())
        .about(format!("{name} {version}, an MCP server"))
        .after_help(NOTES)
        .subcommand_value_name("COMMAND")
        .disable_help_subcommand(true)
        .infer_long_args(false)
        .subcommands(KINDS.map(|kind| list::command(kind, program)))
        .subcommand(call::command(call::CALL, program, tool))
        .subcommand(call::command(call::GET, program, prompt))
        .subcommand(call::read_command(program, resource))
        .subcommand(schema::command(program, tool))
        .subcommand(docs::command(program))
        .subcommand(policy::command())
        .subcommand(keys::command())
        .subcommand(healthcheck::command())
        .subcommand(completions::command(program));
    #[cfg(feature = "install")]
    let command = command.subcommand(install::command());
    serving::arguments(options::arguments(command))
}

/// Does what the command line asks for, or says what is to be served.
pub(super) fn read(builder: ServerBuilder, arguments: &[OsString]) -> Result<Job> {
    // The usual start of a server on stdio need not wait for the parser.
    if arguments.len() <= 1 && VARIABLES.iter().all(|name| std::env::var_os(name).is_none()) {
        #[cfg(feature = "log")]
        crate::log::init(None, builder.identity().0, tracing::Level::INFO, crate::server::spans());
        return Ok(Job::Serve(Box::new(builder), Transport::Stdio));
    }
    let (name, version) = builder.identity();
    let program = program(arguments);
    let registry = asks_for_help(arguments).then(|| builder.registry());
    let grammar = grammar(name, version, &program, registry.as_ref());
    let matches = match grammar.clone().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) if !error.use_stderr() => {
            print(error.render().to_string().trim_end())?;
            return Ok(Job::Done);
        }
        Err(error) => {
            let error = Error::Usage(explain(&error));
            let mut words = arguments.iter().skip(1).filter_map(|word| word.to_str());
            let command = words.find(|word| grammar.find_subcommand(word).is_some());
            let asks = command.is_some_and(|it| it == call::READ || call::Verb::of(it).is_some());
            return if asks { Ok(call::refuse(error)) } else { Err(error) };
        }
    };
    #[cfg(feature = "log")]
    crate::log::init(
        options::log_format(&matches),
        name,
        usual_level(&matches),
        crate::server::spans(),
    );
    match matches.subcommand() {
        Some((policy::NAME, asked)) => policy::run(options::server(builder, asked), asked)?,
        Some((keys::NAME, asked)) => keys::run(asked)?,
        Some((healthcheck::NAME, asked)) => healthcheck::run(&builder, &matches, asked)?,
        Some((docs::NAME, asked)) => docs::run(options::server(builder, asked), asked)?,
        Some((completions::NAME, asked)) => completions::run(grammar, &builder.registry(), asked)?,
        Some((schema::NAME, asked)) => {
            let code = schema::run(options::server(builder, asked), asked)?;
            return Ok(Job::Command(Box::pin(std::future::ready(Ok(code)))));
        }
        Some((call::READ, asked)) => {
            return Ok(call::read_uri(options::server(builder, asked), asked));
        }
        #[cfg(feature = "install")]
        Some((install::NAME, asked)) => install::run(builder.identity().0, asked)?,
        Some((other, asked)) => {
            let builder = options::server(builder, asked);
            if let Some(verb) = call::Verb::of(other) {
                return Ok(call::read(verb, builder, asked, &program));
            }
            if let Some(kind) = list::of(other) {
                let json = list::flag(asked);
                return Ok(Job::Command(Box::pin(list::run(kind, builder, json))));
            }
        }
        None => {
            let transport = serving::transport(&matches)?;
            let builder = serving::operating(options::server(builder, &matches), &matches);
            return Ok(Job::Serve(Box::new(builder), transport));
        }
    }
    Ok(Job::Done)
}

/// Whoever types a command wants its answer, and no line for each call.
#[cfg(feature = "log")]
fn usual_level(matches: &clap::ArgMatches) -> tracing::Level {
    if matches.subcommand().is_some() { tracing::Level::WARN } else { tracing::Level::INFO }
}

/// Only then is anything of the tools shown; to describe them all takes a moment.
fn asks_for_help(arguments: &[OsString]) -> bool {
    arguments.iter().any(|word| word == "--help" || word == "-h")
}

fn program(arguments: &[OsString]) -> String {
    let path = arguments.first().map(Path::new);
    let name = path.and_then(Path::file_name).and_then(|name| name.to_str());
    name.unwrap_or("server").to_owned()
}

/// What is wrong, and what to type instead.
pub(super) fn explain(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let text = text.trim_end();
    let text = text.strip_prefix("error: ").unwrap_or(text);
    let missing = error.kind() == ErrorKind::InvalidValue
        && matches!(error.get(ContextKind::InvalidValue), Some(ContextValue::String(value)) if value.is_empty());
    let flag = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(argument)) if missing => argument.split([' ', '=']).next(),
        _ => None,
    };
    if error.kind() == ErrorKind::UnknownArgument
        && let Some(ContextValue::String(argument)) = error.get(ContextKind::InvalidArg)
        && argument.starts_with('-')
        && !argument.starts_with("--")
    {
        return format!("{text}\n\n  tip: as the value of an option, write `--option={argument}`");
    }
    if let Some(ContextValue::String(command)) = error.get(ContextKind::InvalidSubcommand)
        && SERVE.contains(&command.as_str())
    {
        return format!("{text}\n\n  tip: {NO_COMMAND}");
    }
    let example = EXAMPLES.iter().find(|(name, _)| Some(*name) == flag);
    match example {
        Some((name, value)) => format!("{text}\n\n  tip: write `{name} {value}`"),
        // What looks like an option is not taken for its value.
        None => match flag.filter(|flag| flag.starts_with("--")) {
            Some(flag) => format!(
                "{text}\n\n  tip: write `{flag} VALUE`; where it begins with `-`, `{flag}=-VALUE`"
            ),
            None => text.to_owned(),
        },
    }
}
