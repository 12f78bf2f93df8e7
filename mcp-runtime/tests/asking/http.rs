//! Over HTTP: the question stands on the stream of the call, and its answer is
//! a request of its own.

use std::time::Duration;

use serde_json::{Value, json};

use crate::questions::{Runs, answer, call, error, everything, initialize, row, said, text};
use crate::support::{Connection, Request, Response, Running};

pub(crate) struct Client {
    pub(crate) server: Running,
    pub(crate) session: String,
    pub(crate) runs: Runs,
}

impl Client {
    pub(crate) async fn open(version: &str) -> Self {
        let runs = Runs::default();
        let state = runs.clone();
        let server = Running::start_with(|server| server.state(state)).await;
        let session = session(&server, version).await;
        Self { server, session, runs }
    }

    pub(crate) fn post(&self, message: &Value) -> Request {
        post(&self.session, message)
    }

    pub(crate) async fn send(&self, message: &Value) -> Response {
        self.server.send(&self.post(message)).await
    }

    /// Begins a call that is answered as a stream.
    pub(crate) async fn begin(&self, name: &str) -> Connection {
        let mut connection = self.server.connect().await;
        connection.send(&self.post(&call(1, name))).await;
        let head = connection.head().await;
        assert_eq!((head.status, head.get("content-type")), (200, Some("text/event-stream")));
        connection
    }
}

pub(crate) async fn session(server: &Running, version: &str) -> String {
    let opening = Request::post(initialize(version, &everything()).to_string());
    let response = server.send(&opening).await;
    assert_eq!(response.json()["result"]["protocolVersion"], version);
    response.get("mcp-session-id").expect("a session").to_owned()
}

pub(crate) fn post(session: &str, message: &Value) -> Request {
    Request::post(message.to_string()).header("Mcp-Session-Id", session)
}

/// The next event: its id, and its message where it has one.
pub(crate) async fn event(connection: &mut Connection) -> (Option<String>, Option<Value>) {
    let chunk = connection.chunk().await.expect("an event");
    let line = |name: &str| chunk.lines().find_map(|line| line.strip_prefix(name));
    let id = line("id: ").map(str::to_owned);
    (id, line("data: ").map(|data| serde_json::from_str(data).unwrap()))
}

pub(crate) async fn message(connection: &mut Connection) -> Value {
    event(connection).await.1.expect("a message")
}

/// Past the event that a client can come back to first.
pub(crate) async fn primed(connection: &mut Connection) -> String {
    let (id, message) = event(connection).await;
    assert_eq!(message, None);
    id.expect("an id")
}

#[tokio::test]
async fn a_call_that_asks_becomes_a_stream_and_goes_on_with_the_answer() {
    for version in ["2025-06-18", "2025-11-25"] {
        let client = Client::open(version).await;
        let mut stream = client.begin("book").await;
        if version == "2025-11-25" {
            primed(&mut stream).await;
        }
        let asked = message(&mut stream).await;
        assert_eq!(asked["method"], "elicitation/create");
        let taken = client.send(&answer(&asked, &row(7))).await;
        assert_eq!((taken.status, &*taken.body), (202, ""));
        let next = message(&mut stream).await;
        assert_eq!(next["method"], "sampling/createMessage");
        assert_eq!(client.send(&answer(&next, &said("Hi"))).await.status, 202);
        let done = message(&mut stream).await;
        assert_eq!((&done["id"], text(&done)), (&json!(1), "run 1, row 7, Hi"));
        assert_eq!(stream.chunk().await, None);
        // Late, or of nothing.
        for stray in [&asked, &json!({ "id": 7 })] {
            assert_eq!(client.send(&answer(stray, &row(8))).await.status, 202);
        }
    }
}

#[tokio::test]
async fn an_answer_counts_from_the_session_that_was_asked_alone() {
    let client = Client::open("2025-11-25").await;
    let mut stream = client.begin("book").await;
    primed(&mut stream).await;
    let asked = message(&mut stream).await;
    let stranger = session(&client.server, "2025-11-25").await;
    let forged = client.server.send(&post(&stranger, &answer(&asked, &row(1)))).await;
    assert_eq!(forged.status, 202, "nobody is told whose it is");
    let none = Request::post(answer(&asked, &row(1)).to_string());
    assert_eq!(client.server.send(&none).await.status, 400);
    assert_eq!(client.send(&answer(&asked, &row(7))).await.status, 202);
    assert_eq!(client.send(&answer(&message(&mut stream).await, &said("Hi"))).await.status, 202);
    assert_eq!(text(&message(&mut stream).await), "run 1, row 7, Hi");
}

#[tokio::test]
async fn a_client_that_takes_no_stream_is_not_asked() {
    let client = Client::open("2025-11-25").await;
    let request = client.post(&call(1, "book")).header("Accept", "application/json");
    let failed = error(&client.server.send(&request).await.json());
    assert_eq!(failed["error"], "MISSING_CAPABILITY");
    assert!(failed["action"].as_str().unwrap().contains("text/event-stream"), "{failed}");
    let session = session(&client.server, "2025-03-26").await;
    let batch = json!([call(1, "ask_all"), call(2, "ask_too_much")]);
    let answers = client.server.send(&post(&session, &batch)).await.json();
    assert_eq!(error(&answers[1])["error"], "MISSING_CAPABILITY");
}

#[tokio::test]
async fn an_answer_may_come_in_a_batch() {
    let client = Client::open("2025-03-26").await;
    let mut stream = client.begin("roots").await;
    let asked = message(&mut stream).await;
    let batch = json!([answer(&asked, &json!({ "roots": [{ "uri": "file:///a" }] }))]);
    assert_eq!(client.send(&batch).await.status, 202);
    assert_eq!(text(&message(&mut stream).await), "1");
}

#[tokio::test]
async fn a_cancelled_call_takes_its_question_back() {
    let client = Client::open("2025-11-25").await;
    let mut stream = client.begin("book").await;
    primed(&mut stream).await;
    let asked = message(&mut stream).await;
    let cancel =
        json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 1}});
    assert_eq!(client.send(&cancel).await.status, 202);
    let taken_back = message(&mut stream).await;
    assert_eq!(taken_back["method"], "notifications/cancelled");
    assert_eq!(taken_back["params"]["requestId"], asked["id"]);
    assert_eq!(stream.chunk().await, None);
    assert_eq!(client.runs.get(), 2, "it ran, and was dropped");
}

#[tokio::test]
async fn a_client_that_left_is_waited_for_as_long_as_any() {
    let client = Client::open("2025-11-25").await;
    let mut stream = client.begin("book").await;
    primed(&mut stream).await;
    message(&mut stream).await;
    drop(stream);
    // Past the tool's own time, which does not run.
    client.server.clock.advance(Duration::from_mins(9));
    crate::support::settle().await;
    assert_eq!(client.runs.get(), 1);
    client.server.clock.advance(Duration::from_mins(1));
    let dropped = async || {
        crate::support::settle().await;
        (client.runs.get() == 2).then_some(())
    };
    crate::support::until("the call ends", dropped).await;
}

#[tokio::test]
async fn a_server_that_stops_waits_for_no_answer() {
    let mut client = Client::open("2025-11-25").await;
    let mut stream = client.begin("book").await;
    primed(&mut stream).await;
    message(&mut stream).await;
    client.server.stop();
    assert_eq!(message(&mut stream).await["method"], "notifications/cancelled");
    assert_eq!(error(&message(&mut stream).await)["error"], "SHUTTING_DOWN");
    client.server.ended().await.unwrap();
}
