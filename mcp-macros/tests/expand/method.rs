/// Looks through everything.
#[mcp_method("com.example/search", extension = "com.example/search", timeout = "5s")]
async fn search(#[arg(min_length = 1)] query: String) -> Json<Found> {
    Json(Found { names: vec![query] })
}
