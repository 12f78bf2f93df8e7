//! Limits as HTTP shows them.

use std::time::Duration;

use mcp_runtime::prelude::*;
use serde_json::{Value, json};

use crate::callers::send_from;
use crate::legacy::{call, initialize, post};
use crate::support::{Request, Response, Running};

/// Three calls in ten seconds, and two in a moment.
#[mcp_tool(rate = ["3/10s", "2/1500ms"])]
pub(crate) async fn limited() {}

/// A call in either era.
pub(crate) async fn request(server: &Running, modern: bool, tool: &str) -> Request {
    if modern {
        return Request::modern("tools/call", json!({"name": tool, "arguments": {}}));
    }
    let session = initialize(server, "2025-11-25").await;
    post(&session, &call(1, tool, &json!({})))
}

fn error(response: &Response) -> Value {
    let text = response.json()["result"]["content"][0]["text"].clone();
    serde_json::from_str(text.as_str().expect("a text block")).expect("an error object")
}

fn rate_limit(response: &Response) -> (Option<&str>, Option<&str>) {
    (response.get("ratelimit-policy"), response.get("ratelimit"))
}

#[tokio::test]
async fn headers_say_how_much_is_left_and_how_long_to_wait() {
    for modern in [true, false] {
        let server = Running::start().await;
        let request = request(&server, modern, "limited").await;
        let first = server.send(&request).await;
        // The window that is closest to being full, in whole seconds.
        let policy = Some("\"tool\";q=2;w=2");
        assert_eq!(rate_limit(&first), (policy, Some("\"tool\";r=1;t=2")));
        assert_eq!(first.get("retry-after"), None);
        server.clock.advance(Duration::from_millis(600));
        let second = server.send(&request).await;
        assert_eq!(rate_limit(&second), (policy, Some("\"tool\";r=0;t=1")));

        let refused = server.send(&request).await;
        assert_eq!((refused.status, &error(&refused)["error"]), (200, &json!("RATE_LIMITED")));
        assert_eq!(error(&refused)["retryAfter"], 0.9);
        // Rounded up: who comes earlier is refused again.
        assert_eq!(refused.get("retry-after"), Some("1"));
        assert_eq!(rate_limit(&refused), (policy, Some("\"tool\";r=0;t=1")));

        server.clock.advance(Duration::from_millis(900));
        let third = server.send(&request).await;
        let policy = Some("\"tool\";q=3;w=10");
        assert_eq!(rate_limit(&third), (policy, Some("\"tool\";r=0;t=9")));
        let refused = server.send(&request).await;
        assert_eq!(refused.get("retry-after"), Some("9"));
        assert_eq!(error(&refused)["retryAfter"], 8.5);
    }
}

#[tokio::test]
async fn tools_without_a_rate_have_no_such_headers() {
    let server = Running::start().await;
    let response = server.send(&request(&server, true, "busy").await).await;
    assert_eq!(rate_limit(&response), (None, None));
    assert_eq!(response.get("retry-after"), Some("2"), "the tool said so itself");
}

#[tokio::test]
async fn a_refusal_may_be_a_plain_429() {
    for modern in [true, false] {
        let server = Running::start_with(|server| server.rate_limit_status(429)).await;
        let request = request(&server, modern, "limited").await;
        for _ in 0..2 {
            assert_eq!(server.send(&request).await.status, 200);
        }
        let refused = server.send(&request).await;
        assert_eq!((refused.status, refused.get("retry-after")), (429, Some("2")));
        let body = refused.json();
        assert_eq!(body["id"], 1, "{body}");
        let error = &body["error"];
        let code = error["code"].as_i64().expect("a number");
        assert!(!(-32_768..=-32_000).contains(&code), "{code} is the specification's");
        assert_eq!(error["data"]["error"], "RATE_LIMITED", "{error}");
        assert_eq!(error["data"]["retryAfter"], 1.5, "{error}");
        // Most hosts show a model nothing else of it.
        let message = error["message"].as_str().unwrap_or_default();
        assert!(message.contains("1.5"), "how long to wait: {message}");
        assert_eq!(rate_limit(&refused).1, Some("\"tool\";r=0;t=2"));
        // Only what the rate refuses.
        let other = Request::modern("tools/call", json!({"name": "busy", "arguments": {}}));
        assert_eq!(server.send(&other).await.status, 200);
    }
}

#[tokio::test]
async fn a_flood_is_refused_before_anything_else_but_never_the_first_contact() {
    for modern in [true, false] {
        let server = Running::start_with(|server| server.flood_limit("4/10s")).await;
        // In the era of the handshake that is one of the four.
        let request = request(&server, modern, "add").await;
        for _ in 0..4 - i32::from(!modern) {
            assert_eq!(server.send(&request).await.status, 200);
        }
        server.clock.advance(Duration::from_millis(500));
        // Whatever is asked, and however wrong it is.
        let unknown = if modern {
            Request::modern("nothing/known", json!({}))
        } else {
            Request { body: call(1, "unknown", &json!({})).to_string().into(), ..request.clone() }
        };
        for request in [&request, &unknown] {
            let refused = server.send(request).await;
            assert_eq!((refused.status, refused.get("retry-after")), (429, Some("10")));
            let body = refused.json();
            assert_eq!(body["id"], 1, "{body}");
            let data = &body["error"]["data"];
            assert_eq!(
                (&data["error"], &data["retryable"]),
                (&json!("RATE_LIMITED"), &json!(true))
            );
            assert_eq!(data["retryAfter"], 9.5, "{body}");
            for said in ["message", "action"] {
                assert!(data[said].as_str().is_some_and(|text| !text.is_empty()), "{body}");
            }
        }
        // Clients would take a failure here for a server of the older era.
        let discover = Request::modern("server/discover", json!({}));
        assert_eq!(server.send(&discover).await.status, 200);
        let other = send_from("127.0.0.2", &server, &request).await;
        assert_eq!(other.status, 200, "others are not concerned");
        server.clock.advance(Duration::from_millis(9_500));
        assert_eq!(server.send(&request).await.status, 200);
    }
}
