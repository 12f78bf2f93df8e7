use std::fmt::Write as _;
use std::io::{BufReader, Result, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::thread;

use crate::PATIENCE;
use crate::message::{self, Era};
use crate::plan::{Call, Malformed, Move};
use crate::response::Response;
use crate::rng::Rng;
use crate::tally::Tally;

/// A client with one connection, one request at a time.
pub(crate) struct Http {
    era: Era,
    address: String,
    session: Option<String>,
    next_id: u64,
    open: Option<BufReader<TcpStream>>,
    tally: Arc<Tally>,
}

impl Http {
    pub(crate) fn connect(address: &str, era: Era, tally: &Arc<Tally>) -> Result<Self> {
        let (address, tally) = (address.to_owned(), Arc::clone(tally));
        let mut client = Self { era, address, session: None, next_id: 0, open: None, tally };
        if era == Era::Legacy {
            client.send(&message::initialize(), "initialize", "")?;
            client.session = client.receive()?.session;
        }
        Ok(client)
    }

    pub(crate) fn run(mut self, rng: &mut Rng, moves: u64) {
        for _ in 0..moves {
            self.tally.sent();
            let done = match Move::random(rng) {
                Move::Call(call) => self.call(&call, rng),
                Move::Malformed(malformed) => self.malformed(malformed),
            };
            if let Err(error) = done {
                self.tally.complain(format!("HTTP, {:?}: {error}", self.era));
                self.open = None;
            }
        }
    }

    pub(crate) fn call(&mut self, call: &Call, rng: &mut Rng) -> Result<()> {
        let id = self.id();
        self.send(&self.era.call(id, call), "tools/call", call.tool)?;
        if let Some(patience) = call.patience {
            thread::sleep(patience);
            if self.era == Era::Modern || rng.permille(500) {
                self.open = None;
                self.tally.gave_up(call);
                return Ok(());
            }
            self.cancel(id)?;
        }
        let response = self.receive()?;
        let messages = response.messages()?;
        match &*messages {
            [answer] if answer["id"] == id => self.tally.answered(call, answer),
            [] if call.patience.is_some() => self.tally.gave_up(call),
            _ => self.tally.complain(format!(
                "{} {id} got {} answers: {} {}",
                call.tool,
                messages.len(),
                response.status,
                response.text()
            )),
        }
        Ok(())
    }

    /// On a connection of its own, as its own is waiting.
    fn cancel(&self, id: u64) -> Result<()> {
        let (address, tally) = (self.address.clone(), Arc::clone(&self.tally));
        let session = self.session.clone();
        let mut other = Self { era: self.era, address, session, next_id: 0, open: None, tally };
        other.send(&message::cancelled(id), "notifications/cancelled", "")?;
        let status = other.receive()?.status;
        if status != 202 {
            self.tally.complain(format!("a cancellation was answered with {status}"));
        }
        Ok(())
    }

    fn malformed(&mut self, malformed: Malformed) -> Result<()> {
        let id = self.id();
        let body = malformed.message(self.era, id);
        if matches!(malformed, Malformed::Cut) {
            let length = body.len() * 2;
            self.write(&body, length, malformed.method(), malformed.tool())?;
            self.open = None;
            self.tally.lock().cut += 1;
            return Ok(());
        }
        self.send(&body, malformed.method(), malformed.tool())?;
        let response = self.receive()?;
        match &*response.messages().unwrap_or_default() {
            [answer] => {
                self.tally.refused(&format!("{malformed:?}"), answer, Some(id));
            }
            _ if response.status == 400 => self.tally.lock().refused += 1,
            _ => self.tally.complain(format!(
                "{malformed:?} was answered with {} {}",
                response.status,
                response.text()
            )),
        }
        Ok(())
    }

    fn send(&mut self, body: &[u8], method: &str, name: &str) -> Result<()> {
        self.write(body, body.len(), method, name)
    }

    fn write(&mut self, body: &[u8], length: usize, method: &str, name: &str) -> Result<()> {
        let mut head = format!(
            "POST /mcp HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n\
             Accept: application/json, text/event-stream\r\nContent-Length: {length}\r\n",
            self.address
        );
        if let Some(session) = &self.session {
            let _ = write!(head, "Mcp-Session-Id: {session}\r\n");
        }
        if method != "initialize" {
            let _ = write!(head, "MCP-Protocol-Version: {}\r\n", self.era.version());
        }
        if self.era == Era::Modern {
            let _ = write!(head, "Mcp-Method: {method}\r\nMcp-Name: {name}\r\n");
        }
        head.push_str("\r\n");
        let mut request = head.into_bytes();
        request.extend_from_slice(body);
        if self.open.is_none() {
            let stream = TcpStream::connect(&self.address)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            stream.set_write_timeout(Some(PATIENCE))?;
            stream.set_nodelay(true)?;
            self.open = Some(BufReader::new(stream));
        }
        let stream = self.open.as_mut().ok_or(std::io::ErrorKind::NotConnected)?;
        stream.get_mut().write_all(&request)
    }

    fn receive(&mut self) -> Result<Response> {
        let stream = self.open.as_mut().ok_or(std::io::ErrorKind::NotConnected)?;
        let response = Response::read(stream)?;
        if !stream.buffer().is_empty() {
            self.tally.complain("more than one response to a request".to_owned());
        }
        if response.closes {
            self.open = None;
        }
        Ok(response)
    }

    fn id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }
}
