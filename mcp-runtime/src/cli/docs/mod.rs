//! `docs`: a page for each tool, prompt, resource and method, for people and for programs.

mod folder;
mod markdown;
mod page;

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint, value_parser};
use serde_json::{Value, json};

use super::catalog::{Catalog, KINDS, Offered};
use super::text::{first_line, print};
use crate::error::Result;
use crate::server::ServerBuilder;
use crate::usage::Kind;
use folder::{Folder, GENERATOR, Page};

pub(super) const NAME: &str = "docs";

pub(super) fn command(program: &str) -> Command {
    Command::new(NAME)
        .about(
            "Write a page of Markdown and one of JSON for each tool, prompt, resource and method",
        )
        .arg(
            Arg::new("out")
                .long("out")
                .value_name("DIR")
                .required(true)
                .value_hint(ValueHint::DirPath)
                .value_parser(value_parser!(PathBuf))
                .help("The folder to write to; made where there is none"),
        )
        .arg(
            Arg::new("force")
                .long("force")
                .action(ArgAction::SetTrue)
                .help("Also into a folder, and over files, that others wrote"),
        )
        .after_help(format!(
            "Files whose content is the same are left alone. Pages of what is gone are deleted;\n\
             nothing that others wrote is.\n\n\
             Examples:\n  {program} docs --out docs/server"
        ))
}

pub(super) fn run(builder: ServerBuilder, matches: &ArgMatches) -> Result<()> {
    let path: &PathBuf = matches.get_one("out").expect("the parser demands a folder");
    let catalog = Catalog::of(builder)?;
    let done = Folder::open(path)?.write(&pages(&catalog), matches.get_flag("force"))?;
    print(format!(
        "{}: {} written, {} unchanged, {} deleted",
        path.display(),
        done.written,
        done.unchanged,
        done.deleted
    ))
}

/// What there is, each with the name of its files.
type Named<'a> = Vec<(&'a Offered, String)>;

fn pages(catalog: &Catalog) -> Vec<Page> {
    let named = KINDS.map(|kind| (kind, names(catalog, kind)));
    let mut pages = Vec::new();
    for (one, path) in named.iter().flat_map(|(_, all)| all) {
        let mut entry = one.entry.clone();
        entry.insert("guards".to_owned(), Value::Object(one.guards.clone()));
        pages.push(Page { path: format!("{path}.md"), text: page::page(one) });
        pages.push(Page { path: format!("{path}.json"), text: format!("{:#}\n", json!(entry)) });
    }
    pages.push(Page { path: "index.md".to_owned(), text: page::index(catalog, &named) });
    let (name, version) = catalog.identity();
    let mut index = json!({"generator": GENERATOR, "server": name, "version": version});
    for (kind, all) in &named {
        index[kind.plural()] = all.iter().map(|(one, path)| listed(one, path)).collect();
    }
    // Last: whatever happens on the way, it lists what is there.
    pages.push(Page { path: "index.json".to_owned(), text: format!("{index:#}\n") });
    pages
}

fn listed(one: &Offered, path: &str) -> Value {
    let mut listed = json!({
        "name": one.name,
        "title": one.text("title"),
        "description": one.text("description").map(first_line),
    });
    for member in ["uri", "uriTemplate"] {
        if let Some(uri) = one.text(member) {
            listed[member] = uri.into();
        }
    }
    listed["markdown"] = format!("{path}.md").into();
    listed["json"] = format!("{path}.json").into();
    listed
}

/// Paths without their ends, each unlike all others where case does not count.
fn names(catalog: &Catalog, kind: Kind) -> Named<'_> {
    let mut taken = std::collections::HashSet::new();
    let mut path = |name: &'static str| {
        // Names of methods have slashes.
        let plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '.');
        let mut file = name.replace(|char| !plain(char), "_");
        while !taken.insert(file.to_lowercase()) {
            file.push('_');
        }
        format!("{}/{file}", kind.plural())
    };
    let all = catalog.enabled().filter(|one| one.kind == kind);
    all.map(|one| (one, path(one.name))).collect()
}
