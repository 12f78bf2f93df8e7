use std::pin::pin;

use authorization_server::{Fault, JWKS, METADATA, OPENID};
use futures_util::FutureExt as _;

use super::*;

#[tokio::test]
async fn metadata_is_found_at_its_other_place_and_must_be_of_the_issuer() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let token = server.sign(&claims(&server, &clock));
    let wrong = json!({ "issuer": "http://127.0.0.1:1", "jwks_uri": server.url(JWKS) }).to_string();
    server.fault(METADATA, Fault::Body(wrong));
    let tokens = tokens(&server);
    assert_eq!(unavailable(shown(&tokens, &clock, &token).await), 5 * SECOND);
    assert_eq!((server.count(METADATA), server.count(OPENID), server.count(JWKS)), (1, 1, 0));
    server.metadata_at(OPENID);
    clock.advance(5 * SECOND);
    assert!(shown(&tokens, &clock, &token).await.is_ok());
    assert_eq!((server.count(METADATA), server.count(OPENID), server.count(JWKS)), (2, 2, 1));
}

#[tokio::test]
async fn keys_that_cannot_be_had_are_no_reason_to_accept_or_to_refuse() {
    let clock = ManualClock::new();
    let many: Vec<Value> = (0..101).map(|_| json!({ "kty": "unheard of" })).collect();
    for fault in [
        Fault::Status(500),
        Fault::Status(404),
        Fault::Status(204),
        Fault::Huge,
        Fault::Body("<html>".to_owned()),
        Fault::Body(json!({ "keys": {} }).to_string()),
        Fault::Body(json!({ "keys": many }).to_string()),
        Fault::Redirect("/elsewhere".to_owned()),
    ] {
        let server = AuthorizationServer::start().await;
        let tokens = tokens(&server);
        let token = server.sign(&claims(&server, &clock));
        server.fault(JWKS, fault.clone());
        for _ in 0..3 {
            let wait = unavailable(shown(&tokens, &clock, &token).await);
            assert_eq!(wait, 5 * SECOND, "{fault:?}");
        }
        assert_eq!((server.count(JWKS), server.count("/elsewhere")), (1, 0), "{fault:?}");
        server.fault(JWKS, None);
        clock.advance(5 * SECOND);
        assert!(shown(&tokens, &clock, &token).await.is_ok(), "{fault:?}");
    }
}

#[tokio::test]
async fn an_issuer_that_does_not_answer_holds_nobody_for_long() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let tokens = tokens(&server);
    let token = server.sign(&claims(&server, &clock));
    server.fault(JWKS, Fault::Hang);
    let mut first = pin!(shown(&tokens, &clock, &token));
    assert!((&mut first).now_or_never().is_none());
    server.counted(JWKS, 1).await;
    clock.advance(Duration::from_millis(7_999));
    assert!((&mut first).now_or_never().is_none());
    clock.advance(Duration::from_millis(1));
    unavailable(first.await);
    // The fetch itself is given up 2 s later, and the next one may begin.
    clock.advance(2 * SECOND);
    server.fault(JWKS, None);
    until(async || shown(&tokens, &clock, &token).await.is_ok()).await;
}

#[tokio::test]
async fn a_caller_that_leaves_does_not_end_the_fetch_of_others() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let tokens = tokens(&server);
    let token = server.sign(&claims(&server, &clock));
    server.fault(JWKS, Fault::Hang);
    let _ = shown(&tokens, &clock, &token).now_or_never();
    server.counted(JWKS, 1).await;
    server.fault(JWKS, None);
    assert!(shown(&tokens, &clock, &token).await.is_ok());
    assert_eq!(server.count(JWKS), 1);
}

#[tokio::test]
async fn one_key_that_is_no_key_does_not_spoil_the_others() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    for jwk in [
        json!("not an object"),
        json!(null),
        json!({ "kid": "1" }),
        json!({ "kty": "RSA", "kid": "1", "n": 7, "e": "AQAB", "x5c": "not a list" }),
        json!({ "kty": "EC", "crv": "P-256", "kid": "1", "x": "AA", "y": "AA" }),
        json!({ "kty": "EC", "crv": "secp256k1", "kid": "1", "x": "AA", "y": "AA" }),
        json!({ "kty": "OKP", "crv": "X25519", "kid": "1", "x": "AA" }),
        json!({ "kty": "AKP", "alg": "ML-DSA-44", "kid": "1", "pub": "AA" }),
    ] {
        server.publish(jwk);
    }
    let tokens = tokens(&server);
    assert!(shown(&tokens, &clock, &server.sign(&claims(&server, &clock))).await.is_ok());
}

#[tokio::test]
async fn an_issuer_that_withdraws_all_its_keys_is_taken_at_its_word() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let tokens = tokens(&server);
    let token = server.sign(&claims(&server, &clock));
    assert!(shown(&tokens, &clock, &token).await.is_ok());
    server.fault(JWKS, Fault::Body(json!({ "keys": [] }).to_string()));
    clock.advance(10 * MINUTE);
    assert_eq!(invalid(shown(&tokens, &clock, &token).await), UNPUBLISHED);
}

#[tokio::test]
async fn a_named_url_is_asked_for_keys_and_nothing_else() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let tokens = tokens(&server).jwks_url(server.url(JWKS));
    assert!(shown(&tokens, &clock, &server.sign(&claims(&server, &clock))).await.is_ok());
    assert_eq!((server.count(METADATA), server.count(JWKS)), (0, 1));
}
