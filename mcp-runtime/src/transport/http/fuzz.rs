//! What the targets of `tests/fuzz` reach of this crate, and no other
//! program: it is there with `--cfg fuzzing` alone. In this folder because all
//! that reads what strangers send can be seen from here.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderValue, Uri};
use ipnet::{IpNet, Ipv4Net};
use serde_json::value::RawValue;
use tokio::io::DuplexStream;

use super::challenge::Challenge;
use super::checks::{self, AccessPolicy};
use super::socket::Stream;
use super::token::Token;
use super::{
    Endpoint, ForwardedHeader, Front, HttpOptions, Inflow, Operator, Pages, Peers, Protection,
    Proxies, Site, Whom, WireLimits, connection, credential, headers,
};
use crate::auth::{Attempt, Credential};
use crate::clock::Clock;
use crate::dispatch::Answer;
use crate::handler::Remote;
use crate::protocol::{ClientCapabilities, Fault, Message, ProtocolVersion, parse};
use crate::seal::SigningKey;
use crate::server::Server;
use crate::transport::{Stop, Stopper};

/// An endpoint whose connections are in memory, with the default limits. It
/// trusts the proxies in 192.0.2.0/24.
pub struct Listener {
    site: Arc<Site>,
    stop: Stop,
    _stopper: Stopper,
}

impl Listener {
    /// A new one for the same server, which costs little.
    ///
    /// # Panics
    /// The secret is too short.
    pub fn new(server: &Server, secret: &[u8], origins: &[&str]) -> Self {
        let (stopper, stop) = Stopper::new();
        let origins = origins.iter().map(|origin| (*origin).to_owned()).collect();
        let options = HttpOptions {
            access: AccessPolicy { origins, ..AccessPolicy::default() },
            protection: Protection::default(),
            key: SigningKey::new(secret).expect("it is long enough"),
            session_lifetime: Duration::MAX,
            idle_streams: 10,
            idle_streams_per_peer: 10,
            detached_calls: 10,
            bodies: Inflow::new(1 << 20, Duration::from_secs(30)),
        };
        let networks = Ipv4Net::new([192, 0, 2, 0].into(), 24).map(IpNet::from);
        let proxies = Proxies { networks: networks.into_iter().collect(), ..Proxies::default() };
        let endpoint = Endpoint::new(Arc::clone(&server.app), options, stop.clone());
        let site = Site {
            clock: server.app.environment.clock.clone(),
            whom: Whom::Clients(Front { endpoint: Arc::new(endpoint), proxies }),
            path: "/mcp".to_owned(),
            operator: Operator {
                health: Arc::clone(&server.health),
                observatory: Arc::clone(&server.observatory),
                html: Pages::of(&server.app.identity.server_info, "/mcp"),
                pages: true,
                scope: None,
                taken: Vec::new(),
            },
            routes: axum::Router::new(),
            document: None,
            limits: WireLimits::default(),
            peers: Peers::new(10),
            #[cfg(feature = "tls")]
            tls: None,
        };
        Self { site: Arc::new(site), stop, _stopper: stopper }
    }

    /// Serves one connection to its end.
    pub fn serve(
        &self,
        stream: DuplexStream,
        peer: SocketAddr,
    ) -> impl Future<Output = ()> + use<> {
        let (site, stop) = (Arc::clone(&self.site), self.stop.clone());
        connection::serve(Stream::Memory(stream), Remote::Peer(peer), site, stop)
    }
}

/// What a request shows to prove who sent it.
///
/// # Errors
/// It shows several things, or something else.
pub fn shown(headers: &HeaderMap) -> Result<Option<Credential>, &'static str> {
    credential::shown(headers)
}

/// Whether a server on loopback serves the request.
pub fn is_served(headers: &HeaderMap, uri: &Uri) -> bool {
    AccessPolicy::default().check(headers, uri).is_ok()
}

/// The other questions to headers; none has a wrong answer of its own.
pub fn read(headers: &HeaderMap) {
    checks::Accepts::read(headers);
    checks::is_json(headers);
    checks::is_encoded(headers);
}

/// The text behind a header that may be in base64.
pub fn decoded(value: &HeaderValue) -> Option<String> {
    headers::decode(value).map(Into::into)
}

/// A challenge with this description.
pub fn challenge(description: &str) -> HeaderValue {
    Challenge { description: Some(description), ..Challenge::default() }.value()
}

/// Where a request comes from, where 10.0.0.0/8 is trusted.
pub fn client(header: ForwardedHeader, peer: SocketAddr, headers: &HeaderMap) -> Option<IpAddr> {
    let networks = Ipv4Net::new([10, 0, 0, 0].into(), 8).map(IpNet::from).into_iter().collect();
    Proxies { networks, header, ..Proxies::default() }.client(Remote::Peer(peer), headers).address()
}

/// What a message was taken for.
#[derive(Debug)]
#[allow(missing_docs)] // texts of the message, and the error that answers it
pub enum Parsed {
    Request {
        id: String,
        method: String,
        members: Vec<String>,
        answer: Vec<u8>,
    },
    /// One that is not answered.
    Notification {
        method: String,
        members: Vec<String>,
    },
    /// The answer to a request.
    Response,
    /// Its elements.
    Batch(Vec<String>),
    /// `is_syntax`: it is said to be no JSON.
    Malformed {
        id: Option<String>,
        is_syntax: bool,
        answer: Vec<u8>,
    },
}

/// Reads a message.
pub fn message(bytes: &[u8]) -> Parsed {
    let members = |params: &crate::protocol::Params<'_>| {
        let meta = params.meta().ok().flatten();
        let meta = meta.into_iter().flat_map(|meta| {
            [meta.protocol_version, meta.client_capabilities, meta.log_level, meta.progress_token]
        });
        let own = [
            params.name(),
            params.arguments(),
            params.cursor(),
            params.protocol_version(),
            params.capabilities(),
            params.client_info(),
            params.level(),
            params.request_id(),
            params.reason(),
        ];
        let all = own.into_iter().chain(meta).flatten();
        all.map(|member| {
            let _ = ClientCapabilities::read(member);
            member.get().to_owned()
        })
        .collect()
    };
    match parse(bytes) {
        Ok(Message::Request(request)) => {
            request.id.key();
            Parsed::Request {
                id: request.id.as_json().to_owned(),
                members: members(&request.params),
                answer: Answer::fault(Some(request.id), Fault::MethodNotFound, &request.method)
                    .body,
                method: request.method.into(),
            }
        }
        Ok(Message::Notification { method, params }) => {
            Parsed::Notification { method: method.into(), members: members(&params) }
        }
        Ok(Message::Response(_)) => Parsed::Response,
        Ok(Message::Batch(elements)) => {
            Parsed::Batch(elements.into_iter().map(RawValue::get).map(str::to_owned).collect())
        }
        Err(malformed) => Parsed::Malformed {
            id: malformed.id.as_ref().map(|id| id.as_id().as_json().to_owned()),
            is_syntax: malformed.fault == Fault::Parse,
            answer: Answer::malformed(&malformed).body,
        },
    }
}

/// The id of a message that may have been cut off.
pub fn peeked(bytes: &[u8]) -> Option<String> {
    crate::protocol::peek_id(bytes).map(|id| id.as_id().as_json().to_owned())
}

/// A credential, shown now.
pub fn attempt(credential: Credential, clock: Clock) -> Attempt {
    Attempt::new(credential, clock)
}

/// The key of session tokens.
pub struct SessionKey(SigningKey);

/// What a session token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// Of the handshake era.
    pub version: ProtocolVersion,
    /// As bits.
    pub capabilities: u8,
    /// In seconds since the Unix epoch.
    pub issued: u64,
    /// What makes it different from the next.
    pub nonce: [u8; 16],
}

impl SessionKey {
    /// The key of a secret that is long enough.
    pub fn new(secret: &[u8]) -> Option<Self> {
        SigningKey::new(secret).map(Self)
    }

    /// The token of a session.
    pub fn seal(&self, session: Session, owner: &str) -> String {
        let Session { version, capabilities, issued, nonce } = session;
        let capabilities = ClientCapabilities::from_bits(capabilities);
        Token { version, capabilities, issued, nonce }.seal(&self.0, owner)
    }

    /// The session of a token.
    pub fn open(&self, token: &str, owner: &str) -> Option<Session> {
        let Token { version, capabilities, issued, nonce } = Token::open(token, &self.0, owner)?;
        Some(Session { version, capabilities: capabilities.to_bits(), issued, nonce })
    }
}
