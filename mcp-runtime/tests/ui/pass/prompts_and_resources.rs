// What prompts and resources may look like.

use std::collections::BTreeSet;

use mcp_runtime::prelude::*;
use mcp_runtime::{Scalar, schemars, serde};

#[mcp_type]
#[serde(rename_all = "lowercase")]
enum Tone {
    Kind,
    Strict,
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[serde(crate = "mcp_runtime::serde")]
#[schemars(crate = "mcp_runtime::schemars")]
struct Id(u64);

impl Scalar for Id {}

async fn known(_: GuardCall) -> Result<(), CallError> {
    Ok(())
}

/// Reviews a change.
#[mcp_prompt(
    name = "code.review",
    title = "Review",
    icon(src = "https://example.com/icon.png"),
    meta("com.example/team" = "core"),
    auth = "review",
    timeout = "5s",
    rate = "2/s per argument tone",
    concurrency = 2,
    queue = 1,
    queue_timeout = "1s",
    cost = 1,
    budget = "5/day",
    breaker = "5/30s",
    cache = "60s",
    max_output = "64KB",
    guard = known
)]
async fn review(
    /// The change.
    #[arg(min_length = 1, secret)]
    diff: String,
    #[arg(default = Tone::Kind)] tone: Tone,
    #[arg(default = 10, min = 1, max = 50)] most: u8,
    id: Option<Id>,
    exact: bool,
    share: Option<f32>,
    sign: char,
    ctx: Context,
    State(db): State<u8>,
) -> Result<PromptOutput, CallError> {
    let _ = (diff, tone, most, id, exact, share, sign, ctx, db);
    Ok(PromptOutput::new().message(PromptMessage::user("x")))
}

#[mcp_prompt]
fn blocking(r#type: String) -> Vec<PromptMessage> {
    vec![PromptMessage::assistant(r#type)]
}

#[mcp_prompt]
async fn says() -> &'static str {
    "x"
}

/// Fixed.
#[mcp_resource(
    "notes://all",
    mime_type = "text/markdown",
    size = 12,
    audience = ["user", "assistant"],
    priority = 1,
    last_modified = "2026-07-28T12:00:00Z",
    ttl = "5m public",
    cache = "60s",
    public
)]
async fn fixed(ctx: Context, _: State<u8>) -> Result<String, Internal> {
    let _ = ctx;
    Ok(String::new())
}

#[mcp_resource(
    r"notes://{folder}/{+path}{.ext}{?line,tag*,tone,page}{#part}",
    rate = "1/s per argument folder"
)]
async fn template(
    ctx: Context,
    tag: BTreeSet<String>,
    folder: Id,
    #[arg(min_length = 1)] path: String,
    ext: Option<String>,
    #[arg(min = 1)] line: Option<u32>,
    tone: Option<Tone>,
    #[arg(default = 1, min = 1)] page: u32,
    #[arg(rename = "part")] fragment: Option<String>,
) -> Option<Vec<u8>> {
    let _ = (ctx, tag, folder, path, ext, line, tone, page, fragment);
    None
}

#[mcp_resource("notes://x/{a.b}/{type}")]
fn named(#[arg(rename = "a.b")] a: u8, r#type: String) -> Json<u8> {
    let _ = r#type;
    Json(a)
}

#[derive(Clone)]
struct Notes;

#[mcp_tools(prefix = "notes_")]
impl Notes {
    const MOST: u8 = 9;

    #[mcp_tool]
    async fn count(&self) -> u8 {
        Self::MOST
    }

    #[mcp_prompt]
    async fn summary(&self, #[arg(max = Self::MOST)] words: u8, shared: State<Self>) -> String {
        let _ = (words, shared);
        String::new()
    }

    #[mcp_resource("notes://method/{id}{?line}")]
    fn read(&self, id: String, #[arg(default = Self::MOST)] line: u8) -> Result<String, CallError> {
        Ok(format!("{id}{line}"))
    }
}

macro_rules! note {
    ($uri:literal, $name:ident) => {
        #[mcp_resource($uri)]
        async fn $name(id: u8) -> String {
            format!("{id}")
        }
    };
}

note!("other://{id}", by_macro);

fn main() {
    let _ = (review, blocking, says, fixed, template, named, by_macro);
}
