//! A tool with constraints of every kind.

use chrono::NaiveDate;
use mcp_runtime::prelude::*;

#[mcp_type(input)]
#[serde(rename_all = "lowercase")]
enum Mode {
    Fast,
    Slow,
}

/// Takes only what its schema allows.
#[mcp_tool(read_only)]
async fn bounded(
    #[arg(min = 1, max = 10)] n: u8,
    #[arg(pattern = "^[A-Z]{3}$")] code: String,
    #[arg(min_length = 1, max_length = 3, unique)] tags: Vec<String>,
    mode: Mode,
    when: Option<NaiveDate>,
) -> String {
    let mode = match mode {
        Mode::Fast => "fast",
        Mode::Slow => "slow",
    };
    let when = when.map_or_else(|| "any day".to_owned(), |when| when.to_string());
    format!("{n} {code} {} {mode} {when}", tags.join("+"))
}
