//! Tasks on Streamable HTTP: whose they are, how they are routed, and the server's end.

use std::sync::{Arc, Mutex};

use mcp_runtime::prelude::*;
use mcp_runtime::{DynamicGuards, DynamicTool, Error, Kind, ServerBuilder};
use serde_json::{Value, json};

use crate::jobs::{self, Door, accept};
use crate::records::once;
use crate::support::{Request, Response, Running, settle, until};

const CAPABILITIES: &str = "io.modelcontextprotocol/clientCapabilities";

/// For those with a credential alone.
#[mcp_tool(task, auth = "jobs")]
async fn owned(door: State<Door>) -> &'static str {
    door.pass().await;
    "owned"
}

async fn start(configure: impl FnOnce(ServerBuilder) -> ServerBuilder) -> (Running, Door) {
    let door = Door::default();
    let state = door.clone();
    let running = Running::start_with(|server| {
        let server = server.tools(tools![jobs::job, jobs::must, jobs::asking]).state(state);
        configure(server)
    });
    (running.await, door)
}

/// Takes what it is shown for a name and its scope.
struct Names;

impl Authenticator for Names {
    async fn authenticate(&self, attempt: &Attempt) -> Result<Principal, Rejection> {
        let (name, scope) = attempt.credential().expose().split_once('.').unwrap();
        Ok(Principal::new("names", name).with_scopes(scope.split_whitespace().collect()))
    }
}

fn names(server: ServerBuilder) -> ServerBuilder {
    server.tools(tools![owned, once]).auth(Names.optional())
}

fn request(method: &str, mut params: Value) -> Request {
    let name = params["taskId"].as_str().map(str::to_owned);
    params["_meta"] = json!({ CAPABILITIES: {
        "elicitation": {}, "extensions": { "io.modelcontextprotocol/tasks": {} } } });
    let request = Request::modern(method, params);
    match name {
        Some(name) => request.header("Mcp-Name", &name),
        None => request,
    }
}

fn by(request: Request, who: &str) -> Request {
    if who.is_empty() {
        return request;
    }
    request.header("Authorization", &format!("Bearer {who}"))
}

async fn create(server: &Running, tool: &str, who: &str) -> String {
    let call = request("tools/call", json!({ "name": tool, "arguments": {} }));
    let answer = server.send(&by(call, who)).await.json();
    answer["result"]["taskId"].as_str().unwrap_or_else(|| panic!("a task: {answer}")).to_owned()
}

async fn get(server: &Running, id: &str, who: &str) -> Response {
    server.send(&by(request("tasks/get", json!({ "taskId": id })), who)).await
}

#[tokio::test]
async fn a_client_that_comes_back_finds_its_task() {
    let (server, door) = start(|server| server).await;
    let id = create(&server, "job", "").await;
    // Each request has a connection of its own, and from another address.
    let mut other = crate::support::Connection::open_from("127.0.0.9", server.address).await;
    other.send(&request("tasks/get", json!({ "taskId": id }))).await;
    assert_eq!(other.response().await.json()["result"]["status"], "working");
    door.open();
    loop {
        let task = get(&server, &id, "").await.json();
        if task["result"]["status"] == "completed" {
            assert_eq!(task["result"]["result"]["content"][0]["text"], "done");
            break;
        }
    }
}

#[tokio::test]
async fn a_principals_task_is_unknown_to_others() {
    let (server, door) = start(names).await;
    let id = create(&server, "owned", "alice.jobs").await;
    assert_eq!(get(&server, &id, "alice.jobs").await.json()["result"]["status"], "working");
    for who in ["bob.jobs", "carol.", ""] {
        let answer = get(&server, &id, who).await;
        assert_eq!((answer.status, answer.code()), (200, -32602), "{who}: {answer:?}");
        for method in ["tasks/cancel", "tasks/update"] {
            let params = json!({ "taskId": id, "inputResponses": {} });
            let answer = server.send(&by(request(method, params), who)).await;
            assert_eq!(answer.code(), -32602, "{who} {method}: {answer:?}");
        }
        let listen =
            request("subscriptions/listen", json!({ "notifications": { "taskIds": [id] } }));
        let mut connection = server.connect().await;
        connection.send(&by(listen, who)).await;
        connection.head().await;
        let first = connection.chunk().await.expect("an acknowledgment");
        assert!(first.contains("\"notifications\":{}"), "{who}: {first}");
    }
    // One that was made without a credential belongs to whoever knows its id.
    let anybody = create(&server, "job", "").await;
    for who in ["", "alice.jobs"] {
        assert_eq!(get(&server, &anybody, who).await.json()["result"]["status"], "working");
    }
    door.open();
}

#[tokio::test]
async fn what_a_caller_may_not_use_any_more_it_may_not_follow() {
    let (server, _door) = start(names).await;
    let id = create(&server, "owned", "alice.jobs").await;
    let answer = get(&server, &id, "alice.").await;
    assert_eq!((answer.status, answer.code()), (403, 403), "{answer:?}");
    let challenge = answer.get("www-authenticate").expect("a challenge");
    assert!(challenge.contains("insufficient_scope") && challenge.contains("jobs"), "{challenge}");
    assert_eq!(get(&server, &id, "alice.jobs").await.status, 200);
}

#[tokio::test]
async fn nor_may_it_where_the_tool_was_removed() {
    let mut registrar = None;
    let (server, _door) = start(|server| {
        registrar = Some(server.registrar());
        names(server)
    })
    .await;
    let registrar = registrar.expect("of the server");
    let vault = || {
        DynamicTool::new("vault", |_, _| std::future::pending::<&'static str>())
            .task()
            .guards(DynamicGuards::new().auth(["jobs"]))
    };
    registrar.add_tool(vault()).unwrap();
    let id = create(&server, "vault", "alice.jobs").await;
    assert_eq!(get(&server, &id, "alice.").await.status, 403);
    assert!(registrar.remove(Kind::Tool, "vault"));
    assert_eq!(get(&server, &id, "alice.").await.status, 403, "it was taken from her before");
    registrar.add_tool(vault()).unwrap();
    assert_eq!(get(&server, &id, "alice.").await.status, 403, "another one has its name");
    assert_eq!(get(&server, &id, "alice.jobs").await.status, 200);
}

#[tokio::test]
async fn who_repeats_a_call_is_given_its_task_where_that_is_known_to_be_its_own() {
    let (server, door) = start(names).await;
    let mut ids = Vec::new();
    for who in ["", "", "alice.jobs", "alice.jobs"] {
        let call = request("tools/call", json!({ "name": "once", "arguments": {} }));
        let answer = server.send(&by(call.header("Idempotency-Key", "a"), who)).await.json();
        ids.push(answer["result"]["taskId"].as_str().expect("a task").to_owned());
    }
    assert_ne!(ids[0], ids[1], "many share an address, and the id is all there is to know");
    assert_eq!(ids[2], ids[3]);
    door.open();
    door.open();
    let ended = |id: String| {
        let server = &server;
        async move {
            let task = get(server, &id, "").await.json();
            task["result"]["result"]["content"][0]["text"].as_str().map(str::to_owned)
        }
    };
    let first = until("it has ended", async || ended(ids[0].clone()).await).await;
    let second = until("so has what repeats it", async || ended(ids[1].clone()).await).await;
    assert_eq!(first, second, "it ran once");
}

#[tokio::test]
async fn its_id_is_repeated_in_a_header() {
    let (server, _door) = start(|server| server).await;
    let id = create(&server, "job", "").await;
    for method in ["tasks/get", "tasks/update", "tasks/cancel"] {
        let params = json!({ "taskId": id, "inputResponses": {} });
        let other = request(method, params.clone()).header("Mcp-Name", "another");
        let missing = request(method, params).without("Mcp-Name");
        for wrong in [other, missing] {
            let answer = server.send(&wrong).await;
            assert_eq!((answer.status, answer.code()), (400, -32020), "{method}: {answer:?}");
        }
    }
    assert_eq!(get(&server, &id, "").await.status, 200);
}

#[tokio::test]
async fn a_client_without_the_extension_is_told_with_a_status() {
    let (server, _door) = start(|server| server).await;
    let call = Request::modern("tools/call", json!({ "name": "must", "arguments": {} }));
    let answer = server.send(&call).await;
    assert_eq!((answer.status, answer.code()), (400, -32021), "{answer:?}");
}

#[tokio::test]
async fn a_server_that_stops_waits_for_its_tasks() {
    let (mut server, door) = start(|server| server).await;
    create(&server, "job", "").await;
    server.stop();
    settle().await;
    assert!(!server.has_stopped());
    door.open();
    server.ended().await.expect("nothing was cut off");
    assert_eq!(door.left.load(std::sync::atomic::Ordering::Relaxed), 1);
}

#[tokio::test]
async fn and_not_longer_than_for_its_calls() {
    let (mut server, door) = start(|server| server).await;
    for tool in ["job", "asking"] {
        create(&server, tool, "").await;
    }
    server.stop();
    settle().await;
    server.clock.advance(std::time::Duration::from_secs(10));
    let ended = server.ended().await;
    assert!(matches!(ended, Err(Error::CutOff { calls: 2 })), "{ended:?}");
    assert_eq!(door.left.load(std::sync::atomic::Ordering::Relaxed), 2, "both were dropped");
}

#[tokio::test]
async fn what_nobody_can_answer_any_more_is_not_waited_for() {
    let outcomes = Arc::<Mutex<Vec<String>>>::default();
    let noted = Arc::clone(&outcomes);
    let note = move |usage: &mcp_runtime::Usage<'_>| {
        noted.lock().unwrap().push(usage.outcome.to_owned());
    };
    let (mut server, door) = start(|server| server.on_usage(note)).await;
    let asks = create(&server, "asking", "").await;
    door.open();
    until("it asks", async || {
        let task = get(&server, &asks, "").await.json();
        (task["result"]["status"] == "input_required").then_some(())
    })
    .await;
    create(&server, "asking", "").await;
    server.stop();
    settle().await;
    assert_eq!(*outcomes.lock().unwrap(), ["SHUTTING_DOWN"]);
    assert!(!server.has_stopped(), "the other works");
    // Until it asks.
    door.open();
    server.ended().await.expect("nothing was cut off");
    assert_eq!(*outcomes.lock().unwrap(), ["SHUTTING_DOWN", "SHUTTING_DOWN"]);
}

#[tokio::test]
async fn a_caller_leaves_room_for_the_results_of_others() {
    let configure = |server| names(server).max_task_bytes_per_caller(1_000);
    let (server, _door) = start(configure).await;
    let call = request("tools/call", json!({ "name": "owned", "arguments": {} }));
    let mut kept = 0;
    let refused = until("its share is used up", async || {
        let answer = server.send(&by(call.clone(), "alice.jobs")).await.json();
        kept += 1;
        answer["result"]["content"][0]["text"].as_str().map(str::to_owned)
    })
    .await;
    assert!((2..10).contains(&kept) && refused.contains("RATE_LIMITED"), "{kept}: {refused}");
    create(&server, "owned", "bob.jobs").await;
}

#[tokio::test]
async fn it_can_be_answered_from_anywhere() {
    let (server, door) = start(|server| server).await;
    let id = create(&server, "asking", "").await;
    door.open();
    loop {
        let task = get(&server, &id, "").await.json();
        match task["result"]["status"].as_str() {
            Some("input_required") => {
                let params = json!({ "taskId": id, "inputResponses": { "name": accept("Ada") } });
                server.send(&request("tasks/update", params)).await;
            }
            Some("completed") => break,
            _ => {}
        }
    }
}
