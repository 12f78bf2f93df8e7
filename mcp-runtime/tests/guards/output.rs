use mcp_runtime::prelude::*;
use mcp_runtime::testing::json;

use crate::support::{benches, benches_with};

#[mcp_tool(max_output = "1KB")]
async fn text(bytes: usize) -> String {
    "x".repeat(bytes)
}

#[mcp_tool(max_output = "1KB")]
async fn blocks(bytes: usize) -> Vec<Content> {
    vec![
        Content::text("x".repeat(bytes / 2)),
        Content::resource("note://1", ResourceContents::text("x".repeat(bytes - bytes / 2))),
    ]
}

/// Encoded, three bytes are four.
#[mcp_tool(max_output = "1KB")]
async fn image(bytes: usize) -> Content {
    Content::image(vec![7; bytes], "image/png")
}

#[mcp_tool(max_output = "1KB")]
async fn structured(bytes: usize) -> Json<Vec<String>> {
    Json(vec!["x".repeat(bytes)])
}

#[mcp_tool]
async fn without(bytes: usize) -> String {
    "x".repeat(bytes)
}

/// Fails at length; an error is no result.
#[mcp_tool(max_output = "1B")]
async fn failing() -> Result<(), CallError> {
    Err(CallError::new("NO", "a long explanation"))
}

#[tokio::test]
async fn the_limit_is_the_last_size_that_fits() {
    for bench in benches().await {
        for (tool, fits) in [("text", 1_000), ("image", 750), ("structured", 1_000 - 4)] {
            bench.client.call(tool, json!({"bytes": fits})).await.assert_ok();
            let outcome = bench.client.call(tool, json!({"bytes": fits + 1})).await;
            let error = outcome.assert_error("OUTPUT_TOO_LARGE");
            assert_eq!(error["details"]["limit"], 1_000, "{tool}");
            assert_eq!(outcome.structured(), None, "{tool}");
        }
        bench.client.call("blocks", json!({"bytes": 900})).await.assert_ok();
        bench.client.call("blocks", json!({"bytes": 1_001})).await.assert_error("OUTPUT_TOO_LARGE");
        bench.call("failing").await.assert_error("NO");
    }
}

#[tokio::test]
async fn tools_without_a_limit_have_that_of_the_server() {
    for bench in benches_with(|server| server.default_max_output(100), |client| client).await {
        bench.client.call("without", json!({"bytes": 100})).await.assert_ok();
        bench.client.call("without", json!({"bytes": 101})).await.assert_error("OUTPUT_TOO_LARGE");
        bench.client.call("text", json!({"bytes": 1_000})).await.assert_ok();
    }
    for bench in benches().await {
        bench.client.call("without", json!({"bytes": 8 << 20})).await.assert_ok();
        let more = json!({"bytes": (8 << 20) + 1});
        bench.client.call("without", more).await.assert_error("OUTPUT_TOO_LARGE");
    }
}
