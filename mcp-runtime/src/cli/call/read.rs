//! `read`: one resource, as a client would read it.

use clap::{Arg, ArgMatches, Command, ValueHint};
use serde_json::{Map, Value};

use super::output::Shown;
use super::{client, code, file, flag, own};
use crate::cli::Job;
use crate::handler::Resource;
use crate::server::ServerBuilder;

pub(in crate::cli) const READ: &str = "read";

/// The id of its argument.
const URI: &str = "uri";

/// With an example of this resource.
pub(in crate::cli) fn command(program: &str, resource: Option<&Resource>) -> Command {
    let uri = resource.map_or("URI", |resource| resource.pattern.text());
    Command::new(READ)
        .about("Read a resource and print its contents")
        .arg(
            Arg::new(URI)
                .value_name("URI")
                .required(true)
                .value_hint(ValueHint::Url)
                .help("Of the resource; that of a template with its variables filled in"),
        )
        .args(own())
        .after_help(format!(
            "It passes the same guards as any other request, under the same policy and ledger. Who reads\n\
             and how it ends is as with `call`: exit codes 0, 1, 2, 75 and 130.\n\n\
             Examples:\n  {program} read '{uri}'\n  {program} read '{uri}' --out FILE"
        ))
}

/// The command with the URIs there are, for shells to complete.
pub(in crate::cli) fn with_uris<'a>(
    command: Command,
    resources: impl Iterator<Item = &'a Resource>,
) -> Command {
    let fixed = resources.filter(|resource| resource.pattern.is_fixed());
    let uris: Vec<String> = fixed.map(|resource| resource.pattern.text().to_owned()).collect();
    command.mut_arg(URI, |arg| arg.value_parser(uris))
}

pub(in crate::cli) fn read(builder: ServerBuilder, asked: &ArgMatches) -> Job {
    let uri: &String = asked.get_one(URI).expect("the parser demands a URI");
    let params: Map<String, Value> =
        std::iter::once((URI.to_owned(), uri.clone().into())).collect();
    let shown = Shown { json: flag(asked), out: file(asked) };
    Job::Command(Box::pin(async move {
        let read = match builder.build() {
            Ok(server) => client::ask(server, "resources/read", params, &shown).await,
            Err(error) => Err(error),
        };
        Ok(code(read))
    }))
}
