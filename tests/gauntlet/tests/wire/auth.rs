//! Who may do what, on every transport and in both eras.

use serde_json::{Value, json};

use crate::harness::{Connection, Setup, on_every_route};

const ALICE: &str = "alice-key-0000000000000000";
const BOB: &str = "bob-key-0000000000000000";
const CAROL: &str = "carol-key-0000000000000000";

/// The code of a refusal: HTTP's is a JSON-RPC error with the same object that
/// a result has elsewhere.
pub(crate) fn refusal(connection: &mut dyn Connection, tool: &str) -> Value {
    let response = connection.call(tool, json!({})).response;
    let data = &response["error"]["data"];
    if data.is_object() {
        return data.clone();
    }
    let text = response["result"]["content"][0]["text"].as_str().expect("a text");
    serde_json::from_str(text).expect("an error object")
}

#[test]
fn scopes_decide() {
    on_every_route(|route| {
        for (credential, caller, allowed) in [
            (BOB, "principal key bob", &["secret"][..]),
            (ALICE, "principal key alice", &["secret", "vault"]),
            (CAROL, "principal key carol", &["secret", "vault", "admin"]),
        ] {
            let mut connection = route.connect(&Setup::default().credential(credential));
            assert_eq!(connection.call("whoami", json!({})).text(), caller);
            let listed = connection.list().response["result"]["tools"].clone();
            for tool in ["secret", "vault", "admin"] {
                let shown =
                    listed.as_array().is_some_and(|all| all.iter().any(|it| it["name"] == tool));
                assert_eq!(shown, allowed.contains(&tool), "{credential} {tool}");
                if shown {
                    assert!(!connection.call(tool, json!({})).text().is_empty());
                } else {
                    let error = refusal(&mut *connection, tool);
                    assert_eq!(error["error"], "FORBIDDEN", "{error}");
                    assert!(
                        error["action"].is_string() && error["requestId"].is_string(),
                        "{error}"
                    );
                    assert_eq!(error["tool"], tool, "{error}");
                }
            }
        }
    });
}

#[test]
fn a_stranger_may_do_what_demands_nothing() {
    on_every_route(|route| {
        let mut connection = route.connect(&Setup::default());
        assert_eq!(connection.call("add", json!({"a": 1, "b": 2})).text(), "3");
        for tool in ["secret", "vault", "admin"] {
            assert_eq!(refusal(&mut *connection, tool)["error"], "UNAUTHENTICATED");
        }
    });
}

#[test]
fn where_all_of_it_is_private_a_key_opens_it() {
    on_every_route(|route| {
        let setup = Setup::default().argument("--require-auth").credential(BOB);
        let mut connection = route.connect(&setup);
        assert_eq!(connection.call("secret", json!({})).text(), "known as bob");
        assert_eq!(connection.call("add", json!({"a": 1, "b": 2})).text(), "3");
    });
}

#[test]
fn on_stdio_it_does_not_start_for_nobody() {
    let closed = Setup::default().argument("--require-auth");
    for (setup, expected) in [
        (closed.clone(), "MCP_ACCESS_TOKEN"),
        (closed.variable("MCP_ACCESS_TOKEN", "mallory-key-00000000000000"), "is not accepted"),
    ] {
        let finished = setup.run();
        assert_eq!(finished.code, Some(1), "{finished:?}");
        assert!(finished.stderr.contains(expected), "{finished:?}");
        assert!(!finished.stderr.contains("mallory"), "a credential in the log: {finished:?}");
    }
}

#[test]
fn limits_and_records_are_of_a_principal() {
    on_every_route(|route| {
        let scratch = crate::harness::Scratch::new();
        let ledger = scratch.file("calls.jsonl");
        let setup = Setup::default().credential(ALICE).ledger(&ledger);
        let mut connection = route.connect(&setup);
        connection.call("priced", json!({}));
        let text = std::fs::read_to_string(&ledger).expect("a ledger");
        assert!(text.contains("\"caller\":\"principal key alice\""), "{text}");
        assert!(!text.contains(ALICE), "{text}");
    });
}
