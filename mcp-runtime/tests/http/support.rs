//! A server on a free port and a client that sends exactly what it is told.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use mcp_runtime::prelude::*;
use mcp_runtime::testing::ManualClock;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

use crate::tools::Gate;

/// Lets the server do all that it can do at this instant of its clock: it
/// runs in the test's thread, and loopback hands on at once what is written.
pub(crate) async fn settle() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

/// What a test waits for, where nothing tells it: it fails after ten seconds.
pub(crate) async fn until<T>(what: &str, mut found: impl AsyncFnMut() -> Option<T>) -> T {
    let finding = async {
        loop {
            if let Some(found) = found().await {
                return found;
            }
        }
    };
    let found = tokio::time::timeout(Duration::from_secs(10), finding).await;
    found.unwrap_or_else(|_| panic!("{what}: not within ten seconds"))
}

pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    pub(crate) gate: Arc<Gate>,
    pub(crate) clock: ManualClock,
    stop: Option<oneshot::Sender<()>>,
    task: tokio::task::JoinHandle<mcp_runtime::Result<()>>,
}

impl Running {
    pub(crate) async fn start() -> Self {
        Self::start_with(|server| server).await
    }

    pub(crate) async fn start_with(
        configure: impl FnOnce(mcp_runtime::ServerBuilder) -> mcp_runtime::ServerBuilder,
    ) -> Self {
        let gate = Arc::<Gate>::default();
        let clock = ManualClock::new();
        let server = server!().state(Arc::clone(&gate)).clock(clock.clone()).signing_key([7; 32]);
        let server = configure(server).build().expect("the server starts");
        let bound = server.bind_http("127.0.0.1:0".parse().unwrap()).await.expect("a port is free");
        let address = bound.local_addr().expect("a TCP socket");
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(bound.serve_until(async {
            let _ = stopped.await;
        }));
        Self { address, gate, clock, stop: Some(stop), task }
    }

    /// Tells the server to stop; it drains in the background.
    pub(crate) fn stop(&mut self) {
        self.stop.take();
    }

    pub(crate) fn has_stopped(&self) -> bool {
        self.task.is_finished()
    }

    pub(crate) async fn stopped(self) {
        // Some tests have calls cut off.
        let _ = self.ended().await;
    }

    pub(crate) async fn ended(self) -> mcp_runtime::Result<()> {
        tokio::time::timeout(Duration::from_secs(10), self.task)
            .await
            .expect("the server stops")
            .expect("without a panic")
    }

    pub(crate) async fn connect(&self) -> Connection {
        Connection::open(self.address).await
    }

    /// Sends one request on a connection of its own.
    pub(crate) async fn send(&self, request: &Request) -> Response {
        let mut connection = self.connect().await;
        connection.send(request).await;
        connection.response().await
    }

    /// A 2026-07-28 request with all its headers.
    pub(crate) async fn modern(&self, method: &str, params: Value) -> Response {
        self.send(&Request::modern(method, params)).await
    }
}

#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) method: &'static str,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn post(body: impl Into<Vec<u8>>) -> Self {
        Self { method: "POST", headers: Vec::new(), body: body.into() }
            .header("Host", "localhost")
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
    }

    pub(crate) fn modern(method: &str, mut params: Value) -> Self {
        let name = params["name"].as_str().map(str::to_owned);
        let meta = json!({
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": {},
        });
        let object = params.as_object_mut().expect("params are an object");
        let given = object.entry("_meta").or_insert_with(|| json!({})).as_object_mut().unwrap();
        for (key, value) in meta.as_object().unwrap() {
            given.entry(key.clone()).or_insert_with(|| value.clone());
        }
        let body = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
        let request = Self::post(body.to_string())
            .header("MCP-Protocol-Version", "2026-07-28")
            .header("Mcp-Method", method);
        match name {
            Some(name) => request.header("Mcp-Name", &name),
            None => request,
        }
    }

    /// Sets a header, replacing what was there.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self = self.without(name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds a header beside one of the same name.
    pub(crate) fn and(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        self
    }

    pub(crate) fn verb(mut self, method: &'static str) -> Self {
        self.method = method;
        self
    }
}

pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.expect("the server accepts");
        Self { stream, buffer: Vec::new() }
    }

    /// A client at this address of the loopback interface.
    pub(crate) async fn open_from(source: &str, address: SocketAddr) -> Self {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::new(source.parse().unwrap(), 0)).unwrap();
        let stream = socket.connect(address).await.expect("the server accepts");
        Self { stream, buffer: Vec::new() }
    }

    /// A client with little room for what it does not read.
    pub(crate) async fn narrow(address: SocketAddr) -> Self {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        let stream = socket.connect(address).await.expect("the server accepts");
        Self { stream, buffer: Vec::new() }
    }

    /// Sends exactly this.
    pub(crate) async fn write(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.expect("the server reads");
    }

    /// Whether the server has closed it; what it sent before is kept.
    pub(crate) async fn is_closed(&mut self) -> bool {
        settle().await;
        match self.stream.try_read_buf(&mut self.buffer) {
            Ok(count) => count == 0,
            Err(error) => error.kind() != std::io::ErrorKind::WouldBlock,
        }
    }

    /// Waits until the server has closed it.
    pub(crate) async fn closes(&mut self) {
        until("the server closes the connection", async || self.is_closed().await.then_some(()))
            .await;
    }

    /// Sends all but the last byte.
    pub(crate) async fn send_most(&mut self, request: &Request) {
        let bytes = request.to_bytes("/mcp");
        self.stream.write_all(&bytes[..bytes.len() - 1]).await.expect("the server reads");
    }

    /// Sends in three parts, with time for the server to act in between.
    pub(crate) async fn send_slowly(&mut self, request: &Request) {
        let bytes = request.to_bytes("/mcp");
        for part in bytes.chunks(bytes.len() / 3 + 1) {
            self.stream.write_all(part).await.expect("the server reads");
            settle().await;
        }
    }

    pub(crate) async fn send(&mut self, request: &Request) {
        self.send_to("/mcp", request).await;
    }

    pub(crate) async fn send_to(&mut self, path: &str, request: &Request) {
        self.stream.write_all(&request.to_bytes(path)).await.expect("the server reads");
    }
}

impl Request {
    pub(crate) fn to_bytes(&self, path: &str) -> Vec<u8> {
        let mut bytes = format!("{} {path} HTTP/1.1\r\n", self.method);
        for (name, value) in &self.headers {
            let _ = write!(bytes, "{name}: {value}\r\n");
        }
        let given = |(name, _): &(String, String)| name.eq_ignore_ascii_case("content-length");
        if !self.headers.iter().any(given) {
            let _ = write!(bytes, "Content-Length: {}\r\n", self.body.len());
        }
        bytes.push_str("\r\n");
        let mut bytes = bytes.into_bytes();
        bytes.extend_from_slice(&self.body);
        bytes
    }
}

impl Connection {
    /// The status line and headers.
    pub(crate) async fn head(&mut self) -> Response {
        let end = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break end;
            }
            self.read().await;
        };
        let head: Vec<u8> = self.buffer.drain(..end + 4).collect();
        let head = String::from_utf8(head).expect("headers are text");
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.get(9..12)).expect("a status line");
        let headers = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        Response { status: status.parse().unwrap(), headers, body: String::new() }
    }

    /// The whole response.
    pub(crate) async fn response(&mut self) -> Response {
        let mut response = self.head().await;
        if response.get("transfer-encoding") == Some("chunked") {
            while let Some(chunk) = self.chunk().await {
                response.body.push_str(&chunk);
            }
            return response;
        }
        let length: usize = response.get("content-length").map_or(0, |text| text.parse().unwrap());
        while self.buffer.len() < length {
            self.read().await;
        }
        response.body = String::from_utf8(self.buffer.drain(..length).collect()).expect("UTF-8");
        response
    }

    /// The next chunk of a chunked body; `None` at its end.
    pub(crate) async fn chunk(&mut self) -> Option<String> {
        let line = self.line().await;
        let length = usize::from_str_radix(line.trim(), 16).expect("a chunk length");
        while self.buffer.len() < length + 2 {
            self.read().await;
        }
        let chunk: Vec<u8> = self.buffer.drain(..length + 2).collect();
        (length > 0).then(|| String::from_utf8_lossy(&chunk[..length]).into_owned())
    }

    async fn line(&mut self) -> String {
        loop {
            if let Some(end) = find(&self.buffer, b"\r\n") {
                let line: Vec<u8> = self.buffer.drain(..end + 2).collect();
                return String::from_utf8_lossy(&line).into_owned();
            }
            self.read().await;
        }
    }

    async fn read(&mut self) {
        let reading = self.stream.read_buf(&mut self.buffer);
        let count = tokio::time::timeout(Duration::from_secs(10), reading)
            .await
            .expect("the server answers within ten seconds")
            .expect("the connection holds");
        assert!(count > 0, "the server closed the connection after {:?}", self.buffer);
    }
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}

impl Response {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("JSON, not {self:?}"))
    }

    /// The JSON-RPC error code.
    pub(crate) fn code(&self) -> i64 {
        self.json()["error"]["code"].as_i64().unwrap_or_else(|| panic!("an error, not {self:?}"))
    }

    /// The messages of an event stream.
    pub(crate) fn events(&self) -> Vec<Value> {
        self.body
            .lines()
            .filter_map(|line| line.strip_prefix("data: "))
            .map(|data| serde_json::from_str(data).expect("an event is JSON"))
            .collect()
    }
}
