//! Who finds which of the operators' pages.

use std::net::SocketAddr;
use std::time::Duration;

use mcp_runtime::ServerBuilder;
use mcp_runtime::axum::{Router, routing};
use mcp_runtime::prelude::*;
use serde_json::json;

use crate::support::{Connection, Request, Response, Running};

const PROBES: [&str; 2] = ["/livez", "/readyz"];
/// Those that are served by now.
const PAGES: [&str; 3] = ["/health", "/metrics", "/status.json"];

/// What they ask with is for everybody who can have a credential.
const SHELLS: [&str; 2] = ["/docs", "/status"];
const KEY: &str = "Bearer key-of-alice-0123456789";
const BOB: &str = "Bearer key-of-bob-0123456789";

async fn ask(address: SocketAddr, path: &str, request: &Request) -> Response {
    let mut connection = Connection::open(address).await;
    connection.send_to(path, request).await;
    if request.method == "HEAD" { connection.head().await } else { connection.response().await }
}

fn get() -> Request {
    Request::post("").verb("GET").without("content-type").without("accept")
}

/// Someone behind a proxy that nobody trusts.
fn remote() -> Request {
    get().header("X-Forwarded-For", "203.0.113.9")
}

/// Alice is an operator, Bob is not.
fn keys() -> ApiKeys {
    ApiKeys::new().key("alice", "key-of-alice-0123456789", "ops").key(
        "bob",
        "key-of-bob-0123456789",
        "",
    )
}

fn guarded(server: ServerBuilder) -> ServerBuilder {
    server.auth(keys()).operator_scope("ops")
}

async fn statuses(server: &Running, paths: &[&str], request: &Request) -> Vec<u16> {
    let mut statuses = Vec::new();
    for path in paths {
        statuses.push(ask(server.address, path, request).await.status);
    }
    statuses
}

#[tokio::test]
async fn this_machine_is_answered_and_the_probes_answer_everybody() {
    let server = Running::start().await;
    for path in PROBES.iter().chain(&PAGES) {
        let response = ask(server.address, path, &get()).await;
        assert_eq!(response.status, 200, "{path}");
        assert_eq!(response.get("cache-control"), Some("no-store"), "{path}");
        assert_eq!(response.get("x-content-type-options"), Some("nosniff"), "{path}");
        let head = ask(server.address, path, &get().verb("HEAD")).await;
        assert_eq!(head.status, 200, "{path}");
        for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
            let refused = ask(server.address, path, &get().verb(method)).await;
            assert_eq!((refused.status, refused.get("allow")), (405, Some("GET, HEAD")), "{path}");
        }
    }
    let metrics = ask(server.address, "/metrics", &get()).await;
    assert_eq!(metrics.get("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    let health = ask(server.address, "/health", &get()).await.json();
    assert_eq!(health["signingKey"], "configured");
    assert_eq!(statuses(&server, &PROBES, &remote()).await, [200, 200]);
    let elsewhere = get().header("Host", "evil.example");
    assert_eq!(statuses(&server, &PROBES, &elsewhere).await, [200, 200]);
}

#[tokio::test]
async fn nobody_else_learns_that_there_are_pages_where_nobody_can_prove_anything() {
    let server = Running::start_with(|server| {
        server.routes(Router::new().fallback(async || "the user's own"))
    })
    .await;
    for request in [
        remote(),
        get().header("Forwarded", "for=203.0.113.9"),
        get().header("X-Real-IP", "203.0.113.9"),
        get().header("Via", "1.1 proxy"),
        // Written by the client itself, whatever it says.
        get().header("X-Forwarded-For", "127.0.0.1"),
        remote().header("Authorization", KEY),
        remote().verb("POST"),
    ] {
        for path in PAGES.into_iter().chain(SHELLS) {
            let response = ask(server.address, path, &request).await;
            assert_eq!((response.status, response.body.as_str()), (200, "the user's own"));
        }
    }
    // Neither does a page of the web, by a name of its own or from its origin.
    let foreign =
        [get().header("Host", "evil.example"), get().header("Origin", "https://evil.example")];
    for request in foreign {
        assert_eq!(statuses(&server, &PAGES, &request).await, [403; 3]);
    }
}

#[tokio::test]
async fn others_show_a_credential() {
    let server = Running::start_with(|server| guarded(server).trusted_proxies(["127.0.0.1"])).await;
    let refused = ask(server.address, "/metrics", &remote()).await;
    assert_eq!(refused.status, 401);
    assert!(refused.get("www-authenticate").is_some_and(|value| value.starts_with("Bearer")));
    assert!(!refused.body.contains("mcp_"), "{}", refused.body);
    assert_eq!(statuses(&server, &SHELLS, &remote()).await, [200; 2]);
    let wrong = remote().header("Authorization", "Bearer wrong-key-0123456789");
    assert_eq!(statuses(&server, &PAGES, &wrong).await, [401; 3]);
    assert_eq!(statuses(&server, &PAGES, &remote().header("Authorization", KEY)).await, [200; 3]);
    // He may call tools, and not see who else does.
    assert_eq!(statuses(&server, &PAGES, &remote().header("Authorization", BOB)).await, [403; 3]);
    let foreign = remote().header("Authorization", KEY).header("Origin", "https://evil.example");
    assert_eq!(statuses(&server, &PAGES, &foreign).await, [403; 3]);
    assert_eq!(statuses(&server, &SHELLS, &foreign).await, [403; 2]);
    // A proxy may have been told to leave its trace out.
    assert_eq!(statuses(&server, &PAGES, &get()).await, [401; 3], "it is the proxy");
    assert_eq!(statuses(&server, &PROBES, &remote()).await, [200; 2]);
}

#[tokio::test]
async fn without_a_scope_for_it_nobody_elsewhere_is_an_operator() {
    let server = Running::start_with(|server| server.auth(keys())).await;
    let known = remote().header("Authorization", KEY);
    assert_eq!(statuses(&server, &PAGES, &known).await, [404; 3]);
    // What it shows is what its reader may use.
    assert_eq!(statuses(&server, &SHELLS, &remote()).await, [200, 404]);
    let error = server!().operator_scope("ops").build().err().expect("a refusal").to_string();
    assert!(error.contains("`.operator_scope(..)`"), "{error}");
}

#[tokio::test]
async fn an_optional_credential_is_not_optional_here() {
    let server =
        Running::start_with(|server| server.auth(keys().optional()).operator_scope("ops")).await;
    assert_eq!(server.modern("tools/list", json!({})).await.status, 200);
    assert_eq!(statuses(&server, &PAGES, &remote()).await, [401; 3]);
    assert_eq!(statuses(&server, &PAGES, &remote().header("Authorization", KEY)).await, [200; 3]);
    assert_eq!(statuses(&server, &PAGES, &get()).await, [200; 3], "this machine needs none");
}

/// A server beyond loopback serves any `Host`, so a page of the web whose name
/// points at this machine gets that far.
#[tokio::test]
async fn a_name_that_points_at_this_machine_does_not_make_a_page_of_it() {
    for (protected, foreign) in [(true, 401), (false, 404)] {
        let gate = std::sync::Arc::<crate::tools::Gate>::default();
        let server = server!().state(gate);
        let server = if protected {
            guarded(server)
        } else {
            server.dangerously_allow_anyone_on_the_network()
        };
        let bound = server.build().unwrap().bind_http("0.0.0.0:0".parse().unwrap()).await.unwrap();
        let port = bound.local_addr().unwrap().port();
        tokio::spawn(bound.serve_until(std::future::pending()));
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        for (host, status) in
            [("localhost", 200), ("127.0.0.1:80", 200), ("[::1]", 200), ("evil.example", foreign)]
        {
            for path in PAGES {
                let response = ask(address, path, &get().header("Host", host)).await;
                assert_eq!(response.status, status, "{host}{path}");
            }
        }
    }
}

#[tokio::test]
async fn guesses_are_counted_here_as_well() {
    let server = Running::start_with(|server| guarded(server).auth_failures("2/min")).await;
    for (number, status) in [(1, 401), (2, 401), (3, 429)] {
        let guess = remote().header("Authorization", &format!("Bearer wrong-0123456789-{number}"));
        assert_eq!(ask(server.address, "/metrics", &guess).await.status, status, "{number}");
    }
}

/// One reading of them costs more than most calls.
#[tokio::test]
async fn the_limit_of_a_key_holds_here_as_well() {
    let keys = ApiKeys::lookup(|digest: mcp_runtime::KeyDigest| async move {
        let record = mcp_runtime::KeyRecord::new("alice", digest);
        let record = record.with_scopes(["ops"].into_iter().collect());
        Ok::<_, std::io::Error>(Some(record.with_limit(2, Duration::from_mins(1))))
    });
    let server = Running::start_with(|server| server.auth(keys).operator_scope("ops")).await;
    let known = remote().header("Authorization", KEY);
    assert_eq!(statuses(&server, &PAGES, &known).await, [200, 200, 429]);
    let refused = ask(server.address, "/metrics", &known).await;
    assert_eq!(refused.get("retry-after"), Some("60"));
    assert_eq!(statuses(&server, &PAGES, &get()).await, [200; 3], "this machine has none");
}

#[tokio::test]
async fn pages_can_be_switched_off_and_probes_cannot() {
    let server = Running::start_with(|server| server.operator_pages(false)).await;
    assert_eq!(statuses(&server, &PAGES, &get()).await, [404; 3]);
    assert_eq!(statuses(&server, &SHELLS, &get()).await, [404; 2]);
    assert_eq!(statuses(&server, &PROBES, &get()).await, [200; 2]);
}

#[tokio::test]
async fn routes_of_the_users_come_first() {
    let server = Running::start_with(|server| {
        let routes = Router::new()
            .route("/health", routing::get(async || "mine"))
            .route("/livez", routing::post(async || "mine too"))
            .route("/{any}/{thing}", routing::get(async || "deep"));
        server.routes(routes)
    })
    .await;
    assert_eq!(ask(server.address, "/health", &remote()).await.body, "mine");
    assert_eq!(ask(server.address, "/health", &get().verb("POST")).await.status, 405);
    assert_eq!(ask(server.address, "/livez", &get().verb("POST")).await.body, "mine too");
    assert_eq!(ask(server.address, "/livez", &get()).await.status, 405, "the whole path is theirs");
    assert_eq!(statuses(&server, &["/readyz", "/metrics"], &get()).await, [200; 2]);
}

/// It may do anything, and nobody has asked for it yet.
#[tokio::test]
async fn nothing_of_the_users_runs_to_find_out_which_routes_there_are() {
    let asked = std::sync::Arc::<std::sync::atomic::AtomicUsize>::default();
    let count = std::sync::Arc::clone(&asked);
    let fallback = move || {
        count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        async { "the user's own" }
    };
    let server = Running::start_with(|server| {
        server.routes(Router::new().route("/metrics", routing::get("mine")).fallback(fallback))
    })
    .await;
    assert_eq!(asked.load(std::sync::atomic::Ordering::Relaxed), 0);
    assert_eq!(ask(server.address, "/metrics", &remote()).await.body, "mine");
    assert_eq!(ask(server.address, "/health", &remote()).await.body, "the user's own");
    assert_eq!(asked.load(std::sync::atomic::Ordering::Relaxed), 1);
}

async fn nested(offered: Option<bool>) -> SocketAddr {
    let gate = std::sync::Arc::<crate::tools::Gate>::default();
    let server = guarded(server!()).state(gate).readiness("always", async || true);
    let server = match offered {
        Some(offered) => server.operator_pages(offered),
        None => server,
    };
    let (router, shutdown) = server.build().unwrap().into_router().unwrap();
    // Dropped unused, it changes nothing.
    drop(shutdown);
    let app =
        Router::new().nest("/tools", router).route("/livez", routing::get(async || "the app"));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { mcp_runtime::axum::serve(listener, app).await });
    address
}

#[tokio::test]
async fn an_application_has_them_where_it_asks_for_them() {
    for offered in [None, Some(false)] {
        let address = nested(offered).await;
        for path in ["/tools/livez", "/tools/health", "/health"] {
            assert_eq!(ask(address, path, &get()).await.status, 404, "{path}");
        }
        assert_eq!(ask(address, "/livez", &get()).await.body, "the app");
    }
    let address = nested(Some(true)).await;
    assert_eq!(ask(address, "/livez", &get()).await.body, "the app");
    assert_eq!(ask(address, "/tools/livez", &get()).await.body, "live\n");
    // Its checks began with the first question.
    while ask(address, "/tools/readyz", &get()).await.status != 200 {
        tokio::task::yield_now().await;
    }
    // It said nothing of who is at the other end, so nobody is this machine.
    assert_eq!(ask(address, "/tools/health", &get()).await.status, 401);
    let known = get().header("Authorization", KEY);
    assert_eq!(ask(address, "/tools/health", &known).await.status, 200);
}

#[test]
fn checks_without_a_name_of_their_own_are_start_up_problems() {
    let server = server!()
        .readiness("db", async || true)
        .readiness(" ", async || true)
        .readiness("db", async || Ok::<_, String>(()));
    let error = server.build().err().expect("it refuses to start").to_string();
    assert!(error.contains("has no name"), "{error}");
    assert!(error.contains("`.readiness(\"db\", ..)` is there twice"), "{error}");
}
