use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU16, AtomicU64, Ordering};

use serde_json::{Value, json};

use super::client::Sent;
use super::message::{self, Era};
use super::way::{Place, Way};
use super::{Finished, Process, Response, Setup};

/// A server on HTTP that anybody may knock at.
pub(crate) struct Door {
    way: Way,
    place: Place,
    process: Process,
}

impl Door {
    pub(crate) fn open(setup: &Setup) -> Self {
        Self::open_by(Way::Http1, setup)
    }

    pub(crate) fn open_by(way: Way, setup: &Setup) -> Self {
        let (process, place) = way.start(setup);
        Self { way, place, process }
    }

    /// The URL of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.place.origin())
    }

    /// What clients know the endpoint by.
    pub(crate) fn endpoint(&self) -> &str {
        &self.place.endpoint
    }

    /// The path of a URL of this server.
    #[track_caller]
    pub(crate) fn path<'a>(&self, url: &'a str) -> &'a str {
        let path = url.strip_prefix(self.place.origin());
        path.unwrap_or_else(|| panic!("{url} is not of this server, {}", self.place.origin()))
    }

    pub(crate) fn process(&self) -> &Process {
        &self.process
    }

    pub(crate) fn close(self) -> Finished {
        self.process.stop()
    }

    /// Somebody from an address of its own, who shows nothing.
    pub(crate) fn caller(&self, era: Era) -> Caller<'_> {
        static NEXT: AtomicU16 = AtomicU16::new(0);
        let [high, low] = NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        Caller { door: self, era, from: Ipv4Addr::new(127, 1, high, low.max(1)), shows: Vec::new() }
    }
}

/// Who knocks: from where, and with which headers.
#[derive(Clone)]
pub(crate) struct Caller<'a> {
    door: &'a Door,
    era: Era,
    from: Ipv4Addr,
    shows: Vec<(&'static str, String)>,
}

impl Caller<'_> {
    pub(crate) fn from(mut self, address: [u8; 4]) -> Self {
        self.from = address.into();
        self
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.shows.push((name, value.to_owned()));
        self
    }

    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header("Authorization", &format!("Bearer {token}"))
    }

    /// Calls a tool. In the older revisions that takes a session, which may be
    /// refused before.
    pub(crate) fn call(&self, tool: &str) -> Response {
        match self.era {
            Era::Modern => self.call_in("", tool),
            Era::Legacy => match self.session() {
                Ok(session) => self.call_in(&session, tool),
                Err(refused) => refused,
            },
        }
    }

    /// Opens a session.
    pub(crate) fn session(&self) -> Result<String, Response> {
        let mut hello = message::initialize();
        let response = self.post(&mut hello, &[]);
        if response.status != 200 {
            return Err(response);
        }
        Ok(response.header("mcp-session-id").expect("a session").to_owned())
    }

    /// Calls a tool in a session that is open already.
    pub(crate) fn call_in(&self, session: &str, tool: &str) -> Response {
        let params = json!({"name": tool, "arguments": {}});
        self.request_in(session, "tools/call", params, &[("Mcp-Name", tool)])
    }

    /// Any request but those.
    pub(crate) fn request(&self, method: &str) -> Response {
        if method == "initialize" {
            return self.post(&mut message::initialize(), &[]);
        }
        self.request_in("", method, json!({}), &[])
    }

    fn request_in(
        &self,
        session: &str,
        method: &str,
        params: Value,
        headers: &[(&str, &str)],
    ) -> Response {
        let mut all = vec![("MCP-Protocol-Version", self.era.version())];
        match self.era {
            Era::Modern => {
                all.push(("Mcp-Method", method));
                all.extend(headers);
            }
            Era::Legacy if session.is_empty() => {}
            Era::Legacy => all.push(("Mcp-Session-Id", session)),
        }
        self.post(&mut self.era.request(0, method, params), &all)
    }

    fn post(&self, message: &mut Value, headers: &[(&str, &str)]) -> Response {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let id = format!("request {}", NEXT.fetch_add(1, Ordering::Relaxed));
        message["id"] = id.as_str().into();
        let media = ("Content-Type", "application/json");
        let accepts = ("Accept", "application/json, text/event-stream");
        let headers = [headers, &[media, accepts]].concat();
        let path = self.door.path(self.door.endpoint());
        let response = self.send("POST", path, &headers, &message.to_string());
        Response { id: Some(id), ..response }
    }

    /// All the tools that are there for this caller.
    pub(crate) fn list(&self) -> Vec<String> {
        let listed = match self.era {
            Era::Modern => self.request("tools/list"),
            Era::Legacy => {
                let session = self.session().expect("it may list");
                self.request_in(&session, "tools/list", json!({}), &[])
            }
        };
        let listed = listed.json();
        let tools = listed["result"]["tools"].as_array().expect("tools");
        tools.iter().map(|tool| tool["name"].as_str().expect("a name").to_owned()).collect()
    }

    /// A request that is none of MCP's.
    pub(crate) fn get(&self, path: &str) -> Response {
        self.send("GET", path, &[], "")
    }

    fn send(&self, verb: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
        let own = self.shows.iter().map(|(name, value)| (*name, value.as_str()));
        let headers = headers.iter().copied().chain(own).collect();
        let sent = Sent { from: self.from, verb, path, headers, body };
        let (head, body) = self.door.place.exchange(self.door.way, &sent);
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        Response { status: status.expect("a status"), head, body, id: None }
    }
}
