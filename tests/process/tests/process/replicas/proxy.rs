use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

use serde_json::Value;

use crate::support::PATIENCE;

/// Hands each request to the next backend, on a connection of its own.
pub(super) struct Proxy {
    address: SocketAddr,
}

/// What came back.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) session: Option<String>,
    /// Null where there is none.
    pub(super) body: Value,
}

impl Proxy {
    /// It ends with the test's process.
    pub(super) fn start(backends: Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        thread::spawn(move || {
            for backend in backends.iter().cycle() {
                let Ok((client, _)) = listener.accept() else { return };
                hand_on(client, backend);
            }
        });
        Self { address }
    }

    /// With these headers beside those that every request has.
    pub(super) fn post(&self, headers: &str, message: &Value) -> Answer {
        let body = message.to_string();
        let mut stream = TcpStream::connect(self.address).expect("the proxy listens");
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(
            stream,
            "POST /mcp HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\
             Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).expect("a response");
        let (head, body) = response.split_once("\r\n\r\n").expect("a head");
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok());
        let session = lines.find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("mcp-session-id").then(|| value.to_owned())
        });
        Answer {
            status: status.unwrap_or_else(|| panic!("no status: {response:?}")),
            session,
            body: serde_json::from_str(body).unwrap_or_default(),
        }
    }
}

fn hand_on(mut client: TcpStream, backend: &str) {
    let mut server = TcpStream::connect(backend).expect("the server listens");
    for stream in [&client, &server] {
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
    }
    let mut request = Vec::new();
    while !is_whole(&request) {
        let mut piece = [0; 4096];
        match client.read(&mut piece) {
            Ok(length @ 1..) => request.extend_from_slice(&piece[..length]),
            _ => return,
        }
    }
    server.write_all(&request).expect("the server reads");
    // The request asks for the connection to be closed.
    let _ = std::io::copy(&mut server, &mut client);
}

/// Whether the body is there, as long as the head says.
fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: ")?.parse().ok());
    body.len() >= length.unwrap_or(0)
}
