use std::fmt::Write as _;

use serde_json::Value;

use super::Named;
use super::markdown::{block, cell, code, code_cell, prose};
use crate::cli::call::Argument;
use crate::cli::catalog::{Catalog, Offered};
use crate::cli::text::first_line;
use crate::usage::Kind;

pub(super) fn index(catalog: &Catalog, named: &[(Kind, Named<'_>)]) -> String {
    let (name, version) = catalog.identity();
    let mut page = format!("# {}\n\nVersion {}.\n", cell(name), cell(version));
    if let Some(about) = catalog.server.app.identity.server_info["description"].as_str() {
        let _ = write!(page, "\n{}\n", prose(about));
    }
    if let Some(instructions) = &catalog.server.app.identity.instructions {
        let _ = write!(page, "\n{}\n", prose(instructions));
    }
    for (kind, all) in named.iter().filter(|(_, all)| !all.is_empty()) {
        let _ = write!(page, "\n| {} | |\n|---|---|\n", capital(kind.as_str()));
        for (one, path) in all {
            let what = one.text("description").map(first_line).or(one.text("title"));
            let _ = writeln!(
                page,
                "| [{}]({path}.md) | {} |",
                code_cell(one.name),
                cell(what.unwrap_or_default())
            );
        }
    }
    page
}

pub(super) fn page(one: &Offered) -> String {
    let mut page = format!("# {}\n", code(one.name));
    if let Some(title) = one.text("title") {
        let _ = write!(page, "\n**{}**\n", cell(title));
    }
    if let Some(description) = one.text("description") {
        let _ = write!(page, "\n{}\n", prose(description));
    }
    if let Some(uri) = one.uri() {
        let kind = one.text("mimeType").map(|kind| format!(", {}", code(kind))).unwrap_or_default();
        let _ = write!(page, "\n{}{kind}\n", code(uri));
    }
    let hints = one.hints();
    if !hints.is_empty() {
        let _ = write!(page, "\nHints: {}.\n", hints.join(", "));
    }
    if let Some(extension) = one.text("extension") {
        let _ = write!(page, "\nClients have to declare the extension {}.\n", code(extension));
    }
    match one.text("task") {
        Some("required") => page.push_str(
            "\nRuns as a task: clients have to declare the extension `io.modelcontextprotocol/tasks`.\n",
        ),
        Some(_) => page.push_str(
            "\nRuns as a task for clients that declare the extension \
             `io.modelcontextprotocol/tasks`; others wait.\n",
        ),
        None => {}
    }
    let schema = one.entry.get("inputSchema");
    if let Some(schema) = schema {
        let heading = if one.kind == Kind::Resource { "Variables" } else { "Arguments" };
        let _ = write!(page, "\n## {heading}\n\n");
        arguments(&mut page, schema);
    }
    if !one.guards.is_empty() {
        page.push_str("\n## Guards\n\n| Guard | Value |\n|---|---|\n");
        for (key, value) in &one.guards {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let _ = writeln!(page, "| {} | {} |", code_cell(key), code_cell(&value));
        }
    }
    for (heading, schema) in [("Input", schema), ("Output", one.entry.get("outputSchema"))] {
        if let Some(schema) = schema {
            let block = block("json", &format!("{schema:#}"));
            let _ = write!(page, "\n## {heading} schema\n\n{block}");
        }
    }
    page
}

fn arguments(page: &mut String, schema: &Value) {
    let arguments = Argument::all(schema);
    if arguments.is_empty() {
        page.push_str("None.\n");
    } else {
        page.push_str("| Name | | What it is | Default |\n|---|---|---|---|\n");
    }
    for argument in &arguments {
        let about = argument.description.as_deref().map(cell).unwrap_or_default();
        let dot = if about.is_empty() || about.ends_with(['.', '!', '?', ':']) { "" } else { "." };
        let space = if about.is_empty() { "" } else { " " };
        let _ = writeln!(
            page,
            "| {} | {} | {about}{dot}{space}{} | {} |",
            code_cell(&argument.path.join(".")),
            if argument.required { "required" } else { "" },
            cell(&format!("{}.", capital(&argument.expects))),
            argument
                .default
                .as_ref()
                .map(|value| code_cell(&value.to_string()))
                .unwrap_or_default(),
        );
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|char| char.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}
