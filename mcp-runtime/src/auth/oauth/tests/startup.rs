use super::*;
use crate::auth::{Introspection, JwtAlgorithm};

const AS: &str = "https://login.example.com";

#[track_caller]
fn problem(of: &impl Authenticator, expected: &str) {
    let problems = of.problems();
    assert!(problems.iter().any(|one| one.contains(expected)), "{expected:?} not in {problems:?}");
}

#[test]
fn what_cannot_work_keeps_the_server_from_starting() {
    let good = || JwtTokens::issuer("http://localhost:8080").audience(HERE);
    assert_eq!(good().problems(), [""; 0]);
    assert_eq!(good().optional().problems(), [""; 0]);
    problem(&JwtTokens::issuer(AS), "there is no audience");
    problem(&JwtTokens::issuer(AS).optional(), "there is no audience");
    problem(&good().audience(""), "an audience is empty");
    problem(&good().clock_skew(Duration::from_secs(301)), "at most 5 min");
    problem(&good().algorithms(std::iter::empty::<JwtAlgorithm>()), "no algorithm");
    problem(&good().jwks("{}"), "no JSON Web Key Set");
    problem(&good().jwks(r#"{"keys":[{"kty":"oct","k":"AA"}]}"#), "shared secret");
    problem(&good().jwks_url("http://keys.example.com"), "must begin with https://");
    problem(&good().root_certificates("-----"), "there are none in the PEM text");
    for issuer in ["http://login.example.com", "login.example.com", "https://a/?b", "https://a#b"] {
        problem(&JwtTokens::issuer(issuer).audience(HERE), issuer);
    }
    let plain = JwtTokens::issuer("http://login.example.com").audience(HERE);
    assert_eq!(plain.dangerously_allow_http().problems(), [""; 0]);
}

#[test]
fn all_mistakes_are_said_at_once_and_name_whose_they_are() {
    let problems = JwtTokens::issuer("http://a.example").clock_skew(Duration::MAX).problems();
    assert_eq!(problems.len(), 3, "{problems:?}");
    assert!(problems.iter().all(|one| one.starts_with("JWT tokens of http://a.example: ")));
}

#[test]
fn introspection_says_what_it_lacks() {
    let good = || Introspection::at("http://127.0.0.1:1/i").client("a", "b").audience(HERE);
    assert_eq!(good().problems(), [""; 0]);
    problem(&Introspection::at("http://127.0.0.1:1/i"), "there is no audience");
    problem(&Introspection::at("http://127.0.0.1:1/i").audience(HERE), ".client(id, secret)");
    problem(&Introspection::at("http://as.example/i"), "must begin with https://");
    problem(&good().dangerously_accept_any_audience(), "leave one of the two away");
    problem(&good().issuer("ftp://a"), "must begin with https://");
    problem(&good().clock_skew(Duration::from_secs(301)), "at most 5 min");
}

#[tokio::test]
async fn what_was_started_nevertheless_accepts_nothing() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let token = server.sign(&claims(&server, &clock));
    unavailable(shown(&JwtTokens::issuer(server.issuer()), &clock, &token).await);
    unavailable(shown(&Introspection::at(server.url("/introspect")), &clock, &token).await);
}

#[test]
fn debug_hides_secrets() {
    let asker = Introspection::at("https://as.example/i").client("me", "hunter2").audience(HERE);
    let text = format!("{asker:?} {asker:#?}");
    assert!(text.contains("me") && !text.contains("hunter2"), "{text}");
    // Not in the header either that it became a part of.
    assert!(!text.contains("bWU6"), "{text}");
}
