use authorization_server::{CLIENT, INTROSPECT, RESOURCE_SERVER, TOKEN};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::*;
use crate::auth::Introspection;
use crate::auth::oauth::endpoint::{Endpoint, Plain};
use crate::auth::oauth::web::{Roots, Web};

/// What the token endpoint issues for client credentials.
async fn issued(server: &AuthorizationServer, resource: &str) -> String {
    let web = Web::new(&Roots::System, true).unwrap();
    let at = Endpoint::parse("token endpoint", &server.url(TOKEN), Plain::Loopback).unwrap();
    let basic = format!("Basic {}", STANDARD.encode(format!("{}:{}", CLIENT.0, CLIENT.1)));
    let form = format!("grant_type=client_credentials&scope=vault%3Aread&resource={resource}");
    let answer = web.post(&at, &basic, form, 4096).await.unwrap();
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    answer["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_an_authorization_server_issues_for_here_is_accepted_and_nothing_else() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    server.set_time(now(&clock));
    let (id, secret) = RESOURCE_SERVER;
    let jwt = tokens(&server);
    let opaque = Introspection::at(server.url(INTROSPECT)).client(id, secret).audience(HERE);
    for own in [false, true] {
        let (here, elsewhere) =
            (issued(&server, HERE).await, issued(&server, "https://other.example.com").await);
        for token in [&here, &elsewhere] {
            let by_introspection = shown(&opaque, &clock, token).await;
            let by_key = shown(&jwt, &clock, token).await;
            let fits = token == &here;
            assert_eq!((by_introspection.is_ok(), by_key.is_ok()), (fits, fits && !own), "{token}");
            if let Ok(caller) = by_introspection {
                assert_eq!(
                    (caller.subject(), &*caller.scopes().to_string()),
                    (CLIENT.0, "vault:read")
                );
            }
        }
        server.issue_opaque_tokens();
    }
}
