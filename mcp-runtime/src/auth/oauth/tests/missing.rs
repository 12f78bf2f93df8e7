//! Tokens whose key is not there, or not yet.

use std::net::{IpAddr, Ipv4Addr};

use authorization_server::{JWKS, METADATA, Signer};
use futures_util::future::join_all;

use super::*;
use crate::auth::{Authority, Origin, Refusal};

/// With `kid`s that the issuer never published.
fn made_up(server: &AuthorizationServer, clock: &ManualClock, count: usize) -> Vec<String> {
    let (signer, claims) = (Signer::new("ES256"), claims(server, clock));
    (0..count).map(|number| signer.sign(&format!("made-up-{number}"), &claims)).collect()
}

#[tokio::test]
async fn made_up_keys_cost_the_issuer_one_fetch_in_30_s() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let tokens = tokens(&server);
    let good = server.sign(&claims(&server, &clock));
    assert!(shown(&tokens, &clock, &good).await.is_ok());
    // They are refused by the first fetch after they were first asked for.
    for (wait, fetches, later) in [
        (Duration::ZERO, 1, Some(30 * SECOND)),
        (29 * SECOND, 1, Some(SECOND)),
        (SECOND, 2, None),
        (SECOND, 2, None),
        (29 * SECOND, 3, None),
    ] {
        clock.advance(wait);
        let made_up = made_up(&server, &clock, 20);
        for answer in join_all(made_up.iter().map(|token| shown(&tokens, &clock, token))).await {
            match later {
                Some(later) => assert_eq!(unavailable(answer), later),
                None => assert_eq!(invalid(answer), UNPUBLISHED),
            }
        }
        assert_eq!((server.count(METADATA), server.count(JWKS)), (fetches, fetches));
    }
}

#[tokio::test]
async fn a_new_key_is_not_refused_because_somebody_made_one_up() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let tokens = tokens(&server);
    let good = |number: u32| server.sign(&with(claims(&server, &clock), json!({ "jti": number })));
    assert!(shown(&tokens, &clock, &good(1)).await.is_ok());
    clock.advance(30 * SECOND);
    let made_up = made_up(&server, &clock, 1_200);
    assert_eq!(invalid(shown(&tokens, &clock, &made_up[0]).await), UNPUBLISHED);
    let signer = Signer::new("ES256");
    server.publish(signer.jwk("new"));
    let new = signer.sign("new", &claims(&server, &clock));
    for left in [30, 20, 10] {
        assert_eq!(unavailable(shown(&tokens, &clock, &new).await), left * SECOND);
        for token in &made_up[1..] {
            assert_eq!(unavailable(shown(&tokens, &clock, token).await), left * SECOND);
        }
        assert_eq!(invalid(shown(&tokens, &clock, &made_up[0]).await), UNPUBLISHED);
        assert!(shown(&tokens, &clock, &good(left)).await.is_ok(), "its key is known");
        clock.advance(10 * SECOND);
    }
    // Whoever begins the fetch: it brings what is published.
    assert_eq!(invalid(shown(&tokens, &clock, &made_up[1_199]).await), UNPUBLISHED);
    assert!(shown(&tokens, &clock, &new).await.is_ok());
    assert_eq!(server.count(JWKS), 3);
}

/// Its holder has to get another token, and only a refusal says so.
#[tokio::test]
async fn a_withdrawn_key_is_refused_whatever_was_fetched_since() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let tokens = tokens(&server);
    let old = server.sign(&claims(&server, &clock));
    assert!(shown(&tokens, &clock, &old).await.is_ok());
    server.rotate();
    for token in made_up(&server, &clock, 3) {
        clock.advance(30 * SECOND);
        assert_eq!(invalid(shown(&tokens, &clock, &token).await), UNPUBLISHED);
        assert_eq!(invalid(shown(&tokens, &clock, &old).await), UNPUBLISHED);
    }
    assert_eq!(server.count(JWKS), 4);
}

#[tokio::test]
async fn a_fetch_that_failed_has_answered_nobody() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let tokens = tokens(&server);
    assert!(shown(&tokens, &clock, &server.sign(&claims(&server, &clock))).await.is_ok());
    let made_up = made_up(&server, &clock, 2);
    server.fault(JWKS, authorization_server::Fault::Status(500));
    clock.advance(30 * SECOND);
    assert_eq!(unavailable(shown(&tokens, &clock, &made_up[0]).await), 30 * SECOND);
    server.fault(JWKS, None);
    clock.advance(30 * SECOND);
    assert_eq!(invalid(shown(&tokens, &clock, &made_up[1]).await), UNPUBLISHED);
    assert_eq!(invalid(shown(&tokens, &clock, &made_up[0]).await), UNPUBLISHED);
    assert_eq!(server.count(JWKS), 3);
}

/// The first calls after a rotation, from one address.
#[tokio::test]
async fn who_comes_with_a_new_key_has_not_guessed() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let mut authority = Authority::default();
    authority.add(tokens(&server));
    let wall = Clock::from(clock.clone());
    let show = async |token: String| {
        let from = Origin::Address(IpAddr::V4(Ipv4Addr::LOCALHOST));
        authority.admit(Credential::new(Scheme::Bearer, token), from, &wall).await
    };
    assert!(show(server.sign(&claims(&server, &clock))).await.is_ok());
    let signer = Signer::new("ES256");
    server.publish(signer.jwk("new"));
    let new =
        |number: u32| signer.sign("new", &with(claims(&server, &clock), json!({ "jti": number })));
    for number in 0..10 {
        let refused = show(new(number)).await.expect_err("the key is not known");
        assert!(matches!(refused, Refusal::Rejected(it) if it.retry_after() == Some(30 * SECOND)));
    }
    // Nor can anybody try any number.
    assert!(matches!(show(new(10)).await, Err(Refusal::Throttled { wait }) if wait == 10 * SECOND));
    clock.advance(30 * SECOND);
    for number in 0..11 {
        assert!(show(new(number)).await.is_ok(), "{number}");
    }
}
