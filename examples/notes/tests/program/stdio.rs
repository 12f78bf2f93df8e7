use serde_json::{Value, json};

use crate::process::{Program, Scratch};

/// A folder with two notes, for both eras.
fn folder() -> Scratch {
    let folder = Scratch::new();
    folder.write("limits.md", "---\ntags: api\n---\n# Rate limits\n\nSixty calls a minute.\n");
    folder.write("timeouts.md", "# Timeouts\n\nThirty seconds unless the tool says more.\n");
    folder
}

/// A request of the stateless era, which carries its own handshake.
fn modern(id: u32, method: &str, mut params: Value) -> Value {
    params["_meta"] = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": { "name": "tests", "version": "1" },
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })
}

fn legacy(id: u32, method: &str, params: &Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })
}

fn call(name: &str, arguments: &Value) -> Value {
    json!({ "name": name, "arguments": arguments })
}

#[test]
fn the_stateless_era() {
    let folder = folder();
    let mut program = Program::start(&[], &[("NOTES_DIR", folder.path())]);

    let discovered = program.ask(&modern(1, "server/discover", json!({})));
    assert_eq!(discovered["result"]["resultType"], "complete", "{discovered}");
    let instructions = discovered["result"]["instructions"].as_str().unwrap_or_default();
    assert!(instructions.contains("search"), "{discovered}");

    let found = program.ask(&modern(2, "tools/call", call("search", &json!({"query": "limit"}))));
    assert_eq!(
        found["result"]["structuredContent"],
        json!({
            "matched": "all",
            "hits": [{
                "id": 1, "title": "Rate limits", "snippet": "Rate **limits**",
                "tags": ["api"], "file": "limits.md",
            }],
            "more": false,
        })
    );
    // The same as text, for clients that read nothing else.
    let text = found["result"]["content"][0]["text"].as_str().unwrap_or_default();
    let text: Value = serde_json::from_str(text).expect("JSON in the text block");
    assert_eq!(text, found["result"]["structuredContent"]);

    let missing = program.ask(&modern(3, "tools/call", call("delete", &json!({"id": 99}))));
    assert_eq!(missing["result"]["isError"], true, "{missing}");
    assert_eq!(missing["result"]["resultType"], "complete", "{missing}");

    let (status, rest, log) = program.finish();
    assert!(status.success() && rest.is_empty(), "{status}: {rest}{log}");
    assert!(log.contains("indexed"), "{log}");
}

#[test]
fn the_era_of_the_handshake() {
    let folder = folder();
    let mut program = Program::start(&[], &[("NOTES_DIR", folder.path())]);

    let hello = json!({
        "protocolVersion": "2025-11-25", "capabilities": {},
        "clientInfo": { "name": "tests", "version": "1" },
    });
    let welcome = program.ask(&legacy(1, "initialize", &hello));
    assert_eq!(welcome["result"]["protocolVersion"], "2025-11-25", "{welcome}");
    assert_eq!(welcome["result"]["serverInfo"]["name"], "notes", "{welcome}");
    program.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }));

    let listed = program.ask(&legacy(2, "tools/list", &json!({})));
    let tools = listed["result"]["tools"].as_array().map_or(0, Vec::len);
    assert_eq!(tools, 5, "{listed}");

    let note = json!({"title": "Retries", "body": "Twice, then stop."});
    let added = program.ask(&legacy(3, "tools/call", &call("add", &note)));
    let id = &added["result"]["structuredContent"]["id"];
    let read = program.ask(&legacy(4, "tools/call", &call("read", &json!({ "id": id }))));
    assert_eq!(read["result"]["structuredContent"]["body"], "Twice, then stop.", "{read}");
    program.ask(&legacy(5, "tools/call", &call("delete", &json!({ "id": id }))));

    let gone = program.ask(&legacy(6, "tools/call", &call("read", &json!({ "id": id }))));
    let text = gone["result"]["content"][0]["text"].as_str().unwrap_or_default();
    let error: Value = serde_json::from_str(text).expect("JSON in the text block");
    assert_eq!(error["error"], "NOTE_NOT_FOUND", "{gone}");
    assert_eq!(error["action"], "Call search to find the id of a note.", "{gone}");

    let (status, rest, log) = program.finish();
    assert!(status.success() && rest.is_empty(), "{status}: {rest}{log}");
}

#[test]
fn calls_at_the_end_of_the_input_are_still_answered() {
    let folder = folder();
    let mut program = Program::start(&[], &[("NOTES_DIR", folder.path())]);
    for id in 1..=20 {
        program.send(&modern(id, "tools/call", call("search", &json!({"query": "tool"}))));
    }
    let (status, rest, log) = program.finish();
    assert!(status.success(), "{status}: {log}");
    assert_eq!(rest.lines().filter(|line| line.contains("Timeouts")).count(), 20, "{rest}");
}
