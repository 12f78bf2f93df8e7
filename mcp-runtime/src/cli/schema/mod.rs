//! `schema`: what callers rely on, to be printed, kept in a file and compared with it.

mod changes;
mod lock;
mod report;

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint, value_parser};
use mcp_literals::nearest;
use serde_json::{Map, Value};

use super::catalog::{Catalog, KINDS, Offered};
use super::text::print;
use crate::error::{Error, Result};
use crate::handler::Handler;
use crate::server::ServerBuilder;
use crate::usage::Kind;

pub(super) const NAME: &str = "schema";

/// With examples of this tool.
pub(super) fn command(program: &str, tool: Option<&Handler>) -> Command {
    let name = tool.map_or("NAME", |tool| tool.name);
    let file = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name("FILE")
            .value_hint(ValueHint::FilePath)
            .value_parser(value_parser!(PathBuf))
            .help(help)
    };
    Command::new(NAME)
        .about("Print what there is as JSON, or keep it in a file and find breaking changes")
        .arg(Arg::new("name").value_name("NAME").help("Only what has this name"))
        .arg(
            file("lock", "Write what callers rely on to this file, to be committed")
                .conflicts_with_all(["check", "name", "json"]),
        )
        .arg(
            file(
                "check",
                "Compare with the file that --lock wrote; ends with 1 where callers would break",
            )
            .conflicts_with("name"),
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
             Examples:\n  {program} schema\n  {program} schema {name}\n  \
             {program} schema --lock tools.lock.json     and commit the file\n  \
             {program} schema --check tools.lock.json    in CI"
        ))
}

/// Returns the code that the process is to end with.
pub(super) fn run(builder: ServerBuilder, matches: &ArgMatches) -> Result<u8> {
    let catalog = Catalog::of(builder)?;
    if let Some(path) = matches.get_one::<PathBuf>("lock") {
        let path_shown = path.display();
        if lock::write(path, &catalog)? {
            print(format!("{path_shown}: wrote {}; commit it", counted(&catalog)))?;
        } else {
            print(format!("{path_shown}: unchanged"))?;
        }
        return Ok(0);
    }
    if let Some(path) = matches.get_one::<PathBuf>("check") {
        let changes = changes::between(&lock::read(path)?, &entries(catalog.enabled()));
        let broken = changes.iter().any(|one| one.change.level.is_breaking());
        if matches.get_flag("json") {
            print(format!("{:#}", report::json(&changes)))?;
        } else {
            print(report::text(&changes, path))?;
        }
        return Ok(u8::from(broken));
    }
    let Some(name) = matches.get_one::<String>("name") else {
        print(format!("{:#}", by_kind(&entries(catalog.enabled()))))?;
        return Ok(0);
    };
    match &entries(catalog.enabled().filter(|one| one.name == name))[..] {
        [] => return Err(unknown(&KINDS, name, catalog.enabled().map(|one| one.name))),
        [(_, one)] => print(format!("{one:#}"))?,
        // A tool may have the name of a prompt.
        several => print(format!("{:#}", by_kind(several)))?,
    }
    Ok(0)
}

/// What callers rely on, of one or of all.
type Entries = Vec<(Kind, Value)>;

fn entries<'a>(offered: impl Iterator<Item = &'a Offered>) -> Entries {
    offered.map(|one| (one.kind, Value::Object(one.entry.clone()))).collect()
}

/// In lists by their kinds, of those that there are.
fn by_kind(entries: &[(Kind, Value)]) -> Value {
    let mut all = Map::new();
    for kind in KINDS {
        let some = entries.iter().filter(|one| one.0 == kind).map(|one| one.1.clone());
        let some: Vec<Value> = some.collect();
        if !some.is_empty() {
            all.insert(kind.plural().to_owned(), some.into());
        }
    }
    Value::Object(all)
}

/// `2 tools and 1 prompt`.
fn counted(catalog: &Catalog) -> String {
    let count = |kind| catalog.enabled().filter(|one| one.kind == kind).count();
    let counts = KINDS.map(|kind| (kind, count(kind)));
    let some = counts.iter().filter(|(kind, count)| *kind == Kind::Tool || *count > 0);
    let some: Vec<String> = some
        .map(|(kind, count)| match count {
            1 => format!("1 {kind}"),
            _ => format!("{count} {}", kind.plural()),
        })
        .collect();
    match &some[..] {
        [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        all => all.concat(),
    }
}

/// There is none of these kinds that has this name.
pub(super) fn unknown<'a>(
    kinds: &[Kind],
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> Error {
    let known: Vec<&str> = known.collect();
    let tip = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => match kinds {
            [kind] => format!("`{}` lists those there are", kind.plural()),
            _ => "`schema` prints all there are".to_owned(),
        },
    };
    let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
    Error::Usage(format!("no {} `{name}`: {tip}", kinds.join(", ")))
}
