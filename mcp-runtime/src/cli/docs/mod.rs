//! `docs`: a page for each tool, for people and for programs.

mod folder;
mod markdown;
mod page;

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint, value_parser};
use serde_json::{Value, json};

use super::catalog::{Catalog, Offered};
use super::text::{first_line, print};
use crate::error::Result;
use crate::server::ServerBuilder;
use folder::{Folder, GENERATOR, Page};

pub(super) const NAME: &str = "docs";

pub(super) fn command(program: &str) -> Command {
    Command::new(NAME)
        .about("Write a page of Markdown and one of JSON for each tool")
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
            "Files whose content is the same are left alone. Pages of tools that are gone are deleted;\n\
             nothing that others wrote is.\n\n\
             Examples:\n  {program} docs --out docs/tools"
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

fn pages(catalog: &Catalog) -> Vec<Page> {
    let tools: Vec<(&Offered, String)> = names(catalog);
    let mut pages = Vec::new();
    for (tool, file) in &tools {
        let mut entry = tool.entry.clone();
        entry.insert("guards".to_owned(), Value::Object(tool.guards.clone()));
        pages.push(Page { path: format!("tools/{file}.md"), text: page::tool(tool) });
        pages.push(Page {
            path: format!("tools/{file}.json"),
            text: format!("{:#}\n", json!(entry)),
        });
    }
    pages.push(Page { path: "index.md".to_owned(), text: page::index(catalog, &tools) });
    let listed: Value = tools
        .iter()
        .map(|(tool, file)| {
            json!({
                "name": tool.name,
                "title": tool.text("title"),
                "description": tool.text("description").map(first_line),
                "markdown": format!("tools/{file}.md"),
                "json": format!("tools/{file}.json"),
            })
        })
        .collect();
    let (name, version) = catalog.identity();
    let index = json!({
        "generator": GENERATOR, "server": name, "version": version, "tools": listed,
    });
    // Last: whatever happens on the way, it lists what is there.
    pages.push(Page { path: "index.json".to_owned(), text: format!("{index:#}\n") });
    pages
}

/// A name for each tool's files, which no other has where case does not count.
fn names(catalog: &Catalog) -> Vec<(&Offered, String)> {
    let mut taken = std::collections::HashSet::new();
    let mut name = |tool: &'static str| {
        let mut file = tool.to_owned();
        while !taken.insert(file.to_lowercase()) {
            file.push('_');
        }
        file
    };
    catalog.enabled().map(|tool| (tool, name(tool.name))).collect()
}
