//! Lists show what their caller may use.

use crate::support::Running;
use crate::tools::{ajar, call, list, wide};

async fn names(server: &Running, name: &str) -> Vec<String> {
    let response = server.send(&list().of(name)).await;
    let result = &response.json()["result"];
    assert_eq!(result["cacheScope"], "private", "{result}");
    let tools = result["tools"].as_array().expect("tools");
    tools.iter().map(|tool| tool["name"].as_str().expect("a name").to_owned()).collect()
}

#[tokio::test]
async fn each_caller_has_a_list_of_its_own() {
    for (server, nobody) in [
        (Running::start_with(ajar).await, &["open"][..]),
        (Running::start_with(wide).await, &["open", "plain"]),
    ] {
        assert_eq!(names(&server, "").await, nobody);
        assert_eq!(names(&server, "bob").await, ["open", "plain", "secret"]);
        assert_eq!(names(&server, "alice").await, ["open", "plain", "secret", "vault"]);
        assert_eq!(names(&server, "carol").await, ["admin", "open", "plain", "secret", "vault"]);
        assert_eq!(names(&server, "").await, nobody, "what others saw is not kept for all");
    }
}

#[tokio::test]
async fn pages_are_those_of_the_caller() {
    let server = Running::start_with(|server| wide(server).page_size(2)).await;
    let (mut cursor, mut all) = (None::<String>, Vec::new());
    loop {
        let params = cursor
            .map_or_else(|| serde_json::json!({}), |cursor| serde_json::json!({"cursor": cursor}));
        let request = crate::support::Request::modern("tools/list", params).of("alice");
        let result = server.send(&request).await.json()["result"].clone();
        let page: Vec<_> = result["tools"]
            .as_array()
            .expect("tools")
            .iter()
            .map(|tool| tool["name"].to_string())
            .collect();
        assert!(page.len() <= 2);
        all.extend(page);
        match result["nextCursor"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => break,
        }
    }
    assert_eq!(all, ["\"open\"", "\"plain\"", "\"secret\"", "\"vault\""]);
}

#[tokio::test]
async fn a_slip_is_not_mended_with_a_hidden_name() {
    let server = Running::start_with(wide).await;
    let hint = async |name: &str| server.send(&call("vualt").of(name)).await.body;
    assert!(hint("alice").await.contains("Did you mean vault?"));
    assert!(!hint("bob").await.contains("vault"));
    assert!(!hint("").await.contains("vault"));
}
