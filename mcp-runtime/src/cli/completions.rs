//! `completions`: what a shell is told of the command line.

use clap::builder::EnumValueParser;
use clap::{Arg, ArgMatches, Command};
use clap_complete::Shell;

use super::call::{self, Verb};
use super::text::print;
use crate::error::Result;
use crate::handler::Registry;

pub(super) const NAME: &str = "completions";

pub(super) fn command(program: &str) -> Command {
    Command::new(NAME)
        .about("Print what a shell needs to complete commands, and what they are given")
        .arg(
            Arg::new("shell")
                .value_name("SHELL")
                .required(true)
                .value_parser(EnumValueParser::<Shell>::new())
                .help("The shell to print it for"),
        )
        .after_help(format!(
            "Print it anew when tools, prompts or resources have changed.\n\n\
             Examples:\n  \
             {program} completions bash > ~/.local/share/bash-completion/completions/{program}\n  \
             {program} completions zsh > ~/.zfunc/_{program}\n  \
             {program} completions fish > ~/.config/fish/completions/{program}.fish"
        ))
}

/// `grammar` is that of the whole command line.
pub(super) fn run(mut grammar: Command, registry: &Registry, matches: &ArgMatches) -> Result<()> {
    let shell: Shell = *matches.get_one("shell").expect("the parser demands a shell");
    let name = grammar.get_bin_name().unwrap_or("server").to_owned();
    let with_names = |grammar: Command, verb: Verb| {
        let handlers = registry.handlers().filter(move |handler| handler.kind == verb.kind);
        grammar.mut_subcommand(verb.name, |command| call::with_names(command, handlers))
    };
    grammar = with_names(with_names(grammar, call::CALL), call::GET)
        .mut_subcommand(call::READ, |command| {
            call::with_uris(command, registry.resources().map(AsRef::as_ref))
        });
    print(script(shell, grammar, &name).trim_end())
}

fn script(shell: Shell, mut grammar: Command, name: &str) -> String {
    // For bash a hyphen in the program's name leaves all commands without
    // completions (clap issue 6421), so the name is only put where bash is
    // told for which program the script is.
    let safe = if shell == Shell::Bash { name.replace('-', "_") } else { name.to_owned() };
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut grammar, safe.as_str(), &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    if safe == name {
        return script;
    }
    let registered = |line: &str| match line.strip_suffix(&format!(" {safe}")) {
        Some(start) if start.trim_start().starts_with("complete ") => format!("{start} {name}\n"),
        _ => format!("{line}\n"),
    };
    script.lines().map(registered).collect()
}
