//! What every command takes: the files that an operator names, and the log.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, ValueHint, value_parser};

#[cfg(feature = "log")]
use crate::log::Format;
use crate::server::ServerBuilder;

pub(super) fn arguments(command: Command) -> Command {
    let file = |name: &'static str, variable: &'static str| {
        Arg::new(name)
            .long(name)
            .env(variable)
            .hide_env_values(true)
            .global(true)
            .value_name("FILE")
            .value_hint(ValueHint::FilePath)
            .value_parser(value_parser!(PathBuf))
    };
    let command = command
        .arg(
            // Its variable is read where the policy is, in programs without
            // a command line, too.
            Arg::new("policy")
                .long("policy")
                .global(true)
                .value_name("FILE")
                .value_hint(ValueHint::FilePath)
                .value_parser(value_parser!(PathBuf))
                .help("Read what overrides the guards from this file; again at SIGHUP [env: MCP_POLICY]"),
        )
        .arg(file("ledger", "MCP_LEDGER").help(
            "Append one line a call to this file, and restore budgets from it",
        ));
    #[cfg(feature = "log")]
    let command = command.arg(
        Arg::new("log-format")
            .long("log-format")
            .env("MCP_LOG_FORMAT")
            .hide_env_values(true)
            .global(true)
            .value_name("FORMAT")
            .value_parser(|text: &str| text.parse::<Format>())
            .help("Write the log as json or text [default: text on a terminal]"),
    );
    command
}

/// How the log is written, where somebody says it.
#[cfg(feature = "log")]
pub(super) fn log_format(matches: &ArgMatches) -> Option<Format> {
    matches.get_one("log-format").copied()
}

/// What the command line names comes before what the program says.
pub(super) fn server(mut builder: ServerBuilder, matches: &ArgMatches) -> ServerBuilder {
    // A tool's own argument of such a name is no path.
    let path = |name| matches.try_get_one::<PathBuf>(name).ok().flatten();
    if let Some(path) = path("policy") {
        builder = builder.policy(path);
    }
    if let Some(path) = path("ledger") {
        builder = builder.ledger(path);
    }
    builder
}
