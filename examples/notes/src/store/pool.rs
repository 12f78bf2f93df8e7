use std::ops::{Deref, DerefMut};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Instant;

use rusqlite::Connection;

use crate::error::NotesError;
use crate::limits;

/// A fixed number of connections, lent to one call at a time.
///
/// A `Mutex<Connection>` would do but for its wait, which has no end: behind
/// one slow call, every thread for blocking tools would come to stand.
pub(super) struct Pool {
    idle: Mutex<Vec<Connection>>,
    returned: Condvar,
}

impl Pool {
    pub(super) fn new(connections: Vec<Connection>) -> Self {
        Self { idle: Mutex::new(connections), returned: Condvar::new() }
    }

    /// Waits for a connection, at most for [`limits::CONNECTION_WAIT`].
    pub(super) fn take(&self) -> Result<Lease<'_>, NotesError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut idle, _) = self
            .returned
            .wait_timeout_while(idle, limits::CONNECTION_WAIT, |idle| idle.is_empty())
            .unwrap_or_else(PoisonError::into_inner);
        let connection = idle.pop().ok_or(NotesError::Busy)?;
        let mut lease = Lease { pool: self, connection: Some(connection) };
        let start = Instant::now();
        // Asked every so many steps of SQLite's virtual machine.
        lease.progress_handler(10_000, Some(move || start.elapsed() > limits::STATEMENT_TIME))?;
        Ok(lease)
    }
}

/// A connection that goes back to its pool when dropped, also by a panic.
pub(super) struct Lease<'a> {
    pool: &'a Pool,
    /// Absent only while being dropped.
    connection: Option<Connection>,
}

impl Deref for Lease<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection.as_ref().expect("present until dropped")
    }
}

impl DerefMut for Lease<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        self.connection.as_mut().expect("present until dropped")
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.pool.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            self.pool.returned.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_waits_for_a_connection_but_not_for_ever() {
        let pool = Pool::new(vec![Connection::open_in_memory().unwrap()]);
        let lease = pool.take().unwrap();
        let start = Instant::now();
        assert!(matches!(pool.take(), Err(NotesError::Busy)));
        assert!(start.elapsed() >= limits::CONNECTION_WAIT);
        drop(lease);
        assert!(pool.take().is_ok());
    }

    #[test]
    fn a_panic_returns_the_connection() {
        let pool = Pool::new(vec![Connection::open_in_memory().unwrap()]);
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _lease = pool.take().unwrap();
            panic!("on purpose");
        }));
        assert!(panicked.is_err());
        assert!(pool.take().is_ok());
    }
}
