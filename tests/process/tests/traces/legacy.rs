//! The era of handshakes and sessions.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use serde_json::{Value, json};

use crate::collector::{Collector, attribute};
use crate::support::{Process, address};
use crate::{finished, initialize, traced};

#[test]
fn every_request_of_a_session_has_a_span() {
    let collector = Collector::start();
    let mut process = Process::spawn_piped(traced(&collector));
    initialize(&mut process);
    for (id, method) in [(1, "ping"), (2, "tools/list"), (3, "made/up-by-the-caller")] {
        process.send(&json!({"jsonrpc": "2.0", "id": id, "method": method}));
        process.receive();
    }
    let call = json!({"name": "add", "arguments": {"a": 1, "b": 2}});
    process.send(&json!({"jsonrpc": "2.0", "id": "four", "method": "tools/call", "params": call}));
    process.receive();
    finished(process);
    for (name, id) in [
        ("initialize", "0"),
        ("ping", "1"),
        ("tools/list", "2"),
        ("_OTHER", "3"),
        ("tools/call add", "four"),
    ] {
        let span = collector.span(name);
        let of = |key| attribute(&span.attributes, key);
        assert_eq!(of("jsonrpc.request.id").map(|text| text.replace('"', "")).as_deref(), Some(id));
        assert_eq!(of("mcp.protocol.version").as_deref(), Some("2025-06-18"), "{name}");
        let unknown = (name == "_OTHER").then_some("-32601");
        assert_eq!(of("rpc.response.status_code").as_deref(), unknown);
        // Asking for what is not there is the caller's fault.
        assert_eq!(of("error.type"), None);
    }
    assert!(!collector.text().contains("made/up"));
    let sessions = collector.histogram("mcp.server.session.duration");
    assert_eq!((sessions.len(), sessions[0].count), (1, 1));
    let version = attribute(&sessions[0].attributes, "mcp.protocol.version");
    assert_eq!(version.as_deref(), Some("2025-06-18"));
}

#[test]
fn a_sessions_id_is_named_and_not_told() {
    let collector = Collector::start();
    let mut command = traced(&collector);
    command.args(["--http", "127.0.0.1:0"]);
    let mut process = Process::spawn_piped(command);
    let address = address(&process);
    let opened = post(
        &address,
        "",
        &json!({"jsonrpc": "2.0", "id": 0, "method": "initialize",
        "params": {"protocolVersion": "2025-11-25", "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"}}}),
    );
    let lines = opened.lines().filter_map(|line| line.split_once(": "));
    let session = lines
        .filter(|(name, _)| name.eq_ignore_ascii_case("mcp-session-id"))
        .map(|(_, value)| value.to_owned())
        .next()
        .expect("a session");
    let header = format!("Mcp-Session-Id: {session}\r\nMCP-Protocol-Version: 2025-11-25\r\n");
    let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call",
        "params": {"name": "add", "arguments": {"a": 1, "b": 2}}});
    post(&address, &header, &call);
    post(&address, &header, &json!({"jsonrpc": "2.0", "id": 2, "method": "tools/list"}));
    process.signal(rustix::process::Signal::TERM);
    assert!(process.wait().success());
    let name = |span: &str| attribute(&collector.span(span).attributes, "mcp.session.id");
    let named = name("tools/call add").expect("a session");
    assert_eq!((named.len(), Some(&named)), (16, name("tools/list").as_ref()));
    assert!(!collector.text().contains(&session));
}

fn post(address: &str, header: &str, body: &Value) -> String {
    let body = body.to_string();
    let mut stream = TcpStream::connect(address).expect("the server listens");
    stream.set_read_timeout(Some(std::time::Duration::from_secs(20))).unwrap();
    write!(
        stream,
        "POST /mcp HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{header}\
         Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).expect("a response");
    assert!(response.starts_with("HTTP/1.1 200"), "{response}");
    response
}
