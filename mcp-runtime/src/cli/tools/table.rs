use std::fmt::Write as _;

use serde_json::Value;

use crate::cli::catalog::Offered;
use crate::cli::text::{first_line, shown};

/// Columns that give way where there is no room, with the least that is left of each.
const GIVING: [(usize, usize); 3] = [(1, 16), (2, 12), (3, 9)];

/// One line a tool. It fits the width where that leaves something to read.
pub(super) fn table(tools: &[&Offered], width: Option<usize>) -> String {
    let head = ["TOOL", "WHAT", "GUARDS", "HINTS"].map(str::to_owned);
    let rows: Vec<[String; 4]> =
        std::iter::once(head).chain(tools.iter().map(|t| row(t))).collect();
    let mut widths = [0, 1, 2, 3]
        .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default());
    if let Some(width) = width {
        for (column, least) in GIVING {
            let over = (widths.iter().sum::<usize>() + 6).saturating_sub(width);
            widths[column] -= over.min(widths[column].saturating_sub(least));
        }
    }
    let mut table = String::new();
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            let _ = write!(line, "{:width$}  ", cut(cell, width));
        }
        table.push_str(line.trim_end());
        table.push('\n');
    }
    table
}

fn row(tool: &Offered) -> [String; 4] {
    let what = tool.text("title").or_else(|| tool.text("description").map(first_line));
    let hints = tool.hints().join(", ");
    [tool.name.to_owned(), shown(what.unwrap_or_default()).into_owned(), guards(tool), hints]
}

/// What was set for it, in short: `rate 60/min, timeout 10s`.
fn guards(tool: &Offered) -> String {
    let mut said: Vec<String> = Vec::new();
    if !tool.enabled {
        said.push("off".to_owned());
    }
    for (key, value) in &tool.guards {
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
mod tests {
    use serde_json::{Map, json};

    use super::*;

    fn tool(description: &str, guards: &Value) -> Offered {
        let entry = json!({"description": description, "annotations": {"readOnlyHint": true}});
        let map = |value: &Value| value.as_object().cloned().unwrap_or_else(Map::new);
        let (entry, guards) = (map(&entry), map(guards));
        Offered { name: "forecast", enabled: true, entry, guards }
    }

    #[test]
    fn a_row_says_all_in_short() {
        let guards =
            json!({"auth": ["a", "b"], "rate": ["60/min", "5/s"], "timeout": "10s", "queue": 4});
        let table = table(&[&tool("Forecast for a city.\n\nMore.", &guards)], None);
        let rows: Vec<Vec<&str>> = table
            .lines()
            .map(|line| line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect())
            .collect();
        assert_eq!(
            rows,
            [
                ["TOOL", "WHAT", "GUARDS", "HINTS"],
                [
                    "forecast",
                    "Forecast for a city.",
                    "auth a b, rate 60/min 5/s, timeout 10s, queue 4",
                    "read-only",
                ],
            ]
        );
    }

    #[test]
    fn it_fits_the_terminal() {
        let guards = json!({"rate": "60/min", "timeout": "10s", "budget": "$5/day"});
        let long = tool(&"very long text ".repeat(20), &guards);
        for width in [70, 80, 100, 200] {
            let table = table(&[&long], Some(width));
            assert!(table.lines().all(|line| line.chars().count() <= width), "{width}:\n{table}");
            assert!(table.contains("forecast") && table.contains('…'), "{table}");
        }
    }
}
