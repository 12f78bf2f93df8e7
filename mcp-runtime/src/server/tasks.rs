//! What the tasks of a server are held to.

use std::time::Duration;

use super::ServerBuilder;

impl ServerBuilder {
    /// Tasks kept at once, working ones and those that have ended. Further
    /// calls of tools that would become tasks are refused. Default: 1,024.
    pub fn max_tasks(mut self, tasks: usize) -> Self {
        self.check_some("max_tasks", tasks);
        self.tasks.most = tasks;
        self
    }

    /// The part of [`max_tasks`](Self::max_tasks) that one caller may have: a
    /// principal, or else an address. Default: 64. One whose end its client
    /// has fetched makes room for the next.
    pub fn max_tasks_per_caller(mut self, tasks: usize) -> Self {
        self.check_some("max_tasks_per_caller", tasks);
        self.tasks.most_each = tasks;
        self
    }

    /// Bytes that all tasks hold: the messages that they came by, and then the
    /// results that they came to. Default: 64 MiB.
    pub fn max_task_bytes(mut self, bytes: usize) -> Self {
        self.check_some("max_task_bytes", bytes);
        self.tasks.most_bytes = bytes;
        self
    }

    /// The part of [`max_task_bytes`](Self::max_task_bytes) that the tasks of
    /// one caller may hold. Default: 16 MiB. A task that has run fails with
    /// `OUTPUT_TOO_LARGE` where its result does not fit in.
    pub fn max_task_bytes_per_caller(mut self, bytes: usize) -> Self {
        self.check_some("max_task_bytes_per_caller", bytes);
        self.tasks.most_bytes_each = bytes;
        self
    }

    /// How long a task is kept beyond its tool's timeout; both together are
    /// its `ttlMs`. Default: 1 h.
    pub fn task_ttl(mut self, ttl: Duration) -> Self {
        self.tasks.ttl = ttl;
        self
    }

    /// How often clients should ask for a task (`pollIntervalMs`). Default: 1 s.
    pub fn task_poll_interval(mut self, every: Duration) -> Self {
        self.check_some("task_poll_interval", usize::from(every >= Duration::from_millis(1)));
        self.tasks.poll = every;
        self
    }
}
