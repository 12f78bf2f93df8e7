//! Tokens that the authorization server is asked about.

use authorization_server::{Fault, INTROSPECT};
use serde_json::json;

use super::{ERAS, accepting, assert_invalid, call_open};
use crate::harness::{Door, Era, Issuer, Setup, on_every_route, with};

const UNKNOWN: &str = "the credential is not known here";

fn asking(issuer: &Issuer) -> Setup {
    accepting(issuer).argument("--introspection").argument(issuer.url(INTROSPECT))
}

#[test]
fn a_token_that_is_revoked_is_not_believed_for_long() {
    on_every_route(|route| {
        let issuer = Issuer::at_the_beginning();
        let setup = asking(&issuer).argument("--manual-clock");
        issuer.describe("opaque-0001", issuer.claims());
        let mut connection = route.connect(&setup.credential("opaque-0001"));
        for _ in 0..3 {
            assert_eq!(connection.call("vault", json!({})).text(), "gold");
        }
        assert_eq!(issuer.count(INTROSPECT), 1, "it is asked about once a minute");
        issuer.revoke("opaque-0001");
        connection.process().move_clock();
        connection.process().move_clock();
        let error = crate::auth::refusal(&mut *connection, "vault");
        assert_eq!(error["error"], "UNAUTHENTICATED", "{error}");
        assert_eq!(issuer.count(INTROSPECT), 2);
    });
}

#[test]
fn what_is_not_active_here_and_now_is_refused() {
    let issuer = Issuer::start();
    let door = Door::open(&asking(&issuer).variable("RUST_LOG", "trace"));
    let now = issuer.now();
    let cases = [
        ("opaque-nobody-issued", None, UNKNOWN),
        // The authorization server itself calls it inactive.
        ("opaque-long-expired", Some(json!({"exp": now - 3600})), UNKNOWN),
        ("opaque-of-tomorrow", Some(json!({"nbf": now + 600})), "the token is not valid yet"),
        (
            "opaque-for-another",
            Some(json!({"aud": "https://other.example/mcp"})),
            "the token is for another audience",
        ),
        ("opaque-for-nobody", Some(json!({"aud": null})), "the token names no audience"),
        (
            "opaque-of-another",
            Some(json!({"iss": "https://other.example"})),
            "the token is of another issuer",
        ),
        ("opaque-of-nobody", Some(json!({"sub": null})), "the token has no subject"),
    ];
    for (token, change, why) in &cases {
        if let Some(change) = change {
            issuer.describe(token, with(issuer.claims(), change.clone()));
        }
        for era in ERAS {
            assert_invalid(&door, token, why, &call_open(&door.caller(era).bearer(token)));
        }
    }
    assert_eq!(issuer.count(INTROSPECT), cases.len(), "refusals are remembered too");
    let stderr = door.close().stderr;
    assert!(stderr.contains(cases[2].2), "refusals are logged: {stderr}");
    for (token, ..) in cases {
        super::assert_not_in(token, &stderr);
    }
    // Nor what this server proves itself with, as it is or in base64.
    assert!(!stderr.contains("secret: 100%") && !stderr.contains("cmVzb3VyY2U"), "{stderr}");
}

#[test]
fn where_nobody_can_be_asked_callers_are_told_to_come_back() {
    let issuer = Issuer::start();
    let door = Door::open(&asking(&issuer));
    issuer.describe("opaque-0001", issuer.claims());
    issuer.fault(INTROSPECT, Fault::Status(500));
    for era in ERAS {
        let refused = call_open(&door.caller(era).bearer("opaque-0001"));
        let error = refused.refusal(503, None);
        assert_eq!((&error["error"], &error["retryAfter"]), (&json!("OVERLOADED"), &json!(5)));
        assert_eq!(refused.header("retry-after"), Some("5"));
    }
    issuer.fault(INTROSPECT, None);
    assert_eq!(door.caller(Era::Modern).bearer("opaque-0001").call("vault").text(), "gold");
}

/// Keys are nothing that others should see.
#[test]
fn api_keys_are_not_asked_about() {
    let issuer = Issuer::start();
    let door = Door::open(&asking(&issuer));
    for era in ERAS {
        let alice = door.caller(era).bearer("alice-key-0000000000000000");
        assert_eq!(alice.call("vault").text(), "gold");
        let wrong = door.caller(era).header("X-API-Key", "mallory-key-00000000000000");
        assert_eq!(wrong.call("vault").status, 401);
    }
    assert_eq!(issuer.count(INTROSPECT), 0);
}
