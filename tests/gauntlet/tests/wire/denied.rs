//! What is left of a call that its caller may not make: the same, whether the
//! headers told or the body.

use crate::harness::{Caller, Door, Era, Ledger, Response, Scratch, Setup};

const ERAS: [Era; 2] = [Era::Modern, Era::Legacy];
const ALICE: &str = "alice-key-0000000000000000";
const BOB: &str = "bob-key-0000000000000000";

fn id(refused: &Response) -> String {
    let data = &refused.json()["error"]["data"];
    data["requestId"].as_str().unwrap_or_else(|| panic!("no id: {refused:?}")).to_owned()
}

#[test]
fn the_ledger_and_the_log_have_one_line_each() {
    for era in ERAS {
        let scratch = Scratch::new();
        let ledger = Ledger::at(scratch.file("ledger.jsonl"));
        let setup = Setup::default().ledger(ledger.path());
        let door = Door::open(&setup.variable("RUST_LOG", "mcp_runtime=debug"));
        let mut expected = Vec::new();
        for (shown, caller, tool, outcome) in [
            (Some(BOB), "principal key bob", "vault", "FORBIDDEN"),
            (Some(ALICE), "principal key alice", "admin", "FORBIDDEN"),
            (None, "peer 127.9.9.9", "vault", "UNAUTHENTICATED"),
        ] {
            let stranger = door.caller(era).from([127, 9, 9, 9]);
            let asks = shown.into_iter().fold(stranger, Caller::bearer);
            let refused = asks.call(tool);
            assert_eq!(refused.json()["error"]["data"]["error"], outcome);
            assert_eq!(refused.json()["error"]["data"]["tool"], tool);
            expected.push((id(&refused), tool, caller, outcome));
        }
        // Each line is there before its answer.
        let lines = ledger.ended();
        let written: Vec<_> = lines
            .iter()
            .map(|line| {
                let of = |name: &str| line[name].as_str().unwrap_or_default();
                (of("requestId").to_owned(), of("tool"), of("caller"), of("outcome"))
            })
            .collect();
        assert_eq!(written, expected, "{era:?}");

        let log = door.close().stderr;
        for (id, tool, caller, outcome) in expected {
            let lines: Vec<_> = log.lines().filter(|line| line.contains(&id)).collect();
            assert_eq!(lines.len(), 1, "{era:?}: {lines:?}");
            let parts = ["\"INFO\"", "mcp_runtime::call", tool, caller, outcome];
            for part in parts {
                assert!(lines[0].contains(part), "{era:?}: no {part} in {}", lines[0]);
            }
        }
        assert!(!log.contains("turned away"), "{era:?}: {log}");
        assert!(!log.contains(ALICE) && !log.contains(BOB), "{era:?}: {log}");
    }
}

/// At a closed door, headers are only what a stranger says.
#[test]
fn who_is_not_let_in_writes_nothing_into_the_ledger() {
    for era in ERAS {
        let scratch = Scratch::new();
        let ledger = Ledger::at(scratch.file("ledger.jsonl"));
        let setup = Setup::default().ledger(ledger.path()).argument("--require-auth");
        let door = Door::open(&setup);
        for tool in ["vault", "add", "nothing"] {
            assert_eq!(door.caller(era).call(tool).status, 401);
        }
        assert_eq!(ledger.ended(), [] as [serde_json::Value; 0], "{era:?}");
    }
}

#[test]
fn a_tool_that_is_switched_off_is_denied_to_nobody() {
    let door = Door::open(&Setup::default().variable("MCP_TOOL_VAULT__ENABLED", "false"));
    for era in ERAS {
        for key in [BOB, ALICE] {
            let response = door.caller(era).bearer(key).call("vault");
            let error = response.json()["error"].clone();
            assert_eq!(error["code"], -32602, "{era:?} {key}: {response:?}");
            assert!(error["message"].as_str().is_some_and(|text| text.contains("Unknown tool")));
        }
    }
}
