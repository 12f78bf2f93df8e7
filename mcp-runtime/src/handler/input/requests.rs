//! Requests of the server's to its clients, as the older revisions have them.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::value::RawValue;
use tokio::sync::oneshot;

use crate::protocol::{Response, raw_str};

/// The requests that have no answer yet, of a connection or an endpoint.
///
/// Their ids cannot be guessed, and an answer counts only from the session
/// that was asked. An id also tells which process has asked, since others may
/// be reached with the answer.
pub(crate) struct ServerRequests {
    process: [u8; 8],
    table: Mutex<Table>,
}

#[derive(Default)]
struct Table {
    open: HashMap<Box<str>, Open>,
    /// Nobody can answer any more.
    gone: Option<Gone>,
}

struct Open {
    session: [u8; 16],
    sender: oneshot::Sender<Reply>,
}

/// The text of a result, or of an error object.
pub(super) type Reply = Result<Box<RawValue>, Box<RawValue>>;

/// Why no answer can come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gone {
    /// The client has closed its end.
    Left,
    /// The server is stopping.
    Stopping,
}

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    /// A call goes on with it.
    Yes,
    /// Nobody waits for it: it is late, comes twice, or from somebody else.
    No,
    /// Another process waits for it, or one that has ended.
    Elsewhere,
}

/// A request that was sent; dropping it forgets it.
pub(super) struct Ticket {
    requests: Arc<ServerRequests>,
    pub(super) id: Box<str>,
    pub(super) reply: oneshot::Receiver<Reply>,
}

impl Default for ServerRequests {
    fn default() -> Self {
        let mut process = [0; 8];
        // Without it answers that went astray are only told from others less often.
        let _ = getrandom::fill(&mut process);
        Self { process, table: Mutex::default() }
    }
}

impl ServerRequests {
    /// A new request to a session; an error where the system has no randomness.
    pub(super) fn open(
        self: &Arc<Self>,
        session: [u8; 16],
    ) -> Result<Result<Ticket, Gone>, getrandom::Error> {
        let mut number = [0; 16];
        getrandom::fill(&mut number)?;
        let mut id = hex(&self.process);
        id.push('-');
        id.push_str(&hex(&number));
        let id: Box<str> = id.into();
        let (sender, reply) = oneshot::channel();
        let mut table = self.table();
        if let Some(gone) = table.gone {
            return Ok(Err(gone));
        }
        table.open.insert(id.clone(), Open { session, sender });
        drop(table);
        Ok(Ok(Ticket { requests: Arc::clone(self), id, reply }))
    }

    /// Hands an answer to the call that waits for it.
    pub(crate) fn answer(&self, session: [u8; 16], response: &Response<'_>) -> Taken {
        let raw: Result<&RawValue, _> = serde_json::from_str(response.id.as_json());
        let Some(id) = raw.ok().and_then(raw_str) else { return Taken::No };
        let mut table = self.table();
        if table.open.get(&*id).is_some_and(|open| open.session == session)
            && let Some(open) = table.open.remove(&*id)
        {
            drop(table);
            let reply = response.outcome.map(ToOwned::to_owned).map_err(ToOwned::to_owned);
            if open.sender.send(reply).is_ok() {
                return Taken::Yes;
            }
        }
        if self.is_of_another(&id) { Taken::Elsewhere } else { Taken::No }
    }

    /// Ends the waiting of all, also of those to come.
    pub(crate) fn close(&self, gone: Gone) {
        let open = {
            let mut table = self.table();
            table.gone.get_or_insert(gone);
            std::mem::take(&mut table.open)
        };
        drop(open);
    }

    /// Why a request that was open has no answer.
    pub(super) fn gone(&self) -> Gone {
        self.table().gone.unwrap_or(Gone::Left)
    }

    /// Whether it is an id as we give them out, and not ours.
    fn is_of_another(&self, id: &str) -> bool {
        let is_hex = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
        id.split_once('-').is_some_and(|(process, number)| {
            let shape = process.len() == 16 && number.len() == 32;
            shape && is_hex(process) && is_hex(number) && process != hex(&self.process)
        })
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        // Valid after every statement.
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.requests.table().open.remove(&self.id);
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{Message, parse};

    fn answer(requests: &ServerRequests, session: [u8; 16], message: &str) -> Taken {
        let Ok(Message::Response(response)) = parse(message.as_bytes()) else {
            panic!("{message} is a response")
        };
        requests.answer(session, &response)
    }

    fn result(id: &str) -> String {
        format!(r#"{{"jsonrpc":"2.0","id":"{id}","result":{{"a":1}}}}"#)
    }

    #[test]
    fn an_answer_counts_once_and_from_the_session_that_was_asked() {
        let requests = Arc::<ServerRequests>::default();
        let mut ticket = requests.open([1; 16]).unwrap().unwrap();
        let other = requests.open([1; 16]).unwrap().unwrap();
        let message = result(&ticket.id);
        assert_eq!(answer(&requests, [2; 16], &message), Taken::No);
        assert!(ticket.reply.try_recv().is_err());
        assert_eq!(answer(&requests, [1; 16], &message), Taken::Yes);
        assert_eq!(ticket.reply.try_recv().unwrap().unwrap().get(), r#"{"a":1}"#);
        assert_eq!(answer(&requests, [1; 16], &message), Taken::No, "it comes twice");
        let late = result(&other.id);
        drop(other);
        assert_eq!(answer(&requests, [1; 16], &late), Taken::No);
        for unknown in [r#"{"jsonrpc":"2.0","id":1,"result":{}}"#, &result("x-y")] {
            assert_eq!(answer(&requests, [1; 16], unknown), Taken::No);
        }
        assert!(requests.table().open.is_empty());
    }

    #[test]
    fn an_answer_for_another_process_is_told_from_a_late_one() {
        let (one, other) = (Arc::<ServerRequests>::default(), Arc::<ServerRequests>::default());
        let ticket = one.open([1; 16]).unwrap().unwrap();
        assert_eq!(answer(&other, [1; 16], &result(&ticket.id)), Taken::Elsewhere);
        let error = format!(r#"{{"jsonrpc":"2.0","id":"{}","error":{{}}}}"#, ticket.id);
        assert_eq!(answer(&one, [1; 16], &error), Taken::Yes);
    }

    #[test]
    fn nobody_waits_once_it_is_closed() {
        let requests = Arc::<ServerRequests>::default();
        let mut ticket = requests.open([1; 16]).unwrap().unwrap();
        requests.close(Gone::Stopping);
        requests.close(Gone::Left);
        assert!(ticket.reply.try_recv().is_err());
        assert_eq!(requests.open([1; 16]).unwrap().err(), Some(Gone::Stopping));
    }
}
