//! The metadata of the protected resource (RFC 9728).

use std::net::SocketAddr;

use mcp_runtime::ServerBuilder;
use mcp_runtime::axum::Router;
use mcp_runtime::prelude::*;
use serde_json::json;

use crate::support::{Connection, Request, Response, Running};
use crate::tools::Names;

/// Names, given out by a server elsewhere.
struct Issued;

impl Authenticator for Issued {
    async fn authenticate(&self, attempt: &Attempt) -> Result<Principal, Rejection> {
        Names.authenticate(attempt).await
    }

    fn authorization_servers(&self) -> Vec<String> {
        vec!["https://login.example.com".to_owned()]
    }
}

fn issued(server: ServerBuilder) -> ServerBuilder {
    server
        .tools(tools![crate::tools::secret])
        .auth(Issued)
        .public_url("https://mcp.example.com/mcp")
        .initial_scopes(["vault:read"])
        .allowed_hosts(["mcp.example.com", "localhost"])
}

#[tokio::test]
async fn a_client_finds_its_way_from_the_challenge() {
    let server = Running::start_with(|server| issued(server).title("The vault")).await;
    let refused = server.send(&crate::tools::call("secret")).await;
    let url = "https://mcp.example.com/.well-known/oauth-protected-resource/mcp";
    assert_eq!(
        refused.challenge(),
        format!("Bearer scope=\"vault:read\", resource_metadata=\"{url}\"")
    );
    for path in
        ["/.well-known/oauth-protected-resource/mcp", "/.well-known/oauth-protected-resource"]
    {
        let document = server.send_to(path, &Request::post("").verb("GET")).await;
        assert_eq!(document.status, 200, "{document:?}");
        assert_eq!(document.get("access-control-allow-origin"), Some("*"));
        assert_eq!(
            document.json(),
            json!({
                "resource": "https://mcp.example.com/mcp",
                "resource_name": "The vault",
                "authorization_servers": ["https://login.example.com"],
                "bearer_methods_supported": ["header"],
                "scopes_supported": ["vault:read"],
            })
        );
    }
}

#[tokio::test]
async fn pages_may_ask_for_it_and_the_users_routes_do_not_get_in_its_way() {
    let path = "/.well-known/oauth-protected-resource";
    let own = mcp_runtime::axum::Router::new()
        .route("/{*rest}", mcp_runtime::axum::routing::get(async || "mine"));
    let router = issued(server!()).routes(own.clone()).build().unwrap();
    let _nested = router.into_router().expect("the server's own come first");
    let server = Running::start_with(|server| issued(server).routes(own)).await;
    let asked = Request::post("").verb("OPTIONS").header("Origin", "https://app.example.com");
    let allowed = server.send_to(path, &asked).await;
    assert_eq!(allowed.status, 204, "{allowed:?}");
    assert_eq!(allowed.get("access-control-allow-headers"), Some("mcp-protocol-version"));
    assert_eq!(allowed.get("access-control-allow-origin"), Some("*"));
    let document = server.send_to(path, &Request::post("").verb("GET")).await;
    assert!(document.json()["resource"].is_string());
}

async fn only_looked_at() -> &'static str {
    panic!("a route ran")
}

#[test]
fn a_path_that_two_want_is_refused_with_everything_else() {
    use mcp_runtime::axum::{Router, routing};
    let problems = |server: ServerBuilder| match server.build() {
        Err(mcp_runtime::Error::Startup(error)) => error.problems().to_vec(),
        other => panic!("{:?}", other.err()),
    };
    let well_known = "/.well-known/oauth-protected-resource";
    let taken = [format!("{well_known}/mcp"), well_known.to_owned(), "/mcp".to_owned()];
    // Whatever the method, and behind whatever else answers.
    let routes = taken
        .iter()
        .fold(Router::new(), |router, path| router.route(path, routing::delete(only_looked_at)));
    let routes = routes.fallback(only_looked_at).route("/own", routing::get(""));
    let found = problems(issued(server!()).routes(routes.clone()).max_header_bytes(0));
    assert_eq!(found.len(), 4, "{found:#?}");
    for path in taken {
        let quoted = format!("`.routes(..)` has a route at `{path}`");
        assert!(found.iter().any(|problem| problem.contains(&quoted)), "{quoted}: {found:#?}");
    }
    let found = problems(server!().tools(tools![]).routes(routes));
    assert_eq!(found.len(), 1, "without tokens there is no metadata: {found:#?}");
    let found = problems(issued(server!()).http_path(well_known));
    assert!(found[0].contains("choose another path"), "{found:#?}");
}

#[tokio::test]
async fn on_loopback_the_address_will_do() {
    let server =
        Running::start_with(|server| server.tools(tools![crate::tools::secret]).auth(Issued)).await;
    let document = server
        .send_to("/.well-known/oauth-protected-resource/mcp", &Request::post("").verb("GET"))
        .await
        .json();
    assert_eq!(document["resource"], format!("http://{}/mcp", server.address));
}

#[tokio::test]
async fn elsewhere_the_url_has_to_be_said() {
    let built = server!().tools(tools![crate::tools::secret]).auth(Issued).build();
    let error = built.expect("it builds").into_router().err().expect("it does not know its URL");
    assert!(error.to_string().contains(".public_url("), "{error}");
}

/// An application with the endpoint at `/tools/mcp`, and where its challenge
/// says that the metadata is.
async fn part(server: ServerBuilder, nest: Option<&str>) -> (SocketAddr, String) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = server.tools(tools![crate::tools::secret]).auth(Issued);
    let server = server.public_url(format!("http://{address}/tools/mcp")).build().unwrap();
    let (router, _shutdown) = server.into_router().unwrap();
    let app = match nest {
        Some(prefix) => Router::new().nest(prefix, router),
        None => Router::new().merge(router),
    };
    tokio::spawn(async move { mcp_runtime::axum::serve(listener, app).await });
    let refused = ask(address, "/tools/mcp", &crate::tools::call("secret")).await;
    let challenge = refused.challenge();
    let url = challenge.strip_prefix("Bearer resource_metadata=\"").expect(challenge);
    (address, url.trim_end_matches('"').to_owned())
}

async fn ask(address: SocketAddr, path: &str, request: &Request) -> Response {
    let mut connection = Connection::open(address).await;
    connection.send_to(path, request).await;
    connection.response().await
}

/// Nested, the well-known part cannot come before the prefix: the challenge
/// tells. At a path of its own, merged, it is also where clients look first.
#[tokio::test]
async fn an_application_has_it_where_the_challenge_says() {
    for (server, nest, path) in [
        (server!(), Some("/tools"), "/tools/.well-known/oauth-protected-resource/mcp"),
        (
            server!().http_path("/tools/mcp"),
            None,
            "/.well-known/oauth-protected-resource/tools/mcp",
        ),
    ] {
        let (address, url) = part(server, nest).await;
        assert_eq!(url, format!("http://{address}{path}"));
        let document = ask(address, path, &Request::post("").verb("GET")).await;
        assert_eq!(document.json()["resource"], format!("http://{address}/tools/mcp"));
    }
}

#[tokio::test]
async fn without_tokens_there_is_nothing_to_find() {
    let server = Running::start_with(crate::tools::closed).await;
    let path = "/.well-known/oauth-protected-resource/mcp";
    assert_eq!(server.send_to(path, &Request::post("").verb("GET")).await.status, 404);
}
