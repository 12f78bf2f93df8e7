//! `policy`: the guards in force, and where each value comes from.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::text::print;
use crate::error::Result;
use crate::server::ServerBuilder;

pub(super) const NAME: &str = "policy";

pub(super) fn command() -> Command {
    Command::new(NAME).about("Print the guards in force and where each value comes from").arg(
        Arg::new("json")
            .long("json")
            .action(ArgAction::SetTrue)
            .help("Print them as one JSON object"),
    )
}

pub(super) fn run(builder: ServerBuilder, matches: &ArgMatches) -> Result<()> {
    let policy = builder.only_looked_at().build()?.policy()?;
    if matches.get_flag("json") { print(policy.json()) } else { print(policy) }
}
