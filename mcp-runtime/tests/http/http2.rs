//! The same endpoint by HTTP/2.

use std::time::Duration;

use bytes::Bytes;
use h2::client::{ResponseFuture, SendRequest};
use http::Method;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

use crate::support::{Connection, Request, Running, settle};
use crate::tools::reached;

struct Client {
    requests: SendRequest<Bytes>,
    connection: JoinHandle<Result<(), h2::Error>>,
}

impl Client {
    async fn open(server: &Running) -> Self {
        Self::with_window(server, 65_535).await
    }

    async fn with_window(server: &Running, window: u32) -> Self {
        let stream = TcpStream::connect(server.address).await.unwrap();
        let mut builder = h2::client::Builder::new();
        builder.initial_window_size(window);
        let (requests, connection) = builder.handshake::<_, Bytes>(stream).await.unwrap();
        Self { requests, connection: tokio::spawn(connection) }
    }

    async fn send(&mut self, request: &Request) -> ResponseFuture {
        let method = Method::from_bytes(request.method.as_bytes()).unwrap();
        let mut head = http::Request::builder().method(method).uri("http://localhost/mcp");
        for (name, value) in request.headers.iter().filter(|(name, _)| name != "Host") {
            head = head.header(name, value);
        }
        self.requests = self.requests.clone().ready().await.unwrap();
        let (response, mut body) =
            self.requests.send_request(head.body(()).unwrap(), request.body.is_empty()).unwrap();
        if !request.body.is_empty() {
            body.send_data(request.body.clone().into(), true).unwrap();
        }
        response
    }

    async fn answer(&mut self, request: &Request) -> (u16, String) {
        let response = self.send(request).await.await.unwrap();
        let status = response.status().as_u16();
        let mut body = response.into_body();
        let mut text = Vec::new();
        while let Some(data) = body.data().await {
            let data = data.unwrap();
            let _ = body.flow_control().release_capacity(data.len());
            text.extend_from_slice(&data);
        }
        (status, String::from_utf8(text).unwrap())
    }
}

fn call(tool: &str, arguments: &Value) -> Request {
    Request::modern("tools/call", json!({"name": tool, "arguments": arguments}))
}

fn discover() -> Request {
    Request::modern("server/discover", json!({}))
}

#[tokio::test]
async fn many_calls_share_a_connection() {
    let server = Running::start().await;
    let mut client = Client::open(&server).await;
    let mut answers = Vec::new();
    for a in 0..50 {
        answers.push((a, client.send(&call("add", &json!({"a": a, "b": 1}))).await));
    }
    for (a, answer) in answers {
        let mut body = answer.await.unwrap().into_body();
        let text = body.data().await.unwrap().unwrap();
        let answer: Value = serde_json::from_slice(&text).unwrap();
        assert_eq!(answer["result"]["content"][0]["text"], (a + 1).to_string(), "{answer}");
    }
}

#[tokio::test]
async fn the_same_checks_apply() {
    let server = Running::start().await;
    let mut client = Client::open(&server).await;
    for (request, status) in [
        (discover(), 200),
        (discover().header("Origin", "https://evil.example"), 403),
        (discover().header("Content-Type", "text/plain"), 415),
        ((0..120).fold(discover(), |request, n| request.header(&format!("x-{n}"), "1")), 431),
        (discover().header("x-padding", &"x".repeat(33 << 10)), 431),
    ] {
        assert_eq!(client.answer(&request).await.0, status);
    }
}

#[tokio::test]
async fn heads_beyond_one_of_each_connection_share_bounded_memory() {
    let server = Running::start_with(|server| server.max_body_memory(24 << 10)).await;
    let mut client = Client::open(&server).await;
    let mut other = Client::open(&server).await;
    let large = call("wait", &json!({})).header("x-padding", &"x".repeat(28 << 10));
    for round in [0, 2] {
        // The connection's own room takes one and some, and the shared one the rest.
        let first = client.send(&large).await;
        let second = client.send(&large).await;
        reached(&server.gate.started, round + 2).await;
        let refused = client.send(&large).await.await.unwrap();
        assert_eq!(refused.status(), 503);
        assert_eq!(refused.headers()["retry-after"], "1");
        assert_eq!(client.answer(&discover()).await.0, 200, "there is room for a small one");
        let largest = discover().header("x-padding", &"x".repeat(31 << 10));
        assert_eq!(other.answer(&largest).await.0, 200, "its connection has room of its own");
        // What ends gives its room back.
        drop((first, second));
        reached(&server.gate.dropped, round + 2).await;
    }
}

#[tokio::test]
async fn further_streams_wait_for_a_place() {
    let server = Running::start_with(|server| server.max_http2_streams(1)).await;
    let mut client = Client::open(&server).await;
    // So that the server's settings have arrived.
    assert_eq!(client.answer(&discover()).await.0, 200);
    let first = client.send(&call("wait", &json!({}))).await;
    reached(&server.gate.started, 1).await;
    let second = discover();
    tokio::select! {
        _ = client.answer(&second) => panic!("the second stream has to wait"),
        () = settle() => {}
    }
    drop(first);
    reached(&server.gate.dropped, 1).await;
    assert_eq!(client.answer(&discover()).await.0, 200, "the reset stream gave way");
}

/// Moves the clock until the server has closed the connection.
async fn closed_after(server: &Running, client: &Client, most: u32) -> u32 {
    for second in 1..=most {
        server.clock.advance(Duration::from_secs(1));
        settle().await;
        if client.connection.is_finished() {
            return second;
        }
    }
    panic!("still open after {most} s");
}

#[tokio::test]
async fn an_idle_connection_is_closed_and_a_busy_one_is_not() {
    let server = Running::start().await;
    let mut client = Client::open(&server).await;
    assert_eq!(client.answer(&discover()).await.0, 200);
    settle().await;
    assert_eq!(closed_after(&server, &client, 90).await, 75);

    let mut client = Client::open(&server).await;
    let session = crate::legacy::initialize(&server, "2025-11-25").await;
    let listen = Request { body: Vec::new(), ..Request::post("") };
    let stream = client.send(&listen.verb("GET").header("Mcp-Session-Id", &session)).await;
    let mut body = stream.await.unwrap().into_body();
    for _ in 0..100 {
        server.clock.advance(Duration::from_secs(1));
        settle().await;
    }
    assert!(!client.connection.is_finished(), "the stream is in use");
    assert!(body.data().await.is_some());
}

#[tokio::test]
async fn a_preface_alone_does_not_keep_a_connection() {
    let server = Running::start().await;
    let mut connection = server.connect().await;
    connection.write(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await;
    for second in 0..150 {
        if connection.is_closed().await {
            // Idle, and then without a sign of life.
            return assert!(second > 45, "closed after {second} s");
        }
        server.clock.advance(Duration::from_secs(1));
    }
    panic!("still open");
}

#[tokio::test]
async fn a_stream_that_takes_nothing_is_reset_and_its_call_cancelled() {
    let server = Running::start().await;
    // No window: the head of the answer comes, its body never.
    let mut client = Client::with_window(&server, 0).await;
    let request = Request::modern(
        "tools/call",
        json!({"name": "flood", "arguments": {}, "_meta": {"progressToken": "t"}}),
    );
    let response = client.send(&request).await.await.unwrap();
    reached(&server.gate.started, 1).await;
    for second in 1..=40 {
        settle().await;
        if server.gate.dropped.load(std::sync::atomic::Ordering::SeqCst) > 0 {
            assert!(second >= 30, "given up after {second} s");
            let broken = response.into_body().data().await.unwrap().unwrap_err();
            assert_eq!(broken.reason(), Some(h2::Reason::CANCEL));
            // The connection and its other streams live on.
            assert!(!client.connection.is_finished());
            assert_eq!(client.send(&discover()).await.await.unwrap().status(), 200);
            return;
        }
        server.clock.advance(Duration::from_secs(1));
    }
    panic!("the call lives on");
}

#[tokio::test]
async fn a_drain_lets_streams_finish() {
    let mut server = Running::start().await;
    let mut client = Client::open(&server).await;
    let answer = client.send(&call("wait", &json!({}))).await;
    reached(&server.gate.started, 1).await;
    server.stop();
    server.gate.open.notify_one();
    assert_eq!(answer.await.unwrap().status(), 200);
    server.stopped().await;
}

/// The next event of a stream; `None` at its end.
async fn event(stream: &mut h2::RecvStream) -> Option<Value> {
    loop {
        let data = stream.data().await?.unwrap();
        let _ = stream.flow_control().release_capacity(data.len());
        let text = std::str::from_utf8(&data).unwrap();
        if let Some(data) = text.lines().find_map(|line| line.strip_prefix("data: ")) {
            return Some(serde_json::from_str(data).unwrap());
        }
    }
}

#[tokio::test]
async fn subscriptions_share_a_connection() {
    let mut notifier = None;
    let mut server = Running::start_with(|server| {
        notifier = Some(server.notifier());
        server.max_subscriptions_per_caller(2)
    })
    .await;
    let notifier = notifier.unwrap();
    let mut client = Client::open(&server).await;
    let listen = Request::modern(
        "subscriptions/listen",
        json!({"notifications": {"toolsListChanged": true}}),
    );
    let mut streams = Vec::new();
    for _ in 0..2 {
        let mut stream = client.send(&listen).await.await.unwrap().into_body();
        let acknowledged = event(&mut stream).await.unwrap();
        assert_eq!(acknowledged["method"], "notifications/subscriptions/acknowledged");
        streams.push(stream);
    }
    notifier.tools_changed();
    for stream in &mut streams {
        let told = event(stream).await.unwrap();
        assert_eq!(told["method"], "notifications/tools/list_changed");
    }
    // Others go on beside them, and a stream that is reset leaves its place.
    assert_eq!(client.answer(&discover()).await.0, 200);
    assert!(client.answer(&listen).await.1.contains("\"error\""), "there are two places");
    drop(streams.pop());
    settle().await;
    let mut third = client.send(&listen).await.await.unwrap().into_body();
    assert!(event(&mut third).await.unwrap()["method"].is_string());
    streams.push(third);

    server.stop();
    for stream in &mut streams {
        let last = event(stream).await.unwrap();
        assert_eq!(last["result"]["resultType"], "complete", "{last}");
        assert_eq!(event(stream).await, None);
    }
    server.stopped().await;
}

#[tokio::test]
async fn http1_is_spoken_to_who_speaks_it() {
    let server = Running::start().await;
    let mut connection = Connection::open(server.address).await;
    // In pieces that could still become a preface.
    for byte in discover().to_bytes("/mcp") {
        connection.write(&[byte]).await;
    }
    assert_eq!(connection.response().await.status, 200);
}
