//! What start-up refuses, and what it chooses.

use std::time::Duration;

use mcp_runtime::prelude::*;
use mcp_runtime::testing::{TestClient, json};

mod search {
    use mcp_runtime::prelude::*;

    /// Searches.
    #[mcp_tool]
    pub(crate) async fn search(query: String) -> String {
        query
    }
}

use search::search;

/// One of two with this name.
#[mcp_tool(name = "twin")]
async fn first_twin() {}

/// The other.
#[mcp_tool(name = "twin")]
async fn second_twin() {}

/// Needs what nobody gave.
#[mcp_tool]
async fn needy(State(_): State<std::sync::Arc<str>>) {}

/// Needs the same.
#[mcp_tool]
async fn also_needy(State(_): State<std::sync::Arc<str>>) {}

struct Pool;
struct Cache;

/// An extractor made of two others.
struct Store;

impl FromContext for Store {
    type Rejection = CallError;

    async fn from_context(_: &Context) -> Result<Self, CallError> {
        Ok(Self)
    }

    fn requires(requirements: &mut Requirements) {
        State::<std::sync::Arc<Pool>>::requires(requirements);
        requirements.state::<Cache>();
    }
}

/// Needs a store.
#[mcp_tool]
async fn stored(_: Store) {}

/// Has an argument without a name.
#[mcp_tool]
async fn nameless((_a, _b): (u8, u8)) {}

/// Counts by what the model does not send.
#[mcp_tool(rate = "1/s per argument ctx", budget = "$1/day per argument query")]
async fn counted_by_context(query: String, ctx: Context) {
    drop((query, ctx));
}

#[mcp_type(input)]
struct Transfer {
    account: String,
}

/// Counts by a field, and by none.
#[mcp_tool(rate = ["1/s per argument account", "1/s per argument acount"])]
async fn counted_by_field(#[arg(flatten)] transfer: Transfer) -> String {
    transfer.account
}

#[mcp_type(input)]
struct Open {
    #[serde(flatten)]
    rest: std::collections::BTreeMap<String, String>,
}

/// Counts by what only the caller knows.
#[mcp_tool(rate = "1/s per argument anything")]
async fn counted_openly(#[arg(flatten)] open: Open) -> usize {
    open.rest.len()
}

async fn not_a_tool() {}

fn problems(builder: mcp_runtime::ServerBuilder) -> Vec<String> {
    match builder.build() {
        Err(mcp_runtime::Error::Startup(error)) => error.problems().to_vec(),
        Err(error) => panic!("{error}"),
        Ok(_) => Vec::new(),
    }
}

#[test]
fn everything_wrong_is_named_at_once_with_its_place() {
    let problems = problems(server!());
    assert_eq!(problems.len(), 7, "{problems:#?}");
    let all = problems.join("\n");
    for part in [
        "tool `twin`",
        "tool `needy`",
        "`.state(..)`",
        "tool `nameless`",
        "rename",
        "tests/startup.rs:",
    ] {
        assert!(all.contains(part), "{part} in {all}");
    }
}

#[test]
fn an_extractor_requires_all_that_its_parts_require() {
    let problems = problems(server!().tools(tools![stored]));
    assert_eq!(problems.len(), 2, "{problems:#?}");
    for (problem, ty) in problems.iter().zip(["Arc<startup::Pool>", "startup::Cache"]) {
        assert!(problem.contains(ty) && problem.contains("tool `stored`"), "{problem}");
    }
}

#[test]
fn all_that_need_a_missing_state_are_named_together() {
    let problems = problems(server!().tools(tools![needy, also_needy]));
    let [problem] = &problems[..] else { panic!("{problems:?}") };
    let (_, needing) = problem.split_once(", which ").expect("who needs it");
    assert!(needing.starts_with("tool `also_needy` ("), "{problem}");
    assert!(needing.contains(") and tool `needy` ("), "{problem}");
    assert!(needing.ends_with(") need: pass it to `.state(..)`"), "{problem}");
}

#[test]
fn limits_count_by_arguments_that_exist() {
    let mut problems = problems(server!().tools(tools![counted_by_context, counted_by_field]));
    problems.sort();
    assert_eq!(problems.len(), 2, "{problems:#?}");
    for (problem, parts) in problems.iter().zip([
        ["tool `counted_by_context`", "per argument `ctx`", "write one of `query`"],
        ["tool `counted_by_field`", "per argument `acount`", "write one of `account`"],
    ]) {
        assert!(parts.iter().all(|part| problem.contains(part)), "{parts:?} in {problem}");
    }
    assert_eq!(self::problems(server!().tools(tools![counted_openly])), Vec::<String>::new());
}

#[test]
fn what_was_not_chosen_does_not_matter() {
    assert_eq!(problems(server!().tools(tools![search])), Vec::<String>::new());
    assert_eq!(problems(server!().tools(tools![first_twin, search::search])), Vec::<String>::new());
}

#[test]
fn settings_that_would_refuse_everything_are_refused_themselves() {
    let nothing = mcp_runtime::LedgerOptions::new().max_bytes(0);
    let server = server!()
        .tools(tools![search])
        .default_timeout(Duration::ZERO)
        .default_queue_timeout(Duration::ZERO)
        .default_max_output(0)
        .max_concurrency(0, 0)
        .ledger_with("never made", nothing);
    let problems = problems(server);
    assert_eq!(problems.len(), 5, "{problems:#?}");
    for part in ["timeout(..)", "queue_timeout(..)", "max_output(0)", "concurrency(..)", "bytes(0)"]
    {
        assert!(problems.iter().any(|problem| problem.contains(part)), "{part}: {problems:#?}");
    }
}

/// A setting of a builder.
type Setting = fn(mcp_runtime::ServerBuilder) -> mcp_runtime::ServerBuilder;

/// A number that is not what is meant is refused, not replaced by another.
#[test]
fn settings_out_of_range_are_refused_and_say_the_range() {
    use mcp_runtime::ReadinessOptions;

    const LONG: Duration = Duration::from_hours(366 * 24);
    let cases: [(Setting, [&str; 2]); 18] = [
        (|it| it.max_in_flight(0), ["max_in_flight(0)", "at least 1"]),
        (|it| it.max_blocking(0), ["max_blocking(0)", "from 1 to"]),
        (|it| it.max_blocking(usize::MAX), ["max_blocking(", "from 1 to"]),
        (|it| it.max_message_bytes(0), ["max_message_bytes(0)", "at least 1"]),
        (|it| it.page_size(0), ["page_size(0)", "at least 1"]),
        (|it| it.shutdown_delay(Duration::from_secs(3601)), ["shutdown_delay(..)", "an hour"]),
        (
            |it| {
                it.readiness_with(
                    "a",
                    ReadinessOptions::new().interval(Duration::from_millis(99)),
                    || async { true },
                )
            },
            ["\"a\"", "100 ms"],
        ),
        (
            |it| {
                it.readiness_with("b", ReadinessOptions::new().timeout(Duration::ZERO), || async {
                    true
                })
            },
            ["\"b\"", "longer than zero"],
        ),
        (|it| it.max_connections(0), ["max_connections(0)", "from 1 to"]),
        (|it| it.max_connections(usize::MAX), ["max_connections(", "from 1 to"]),
        (|it| it.max_connections_per_peer(0), ["max_connections_per_peer(0)", "at least 1"]),
        (|it| it.max_header_fields(0), ["max_header_fields(0)", "at least 1"]),
        (|it| it.max_http2_streams(0), ["max_http2_streams(0)", "at least 1"]),
        (|it| it.header_timeout(LONG), ["header_timeout(..)", "a year"]),
        (|it| it.header_timeout(Duration::ZERO), ["header_timeout(..)", "longer than zero"]),
        (|it| it.body_timeout(LONG), ["body_timeout(..)", "a year"]),
        (|it| it.idle_timeout(LONG), ["idle_timeout(..)", "a year"]),
        (|it| it.write_timeout(LONG), ["write_timeout(..)", "a year"]),
    ];
    for (set, parts) in cases {
        let problems = problems(set(server!().tools(tools![search])));
        let [problem] = &problems[..] else { panic!("{parts:?}: {problems:#?}") };
        assert!(parts.iter().all(|part| problem.contains(part)), "{parts:?} in {problem}");
    }
    let fine = server!()
        .tools(tools![search])
        .max_in_flight(1)
        .max_blocking(1)
        .page_size(1)
        .shutdown_delay(Duration::from_hours(1))
        .readiness_with(
            "a",
            ReadinessOptions::new().interval(Duration::from_millis(100)),
            || async { true },
        )
        .max_connections(1)
        .max_connections_per_peer(1)
        .max_idle_streams(0)
        .max_idle_streams_per_peer(0)
        .max_header_fields(1)
        .max_http2_streams(1)
        .idle_timeout(Duration::from_hours(365 * 24));
    assert_eq!(self::problems(fine), Vec::<String>::new());
}

#[test]
fn a_choice_that_is_no_tool_is_named() {
    let problems = problems(server!().tools(tools![not_a_tool]));
    assert!(
        problems[0].contains("not_a_tool") && problems[0].contains("#[mcp_tool]"),
        "{problems:?}"
    );
}

#[tokio::test]
async fn lists_are_paged_in_a_stable_order() {
    let builder = || server!().tools(tools![search, second_twin]).page_size(1);
    let client = TestClient::modern(builder()).await;
    let names: Vec<_> = client.list_tools().await.iter().map(|tool| tool["name"].clone()).collect();
    assert_eq!(names, ["search", "twin"]);
    let page = client.request("tools/list", json!({})).await;
    assert_eq!(page["result"]["tools"].as_array().unwrap().len(), 1);
    assert_eq!(page["result"]["cacheScope"], "public");
    assert_eq!(page["result"]["ttlMs"], 300_000);
    let other = TestClient::legacy(builder()).await;
    let cursor = page["result"]["nextCursor"].clone();
    let next = other.request("tools/list", json!({"cursor": cursor})).await;
    assert_eq!(next["result"]["tools"][0]["name"], "twin", "a cursor outlives its server");
    assert!(next["result"].get("nextCursor").is_none());
}

#[tokio::test]
async fn discovery_says_what_the_server_is() {
    let builder = server!().tools(tools![search]).title("Search").instructions("Search first.");
    let client = TestClient::modern(builder).await;
    let result = &client.request("server/discover", json!({})).await["result"];
    assert_eq!(result["supportedVersions"][0], "2026-07-28");
    assert_eq!(result["instructions"], "Search first.");
    let info = &result["_meta"]["io.modelcontextprotocol/serverInfo"];
    assert_eq!(info["name"], "mcp-runtime");
    assert_eq!(
        (&info["title"], &info["version"]),
        (&json!("Search"), &json!(env!("CARGO_PKG_VERSION")))
    );
}
