use std::pin::pin;

use authorization_server::{Fault, INTROSPECT, RESOURCE_SERVER};
use futures_util::FutureExt as _;
use futures_util::future::join_all;

use super::*;
use crate::auth::Introspection;

fn introspection(server: &AuthorizationServer) -> Introspection {
    let (id, secret) = RESOURCE_SERVER;
    Introspection::at(server.url(INTROSPECT)).client(id, secret).issuer(server.issuer())
}

/// The authorization server, the time of both, and the one who asks.
async fn asking() -> (AuthorizationServer, ManualClock, Introspection) {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    server.set_time(now(&clock));
    let tokens = introspection(&server).audience(HERE);
    (server, clock, tokens)
}

#[tokio::test]
async fn an_active_token_says_who_calls_and_is_remembered_for_a_minute() {
    let (server, clock, tokens) = asking().await;
    server.describe("opaque", claims(&server, &clock));
    let caller = shown(&tokens, &clock, "opaque").await.unwrap();
    assert_eq!((caller.issuer(), caller.subject()), (server.issuer(), "alice"));
    assert_eq!(caller.scopes().to_string(), "vault:read vault:write");
    assert_eq!((caller.claim("team"), caller.claim("active")), (Some(&json!("blue")), None));
    assert_eq!(tokens.authorization_servers(), [server.issuer()]);
    server.revoke("opaque");
    clock.advance(Duration::from_millis(59_999));
    assert!(shown(&tokens, &clock, "opaque").await.is_ok());
    assert_eq!(server.count(INTROSPECT), 1);
    clock.advance(Duration::from_millis(1));
    unknown(shown(&tokens, &clock, "opaque").await);
    assert_eq!(server.count(INTROSPECT), 2);
}

#[tokio::test]
async fn an_inactive_token_is_left_to_others_and_remembered_for_10_s() {
    let (server, clock, tokens) = asking().await;
    unknown(shown(&tokens, &clock, "opaque").await);
    server.describe("opaque", claims(&server, &clock));
    clock.advance(Duration::from_millis(9_999));
    unknown(shown(&tokens, &clock, "opaque").await);
    assert_eq!(server.count(INTROSPECT), 1);
    clock.advance(Duration::from_millis(1));
    assert!(shown(&tokens, &clock, "opaque").await.is_ok());
}

#[tokio::test]
async fn nothing_is_remembered_beyond_its_end() {
    let (server, clock, _) = asking().await;
    let tokens = introspection(&server).audience(HERE).clock_skew(Duration::ZERO);
    server.describe("brief", with(claims(&server, &clock), json!({ "exp": now(&clock) + 20 })));
    assert!(shown(&tokens, &clock, "brief").await.is_ok());
    clock.advance(Duration::from_millis(19_999));
    assert!(shown(&tokens, &clock, "brief").await.is_ok());
    clock.advance(Duration::from_millis(1));
    // Its own clock still says that the token is active.
    assert_eq!(invalid(shown(&tokens, &clock, "brief").await), "the token has expired");
    assert_eq!(server.count(INTROSPECT), 2);
}

#[tokio::test]
async fn what_is_said_must_be_right() {
    let (server, clock, tokens) = asking().await;
    let t = now(&clock);
    let others = "the token is for another audience";
    for (number, (change, reason)) in [
        (json!({"aud": "https://other.example.com"}), others),
        (json!({"aud": null}), "the token names no audience"),
        (json!({"aud": ""}), others),
        (json!({"nbf": t + 61}), "the token is not valid yet"),
        (json!({"iat": t + 61}), "the token was issued in the future"),
        (json!({"exp": "never"}), "the token's claim exp is not a time"),
        (json!({"sub": null}), "the token has no subject"),
    ]
    .into_iter()
    .enumerate()
    {
        let token = format!("token-{number}");
        server.describe(&token, with(claims(&server, &clock), change.clone()));
        assert_eq!(invalid(shown(&tokens, &clock, &token).await), reason, "{change}");
    }
    server.describe("foreign", with(claims(&server, &clock), json!({ "iss": "https://evil" })));
    assert_eq!(unknown(shown(&tokens, &clock, "foreign").await), "the token is of another issuer");
    let nothing = json!({ "iss": null, "exp": null, "iat": null, "scope": null });
    server.describe("terse", with(claims(&server, &clock), nothing));
    assert!(shown(&tokens, &clock, "terse").await.is_ok());
}

#[tokio::test]
async fn any_audience_is_accepted_only_where_that_is_said() {
    let (server, clock, _) = asking().await;
    let tokens = introspection(&server).dangerously_accept_any_audience();
    server.describe("opaque", with(claims(&server, &clock), json!({ "aud": null })));
    assert!(shown(&tokens, &clock, "opaque").await.is_ok());
}

#[tokio::test]
async fn an_answer_that_is_none_neither_accepts_nor_refuses_and_is_not_remembered() {
    let (server, clock, tokens) = asking().await;
    server.describe("opaque", claims(&server, &clock));
    for fault in [
        Fault::Status(500),
        Fault::Status(201),
        Fault::Huge,
        Fault::Redirect("/elsewhere".to_owned()),
        Fault::Body("<html>".to_owned()),
        Fault::Body("[]".to_owned()),
        Fault::Body("{}".to_owned()),
        Fault::Body(r#"{"active":"true","sub":"alice"}"#.to_owned()),
        Fault::Body(r#"{"active":1,"sub":"alice"}"#.to_owned()),
    ] {
        let before = server.count(INTROSPECT);
        server.fault(INTROSPECT, fault.clone());
        unavailable(shown(&tokens, &clock, "opaque").await);
        assert_eq!(server.count(INTROSPECT), before + 1, "{fault:?}");
    }
    assert_eq!(server.count("/elsewhere"), 0, "the token went elsewhere");
    server.fault(INTROSPECT, None);
    assert!(shown(&tokens, &clock, "opaque").await.is_ok());
}

#[tokio::test]
async fn a_client_that_is_not_believed_accepts_nothing() {
    let (server, clock, _) = asking().await;
    let tokens =
        Introspection::at(server.url(INTROSPECT)).client(RESOURCE_SERVER.0, "wrong").audience(HERE);
    server.describe("opaque", claims(&server, &clock));
    unavailable(shown(&tokens, &clock, "opaque").await);
}

#[tokio::test]
async fn only_bearer_tokens_are_sent_away() {
    let (server, clock, tokens) = asking().await;
    let key = Credential::new(Scheme::ApiKey, "alice-key-0000000000000000");
    let attempt = Attempt::new(key, Clock::from(clock.clone()));
    unknown(tokens.at_hand(&attempt).expect("it is no token"));
    unknown(tokens.authenticate(&attempt).await);
    for text in ["", "two words", "é", "a&token=b", &"x".repeat((16 << 10) + 1)] {
        unknown(shown(&tokens, &clock, text).await);
    }
    assert_eq!(server.count(INTROSPECT), 0);
}

#[tokio::test]
async fn all_who_show_one_token_share_one_question_that_holds_nobody_for_long() {
    let (server, clock, tokens) = asking().await;
    server.describe("opaque", claims(&server, &clock));
    server.fault(INTROSPECT, Fault::Hang);
    let mut all = pin!(join_all((0..20).map(|_| shown(&tokens, &clock, "opaque"))));
    assert!((&mut all).now_or_never().is_none());
    server.counted(INTROSPECT, 1).await;
    clock.advance(8 * SECOND);
    for answer in all.await {
        unavailable(answer);
    }
    let mut next = pin!(join_all((0..20).map(|_| shown(&tokens, &clock, "opaque"))));
    assert!((&mut next).now_or_never().is_none());
    server.fault(INTROSPECT, None);
    assert!(next.await.iter().all(Result::is_ok));
    assert_eq!(server.count(INTROSPECT), 1, "they waited for what was on its way");
}

#[tokio::test]
async fn no_more_than_64_tokens_are_asked_about_at_once() {
    let (server, clock, tokens) = asking().await;
    server.fault(INTROSPECT, Fault::Hang);
    let names: Vec<String> = (0..64).map(|number| format!("token-{number}")).collect();
    let mut all = pin!(join_all(names.iter().map(|token| shown(&tokens, &clock, token))));
    assert!((&mut all).now_or_never().is_none());
    server.counted(INTROSPECT, 64).await;
    assert_eq!(unavailable(shown(&tokens, &clock, "one-more").await), SECOND);
    server.fault(INTROSPECT, None);
    for answer in all.await {
        unknown(answer);
    }
    until(async || shown(&tokens, &clock, "one-more").await.is_err_and(|it| it.is_unknown())).await;
    assert_eq!(server.count(INTROSPECT), 65);
}
