//! Credentials that prove nothing.

use std::time::Duration;

use serde_json::json;

use crate::support::{Request, Running, settle};
use crate::tools::{ajar, call, closed, list, wide};

#[tokio::test]
async fn whoever_shows_nothing_is_told_what_to_send() {
    let server = Running::start_with(closed).await;
    let initialize = Request::post(
        json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
            "protocolVersion": "2025-11-25", "capabilities": {},
            "clientInfo": {"name": "c", "version": "1"}}})
        .to_string(),
    );
    let discover = Request::modern("server/discover", json!({}));
    for request in [call("plain"), list(), discover, initialize] {
        let refused = server.send(&request).await;
        assert_eq!(refused.status, 401, "{refused:?}");
        assert_eq!(refused.challenge(), "Bearer", "nothing was wrong, so no error is named");
        assert_eq!(refused.get("cache-control"), Some("no-store"));
        let error = refused.refusal();
        assert_eq!(
            (&error["error"], &error["retryable"]),
            (&json!("UNAUTHENTICATED"), &json!(false))
        );
        let action = error["action"].as_str().expect("an action");
        assert!(action.contains("Authorization: Bearer"), "{action}");
        let message = refused.json()["error"]["message"].to_string();
        assert!(
            message.contains("Authorization: Bearer"),
            "many clients show this alone: {message}"
        );
    }
    for verb in ["GET", "DELETE", "PUT", "OPTIONS"] {
        let refused = server.send(&Request::post("").verb(verb)).await;
        assert_eq!(refused.status, 401, "{verb}: {refused:?}");
    }
}

#[tokio::test]
async fn a_credential_that_is_not_valid_says_why() {
    for (server, open) in
        [(Running::start_with(closed).await, false), (Running::start_with(wide).await, true)]
    {
        for (name, reason) in
            [("mallory", "the credential is not known here"), ("old", "the token has expired")]
        {
            // Also where nothing is demanded: it was meant to be somebody.
            let refused = server.call(name, "plain").await;
            assert_eq!(refused.status, 401, "{open} {refused:?}");
            let expected =
                format!("Bearer error=\"invalid_token\", error_description=\"{reason}\"");
            assert_eq!(refused.challenge(), expected);
            let error = refused.refusal();
            assert_eq!(
                (&error["error"], &error["message"]),
                (&json!("UNAUTHENTICATED"), &json!(reason))
            );
            assert!(!refused.body.contains(name) || name == "old", "{}", refused.body);
        }
    }
}

#[tokio::test]
async fn a_credential_is_shown_once_in_one_way() {
    let server = Running::start_with(closed).await;
    for request in [
        call("plain").of("alice").header("X-API-Key", "alice"),
        call("plain").of("alice").and("Authorization", "Bearer alice"),
        call("plain").header("Authorization", "Bearer"),
        call("plain").header("Authorization", "Bearer alice bob"),
    ] {
        let refused = server.send(&request).await;
        assert_eq!(refused.status, 400, "{refused:?}");
        assert!(refused.challenge().starts_with("Bearer error=\"invalid_request\""));
        assert_eq!(refused.refusal()["error"], "UNAUTHENTICATED");
    }
    // Of another scheme: nothing was shown, and clients begin anew at a 401.
    for other in ["Basic YWxpY2U6", "DPoP abc", "alice"] {
        let refused = server.send(&call("plain").header("Authorization", other)).await;
        assert_eq!((refused.status, refused.challenge()), (401, "Bearer"), "{other}");
    }
    let key = call("plain").header("X-API-Key", "alice");
    assert_eq!(server.send(&key).await.text(), "principal names alice");
    let in_query = server.send_to("/mcp?access_token=alice", &call("plain")).await;
    assert_eq!(in_query.status, 401, "addresses end up in logs");
}

#[tokio::test]
async fn who_cannot_tell_now_says_when_to_come_back() {
    let server = Running::start_with(closed).await;
    let refused = server.call("unsure", "plain").await;
    assert_eq!((refused.status, refused.get("retry-after")), (503, Some("7")));
    assert_eq!(refused.refusal()["retryAfter"], 7);

    let mut connection = server.connect().await;
    connection.send(&call("plain").of("slow")).await;
    // Another request answers once the first has been taken in.
    assert_eq!(server.call("alice", "plain").await.status, 200);
    // The credential is being looked at; then it has as long as it may have.
    settle().await;
    server.clock.advance(Duration::from_secs(10));
    let answer = connection.response().await;
    assert_eq!(answer.status, 503, "an authenticator that hangs does not hang the server");
}

#[tokio::test]
async fn nothing_of_the_body_is_believed_before() {
    let server = Running::start_with(closed).await;
    for body in ["", "nonsense", "[1, 2", "{\"jsonrpc\": \"1.0\"}"] {
        let mut request = call("plain");
        request.body = body.into();
        let refused = server.send(&request).await;
        assert_eq!(refused.status, 401, "{refused:?}");
        assert!(refused.get("content-type").is_some_and(|ty| ty.starts_with("text/plain")));
    }
    let mut request = call("vault").of("bob");
    request.body = "nonsense".into();
    assert_eq!(server.send(&request).await.status, 403, "the headers name what is called");
    let request = call("plain").of("alice").header("Content-Type", "text/plain");
    assert_eq!(server.send(&request).await.status, 415, "what is wrong otherwise comes after");
    assert_eq!(server.send(&request.without("Authorization")).await.status, 401);
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let server = Running::start_with(closed).await;
    let mut connection = server.connect().await;
    let mut request = call("plain").header("Content-Length", "1000000");
    request.body = br#"{"jsonrpc":"2.0","id":1,"#.to_vec();
    connection.send(&request).await;
    settle().await;
    server.clock.advance(Duration::from_secs(1));
    let refused = connection.response().await;
    assert_eq!(refused.status, 401);
}

#[tokio::test]
async fn an_open_door_leads_nowhere_else() {
    let server = Running::start_with(ajar).await;
    assert_eq!(server.call("", "open").await.text(), "nobody");
    assert_eq!(server.call("alice", "open").await.text(), "names alice");
    for tool in ["plain", "secret", "vault"] {
        let refused = server.call("", tool).await;
        assert_eq!(refused.status, 401, "{tool}: {refused:?}");
    }
    // The headers may not lead past the body either.
    let mut request = call("open");
    request.body = call("secret").body;
    assert_eq!(server.send(&request).await.code(), -32020);
}
