//! Prompts and resources that the command line has to show, get and read.

use std::time::Duration;

use mcp_runtime::prelude::*;

#[mcp_type]
#[serde(rename_all = "lowercase")]
enum Tone {
    Kind,
    Strict,
}

/// Reviews a change.
#[mcp_prompt(timeout = "10s")]
async fn review(
    /// The change as a diff.
    diff: String,
    /// The most remarks.
    #[arg(default = 10, min = 1, max = 50)]
    most: u8,
    tone: Option<Tone>,
    /// Who made it.
    #[arg(min_length = 3)]
    author: Option<String>,
) -> String {
    let tone = tone.map_or("calm", |tone| match tone {
        Tone::Kind => "kind",
        Tone::Strict => "strict",
    });
    format!("{most} {tone} remarks for {author:?}: {diff}")
}

/// Begins a conversation with a picture in it.
#[mcp_prompt]
async fn talk() -> Vec<PromptMessage> {
    vec![
        PromptMessage::user("What is this?"),
        PromptMessage::user(Content::image([137, 80, 78, 71], "image/png")),
        PromptMessage::assistant("A picture."),
    ]
}

/// Is always busy.
#[mcp_prompt]
async fn wait() -> Result<String, CallError> {
    Err(CallError::new("UPSTREAM", "the service is busy").retry_after(Duration::from_secs(2)))
}

/// Where to begin.
#[mcp_resource("docs://readme", mime_type = "text/markdown")]
async fn readme() -> &'static str {
    "# Read me"
}

/// One entry of the log.
#[mcp_resource("log://{day}/{entry}{?lines}", mime_type = "text/plain")]
async fn entry(
    /// Of the month.
    #[arg(min = 1, max = 31)]
    day: u8,
    entry: String,
    lines: Option<u32>,
) -> Option<String> {
    (entry != "none").then(|| format!("{day} {entry} {lines:?}"))
}

#[mcp_resource("docs://logo", mime_type = "image/png")]
async fn logo() -> Vec<u8> {
    vec![137, 80, 78, 71]
}
