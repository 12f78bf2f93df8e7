use authorization_server::{INTROSPECT, JWKS, METADATA, RESOURCE_SERVER};

use super::*;
use crate::auth::Introspection;

#[tokio::test]
async fn an_issuer_with_a_private_authority_is_believed_where_that_is_named() {
    let (server, certificate) = AuthorizationServer::start_with_tls().await;
    let clock = ManualClock::new();
    server.set_time(now(&clock));
    let token = server.sign(&claims(&server, &clock));
    let tokens = tokens(&server).root_certificates(certificate.clone());
    assert_eq!(tokens.problems(), [""; 0]);
    assert!(shown(&tokens, &clock, &token).await.is_ok());

    let (id, secret) = RESOURCE_SERVER;
    let opaque = Introspection::at(server.url(INTROSPECT)).client(id, secret).audience(HERE);
    let opaque = opaque.root_certificates(certificate);
    server.describe("opaque", claims(&server, &clock));
    assert!(shown(&opaque, &clock, "opaque").await.is_ok());
}

#[tokio::test]
async fn an_issuer_that_nobody_vouches_for_is_not_asked() {
    let (server, _) = AuthorizationServer::start_with_tls().await;
    let (_, other) = AuthorizationServer::start_with_tls().await;
    let clock = ManualClock::new();
    let token = server.sign(&claims(&server, &clock));
    unavailable(shown(&tokens(&server), &clock, &token).await);
    unavailable(shown(&tokens(&server).root_certificates(other), &clock, &token).await);
    assert_eq!(server.count(METADATA), 0);
}

#[tokio::test]
async fn metadata_that_came_safely_cannot_lead_to_keys_that_do_not() {
    let (server, certificate) = AuthorizationServer::start_with_tls().await;
    let (plain, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let metadata = json!({ "issuer": server.issuer(), "jwks_uri": plain.url(JWKS) }).to_string();
    server.fault(METADATA, authorization_server::Fault::Body(metadata));
    let token = plain.sign(&claims(&server, &clock));
    let tokens = tokens(&server).root_certificates(certificate);
    unavailable(shown(&tokens, &clock, &token).await);
    assert_eq!((server.count(METADATA), plain.count(JWKS)), (1, 0));
}
