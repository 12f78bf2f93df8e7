//! A call that its caller may not make has a record as any other: also where
//! the headers alone tell, and its body is never read.

use std::sync::{Arc, Mutex, PoisonError};

use mcp_runtime::ServerBuilder;
use serde_json::json;

use crate::sessions;
use crate::support::{Request, Response, Running};
use crate::tools::{call, closed, list, wide};

/// What the hook was shown.
#[derive(Debug, Clone, PartialEq)]
struct Record {
    request_id: String,
    tool: String,
    caller: String,
    outcome: String,
}

#[derive(Clone, Default)]
struct Records(Arc<Mutex<Vec<Record>>>);

impl Records {
    fn hook(&self, server: ServerBuilder) -> ServerBuilder {
        let all = Arc::clone(&self.0);
        server.on_usage(move |usage| {
            assert_eq!((usage.cost, usage.cached), (None, false));
            all.lock().unwrap_or_else(PoisonError::into_inner).push(Record {
                request_id: usage.request_id.to_owned(),
                tool: usage.name.to_owned(),
                caller: usage.caller.to_owned(),
                outcome: usage.outcome.to_owned(),
            });
        })
    }

    fn take(&self) -> Vec<Record> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn start(configure: impl FnOnce(ServerBuilder) -> ServerBuilder) -> (Running, Records) {
    let records = Records::default();
    let server = Running::start_with(|server| records.hook(configure(server))).await;
    (server, records)
}

/// Calls of a tool by this caller: one of today's, which names the tool in a
/// header, and one of the older revisions, which does not.
async fn calls(server: &Running, name: &str, tool: &str) -> [(&'static str, Request); 2] {
    let session = sessions::initialize(server, name).await;
    [("headers", call(tool).of(name)), ("body", sessions::call(&session, tool).of(name))]
}

fn wait(response: &Response) -> u64 {
    response.get("retry-after").and_then(|wait| wait.parse().ok()).expect("how long to wait")
}

#[tokio::test]
async fn a_denied_call_has_one_record_and_its_answer_the_same_id() {
    let (server, records) = start(wide).await;
    for (name, tool, status, caller, outcome) in [
        ("bob", "vault", 403, "principal names bob", "FORBIDDEN"),
        ("alice", "admin", 403, "principal names alice", "FORBIDDEN"),
        ("", "vault", 401, "peer 127.0.0.1", "UNAUTHENTICATED"),
        ("", "secret", 401, "peer 127.0.0.1", "UNAUTHENTICATED"),
    ] {
        for (told_by, request) in calls(&server, name, tool).await {
            let refused = server.send(&request).await;
            assert_eq!(refused.status, status, "{told_by}: {refused:?}");
            let error = refused.refusal();
            assert_eq!((&error["error"], &error["tool"]), (&json!(outcome), &json!(tool)));
            let request_id = error["requestId"].as_str().expect("an id").to_owned();
            let record = Record {
                request_id,
                tool: tool.into(),
                caller: caller.into(),
                outcome: outcome.into(),
            };
            assert_eq!(records.take(), [record], "{told_by} {name} {tool}");
        }
    }
}

#[tokio::test]
async fn what_calls_nothing_has_no_record() {
    let (server, records) = start(|server| wide(server).operator_scope("ops")).await;
    for request in [
        call("vualt").of("bob"),
        call("vault").of("mallory"),
        call("vault").verb("GET").of("bob"),
        list().header("Mcp-Name", "vault").of("bob"),
    ] {
        server.send(&request).await;
    }
    // A page of the operators', whatever the headers say.
    let page = call("vault").header("X-Forwarded-For", "203.0.113.9").of("bob");
    assert_eq!(server.send_to("/metrics", &page).await.status, 403);
    // Where nobody gets in without a credential, nothing that a stranger says
    // is looked at: it could fill the ledger otherwise.
    let (server, closed) = start(closed).await;
    for tool in ["plain", "vault", "nothing"] {
        let refused = server.call("", tool).await;
        assert_eq!(refused.status, 401, "{refused:?}");
        assert!(refused.refusal().get("requestId").is_none(), "{refused:?}");
    }
    assert_eq!((records.take(), closed.take()), (Vec::new(), Vec::new()));
}

/// The flood limit bounds the records of refusals as it does all others.
#[tokio::test]
async fn a_flood_of_denied_calls_is_a_flood() {
    for index in 0..2 {
        let (server, records) = start(|server| wide(server).flood_limit("4/1m")).await;
        // Its `initialize` counts, too.
        let (_, request) = calls(&server, "bob", "vault").await[index].clone();
        for _ in 0..3 {
            assert_eq!(server.send(&request).await.status, 403);
        }
        for _ in 0..20 {
            let refused = server.send(&request).await;
            assert_eq!((refused.status, wait(&refused)), (429, 60), "{refused:?}");
            assert_eq!(refused.refusal()["error"], "RATE_LIMITED");
        }
        assert_eq!(records.take().len(), 3);
        // Of others nothing was counted.
        assert_eq!(server.call("carol", "vault").await.status, 200);
    }
}

#[tokio::test]
async fn denied_calls_count_for_the_limit_of_a_credential() {
    for index in 0..2 {
        let (server, records) = start(wide).await;
        // It may send 3 a minute, `initialize` among them.
        let (_, request) = calls(&server, "few", "vault").await[index].clone();
        let mut statuses = Vec::new();
        for _ in 0..4 {
            statuses.push(server.send(&request).await.status);
        }
        assert_eq!(statuses, [403, 403, 429, 429]);
        assert_eq!(records.take().len(), 2);
    }
}
