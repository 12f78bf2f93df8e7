//! Tools that have spans of their own, or fail.

use mcp_runtime::prelude::*;
use mcp_runtime::serde_json::{Value, json};
use tracing::{Instrument as _, info_span};

/// Works in a span within a span, and tells what it would hand on.
#[mcp_tool]
async fn work(secret: String, ctx: Context) -> Json<Value> {
    let inner = async {
        tokio::task::yield_now().await;
        tracing::info!(length = secret.len(), "half done");
        async { context(&ctx) }.instrument(info_span!("inner")).await
    };
    Json(inner.instrument(info_span!("outer", kind = "test")).await)
}

/// Works on a thread that it blocks.
#[mcp_tool]
fn dig(ctx: Context) -> Json<Value> {
    let _entered = info_span!("digging").entered();
    Json(context(&ctx))
}

/// Fails as it is told.
#[mcp_tool]
async fn fail(code: String, secret: String) -> Result<String, CallError> {
    Err(CallError::new(code, format!("it does not like {secret}")))
}

fn context(ctx: &Context) -> Value {
    let trace = ctx.trace_context();
    json!({"parent": trace.traceparent(), "state": trace.tracestate(), "baggage": trace.baggage()})
}
