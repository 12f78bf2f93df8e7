use std::sync::Arc;

use mcp_runtime::prelude::*;
use mcp_runtime::testing::json;

use crate::support::{Gate, benches};

/// Counts itself, and lets only the owner pass.
async fn owner_only(call: GuardCall) -> Result<(), CallError> {
    call.state::<Arc<Gate>>().expect("given").count();
    tokio::task::yield_now().await; // as if it asked somebody
    match call.argument::<String>("owner").as_deref() {
        Some("me") => Ok(()),
        Some("panic") => panic!("as told"),
        _ => {
            Err(CallError::new("NOT_YOURS", "it belongs to someone else")
                .detail("tool", call.name()))
        }
    }
}

async fn slow(call: GuardCall) -> Result<(), CallError> {
    let gate = Arc::clone(call.state::<Arc<Gate>>().expect("given"));
    gate.pass().await;
    Ok(())
}

async fn internal(_: GuardCall) -> Result<(), Internal> {
    std::future::ready(Err(std::io::Error::other("hunter2").into())).await
}

#[mcp_tool(read_only, cache = "60s", rate = "20/s", guard = owner_only)]
async fn balance(owner: String) -> String {
    owner
}

#[mcp_tool(timeout = "2s", guard = [slow, owner_only])]
async fn after_two(owner: String, State(gate): State<Arc<Gate>>, ctx: Context) -> String {
    let remaining = ctx.remaining();
    gate.pass().await;
    format!("{owner}, {} ms left", remaining.as_millis())
}

#[mcp_tool(guard = owner_only)]
async fn own(#[arg(default = "me")] owner: String) -> String {
    owner
}

#[mcp_tool(guard = internal)]
async fn never() {}

#[mcp_tool(timeout = "2s", guard = slow)]
async fn behind_a_slow_one() {}

#[tokio::test]
async fn it_comes_after_validation_and_before_the_cache() {
    for bench in benches().await {
        let call = async |owner: serde_json::Value| {
            bench.client.call("balance", json!({"owner": owner})).await
        };
        call(json!(7)).await.assert_error("INVALID_INPUT");
        assert_eq!(bench.gate.started(), 0, "it sees only what is valid");
        call(json!("me")).await.assert_text("me");
        call(json!("me")).await.assert_text("me");
        assert_eq!(bench.gate.started(), 2, "it is asked also where the result is known");
        let refused = call(json!("you")).await;
        let error = refused.assert_error("NOT_YOURS");
        assert_eq!(
            (&error["tool"], &error["details"]["tool"]),
            (&json!("balance"), &json!("balance"))
        );
        call(json!("panic")).await.assert_error("INTERNAL");
        call(json!("me")).await.assert_text("me");
    }
}

#[tokio::test]
async fn it_sees_the_default_that_the_function_will_get() {
    for bench in benches().await {
        bench.call("own").await.assert_text("me");
        bench.client.call("own", json!({"owner": "you"})).await.assert_error("NOT_YOURS");
    }
}

#[tokio::test]
async fn several_are_asked_in_turn_within_one_deadline() {
    for bench in benches().await {
        let arguments = json!({"owner": "me"});
        let mut call = bench.client.start("after_two", arguments.clone()).await;
        bench.advance(1_999).await;
        assert_eq!(bench.gate.started(), 1);
        assert!(!call.is_answered());
        bench.advance(1).await;
        call.outcome().await.assert_error("TIMEOUT");
        assert_eq!((bench.gate.started(), bench.gate.dropped()), (1, 1), "nothing came after it");

        // The handler's own time begins when it does.
        let call = bench.client.start("after_two", arguments).await;
        bench.advance(1_500).await;
        bench.gate.open();
        bench.advance(1_900).await;
        bench.gate.open();
        call.outcome().await.assert_text("me, 2000 ms left");

        let call = bench.client.start("after_two", json!({"owner": "you"})).await;
        bench.gate.open();
        call.outcome().await.assert_error("NOT_YOURS");
    }
}

#[tokio::test]
async fn a_cause_that_is_nobody_s_business_stays_inside() {
    for bench in benches().await {
        let outcome = bench.call("never").await;
        outcome.assert_error("INTERNAL");
        assert!(!outcome.response().to_string().contains("hunter2"));
    }
}

/// Nothing ran: whatever the tool does, repeating the call is safe.
#[tokio::test]
async fn a_check_that_takes_too_long_says_that_the_tool_did_not_run() {
    for bench in benches().await {
        let call = bench.start("behind_a_slow_one").await;
        bench.settle().await;
        bench.advance(2_000).await;
        let outcome = call.outcome().await;
        let error = outcome.assert_error("TIMEOUT");
        assert_eq!(error["retryable"], true);
        assert!(error["message"].as_str().unwrap().contains("did not get its turn"), "{error}");
    }
}
