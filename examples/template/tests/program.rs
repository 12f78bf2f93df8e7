//! The program as a client starts it: one JSON message a line on stdin and
//! stdout.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

#[test]
fn a_client_initializes_it_calls_a_tool_and_leaves() {
    let mut server = Command::new(env!("CARGO_BIN_EXE_{{project-name}}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = server.stdin.take().expect("it is piped");
    let mut lines = BufReader::new(server.stdout.take().expect("it is piped")).lines();
    let mut ask = |id: u32, method: &str, params: Value| -> Value {
        let request = json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
        writeln!(stdin, "{request}").expect("it reads");
        let line = lines.next().expect("it answers").expect("in UTF-8");
        serde_json::from_str(&line).expect("nothing but JSON")
    };

    let client = json!({"name": "test", "version": "1"});
    let hello = json!({"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": client});
    let welcome = ask(1, "initialize", hello);
    assert_eq!(welcome["result"]["serverInfo"]["name"], "{{project-name}}");

    let arguments = json!({"degrees": 32, "from": "fahrenheit", "to": "celsius"});
    let answer = ask(2, "tools/call", json!({"name": "convert", "arguments": arguments}));
    let degrees = answer["result"]["structuredContent"]["degrees"].as_f64();
    assert!(degrees.is_some_and(|it| it.abs() < 1e-9), "{answer}");

    drop(stdin);
    assert!(server.wait().expect("it ends").success());
}
