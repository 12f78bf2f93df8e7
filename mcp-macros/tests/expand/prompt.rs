/// Reviews a change.
#[mcp_prompt(name = "code.review", title = "Review", timeout = "5s", cache = "60s")]
pub async fn review(
    /// The change as a diff.
    #[arg(min_length = 1)]
    diff: String,
    #[arg(default = 10, max = 50)] most: u8,
    ctx: Context,
) -> Result<Vec<PromptMessage>, CallError> {
    todo!()
}
