use authorization_server::{Fault, JWKS, METADATA, Signer};
use futures_util::FutureExt as _;
use futures_util::future::join_all;

use super::*;

#[tokio::test]
async fn all_who_come_first_share_one_fetch() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let tokens = tokens(&server);
    let each = (0..50).map(|number| {
        let token = server.sign(&with(claims(&server, &clock), json!({ "jti": number })));
        let (tokens, clock) = (&tokens, &clock);
        async move { shown(tokens, clock, &token).await }
    });
    assert!(join_all(each).await.iter().all(Result::is_ok));
    assert_eq!((server.count(METADATA), server.count(JWKS)), (1, 1));
}

#[tokio::test]
async fn what_is_at_hand_is_not_awaited() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let tokens = tokens(&server);
    let attempt = |number: u32| {
        let token = server.sign(&with(claims(&server, &clock), json!({ "jti": number })));
        Attempt::new(Credential::new(Scheme::Bearer, token), Clock::from(clock.clone()))
    };
    assert!(tokens.at_hand(&attempt(1)).is_none(), "there are no keys yet");
    assert!(tokens.authenticate(&attempt(1)).await.is_ok());
    assert!(tokens.at_hand(&attempt(2)).expect("the key is there").is_ok());
}

#[tokio::test]
async fn a_new_key_is_fetched_when_it_is_first_seen() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let tokens = tokens(&server);
    let old = server.sign(&claims(&server, &clock));
    assert!(shown(&tokens, &clock, &old).await.is_ok());
    clock.advance(30 * SECOND);
    server.rotate();
    let new = server.sign(&claims(&server, &clock));
    assert!(shown(&tokens, &clock, &new).await.is_ok());
    // Withdrawn with that, although it was verified less than a minute ago.
    assert_eq!(invalid(shown(&tokens, &clock, &old).await), UNPUBLISHED);
    assert_eq!(server.count(JWKS), 2);
}

#[tokio::test]
async fn keys_are_renewed_in_the_background_before_they_are_old() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let tokens = tokens(&server);
    let old = server.sign(&claims(&server, &clock));
    assert!(shown(&tokens, &clock, &old).await.is_ok());
    server.rotate();
    clock.advance(Duration::from_secs(479));
    assert!(shown(&tokens, &clock, &old).await.is_ok());
    assert_eq!(server.count(JWKS), 1);
    // Past what the last look remembered, so that a key is needed again.
    clock.advance(MINUTE);
    assert!(shown(&tokens, &clock, &old).await.is_ok(), "the fetch is not waited for");
    until(async || shown(&tokens, &clock, &old).await.is_err()).await;
    assert_eq!(server.count(JWKS), 2);
}

#[tokio::test]
async fn a_withdrawn_key_is_refused_after_10_min_however_long_nobody_called() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let tokens = tokens(&server);
    let old = server.sign(&with(claims(&server, &clock), json!({ "exp": 4_000_000_000_u64 })));
    assert!(shown(&tokens, &clock, &old).await.is_ok());
    server.rotate();
    clock.advance(10 * MINUTE);
    invalid(shown(&tokens, &clock, &old).await);
}

#[tokio::test]
async fn old_keys_serve_for_a_day_while_the_issuer_is_away() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let tokens = tokens(&server);
    let token = server.sign(&with(claims(&server, &clock), json!({ "exp": 4_000_000_000_u64 })));
    assert!(shown(&tokens, &clock, &token).await.is_ok());
    server.fault(METADATA, Fault::Status(500));
    clock.advance(10 * MINUTE);
    assert!(shown(&tokens, &clock, &token).await.is_ok(), "after a fetch that failed");
    assert_eq!(server.count(METADATA), 2);
    // A key that it does not have may be new.
    let made_up = Signer::new("ES256").sign("made-up", &claims(&server, &clock));
    assert_eq!(unavailable(shown(&tokens, &clock, &made_up).await), 30 * SECOND);
    clock.advance(Duration::from_secs(24 * 3600 - 601));
    assert!(shown(&tokens, &clock, &token).await.is_ok());
    until(async || server.count(METADATA) == 3).await;
    clock.advance(MINUTE);
    unavailable(shown(&tokens, &clock, &token).await);
    server.fault(METADATA, None);
    clock.advance(5 * SECOND);
    assert!(shown(&tokens, &clock, &token).await.is_ok());
}

#[tokio::test]
async fn nobody_waits_for_an_issuer_that_was_away_before() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let tokens = tokens(&server);
    let token = server.sign(&with(claims(&server, &clock), json!({ "exp": 4_000_000_000_u64 })));
    assert!(shown(&tokens, &clock, &token).await.is_ok());
    server.fault(METADATA, Fault::Status(500));
    clock.advance(10 * MINUTE);
    assert!(shown(&tokens, &clock, &token).await.is_ok());
    server.fault(METADATA, Fault::Hang);
    clock.advance(MINUTE);
    assert!(shown(&tokens, &clock, &token).now_or_never().expect("it is at hand").is_ok());
    server.counted(METADATA, 3).await;
}

#[tokio::test]
async fn a_token_without_kid_is_verified_by_the_only_key_that_fits() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let signer = Signer::new("EdDSA");
    server.publish(signer.jwk("ed"));
    let token = signer.sign_as(&json!({ "alg": "EdDSA" }), &claims(&server, &clock));
    assert!(shown(&tokens(&server), &clock, &token).await.is_ok());
}

#[tokio::test]
async fn fixed_keys_ask_nobody() {
    let clock = ManualClock::new();
    let server = AuthorizationServer::start().await;
    let signer = Signer::new("ES256");
    let keys = json!({ "keys": [signer.jwk("fixed")] }).to_string();
    let tokens = tokens(&server).jwks(keys);
    let token = signer.sign("fixed", &claims(&server, &clock));
    assert!(shown(&tokens, &clock, &token).await.is_ok());
    let other = server.sign(&claims(&server, &clock));
    invalid(shown(&tokens, &clock, &other).await);
    assert_eq!((server.count(METADATA), server.count(JWKS)), (0, 0));
}

/// As some issuers do it while they exchange a key.
#[tokio::test]
async fn every_key_with_the_kid_of_a_token_is_tried() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let claims = claims(&server, &clock);
    let signers: Vec<Signer> = (0..5).map(|_| Signer::new("ES256")).collect();
    server.publish(Signer::new("EdDSA").jwk("shared"));
    for signer in &signers {
        server.publish(signer.jwk("shared"));
    }
    let tokens = tokens(&server);
    for (index, signer) in signers.iter().enumerate() {
        let answer = shown(&tokens, &clock, &signer.sign("shared", &claims)).await;
        match index {
            0..4 => assert!(answer.is_ok(), "{index}"),
            // So that a token costs no more than four signatures.
            _ => assert_eq!(invalid(answer), "the token's signature is wrong"),
        }
    }
    let strangers = Signer::new("ES256").sign("shared", &claims);
    assert_eq!(invalid(shown(&tokens, &clock, &strangers).await), "the token's signature is wrong");
}
