//! What the builder says of who may call.

use std::time::Duration;

use mcp_literals::{Per, Rate};

use super::ServerBuilder;
use crate::auth::{Authenticator, Credential, Scheme};

impl ServerBuilder {
    /// Lets only those in whom this authenticator knows: everything at the
    /// MCP endpoint, before any of it is read. Default: everybody.
    ///
    /// Said several times, a caller has to be known to one of them. Callers
    /// without any credential get in where a tool is `public`, to use that
    /// alone, and with [`.optional()`](Authenticator::optional) to use
    /// whatever does not demand `auth`. On stdio the credential is the
    /// environment variable `MCP_ACCESS_TOKEN`.
    ///
    /// Further [`routes`](Self::routes) are not covered.
    pub fn auth(mut self, authenticator: impl Authenticator) -> Self {
        for problem in authenticator.problems() {
            self.problems.add(format!("`.auth(..)`: {problem}"));
        }
        for problem in authenticator.problems_here() {
            self.problems_here.add(format!("`.auth(..)`: {problem}"));
        }
        self.authority.add(authenticator);
        self
    }

    /// Wrong credentials that one address may show, written as a tool's
    /// `rate`: beyond them no further ones of it are looked at, unless they
    /// were accepted lately. Default: `"10/min"`. IPv6 addresses count by
    /// their /64 network, and a /48 may fail ten times as often; users of a
    /// Unix socket count by themselves, and clients of whom nothing is known
    /// together.
    pub fn auth_failures(mut self, rate: &str) -> Self {
        match mcp_literals::rate::parse(rate) {
            Ok(Rate { count, window_ms, per: Per::Caller }) => {
                self.authority.set_throttle(count, Duration::from_millis(window_ms));
            }
            Ok(_) => self.problems.add("`.auth_failures(..)` counts each address; write no `per`"),
            Err(problem) => self.problems.add(format!("`.auth_failures(..)`: {problem}")),
        }
        self
    }

    /// Whoever was granted `scope` may do what `others` allow too, over any
    /// number of steps. Default: each scope stands for itself alone.
    ///
    /// ```
    /// use mcp_runtime::prelude::*;
    ///
    /// let server = server!()
    ///     .scope_implies("vault:admin", ["vault:write"])
    ///     .scope_implies("vault:write", ["vault:read"]);
    /// ```
    pub fn scope_implies<S: AsRef<str>>(
        mut self,
        scope: &str,
        others: impl IntoIterator<Item = S>,
    ) -> Self {
        self.check_scope("scope_implies", scope);
        for other in others {
            self.check_scope("scope_implies", other.as_ref());
            self.authority.imply(scope, other.as_ref());
        }
        self
    }

    /// The scopes that a client should ask for before it knows what it will
    /// do, as few as are of use; tools name what they need beyond that when
    /// they are called. `offline_access` is not for a server to ask for. Default:
    /// none, and the client decides.
    #[cfg(feature = "http")]
    pub fn initial_scopes<S: AsRef<str>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        let scopes: crate::auth::Scopes = scopes.into_iter().collect();
        scopes.iter().for_each(|scope| self.check_scope("initial_scopes", scope));
        self.web.initial_scopes = scopes;
        self
    }

    /// What a server on stdio takes for its caller's credential. Default:
    /// what the environment variable `MCP_ACCESS_TOKEN` holds, else nothing.
    pub fn stdio_credential(mut self, credential: impl Into<Box<str>>) -> Self {
        self.stdio_credential = Some(Credential::new(Scheme::Bearer, credential));
        self
    }

    /// Lets everybody use tools that demand `auth` although nothing
    /// authenticates callers; without it such a server refuses to start. For
    /// a look at a server on your own machine.
    pub fn dangerously_let_anyone_use_tools_that_demand_auth(mut self) -> Self {
        self.authority.open();
        self
    }

    pub(super) fn check_scope(&mut self, setting: &str, scope: &str) {
        if let Err(problem) = mcp_literals::scope::parse(scope) {
            self.problems.add(format!("`.{setting}(..)`: {problem}"));
        }
    }
}
