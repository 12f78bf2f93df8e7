use std::ops::{Deref, DerefMut};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

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
    patience: Patience,
}

/// How long the pool lets others wait.
#[derive(Clone, Copy)]
pub(super) struct Patience {
    /// For a connection.
    pub(super) wait: Duration,
    /// For `SQLite`, from the moment a connection is lent.
    pub(super) use_for: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { wait: limits::CONNECTION_WAIT, use_for: limits::STATEMENT_TIME }
    }
}

impl Pool {
    pub(super) fn new(connections: Vec<Connection>, patience: Patience) -> Self {
        Self { idle: Mutex::new(connections), returned: Condvar::new(), patience }
    }

    /// Waits for a connection. What runs on it for too long is interrupted
    /// and fails with [`NotesError::TooSlow`].
    pub(super) fn take(&self) -> Result<Lease<'_>, NotesError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut idle, _) = self
            .returned
            .wait_timeout_while(idle, self.patience.wait, |idle| idle.is_empty())
            .unwrap_or_else(PoisonError::into_inner);
        let connection = idle.pop().ok_or(NotesError::Busy)?;
        let mut lease = Lease { pool: self, connection: Some(connection) };
        let (start, use_for) = (Instant::now(), self.patience.use_for);
        // Asked every so many steps of SQLite's virtual machine.
        lease.progress_handler(10_000, Some(move || start.elapsed() > use_for))?;
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

    const SHORT: Patience =
        Patience { wait: Duration::from_millis(50), use_for: Duration::from_millis(50) };

    fn pool() -> Pool {
        Pool::new(vec![Connection::open_in_memory().unwrap()], SHORT)
    }

    #[test]
    fn a_call_waits_for_a_connection_but_not_for_ever() {
        let pool = pool();
        let lease = pool.take().unwrap();
        let start = Instant::now();
        assert!(matches!(pool.take(), Err(NotesError::Busy)));
        assert!(start.elapsed() >= SHORT.wait);
        drop(lease);
        assert!(pool.take().is_ok());
    }

    #[test]
    fn a_query_without_end_is_interrupted() {
        let pool = pool();
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
                       SELECT count(*) FROM n";
        let error = pool.take().unwrap().query_row(endless, [], |_| Ok(())).unwrap_err();
        assert!(matches!(error.into(), NotesError::TooSlow));
        pool.take().unwrap().query_row("SELECT 1", [], |_| Ok(())).unwrap();
    }

    #[test]
    fn a_panic_returns_the_connection() {
        let pool = pool();
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _lease = pool.take().unwrap();
            panic!("on purpose");
        }));
        assert!(panicked.is_err());
        assert!(pool.take().is_ok());
    }
}
