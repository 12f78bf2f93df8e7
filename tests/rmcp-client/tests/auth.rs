//! Showing who calls, and being turned away.

use rmcp_client::{Client, Era, Server, Transport, Way, every_way, token};
use serde_json::json;

every_way!(
    shows_a_key_and_is_served_as_its_owner,
    is_told_which_scopes_a_key_lacks,
    is_told_that_a_key_is_wrong,
    is_told_what_to_get_where_it_shows_nothing,
);

const ALICE: &str = "alice-key-0000000000000000";

async fn shows_a_key_and_is_served_as_its_owner(way: Way) {
    let client = Client::connect_with(Server::Private, way, Some(ALICE)).await.unwrap();
    assert_eq!(client.call("secret", json!({})).await.unwrap().text, "known as alice");
    assert_eq!(client.call("vault", json!({})).await.unwrap().text, "gold");
    assert_eq!(guarded_tools(&client).await, ["secret", "vault"]);
    client.close().await;
}

/// On stdio the server is told of no issuer.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn shows_a_token_that_was_issued_for_it() {
    for era in [Era::Initialize, Era::Discover] {
        let way = Way { era, transport: Transport::Http };
        let token = token(Server::Private, "vault:read vault:write");
        let client = Client::connect_with(Server::Private, way, Some(&token)).await.unwrap();
        assert_eq!(client.call("secret", json!({})).await.unwrap().text, "known as client");
        assert_eq!(client.call("admin", json!({})).await.unwrap().text, "more gold");
        assert_eq!(guarded_tools(&client).await, ["admin", "secret", "vault"]);
        client.close().await;
    }
}

async fn is_told_which_scopes_a_key_lacks(way: Way) {
    let client = Client::connect_with(Server::Private, way, Some(ALICE)).await.unwrap();
    let answer = client.call("admin", json!({})).await;
    match way.transport {
        Transport::Stdio => {
            let error = answer.unwrap().facts();
            assert_eq!(error["error"], "FORBIDDEN");
            assert_eq!(error["details"]["scopes"], json!(["vault:read", "vault:write"]));
        }
        Transport::Http => assert_eq!(
            answer.unwrap_err().auth_challenge().expect("a challenge"),
            format!(
                "Bearer error=\"insufficient_scope\", scope=\"vault:read vault:write\", \
                 resource_metadata=\"{}\", \
                 error_description=\"the caller was not granted all of these scopes\"",
                metadata()
            )
        ),
    }
    assert_eq!(client.call("vault", json!({})).await.unwrap().text, "gold");
    client.close().await;
}

async fn is_told_that_a_key_is_wrong(way: Way) {
    let wrong = Some("mallory-key-00000000000000");
    let error = Client::connect_with(Server::Private, way, wrong).await.unwrap_err();
    // On stdio there is no server to talk to: it says why in its log.
    if let Transport::Http = way.transport {
        assert_eq!(
            error.auth_challenge().expect("a challenge"),
            format!(
                "Bearer error=\"invalid_token\", scope=\"vault:read\", resource_metadata=\"{}\", \
                 error_description=\"the credential is not known here\"",
                metadata()
            )
        );
    }
}

async fn is_told_what_to_get_where_it_shows_nothing(way: Way) {
    match (way.transport, Client::connect_with(Server::Private, way, None).await) {
        (Transport::Stdio, client) => {
            let client = client.unwrap();
            let error = client.call("vault", json!({})).await.unwrap().facts();
            assert_eq!(error["error"], "UNAUTHENTICATED");
            assert!(error["action"].as_str().unwrap().contains("MCP_ACCESS_TOKEN"), "{error}");
            client.close().await;
        }
        (Transport::Http, refused) => assert_eq!(
            refused.unwrap_err().auth_challenge().expect("a challenge"),
            format!("Bearer scope=\"vault:read\", resource_metadata=\"{}\"", metadata())
        ),
    }
}

/// Where a client learns how to get a token.
fn metadata() -> String {
    Server::Private.url().replace("/mcp", "/.well-known/oauth-protected-resource/mcp")
}

/// Those that not everybody may use.
async fn guarded_tools(client: &Client) -> Vec<String> {
    let names = client.tools().await.into_iter().map(|tool| tool.name.to_string());
    let mut names: Vec<_> =
        names.filter(|name| ["admin", "secret", "vault"].contains(&&**name)).collect();
    names.sort_unstable();
    names
}
