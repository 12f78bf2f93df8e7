//! What start-up refuses.

use mcp_runtime::ServerBuilder;
use mcp_runtime::prelude::*;

use crate::tools::{Gate, Names};

#[mcp_tool(name = "named_at_startup")]
async fn named(principal: Principal) -> String {
    principal.subject().to_owned()
}

fn server() -> ServerBuilder {
    server!().state(std::sync::Arc::<Gate>::default())
}

fn problems(builder: ServerBuilder) -> Vec<String> {
    match builder.build() {
        Err(mcp_runtime::Error::Startup(error)) => error.problems().to_vec(),
        Err(error) => panic!("{error}"),
        Ok(_) => Vec::new(),
    }
}

#[test]
fn a_demand_that_nobody_checks() {
    let problems = problems(server());
    assert_eq!(problems.len(), 9, "{problems:#?}");
    for tool in ["admin", "headers", "nap", "secret", "vault"] {
        let said = format!("tool `{tool}` ");
        let problem = problems.iter().find(|problem| problem.starts_with(&said));
        let problem = problem.expect("it is named");
        assert!(
            problem.contains("add `.auth(..)`") && problem.contains("dangerously"),
            "{problem}"
        );
    }
    assert!(
        problems.iter().any(|problem| problem.contains("takes a `Principal`")),
        "{problems:#?}"
    );
}

#[tokio::test]
async fn unless_that_is_wanted() {
    let tools = tools![named, crate::tools::vault];
    let open = server().tools(tools).dangerously_let_anyone_use_tools_that_demand_auth();
    let client = mcp_runtime::testing::TestClient::modern(open).await;
    client.call("vault", serde_json::json!({})).await.assert_text("gold");
    client.call("named_at_startup", serde_json::json!({})).await.assert_error("UNAUTHENTICATED");
}

#[test]
fn scopes_and_urls_that_are_none() {
    let builder = server()
        .auth(Names)
        .scope_implies("a b", ["c", "d\""])
        .initial_scopes(["e f"])
        .public_url("mcp.example.com")
        .tools(tools![crate::tools::plain]);
    let problems = problems(builder);
    assert_eq!(problems.len(), 4, "{problems:#?}");
}

/// Refresh tokens are between a client and its authorization server.
#[test]
fn refresh_tokens_are_not_asked_for() {
    let builder = server()
        .auth(Names)
        .initial_scopes(["vault:read", "offline_access"])
        .tools(tools![crate::tools::plain]);
    let problems = problems(builder);
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert!(
        problems[0].starts_with("`.initial_scopes(..)`: `offline_access` asks for a refresh token"),
        "{problems:#?}"
    );
}

#[mcp_tool(public)]
async fn named_in_public(principal: Principal) -> String {
    principal.subject().to_owned()
}

#[test]
fn what_not_everybody_has_is_not_public() {
    let problems = problems(server().tools(tools![named_in_public]).auth(Names));
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert!(problems[0].contains("`Option<Principal>`"), "{problems:#?}");
}

#[tokio::test]
async fn an_address_that_others_reach() {
    let anywhere = "0.0.0.0:0".parse().expect("an address");
    let open = server().tools(tools![crate::tools::plain]);
    let error = open.build().expect("it builds").bind_http(anywhere).await.err();
    let error = error.expect("nothing authenticates").to_string();
    assert!(error.contains(".auth(..)") && error.contains("dangerously_allow_anyone"), "{error}");
    let closed = server()
        .tools(tools![crate::tools::plain])
        .auth(Names)
        .build()
        .expect("it builds")
        .bind_http(anywhere)
        .await;
    assert!(closed.is_ok(), "whoever comes has to prove who they are");
}
