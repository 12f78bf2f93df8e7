use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};

use crate::process::{Program, Scratch};

/// Posts one message on a connection of its own and returns the answer.
fn post(address: &str, headers: &[(&str, &str)], body: &Value) -> (String, Value) {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a timeout is set");
    let body = body.to_string();
    let mut request = format!(
        "POST /mcp HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n\
         Content-Length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        request.extend([name, ": ", value, "\r\n"]);
    }
    stream.write_all(format!("{request}\r\n{body}").as_bytes()).expect("the server reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("the server answers and closes");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    (head.to_owned(), serde_json::from_str(body).unwrap_or_else(|_| body.into()))
}

#[test]
fn the_stateless_era() {
    let program = Program::start(&["--http", "127.0.0.1:0"], &[]);
    let url = program.stderr_after("listening on http://");
    let address = url.strip_suffix("/mcp").expect("the endpoint is /mcp");
    let request = |name: &str, arguments: Value| {
        let body = json!({
            "jsonrpc": "2.0", "id": 7, "method": "tools/call",
            "params": {
                "name": name, "arguments": arguments,
                "_meta": {
                    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                    "io.modelcontextprotocol/clientCapabilities": {},
                },
            },
        });
        let headers = [
            ("MCP-Protocol-Version", "2026-07-28"),
            ("Mcp-Method", "tools/call"),
            ("Mcp-Name", name),
        ];
        post(address, &headers, &body)
    };

    let (head, added) = request("add", json!({"title": "Over HTTP", "body": "text"}));
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let id = &added["result"]["structuredContent"]["id"];
    let (_, found) = request("search", json!({"query": "over http"}));
    let hits = &found["result"]["structuredContent"]["hits"];
    assert!(hits.as_array().is_some_and(|hits| hits.iter().any(|hit| &hit["id"] == id)), "{found}");
    let (head, missing) = request("read", json!({"id": 12_345}));
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert_eq!(missing["result"]["isError"], true, "{missing}");
}

#[test]
fn the_era_of_the_handshake() {
    let program = Program::start(&["--http", "127.0.0.1:0"], &[]);
    let url = program.stderr_after("listening on http://");
    let address = url.strip_suffix("/mcp").expect("the endpoint is /mcp");
    let hello = json!({
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {
            "protocolVersion": "2025-11-25", "capabilities": {},
            "clientInfo": { "name": "tests", "version": "1" },
        },
    });
    let (head, welcome) = post(address, &[], &hello);
    assert_eq!(welcome["result"]["serverInfo"]["name"], "notes", "{welcome}");
    let session = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .find_map(|(name, value)| name.eq_ignore_ascii_case("mcp-session-id").then_some(value))
        .expect("a session");

    let headers = [("Mcp-Session-Id", session), ("MCP-Protocol-Version", "2025-11-25")];
    let add = json!({
        "jsonrpc": "2.0", "id": 2, "method": "tools/call",
        "params": { "name": "add", "arguments": { "title": "Over HTTP", "body": "text" } },
    });
    let (_, added) = post(address, &headers, &add);
    assert_eq!(added["result"]["structuredContent"]["title"], "Over HTTP", "{added}");
}

#[test]
fn keys_are_demanded_where_there_are_any() {
    let folder = Scratch::new();
    // The digest is that of the key below.
    folder.write(
        "keys",
        "alice sha256:0876128fbe342e0f4eb4e40ea83e860301469a6f51f519df93aa037dacf9f388",
    );
    let keys = folder.path().join("keys");
    let variables = [("NOTES_KEYS", keys.as_path())];
    let program = Program::start(&["--http", "127.0.0.1:0"], &variables);
    let url = program.stderr_after("listening on http://");
    let address = url.strip_suffix("/mcp").expect("the endpoint is /mcp");
    let ping = json!({"jsonrpc": "2.0", "id": 1, "method": "ping"});
    let status = |headers: &[(&str, &str)]| post(address, headers, &ping).0;
    assert!(status(&[]).starts_with("HTTP/1.1 401"));
    assert!(status(&[("X-API-Key", "another-key-0000000000")]).starts_with("HTTP/1.1 401"));
    let known = status(&[("X-API-Key", "alice-key-0000000000000000")]);
    assert!(!known.starts_with("HTTP/1.1 401"), "{known}");
}
