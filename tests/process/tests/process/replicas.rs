//! Two processes of one server behind a proxy that sends each request to the
//! next of them, as balancers without stickiness do.

mod proxy;

use serde_json::{Value, json};

use crate::support::{Process, address, fixture};
use proxy::{Answer, Proxy};

const KEY: &str = "0123456789abcdef0123456789abcdef";
const OTHER: &str = "fedcba9876543210fedcba9876543210";

/// The processes, one for each key, and what stands in front of them.
struct Replicas {
    processes: Vec<Process>,
    proxy: Proxy,
}

impl Replicas {
    fn with_keys(keys: [&str; 2]) -> Self {
        let start = |key| {
            let mut command = fixture();
            command.args(["--http", "127.0.0.1:0"]).env("MCP_SIGNING_KEY", key);
            Process::spawn_piped(command)
        };
        let processes: Vec<Process> = keys.into_iter().map(start).collect();
        let proxy = Proxy::start(processes.iter().map(address).collect());
        Self { processes, proxy }
    }

    fn ids(&self) -> [u32; 2] {
        [self.processes[0].id(), self.processes[1].id()]
    }

    /// A request of the session, to whichever process is next.
    fn legacy(&self, session: Option<&str>, message: &Value) -> Answer {
        let session = session.map(|id| format!("Mcp-Session-Id: {id}\r\n")).unwrap_or_default();
        let headers = format!("MCP-Protocol-Version: 2025-11-25\r\n{session}");
        self.proxy.post(&headers, message)
    }

    fn open_session(&self) -> String {
        let params = json!({
            "protocolVersion": "2025-11-25",
            "capabilities": {},
            "clientInfo": {"name": "tests", "version": "1"},
        });
        let opened = self.proxy.post("", &request("initialize", &params));
        assert_eq!(opened.body["result"]["protocolVersion"], "2025-11-25", "{}", opened.body);
        opened.session.expect("a session")
    }

    /// A round of `book`, with what the round before asked and gave.
    fn book(&self, responses: &Value, state: &Value) -> Answer {
        let mut params = json!({
            "name": "book",
            "arguments": {},
            "_meta": {
                "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                "io.modelcontextprotocol/clientCapabilities": {"elicitation": {"form": {}}},
            },
        });
        if state.is_string() {
            params["inputResponses"] = responses.clone();
            params["requestState"] = state.clone();
        }
        let headers =
            "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: book\r\n";
        self.proxy.post(headers, &request("tools/call", &params))
    }
}

fn request(method: &str, params: &Value) -> Value {
    json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
}

fn accepted(key: &str, content: &Value) -> Value {
    json!({ key: {"action": "accept", "content": content} })
}

#[test]
fn a_session_goes_on_in_whichever_process() {
    let replicas = Replicas::with_keys([KEY, KEY]);
    let [a, b] = replicas.ids();
    // By the first; what follows alternates.
    let session = replicas.open_session();
    let initialized = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
    assert_eq!(replicas.legacy(Some(&session), &initialized).status, 202);
    let call = request("tools/call", &json!({"name": "whereabouts", "arguments": {}}));
    let by = || {
        let answer = replicas.legacy(Some(&session), &call);
        let text = answer.body["result"]["content"][0]["text"].as_str().map(str::parse::<u32>);
        text.unwrap_or_else(|| panic!("{}", answer.body)).expect("a process")
    };
    assert_eq!([by(), by(), by(), by()], [a, b, a, b]);
    let read = request("resources/read", &json!({"uri": "docs://readme"}));
    for _ in 0..2 {
        let answer = replicas.legacy(Some(&session), &read);
        assert_eq!(answer.body["result"]["contents"][0]["text"], "# Read me", "{}", answer.body);
    }
}

#[test]
fn each_round_of_a_call_may_be_in_another_process() {
    let replicas = Replicas::with_keys([KEY, KEY]);
    let [a, b] = replicas.ids();
    let first = replicas.book(&Value::Null, &Value::Null).body;
    let asked = &first["result"];
    assert_eq!(asked["resultType"], "input_required", "{first}");
    assert!(asked["inputRequests"]["who"].is_object(), "{first}");
    let second = replicas.book(&accepted("who", &json!({"name": "Ada"})), &asked["requestState"]);
    let asked = &second.body["result"];
    assert!(asked["inputRequests"]["where"].is_object(), "{}", second.body);
    let third = replicas.book(&accepted("where", &json!({"row": 7})), &asked["requestState"]);
    let said = &third.body["result"]["content"][0]["text"];
    // What each step remembers was sealed by one process and opened by the other.
    assert_eq!(*said, format!("Some(\"Ada\") in Some(7), by {a} {b} {a}"), "{}", third.body);
}

#[test]
fn processes_of_different_keys_refuse_each_others_state() {
    let replicas = Replicas::with_keys([KEY, OTHER]);
    let first = replicas.book(&Value::Null, &Value::Null).body;
    let state = &first["result"]["requestState"];
    let responses = accepted("who", &json!({"name": "Ada"}));
    let refused = replicas.book(&responses, state);
    assert_eq!(refused.body["error"]["code"], -32602, "{}", refused.body);
    let message = refused.body["error"]["message"].as_str().unwrap_or_default();
    assert!(
        message.contains("`params.requestState` is not one that this server gave out"),
        "{message}"
    );
    assert!(message.contains("send the request again without it"), "{message}");
    // Its own process still takes it.
    let asked = replicas.book(&responses, state).body;
    assert!(asked["result"]["inputRequests"]["where"].is_object(), "{asked}");
}

#[test]
fn processes_of_different_keys_refuse_each_others_sessions() {
    let replicas = Replicas::with_keys([KEY, OTHER]);
    let session = replicas.open_session();
    let call = request("tools/call", &json!({"name": "whereabouts", "arguments": {}}));
    let refused = replicas.legacy(Some(&session), &call);
    // The status by which clients open another session.
    assert_eq!(refused.status, 404, "{}", refused.body);
    let message = refused.body["error"]["message"].as_str().unwrap_or_default();
    assert!(message.contains("session"), "{}", refused.body);
    assert_eq!(replicas.legacy(Some(&session), &call).status, 200);
}
