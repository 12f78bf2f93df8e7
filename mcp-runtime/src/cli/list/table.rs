use std::fmt::Write as _;

use serde_json::Value;

use crate::cli::catalog::Offered;
use crate::cli::text::{first_line, shown};
use crate::usage::Kind;

struct Column {
    head: &'static str,
    /// What is left of it where there is no room; all, where nothing is said.
    least: Option<usize>,
    cell: fn(&Offered) -> String,
}

const fn column(head: &'static str, least: usize, cell: fn(&Offered) -> String) -> Column {
    Column { head, least: Some(least), cell }
}

fn columns(kind: Kind) -> Vec<Column> {
    let named = |head| Column { head, least: None, cell: |one| one.name.to_owned() };
    match kind {
        Kind::Tool => vec![
            named("TOOL"),
            column("WHAT", 16, what),
            column("GUARDS", 12, guards),
            column("HINTS", 9, hints),
        ],
        Kind::Prompt => vec![
            named("PROMPT"),
            column("WHAT", 16, what),
            column("ARGUMENTS", 12, arguments),
            column("GUARDS", 9, guards),
        ],
        Kind::Method => vec![
            named("METHOD"),
            column("WHAT", 16, what),
            column("ARGUMENTS", 12, arguments),
            column("EXTENSION", 12, |one| one.text("extension").unwrap_or_default().to_owned()),
            column("GUARDS", 9, guards),
        ],
        Kind::Resource => vec![
            named("RESOURCE"),
            Column {
                head: "URI",
                least: None,
                cell: |one| one.uri().unwrap_or_default().to_owned(),
            },
            column("WHAT", 12, what),
            column("TYPE", 9, |one| one.text("mimeType").unwrap_or_default().to_owned()),
            column("GUARDS", 9, guards),
        ],
    }
}

/// One line each. It fits the width where that leaves something to read.
pub(super) fn table(kind: Kind, all: &[&Offered], width: Option<usize>) -> String {
    let columns = columns(kind);
    let head = columns.iter().map(|column| column.head.to_owned()).collect();
    let row = |one: &&Offered| columns.iter().map(|column| (column.cell)(one)).collect();
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(all.iter().map(row)).collect();
    let widest = |index: usize| rows.iter().map(|row| row[index].chars().count()).max();
    let mut widths: Vec<usize> =
        (0..columns.len()).map(|index| widest(index).unwrap_or_default()).collect();
    if let Some(width) = width {
        let between = 2 * (columns.len() - 1);
        for (index, least) in columns.iter().enumerate() {
            let Some(least) = least.least else { continue };
            let over = (widths.iter().sum::<usize>() + between).saturating_sub(width);
            widths[index] -= over.min(widths[index].saturating_sub(least));
        }
    }
    let mut table = String::new();
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            let _ = write!(line, "{:width$}  ", cut(cell, *width));
        }
        table.push_str(line.trim_end());
        table.push('\n');
    }
    table
}

fn what(one: &Offered) -> String {
    let what = one.text("title").or_else(|| one.text("description").map(first_line));
    shown(what.unwrap_or_default()).into_owned()
}

/// What clients are told of it, and whether it runs as a task.
fn hints(one: &Offered) -> String {
    let task =
        one.text("task").map(|task| if task == "required" { "task required" } else { "task" });
    one.hints().into_iter().chain(task).collect::<Vec<_>>().join(", ")
}

/// Those that may be left out in brackets.
fn arguments(one: &Offered) -> String {
    let all = one.arguments();
    let shown = |(name, required): (&str, bool)| {
        if required { name.to_owned() } else { format!("[{name}]") }
    };
    all.map(shown).collect::<Vec<_>>().join(" ")
}

/// What was set for it, in short: `rate 60/min, timeout 10s`.
fn guards(one: &Offered) -> String {
    let mut said: Vec<String> = Vec::new();
    if !one.enabled {
        said.push("off".to_owned());
    }
    for (key, value) in &one.guards {
        said.push(match (key.as_str(), value) {
            ("auth", Value::String(text)) => text.clone(),
            ("auth", Value::Array(scopes)) if scopes.is_empty() => "auth".to_owned(),
            (key, Value::Array(items)) => {
                let items: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
                format!("{key} {}", items.join(" "))
            }
            (key, Value::String(text)) => format!("{key} {text}"),
            (key, other) => format!("{key} {other}"),
        });
    }
    said.join(", ")
}

fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests;
