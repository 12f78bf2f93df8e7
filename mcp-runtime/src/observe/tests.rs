use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::Observatory;
use crate::__private::{HandlerDef, PromptDef, reply_prompt};
use crate::protocol::ProtocolVersion;
use crate::testing::{ManualClock, TestClient};
use crate::{CallError, Context, GuardCall, mcp_tool, server, tools};

/// Waits, fails or answers as told.
#[mcp_tool(crate = crate, concurrency = 1, queue = 1, cost = "$0.50", budget = "$3/day", breaker = "2/30s", max_output = "10B")]
async fn busy(ctx: Context, code: String) -> Result<String, CallError> {
    match &*code {
        "wait" => {
            ctx.cancelled().await;
            Ok(code)
        }
        "CHARGE" => {
            ctx.charge(0.25);
            Ok(code)
        }
        "OVERLOADED" => Err(CallError::new("OVERLOADED", "so it says")),
        "FAILING" => Err(CallError::new("FAILING", "no").retryable()),
        _ => Ok(code),
    }
}

#[mcp_tool(crate = crate, read_only, cache = "1h", rate = "3/h")]
async fn kept() -> u32 {
    7
}

#[mcp_tool(crate = crate, guard = nobody)]
async fn checked() {}

#[allow(clippy::unused_async)] // a check may have nothing to wait for
async fn nobody(_call: GuardCall) -> Result<(), CallError> {
    Err(CallError::new("OVERLOADED", "for nobody"))
}

#[mcp_tool(crate = crate, idempotent)]
async fn once(n: u32) -> u32 {
    n
}

#[mcp_tool(crate = crate)]
fn blocking(ms: u64) {
    std::thread::sleep(Duration::from_millis(ms));
}

struct Place {
    clock: ManualClock,
    client: TestClient,
    observatory: Arc<Observatory>,
}

impl Place {
    async fn new() -> Self {
        let clock = ManualClock::new();
        let server = server!()
            .tools(tools![blocking, busy, checked, kept, once])
            .clock(clock.clone())
            .max_blocking(1)
            .build()
            .unwrap();
        let observatory = Arc::clone(&server.observatory);
        let client = TestClient::serving(server, ProtocolVersion::V2026_07_28).await;
        Self { clock, client, observatory }
    }

    async fn busy(&self, code: &str) {
        self.client.call("busy", json!({ "code": code })).await;
    }

    /// The number behind exactly this.
    fn metric(&self, name: &str) -> Option<f64> {
        let page = self.observatory.metrics();
        let line = page.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.map(|value| value.parse().unwrap())
    }

    #[track_caller]
    fn assert(&self, name: &str, value: f64) {
        assert_eq!(self.metric(name), Some(value), "{name} in {}", self.observatory.metrics());
    }

    fn status(&self) -> Value {
        serde_json::from_str(&self.observatory.status()).unwrap()
    }
}

#[tokio::test]
async fn who_refused_is_told_from_what_a_tool_answers() {
    let place = Place::new().await;
    for code in ["OVERLOADED", "fine", "much too long"] {
        place.busy(code).await;
    }
    place.client.call("busy", json!({ "code": 7 })).await;
    place.assert(r#"mcp_tool_calls_total{tool="busy",outcome="OVERLOADED"}"#, 1.0);
    place.assert(r#"mcp_tool_refusals_total{tool="busy",guard="concurrency"}"#, 0.0);
    place.assert(r#"mcp_tool_refusals_total{tool="busy",guard="output"}"#, 1.0);
    place.assert(r#"mcp_tool_refusals_total{tool="busy",guard="validate"}"#, 1.0);
    place.assert(r#"mcp_tool_calls_total{tool="busy",outcome="OUTPUT_TOO_LARGE"}"#, 1.0);
    // What was refused before it ran took no time.
    place.assert(r#"mcp_tool_call_duration_seconds_count{tool="busy"}"#, 3.0);
}

#[tokio::test]
async fn a_check_a_key_and_a_missing_thread_refuse_as_guards_do() {
    let place = Place::new().await;
    place.client.call("checked", json!({})).await;
    place.assert(r#"mcp_tool_calls_total{tool="checked",outcome="OVERLOADED"}"#, 1.0);
    place.assert(r#"mcp_tool_refusals_total{tool="checked",guard="check"}"#, 1.0);
    for n in [1, 2] {
        let meta = json!({
            "idempotencyKey": "a",
            crate::meta_key::PROTOCOL_VERSION: "2026-07-28",
            crate::meta_key::CLIENT_CAPABILITIES: {},
        });
        let params = json!({"name": "once", "arguments": {"n": n}, "_meta": meta});
        place.client.request("tools/call", params).await;
    }
    place.assert(r#"mcp_tool_refusals_total{tool="once",guard="idempotency"}"#, 1.0);
    let (long, short) = tokio::join!(
        place.client.call("blocking", json!({"ms": 200})),
        place.client.call("blocking", json!({"ms": 0})),
    );
    drop((long, short));
    place.assert(r#"mcp_tool_refusals_total{tool="blocking",guard="threads"}"#, 1.0);
    place.assert(r#"mcp_tool_call_duration_seconds_count{tool="blocking"}"#, 1.0);
    place.assert(r#"mcp_tool_call_duration_seconds_count{tool="checked"}"#, 0.0);
}

#[tokio::test]
async fn the_guards_tell_how_they_stand() {
    let place = Place::new().await;
    place.assert(r#"mcp_tool_breaker_state{tool="busy"}"#, 0.0);
    place.assert(r#"mcp_tool_budget_remaining{tool="busy",unit="$"}"#, 3.0);
    place.busy("CHARGE").await;
    place.assert(r#"mcp_tool_budget_remaining{tool="busy",unit="$"}"#, 2.25);
    place.assert(r#"mcp_tool_cost_total{tool="busy",unit="$"}"#, 0.75);
    place.busy("FAILING").await;
    place.busy("FAILING").await;
    place.busy("fine").await;
    place.assert(r#"mcp_tool_breaker_state{tool="busy"}"#, 2.0);
    place.assert(r#"mcp_tool_refusals_total{tool="busy",guard="breaker"}"#, 1.0);
    let tool = &place.status()["tools"][1];
    assert_eq!((&tool["breaker"], &tool["budgetLeft"]), (&"open".into(), &"$1.25".into()));
    assert_eq!(tool["cost"], "$1.75", "what was refused cost nothing");
    place.clock.advance(Duration::from_secs(30));
    place.assert(r#"mcp_tool_breaker_state{tool="busy"}"#, 1.0);
    place.busy("fine").await;
    place.assert(r#"mcp_tool_breaker_state{tool="busy"}"#, 0.0);
    place.busy("fine").await;
    place.busy("fine").await;
    place.assert(r#"mcp_tool_refusals_total{tool="busy",guard="budget"}"#, 1.0);
    place.clock.advance(Duration::from_hours(25));
    place.assert(r#"mcp_tool_budget_remaining{tool="busy",unit="$"}"#, 3.0);
    place.assert(r#"mcp_tool_cost_total{tool="busy",unit="$"}"#, 2.75);
}

#[tokio::test]
async fn the_last_calls_are_kept_once_somebody_can_look() {
    let place = Place::new().await;
    place.client.call("kept", json!({})).await;
    assert_eq!(place.status()["recent"], json!([]));
    place.observatory.watch();
    for _ in 0..3 {
        place.clock.advance(Duration::from_secs(1));
        place.client.call("kept", json!({})).await;
    }
    let recent = &place.status()["recent"];
    let seen: Vec<Value> = recent
        .as_array()
        .unwrap()
        .iter()
        .map(|call| json!([call["outcome"], call["cached"]]))
        .collect();
    assert_eq!(seen, [json!(["RATE_LIMITED", false]), json!(["OK", true]), json!(["OK", true])]);
    assert_eq!(recent[0]["tool"], "kept");
    assert_eq!(recent[0]["caller"], "process");
    assert_eq!(recent[0]["started"], place.status()["now"]);
    assert_ne!(recent[1]["started"], recent[0]["started"]);
    place.assert(r#"mcp_tool_cached_total{tool="kept"}"#, 2.0);
    place.assert(r#"mcp_tool_refusals_total{tool="kept",guard="rate"}"#, 1.0);
}

static HINT: PromptDef = PromptDef::new(HandlerDef::new(
    "hint",
    &[],
    |d| d.function(&reply_prompt::<&'static str>),
    |call| call.run(|_| async { reply_prompt("a hint") }),
));
crate::__private::submit!(Prompt(&HINT));

#[tokio::test]
async fn prompts_are_counted_as_tools_are() {
    let place = Place::new().await;
    place.observatory.watch();
    place.client.get_prompt("hint", json!({})).await;
    place.client.get_prompt("hint", json!({ "no": "such" })).await;
    place.assert(r#"mcp_prompt_calls_total{prompt="hint",outcome="OK"}"#, 1.0);
    place.assert(r#"mcp_prompt_refusals_total{prompt="hint",guard="validate"}"#, 1.0);
    assert!(!place.observatory.metrics().contains("mcp_resource_"), "it has none");
    let status = place.status();
    assert_eq!(status["prompts"][0]["calls"]["OK"], 1);
    assert_eq!(
        (&status["resources"], &status["recent"][0]["prompt"]),
        (&json!([]), &json!("hint"))
    );
}

#[tokio::test]
async fn a_page_holds_no_more_than_it_has_to() {
    let place = Place::new().await;
    let status = place.status();
    for (pointer, value) in [
        ("/server/name", json!(env!("CARGO_PKG_NAME"))),
        ("/uptime", json!(0.0)),
        ("/live", json!(true)),
        ("/draining", json!(false)),
        ("/checks", json!([])),
        ("/http/connections", json!(0)),
        ("/tools/3/name", json!("kept")),
        ("/tools/3/calls", json!({"OK": 0})),
        ("/tools/3/refusals", json!({})),
        ("/tools/3/durations/count", json!(0)),
    ] {
        assert_eq!(status.pointer(pointer), Some(&value), "{pointer}");
    }
    place.assert("mcp_ready", 0.0);
    for member in ["cost", "breaker", "budgetLeft"] {
        assert!(status["tools"][3].get(member).is_none(), "{member}");
    }
}

#[tokio::test]
async fn how_the_server_is_shows_in_both() {
    let clock = ManualClock::new();
    let server = server!()
        .tools(tools![kept])
        .clock(clock.clone())
        .readiness("db", async || Ok::<_, String>(()))
        .readiness("a\"b", async || Err::<(), _>("why"))
        .build()
        .unwrap();
    let (health, observatory) = (Arc::clone(&server.health), Arc::clone(&server.observatory));
    let client = TestClient::serving(server, ProtocolVersion::V2026_07_28).await;
    let place = Place { clock, client, observatory };
    place.assert(r#"mcp_readiness_check{check="db"}"#, 0.0);
    health.watch();
    health.serving();
    while place.status()["checks"].as_array().unwrap().iter().any(|it| it["status"] == "pending") {
        tokio::task::yield_now().await;
    }
    place.assert("mcp_live", 1.0);
    place.assert("mcp_ready", 0.0);
    let tasks = place.metric("tokio_alive_tasks").unwrap();
    let others = [(); 3].map(|()| tokio::spawn(std::future::pending::<()>()));
    place.assert("tokio_alive_tasks", tasks + 3.0);
    for other in others {
        other.abort();
        assert!(other.await.unwrap_err().is_cancelled());
    }
    place.assert("tokio_alive_tasks", tasks);
    place.assert(r#"mcp_readiness_check{check="db"}"#, 1.0);
    place.assert(r#"mcp_readiness_check{check="a\"b"}"#, 0.0);
    health.drain();
    let status = place.status();
    assert_eq!((&status["ready"], &status["draining"]), (&json!(false), &json!(true)));
    let checks = &status["checks"];
    assert_eq!((&checks[0]["name"], &checks[0]["status"]), (&json!("db"), &json!("passing")));
    assert_eq!((&checks[1]["status"], &checks[1]["message"]), (&json!("failing"), &json!("why")));
}
