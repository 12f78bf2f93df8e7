use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use serde_json::{Value, json};

use super::message::{self, Era};
use super::process::Process;
use super::{Answer, Call, Connection, PATIENCE, Setup};

/// A connection of its own for each request, all of one client.
pub(super) struct Http {
    era: Era,
    address: String,
    session: Option<String>,
    credential: Option<String>,
    next_id: u64,
    open: HashMap<u64, TcpStream>,
    process: Process,
}

impl Http {
    pub(super) fn start(era: Era, setup: &Setup) -> Self {
        let process = Process::start(&setup.clone().argument("--http").argument("127.0.0.1:0"));
        let url = process.stderr_after("listening on http://");
        let address = url.strip_suffix("/mcp").expect("the endpoint is /mcp").to_owned();
        let credential = setup.shown().map(str::to_owned);
        let (session, next_id, open) = (None, 1, HashMap::new());
        let mut connection = Self { era, address, session, credential, next_id, open, process };
        if era == Era::Legacy {
            let (head, body) = read(connection.post(&message::initialize(), &[]));
            let welcome = answer(&head, &body).response;
            assert_eq!(welcome["result"]["protocolVersion"], era.version(), "{welcome}");
            connection.session = header(&head, "mcp-session-id").map(str::to_owned);
            assert!(connection.session.is_some(), "a session: {head}");
            let (head, _) = read(connection.post(&message::initialized(), &[]));
            assert!(head.starts_with("HTTP/1.1 202"), "{head}");
        }
        connection
    }

    /// Sends a message and returns the connection to read its answer from.
    fn post(&self, message: &Value, headers: &[(&str, &str)]) -> TcpStream {
        let body = message.to_string();
        let mut head = format!(
            "POST /mcp HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n\
             Content-Length: {}\r\n",
            self.address,
            body.len()
        );
        if let Some(session) = &self.session {
            let _ = write!(head, "Mcp-Session-Id: {session}\r\n");
        }
        if let Some(credential) = &self.credential {
            let _ = write!(head, "Authorization: Bearer {credential}\r\n");
        }
        if message["method"] != "initialize" {
            let _ = write!(head, "MCP-Protocol-Version: {}\r\n", self.era.version());
        }
        for (name, value) in headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        let mut stream = TcpStream::connect(&self.address).expect("the server listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout is set");
        stream.write_all(format!("{head}\r\n{body}").as_bytes()).expect("the server reads");
        stream
    }

    fn id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }
}

impl Connection for Http {
    fn start(&mut self, call: &Call<'_>) -> u64 {
        let id = self.id();
        let mut headers: Vec<(&str, &str)> = call.header.into_iter().collect();
        if self.era == Era::Modern {
            headers.extend([("Mcp-Method", "tools/call"), ("Mcp-Name", call.tool)]);
        }
        let stream = self.post(&self.era.call(id, call), &headers);
        self.open.insert(id, stream);
        id
    }

    fn finish(&mut self, id: u64) -> Answer {
        let stream = self.open.remove(&id).expect("the call was started");
        let (head, body) = read(stream);
        let denied = ["HTTP/1.1 401", "HTTP/1.1 403"].iter().any(|line| head.starts_with(line));
        assert!(denied || head.starts_with("HTTP/1.1 200"), "{head}{body}");
        let answer = answer(&head, &body);
        assert_eq!(answer.response["id"], id, "{answer:?}");
        answer
    }

    fn cancel(&mut self, id: u64) {
        let stream = self.open.remove(&id).expect("the call was started");
        if self.era == Era::Legacy {
            // There a disconnect does not cancel.
            let (head, _) = read(self.post(&message::cancelled(id), &[]));
            assert!(head.starts_with("HTTP/1.1 202"), "{head}");
        }
        drop(stream);
    }

    fn list(&mut self) -> Answer {
        let message = self.era.request(self.next_id, "tools/list", json!({}));
        let headers: &[_] = match self.era {
            Era::Modern => &[("Mcp-Method", "tools/list")],
            Era::Legacy => &[],
        };
        let (head, body) = read(self.post(&message, headers));
        answer(&head, &body)
    }

    fn page(&mut self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("the server listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout is set");
        let host = &self.address;
        let head = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).expect("the server reads");
        let (head, body) = read(stream);
        assert!(head.starts_with("HTTP/1.1 200"), "{head}\n{body}");
        body
    }

    fn process(&mut self) -> &mut Process {
        &mut self.process
    }

    fn caller(&self) -> &'static str {
        "peer 127.0.0.1"
    }
}

/// Everything until the server closes.
fn read(mut stream: TcpStream) -> (String, String) {
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("the server answers and closes");
    parts(&text)
}

/// The head of an answer, and the body as it was meant.
pub(super) fn parts(text: &str) -> (String, String) {
    let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
    let chunked = header(head, "transfer-encoding") == Some("chunked");
    (head.to_owned(), if chunked { dechunk(body) } else { body.to_owned() })
}

fn dechunk(mut rest: &str) -> String {
    let mut body = String::new();
    while let Some((length, tail)) = rest.split_once("\r\n") {
        let length = usize::from_str_radix(length, 16).expect("the length of a chunk");
        body.push_str(&tail[..length]);
        rest = tail[length..].strip_prefix("\r\n").expect("a chunk ends");
    }
    body
}

/// The response and the notifications before it, from JSON or an event stream.
pub(super) fn answer(head: &str, body: &str) -> Answer {
    let parse = |text: &str| -> Value {
        serde_json::from_str(text).unwrap_or_else(|_| panic!("JSON: {head}\n\n{body}"))
    };
    let is_stream =
        header(head, "content-type").is_some_and(|media| media.starts_with("text/event-stream"));
    if !is_stream {
        return Answer { response: parse(body), notifications: Vec::new() };
    }
    let data = body.lines().filter_map(|line| line.strip_prefix("data: "));
    let mut notifications: Vec<Value> = data.map(parse).collect();
    let response = notifications.pop().expect("a response at the end of the stream");
    Answer { response, notifications }
}

pub(super) fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut headers = head.lines().filter_map(|line| line.split_once(": "));
    headers.find_map(|(other, value)| other.eq_ignore_ascii_case(name).then_some(value))
}
