use std::fmt::Write as _;

use serde_json::{Value, json};

use super::markdown::{block, cell, code, code_cell, prose};
use crate::cli::call::Argument;
use crate::cli::catalog::{Catalog, Offered};
use crate::cli::text::first_line;

pub(super) fn index(catalog: &Catalog, tools: &[(&Offered, String)]) -> String {
    let (name, version) = catalog.identity();
    let mut page = format!("# {}\n\nVersion {}.\n", cell(name), cell(version));
    if let Some(about) = catalog.server.app.identity.server_info["description"].as_str() {
        let _ = write!(page, "\n{}\n", prose(about));
    }
    if let Some(instructions) = &catalog.server.app.identity.instructions {
        let _ = write!(page, "\n{}\n", prose(instructions));
    }
    page.push_str("\n| Tool | |\n|---|---|\n");
    for (tool, file) in tools {
        let what = tool.text("description").map(first_line).or(tool.text("title"));
        let _ = writeln!(
            page,
            "| [{}](tools/{file}.md) | {} |",
            code_cell(tool.name),
            cell(what.unwrap_or_default())
        );
    }
    page
}

pub(super) fn tool(tool: &Offered) -> String {
    let mut page = format!("# {}\n", code(tool.name));
    if let Some(title) = tool.text("title") {
        let _ = write!(page, "\n**{}**\n", cell(title));
    }
    if let Some(description) = tool.text("description") {
        let _ = write!(page, "\n{}\n", prose(description));
    }
    let hints = tool.hints();
    if !hints.is_empty() {
        let _ = write!(page, "\nHints: {}.\n", hints.join(", "));
    }
    page.push_str("\n## Arguments\n\n");
    let schema = tool.entry.get("inputSchema").unwrap_or(&Value::Null);
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
    if !tool.guards.is_empty() {
        page.push_str("\n## Guards\n\n| Guard | Value |\n|---|---|\n");
        for (key, value) in &tool.guards {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let _ = writeln!(page, "| {} | {} |", code_cell(key), code_cell(&value));
        }
    }
    let _ = write!(page, "\n## Input schema\n\n{}", block("json", &format!("{schema:#}")));
    if let Some(schema) = tool.entry.get("outputSchema") {
        let _ = write!(
            page,
            "\n## Output schema\n\n{}",
            block("json", &format!("{:#}", json!(schema)))
        );
    }
    page
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|char| char.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}
