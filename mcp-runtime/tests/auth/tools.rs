use std::time::{Duration, SystemTime};

use mcp_runtime::ServerBuilder;
use mcp_runtime::prelude::*;
use serde_json::{Value, json};

use crate::support::{Request, Response, Running};

/// What the tests' server needs of its tools; these need nothing.
#[derive(Default)]
pub(crate) struct Gate;

#[mcp_tool(public)]
async fn open(principal: Option<Principal>) -> String {
    principal.map_or_else(|| "nobody".to_owned(), |principal| principal.id().to_string())
}

#[mcp_tool]
pub(crate) async fn plain(ctx: Context) -> String {
    ctx.caller().to_string()
}

/// Takes a principal, and so demands one.
#[mcp_tool(name = "named")]
async fn named(principal: Principal) -> String {
    principal.subject().to_owned()
}

#[mcp_tool(auth, timeout = "20s")]
pub(crate) async fn nap() {
    std::future::pending::<()>().await;
}

#[mcp_tool(auth)]
async fn headers(ctx: Context) -> String {
    let shown = |name| ctx.header(name).unwrap_or("-").to_owned();
    format!("{} {} {}", shown("authorization"), shown("x-api-key"), shown("host"))
}

#[mcp_tool(auth)]
pub(crate) async fn secret(principal: Principal) -> String {
    principal.subject().to_owned()
}

#[mcp_tool(auth = "vault:read")]
pub(crate) async fn vault() -> &'static str {
    "gold"
}

#[mcp_tool(auth = ["vault:write", "vault:read"])]
async fn admin() -> &'static str {
    "more gold"
}

/// Knows a few names, and takes them for credentials.
pub(crate) struct Names;

impl Authenticator for Names {
    async fn authenticate(&self, attempt: &Attempt) -> Result<Principal, Rejection> {
        let scopes = match attempt.credential().expose() {
            "alice" => "vault:read",
            "bob" | "brief" | "few" => "",
            "carol" => "vault:read vault:write",
            "root" => "everything",
            "old" => return Err(Rejection::invalid("the token has expired")),
            "unsure" => return Err(Rejection::unavailable(Duration::from_secs(7))),
            "slow" => std::future::pending().await,
            _ => return Err(Rejection::unknown()),
        };
        let name = attempt.credential().expose();
        let scopes = mcp_runtime::Scopes::parse(scopes);
        let principal = Principal::new("names", name).with_scopes(scopes);
        Ok(match name {
            "few" => principal.with_limit(3, Duration::from_mins(1)),
            "brief" => principal.with_expiry(SystemTime::now() + Duration::from_hours(1)),
            _ => principal,
        })
    }
}

/// A server without `open`, for callers with a credential only.
pub(crate) fn closed(server: ServerBuilder) -> ServerBuilder {
    server
        .tools(tools![plain, secret, vault, admin])
        .auth(Names)
        .scope_implies("everything", ["vault:read", "vault:write"])
}

/// One with `open`, which anybody may use.
pub(crate) fn ajar(server: ServerBuilder) -> ServerBuilder {
    closed(server).tools(tools![open])
}

/// One that lets everybody in.
pub(crate) fn wide(server: ServerBuilder) -> ServerBuilder {
    server.tools(tools![open, plain, secret, vault, admin]).auth(Names.optional())
}

/// One that lets everybody in, with what only some tests need.
pub(crate) fn more(server: ServerBuilder) -> ServerBuilder {
    wide(server).tools(tools![named, headers])
}

pub(crate) fn call(tool: &str) -> Request {
    Request::modern("tools/call", json!({"name": tool, "arguments": {}}))
}

pub(crate) fn list() -> Request {
    Request::modern("tools/list", json!({}))
}

impl Request {
    /// With this credential; with none where it is empty.
    pub(crate) fn of(self, name: &str) -> Self {
        if name.is_empty() { self } else { self.header("Authorization", &format!("Bearer {name}")) }
    }
}

impl Running {
    pub(crate) async fn call(&self, name: &str, tool: &str) -> Response {
        self.send(&call(tool).of(name)).await
    }

    pub(crate) async fn send_to(&self, path: &str, request: &Request) -> Response {
        let mut connection = self.connect().await;
        connection.send_to(path, request).await;
        connection.response().await
    }
}

impl Response {
    #[track_caller]
    pub(crate) fn text(&self) -> String {
        let body = self.json();
        assert_eq!(self.status, 200, "{body}");
        body["result"]["content"][0]["text"].as_str().expect("a text").to_owned()
    }

    pub(crate) fn challenge(&self) -> &str {
        self.get("www-authenticate").unwrap_or("no challenge")
    }

    /// The structured error in the body of a refusal.
    pub(crate) fn refusal(&self) -> Value {
        let body = self.json();
        assert_eq!(body["id"], 1, "{body}");
        body["error"]["data"].clone()
    }
}
