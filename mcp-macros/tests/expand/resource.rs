/// A note.
#[mcp_resource(
    "notes://{id}/{+path}{?line,page,tag*}",
    mime_type = "text/markdown",
    audience = ["user", "assistant"],
    priority = 0.5,
    last_modified = "2026-07-28T12:00:00Z",
    ttl = "5m public",
    rate = "1/s per argument id"
)]
async fn note(
    State(db): State<Db>,
    /// Which note.
    id: u64,
    #[arg(rename = "path")] file: PathBuf,
    line: Option<u32>,
    #[arg(default = 1)] page: u32,
    tag: Vec<Tag>,
) -> Option<String> {
    todo!()
}

#[mcp_resource("notes://all", size = "64KB", ttl = "1m")]
fn all() -> Json<Vec<String>> {
    todo!()
}

#[mcp_tools(prefix = "notes_")]
impl Notes {
    #[mcp_resource("notes://of/{owner}")]
    async fn of(&self, owner: Self) -> String {
        todo!()
    }

    #[mcp_prompt]
    async fn summary(&self) -> String {
        todo!()
    }
}

#[mcp_type]
enum Tone {
    Kind,
    Strict,
}
