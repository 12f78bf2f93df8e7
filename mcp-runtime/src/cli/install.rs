//! `install`: the server in the configuration of an MCP client.

mod checks;
mod client;
mod diff;
mod edit;
mod entry;
mod file;
mod json;
mod mask;
mod paths;
mod request;
mod secrets;
mod toml;

use std::fmt::Write as _;
use std::path::Path;

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::Value;

use self::client::Client;
use self::edit::Problem;
use self::entry::Entry;
use self::mask::masked;
use self::request::{Request, Wish};
use super::text::print;
use crate::error::{Error, Result};

pub(super) const NAME: &str = "install";

const NOTES: &str = "Arguments after `--` are the server's own. Examples:
  install --client claude-desktop
  install --client cursor --env API_TOKEN -- --policy /etc/mcp.toml
  install --client vscode --scope project --url http://127.0.0.1:8080/mcp --bearer-env API_TOKEN
  install --client codex --remove";

pub(super) fn command() -> Command {
    let names = || PossibleValuesParser::new(Client::ALL.map(Client::name));
    let client = names().map(|text| Client::ALL.into_iter().find(|it| it.name() == text));
    let flag = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
    };
    let value = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    Command::new(NAME)
        .about("Write this server into the configuration of an MCP client")
        .after_help(NOTES)
        .arg(value("client", "CLIENT", "Which client").required(true).value_parser(client))
        .arg(value("name", "NAME", "What the client calls the server; default: its own name"))
        .arg(
            value("scope", "SCOPE", "For all of the user's projects or for that of this folder")
                .value_parser(["user", "project"])
                .default_value("user"),
        )
        .arg(
            value("env", "KEY[=VALUE]", "Set a variable of the server, or pass on the client's")
                .action(ArgAction::Append),
        )
        .arg(value(
            "url",
            "URL",
            "Reach a server that runs over HTTP, such as http://127.0.0.1:8080/mcp",
        ))
        .arg(
            value("bearer-env", "VARIABLE", "Send the access token that is in this variable")
                .requires("url"),
        )
        .arg(
            value("header-env", "NAME=VARIABLE", "Send a header with the value of this variable")
                .action(ArgAction::Append)
                .requires("url"),
        )
        .arg(flag("plain-text-secrets", "Write secrets into the client's file where it has to be"))
        .arg(flag("force", "Replace another entry of the same name"))
        .arg(
            flag("remove", "Take the entry out again")
                .conflicts_with_all(["env", "url", "force", "print", "server"]),
        )
        .arg(flag("print", "Print what to write, and touch no file").conflicts_with("dry-run"))
        .arg(flag("dry-run", "Show what would change, and change nothing"))
        .arg(
            Arg::new("server")
                .value_name("ARGUMENT")
                .help("What the client starts the server with")
                .action(ArgAction::Append)
                .conflicts_with("url")
                .last(true),
        )
}

pub(super) fn run(server: &str, asked: &ArgMatches) -> Result<()> {
    let done = Request::of(server, asked).and_then(|request| {
        let said = match &request.wish {
            Wish::Add(entry) => add(&request, entry),
            Wish::Remove => remove(&request),
        }?;
        if let Some(warning) = secrets::warning(&request) {
            eprintln!("{warning}");
        }
        Ok(said)
    });
    print(done.map_err(Error::Usage)?.trim_end())
}

fn add(request: &Request, entry: &Entry) -> Result<String, String> {
    let Request { client, name, path, .. } = request;
    let by_hand = edit::set(*client, "", name, entry).expect("an empty file can be changed");
    if request.print {
        eprintln!("This goes into {}:", path.display());
        notes(entry).lines().for_each(|note| eprintln!("{note}"));
        return Ok(by_hand);
    }
    let or_by_hand = |problem: String| format!("{problem}\n\nBy hand, add this:\n\n{by_hand}");
    let broken = |problem| or_by_hand(refusal(path, &problem));
    let found = file::find(path).map_err(or_by_hand)?;
    let text = found.text.as_deref().unwrap_or_default();
    let before = edit::value(*client, text).map_err(broken)?;
    let after = edit::set(*client, text, name, entry).map_err(broken)?;
    let value = edit::value(*client, &after).map_err(broken)?;
    if value == before {
        return Ok(format!("{name} is in {} already; nothing is changed", path.display()));
    }
    let difference = || masked(diff::diff(text, &after), [&before, &value]);
    let there = before.get(client.servers()).and_then(|all| all.get(name));
    let other = there.is_some_and(|there| there.as_object() != Some(&entry.value));
    if other && !request.force {
        return Err(format!(
            "{} has another entry `{name}`: `--force` replaces it, `--name OTHER` adds one beside \
             it. The difference:\n\n{}",
            path.display(),
            difference()
        ));
    }
    if request.dry_run {
        return Ok(format!("{}:\n{}", path.display(), difference()));
    }
    let private = request.scope == client::Scope::User;
    let kept = found.replace(&after, private).map_err(or_by_hand)?;
    let mut text = format!("{name} is now in {}\n", found.path.display());
    if let Some(kept) = kept {
        let _ = writeln!(text, "what was there before is kept in {}", kept.display());
    }
    let _ = writeln!(text, "next: {}", client.next(request.scope));
    Ok(text + &notes(entry))
}

fn remove(request: &Request) -> Result<String, String> {
    let Request { client, name, path, .. } = request;
    let found = file::find(path)?;
    let absent = || format!("{name} is not in {}; nothing is changed", path.display());
    let Some(text) = found.text.as_deref() else { return Ok(absent()) };
    let broken = |problem| refusal(path, &problem);
    let before = edit::value(*client, text).map_err(broken)?;
    if before.get(client.servers()).and_then(|all| all.get(name)).is_none() {
        return Ok(absent());
    }
    let after = edit::remove(*client, text, name).map_err(broken)?;
    if request.dry_run {
        let difference = masked(diff::diff(text, &after), [&before, &Value::Null]);
        return Ok(format!("{}:\n{difference}", path.display()));
    }
    let kept = found.replace(&after, true)?;
    let kept = kept.map(|kept| kept.display().to_string()).unwrap_or_default();
    Ok(format!(
        "{name} is no longer in {}\nwhat was there before is kept in {kept}\nnext: restart {}",
        found.path.display(),
        client.title()
    ))
}

fn notes(entry: &Entry) -> String {
    let lines: Vec<String> = entry.notes.iter().map(|note| format!("note: {note}")).collect();
    lines.join("\n")
}

fn refusal(path: &Path, problem: &Problem) -> String {
    let place = problem.place.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default();
    format!("{}{place} is left as it is: {}", path.display(), problem.message)
}

#[cfg(test)]
mod tests;
