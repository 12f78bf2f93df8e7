//! On a stream of lines, as on stdio.

use std::time::Duration;

use mcp_runtime::ServerBuilder;
use mcp_runtime::prelude::*;
use mcp_runtime::testing::ManualClock;
use serde_json::{Value, json};
use tokio::io::{
    AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader, DuplexStream, ReadHalf,
    WriteHalf,
};
use tokio::task::JoinHandle;

use crate::questions::{
    Runs, answer, ask_all, ask_and_keep, ask_either, ask_too_much, ask_with_tools, book,
    book_slowly, call, error, everything, initialize, row, said, text,
};

struct Wire {
    reader: BufReader<ReadHalf<DuplexStream>>,
    writer: WriteHalf<DuplexStream>,
    serving: JoinHandle<mcp_runtime::Result<()>>,
    clock: ManualClock,
    runs: Runs,
}

impl Wire {
    async fn open(version: &str, capabilities: &Value) -> Self {
        Self::with(version, capabilities, |server| server).await
    }

    async fn with(
        version: &str,
        capabilities: &Value,
        configure: impl FnOnce(ServerBuilder) -> ServerBuilder,
    ) -> Self {
        let (clock, runs) = (ManualClock::new(), Runs::default());
        let tools = mcp_runtime::tools![
            book,
            book_slowly,
            ask_all,
            ask_with_tools,
            ask_too_much,
            ask_either,
            ask_and_keep
        ];
        let server = mcp_runtime::server!().tools(tools).clock(clock.clone()).state(runs.clone());
        let server = configure(server).build().unwrap();
        let (ours, theirs) = tokio::io::duplex(64 << 10);
        let serving = tokio::spawn(async move {
            let (input, output) = tokio::io::split(theirs);
            server.serve_stream(input, output).await
        });
        let (reader, writer) = tokio::io::split(ours);
        let mut wire = Self { reader: BufReader::new(reader), writer, serving, clock, runs };
        let opened = wire.ask(&initialize(version, capabilities)).await;
        assert_eq!(opened["result"]["protocolVersion"], version);
        wire
    }

    async fn send(&mut self, message: &Value) {
        self.writer.write_all(format!("{message}\n").as_bytes()).await.unwrap();
    }

    async fn receive(&mut self) -> Value {
        let mut line = String::new();
        let reading = self.reader.read_line(&mut line);
        tokio::time::timeout(Duration::from_secs(10), reading).await.expect("a line").unwrap();
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("a message, not {line:?}"))
    }

    async fn ask(&mut self, message: &Value) -> Value {
        self.send(message).await;
        self.receive().await
    }

    /// What was sent before has been read, and nothing was said to it.
    async fn ping(&mut self) {
        let pong = self.ask(&json!({"jsonrpc": "2.0", "id": "ping", "method": "ping"})).await;
        assert_eq!(pong["id"], "ping", "{pong}");
    }
}

#[tokio::test]
async fn a_question_is_a_request_and_the_call_goes_on_with_its_answer() {
    let mut wire = Wire::open("2025-11-25", &everything()).await;
    let asked = wire.ask(&call(1, "book")).await;
    assert_eq!(
        (&asked["method"], &asked["params"]["mode"]),
        (&json!("elicitation/create"), &json!("form"))
    );
    assert_eq!(asked["params"]["requestedSchema"]["required"], json!(["row"]));
    let id = asked["id"].as_str().unwrap().to_owned();
    assert!(id.len() > 32, "it cannot be guessed: {id}");
    let next = wire.ask(&answer(&asked, &row(7))).await;
    assert_eq!(next["method"], "sampling/createMessage");
    assert_ne!(next["id"], asked["id"]);
    let done = wire.ask(&answer(&next, &said("Hi"))).await;
    assert_eq!((&done["id"], text(&done)), (&json!(1), "run 1, row 7, Hi"));
    // Twice, late, or of nothing: nobody waits for it, and nothing is said to it.
    for stray in [&asked, &next, &json!({ "id": 5 }), &json!({ "id": "0-0" })] {
        wire.send(&answer(stray, &row(8))).await;
        wire.ping().await;
    }
}

#[tokio::test]
async fn what_a_user_says_no_to_is_no_error_and_what_a_client_refuses_is() {
    let mut wire = Wire::open("2025-11-25", &everything()).await;
    for (action, said) in [("decline", "declined"), ("cancel", "cancelled")] {
        let asked = wire.ask(&call(1, "book")).await;
        let done = wire.ask(&answer(&asked, &json!({ "action": action }))).await;
        assert_eq!(text(&done), said);
    }
    let asked = wire.ask(&call(1, "book")).await;
    let refusal = json!({ "code": -1, "message": "User rejected it" });
    let refused = json!({"jsonrpc": "2.0", "id": asked["id"], "error": refusal});
    let failed = error(&wire.ask(&refused).await);
    assert_eq!((&failed["error"], &failed["retryable"]), (&json!("INPUT_REFUSED"), &json!(false)));
    assert!(failed["message"].as_str().unwrap().contains("User rejected it"), "{failed}");
    assert_eq!(failed["details"], json!({ "method": "elicitation/create", "code": -1 }));
    for (wrong, what) in [
        (json!({ "action": "accept", "content": { "row": -1 } }), "/content/row"),
        (json!({ "action": "maybe" }), "maybe"),
        (json!([]), "elicitation/create"),
    ] {
        let asked = wire.ask(&call(1, "book")).await;
        let failed = error(&wire.ask(&answer(&asked, &wrong)).await);
        assert_eq!(failed["error"], "INVALID_INPUT");
        assert!(failed.to_string().contains(what), "{failed}");
    }
}

#[tokio::test]
async fn only_what_was_declared_is_asked_and_only_in_revisions_that_have_it() {
    let form = json!({ "elicitation": {} });
    for (version, capabilities, tool, missing) in [
        ("2025-11-25", json!({}), "book", json!({ "elicitation": { "form": {} } })),
        ("2025-03-26", everything(), "book", json!({ "elicitation": { "form": {} } })),
        ("2025-06-18", everything(), "ask_all", json!({ "elicitation": { "url": {} } })),
        ("2025-11-25", form, "ask_all", json!({ "elicitation": { "url": {} } })),
        ("2025-11-25", everything(), "ask_with_tools", json!({ "sampling": { "tools": {} } })),
    ] {
        let mut wire = Wire::open(version, &capabilities).await;
        wire.send(&call(1, tool)).await;
        // Whatever was asked beside it is taken back.
        let failed = loop {
            let message = wire.receive().await;
            if message["id"] == 1 {
                break error(&message);
            }
        };
        assert_eq!(failed["error"], "MISSING_CAPABILITY", "{version} {tool}");
        assert_eq!(failed["details"]["requiredCapabilities"], missing);
    }
    let with_tools = json!({ "sampling": { "tools": {} } });
    let mut wire = Wire::open("2025-11-25", &with_tools).await;
    let asked = wire.ask(&call(1, "ask_with_tools")).await;
    assert_eq!(asked["params"]["tools"][0]["name"], "look");
}

#[tokio::test]
async fn a_form_of_2025_06_18_has_no_mode() {
    let mut wire = Wire::open("2025-06-18", &everything()).await;
    let asked = wire.ask(&call(1, "book")).await;
    assert_eq!(asked["method"], "elicitation/create");
    assert!(asked["params"].get("mode").is_none(), "{asked}");
}

#[tokio::test]
async fn questions_that_are_awaited_together_are_answered_in_any_order() {
    let mut wire = Wire::open("2025-11-25", &everything()).await;
    wire.send(&call(1, "ask_all")).await;
    let mut asked = Vec::new();
    for _ in 0..3 {
        asked.push(wire.receive().await);
    }
    for question in asked.iter().rev() {
        let result = match question["params"]["mode"].as_str() {
            Some("form") => row(3),
            Some("url") => {
                assert!(question["params"]["elicitationId"].is_string(), "{question}");
                json!({ "action": "accept" })
            }
            _ => json!({ "roots": [{ "uri": "file:///a" }] }),
        };
        wire.send(&answer(question, &result)).await;
    }
    assert_eq!(text(&wire.receive().await), "3 true 1");
}

#[tokio::test]
async fn the_time_that_the_client_takes_is_not_the_calls() {
    let mut wire = Wire::open("2025-11-25", &everything()).await;
    let asked = wire.ask(&call(1, "book_slowly")).await;
    wire.clock.advance(Duration::from_mins(9));
    wire.ping().await;
    wire.send(&answer(&asked, &row(7))).await;
    wire.ping().await;
    wire.clock.advance(Duration::from_secs(29));
    wire.ping().await;
    wire.clock.advance(Duration::from_secs(2));
    assert_eq!(error(&wire.receive().await)["error"], "TIMEOUT");
}

#[tokio::test]
async fn a_client_that_does_not_answer_is_told_so_and_waited_for_no_longer() {
    let minute = |server: ServerBuilder| server.input_timeout(Duration::from_mins(1));
    let mut wire = Wire::with("2025-11-25", &everything(), minute).await;
    let asked = wire.ask(&call(1, "book")).await;
    wire.clock.advance(Duration::from_secs(59));
    wire.ping().await;
    wire.clock.advance(Duration::from_secs(1));
    let taken_back = wire.receive().await;
    assert_eq!(taken_back["method"], "notifications/cancelled");
    assert_eq!(taken_back["params"]["requestId"], asked["id"]);
    let failed = error(&wire.receive().await);
    assert_eq!(failed["error"], "TIMEOUT");
    assert!(failed["message"].as_str().unwrap().contains("did not answer"), "{failed}");
}

#[tokio::test]
async fn a_cancelled_call_takes_its_question_back_and_says_nothing_else() {
    let mut wire = Wire::open("2025-11-25", &everything()).await;
    let asked = wire.ask(&call(1, "book")).await;
    let cancel =
        json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 1}});
    let taken_back = wire.ask(&cancel).await;
    assert_eq!(taken_back["params"]["requestId"], asked["id"]);
    assert_eq!(wire.runs.get(), 2, "it ran, and was dropped");
    wire.send(&answer(&asked, &row(7))).await;
    wire.ping().await;
}

#[tokio::test]
async fn a_question_that_the_tool_does_not_wait_for_is_taken_back_before_the_answer() {
    let mut wire = Wire::open("2025-11-25", &everything()).await;
    let mut asked = [wire.ask(&call(1, "ask_either")).await, wire.receive().await];
    asked.sort_by_key(|question| question["method"].to_string());
    let taken_back = wire.ask(&answer(&asked[0], &row(7))).await;
    assert_eq!(taken_back["params"]["requestId"], asked[1]["id"]);
    assert_eq!(text(&wire.receive().await), "row 7");
    wire.send(&answer(&asked[1], &json!({ "roots": [] }))).await;
    wire.ping().await;
}

#[tokio::test]
async fn a_call_asks_a_bounded_number_of_questions_at_once() {
    let mut wire = Wire::open("2025-11-25", &everything()).await;
    wire.send(&call(1, "ask_too_much")).await;
    assert_eq!(error(&wire.receive().await)["error"], "INTERNAL", "and none is sent");
    wire.ping().await;
}

#[tokio::test]
async fn calls_end_where_nobody_can_answer_any_more() {
    let mut wire = Wire::open("2025-11-25", &everything()).await;
    let asked = wire.ask(&call(1, "book")).await;
    assert_eq!(asked["method"], "elicitation/create");
    wire.writer.shutdown().await.unwrap();
    let taken_back = wire.receive().await;
    assert_eq!(taken_back["method"], "notifications/cancelled");
    let failed = error(&wire.receive().await);
    assert_eq!(failed["error"], "CANCELLED");
    assert!(failed["message"].as_str().unwrap().contains("left"), "{failed}");
    wire.serving.await.unwrap().unwrap();

    // What arrived before the end counts.
    let mut wire = Wire::open("2025-11-25", &everything()).await;
    let asked = wire.ask(&call(1, "ask_and_keep")).await;
    wire.send(&answer(&asked, &row(7))).await;
    wire.writer.shutdown().await.unwrap();
    let mut rest = String::new();
    wire.reader.read_to_string(&mut rest).await.unwrap();
    assert_eq!(text(&serde_json::from_str(&rest).unwrap()), "7");
}

#[tokio::test]
async fn what_one_user_said_is_not_given_to_those_who_ask_the_same() {
    let mut wire = Wire::open("2025-11-25", &everything()).await;
    let first = wire.ask(&call(1, "ask_and_keep")).await;
    // The second one does not wait for what the first comes to.
    let second = wire.ask(&call(2, "ask_and_keep")).await;
    assert_eq!(second["method"], "elicitation/create");
    assert_eq!(text(&wire.ask(&answer(&first, &row(1))).await), "1");
    assert_eq!(text(&wire.ask(&answer(&second, &row(2))).await), "2");
    assert_eq!(wire.ask(&call(3, "ask_and_keep")).await["method"], "elicitation/create");
}
