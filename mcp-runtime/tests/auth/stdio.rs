//! On stdio the credential is the environment's, and scopes count all the same.

use std::time::Duration;

use mcp_runtime::ServerBuilder;
use mcp_runtime::prelude::*;
use mcp_runtime::testing::{ManualClock, TestClient, json};

use crate::tools::{Gate, ajar, closed, wide};

fn server() -> ServerBuilder {
    server!().state(std::sync::Arc::<Gate>::default())
}

async fn names(client: &TestClient) -> Vec<String> {
    let tools = client.list_tools().await;
    tools.iter().map(|tool| tool["name"].as_str().expect("a name").to_owned()).collect()
}

async fn both(server: impl Fn() -> ServerBuilder) -> [TestClient; 2] {
    [TestClient::modern(server()).await, TestClient::legacy(server()).await]
}

#[tokio::test]
async fn scopes_count() {
    for client in both(|| closed(server()).stdio_credential("alice")).await {
        assert_eq!(names(&client).await, ["plain", "secret", "vault"]);
        client.call("plain", json!({})).await.assert_text("principal names alice");
        client.call("vault", json!({})).await.assert_text("gold");
        let refused = client.call("admin", json!({})).await;
        let error = refused.assert_error("FORBIDDEN");
        assert_eq!(error["details"]["scopes"], json!(["vault:read", "vault:write"]));
    }
}

#[tokio::test]
async fn without_a_credential_it_is_nobody_who_calls() {
    for client in both(|| ajar(server())).await {
        assert_eq!(names(&client).await, ["open"]);
        client.call("open", json!({})).await.assert_text("nobody");
        let refused = client.call("secret", json!({})).await;
        let action = refused.assert_error("UNAUTHENTICATED")["action"].clone();
        assert!(action.as_str().is_some_and(|text| text.contains("MCP_ACCESS_TOKEN")), "{action}");
    }
    for client in both(|| wide(server())).await {
        assert_eq!(names(&client).await, ["open", "plain"]);
        client.call("plain", json!({})).await.assert_text("process");
    }
}

#[tokio::test]
async fn a_connection_that_could_do_nothing_is_refused() {
    for (builder, expected) in [
        (closed(server()), "put an access token or API key into"),
        (closed(server()).stdio_credential("mallory"), "is not accepted"),
        (wide(server()).stdio_credential("old"), "the token has expired"),
    ] {
        let built = builder.build().expect("it builds");
        let (ours, theirs) = tokio::io::duplex(64);
        let (reader, writer) = tokio::io::split(theirs);
        let error = built.serve_stream(reader, writer).await.expect_err("nobody is there");
        assert!(error.to_string().contains(expected), "{error}");
        drop(ours);
    }
}

#[tokio::test]
async fn a_slow_check_holds_up_nothing_but_further_messages() {
    let clock = ManualClock::new();
    let (asked, answers) = tokio::sync::mpsc::channel(8);
    let slow = Slow(asked);
    let builder = wide(server()).auth(slow).clock(clock.clone()).stdio_credential("patient");
    let answers = tokio::spawn(async move {
        let mut answers: tokio::sync::mpsc::Receiver<tokio::sync::oneshot::Sender<()>> = answers;
        let first = answers.recv().await.expect("it is asked at the start");
        first.send(()).expect("it waits");
        answers
    });
    let client = TestClient::modern(builder.tools(tools![crate::tools::nap])).await;
    let mut answers = answers.await.expect("no panic");
    let nap = client.start("nap", json!({})).await;
    client.call("secret", json!({})).await.assert_text("patient");
    clock.advance(Duration::from_secs(30));
    // The deadline of the one is not held up by the check for the other.
    let later = client.start("secret", json!({})).await;
    nap.outcome().await.assert_error("TIMEOUT");
    let asked = answers.recv().await.expect("it is asked again");
    asked.send(()).expect("it waits");
    later.outcome().await.assert_text("patient");
}

/// Answers when it is told to.
struct Slow(tokio::sync::mpsc::Sender<tokio::sync::oneshot::Sender<()>>);

impl Authenticator for Slow {
    async fn authenticate(&self, attempt: &Attempt) -> Result<Principal, Rejection> {
        if attempt.credential().expose() != "patient" {
            return Err(Rejection::unknown());
        }
        let (tell, told) = tokio::sync::oneshot::channel();
        let _ = self.0.send(tell).await;
        let _ = told.await;
        Ok(Principal::new("slow", "patient"))
    }
}

#[tokio::test]
async fn a_credential_is_checked_again() {
    let clock = ManualClock::new();
    let (revocable, revoked) = Revocable::new();
    let builder = wide(server()).auth(revocable).clock(clock.clone()).stdio_credential("dora");
    let client = TestClient::modern(builder).await;
    client.call("secret", json!({})).await.assert_text("dora");
    revoked.store(true, std::sync::atomic::Ordering::SeqCst);
    client.call("secret", json!({})).await.assert_text("dora");
    clock.advance(Duration::from_secs(30));
    client.call("secret", json!({})).await.assert_error("UNAUTHENTICATED");
    revoked.store(false, std::sync::atomic::Ordering::SeqCst);
    clock.advance(Duration::from_secs(30));
    client.call("secret", json!({})).await.assert_text("dora");
}

struct Revocable(std::sync::Arc<std::sync::atomic::AtomicBool>);

impl Revocable {
    fn new() -> (Self, std::sync::Arc<std::sync::atomic::AtomicBool>) {
        let revoked = std::sync::Arc::<std::sync::atomic::AtomicBool>::default();
        (Self(revoked.clone()), revoked)
    }
}

impl Authenticator for Revocable {
    async fn authenticate(&self, attempt: &Attempt) -> Result<Principal, Rejection> {
        let revoked = self.0.load(std::sync::atomic::Ordering::SeqCst);
        match attempt.credential().expose() {
            "dora" if !revoked => Ok(Principal::new("revocable", "dora")),
            _ => Err(Rejection::unknown()),
        }
    }
}
