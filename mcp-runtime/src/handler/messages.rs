//! What a running call tells its client before the answer.

use std::sync::PoisonError;
use std::time::Duration;

use serde::Serialize;
use serde_json::value::RawValue;

use super::{Context, Entry, Outbox};
use crate::protocol::{LogLevel, ProtocolVersion, write};

impl Context {
    /// Tells the client how far the call is, if it asked to know. That of a
    /// task is its status message.
    ///
    /// `progress` must grow from call to call; a value that does not is
    /// ignored (specification, basic/patterns/progress). Never blocks: a
    /// slow client sees the latest value, not every one.
    pub fn progress(&self, progress: f64, total: Option<f64>) {
        self.report(progress, total, None);
    }

    /// [`progress`](Self::progress) with a sentence for the user.
    pub fn progress_message(&self, progress: f64, total: Option<f64>, message: &str) {
        self.report(progress, total, Some(message));
    }

    /// Sends a log message to the client, if it asked for this level.
    ///
    /// Never send secrets. The operator's log is separate: use `tracing`.
    pub fn log(&self, level: LogLevel, data: impl Serialize) {
        #[derive(Serialize)]
        struct Params<'a, T> {
            level: LogLevel,
            logger: &'a str,
            data: T,
        }
        if self.facts().log_level.is_none_or(|wanted| level < wanted) {
            return;
        }
        let params = Params { level, logger: self.name(), data };
        self.send(false, "notifications/message", &params);
    }

    /// Ends the connection that this call's messages go out on, and has the
    /// client come back for the rest after `retry`; the call goes on. For
    /// calls that take so long that a connection should not be held for them.
    ///
    /// Only HTTP and revision 2025-11-25 have that (basic/transports, "Sending
    /// Messages to the Server"); elsewhere it does nothing. What is said
    /// meanwhile is kept for the client: the latest 64 messages of 128 KiB, what
    /// it asks, and for 5 min the answer. It has to come back to the same
    /// process.
    pub fn close_stream(&self, retry: Duration) {
        if self.protocol_version() == ProtocolVersion::V2025_11_25
            && self.askable().is_some()
            && !self.is_cancelled()
            && let Outbox::Own(queue) = self.outbox()
        {
            queue.hang_up(retry);
        }
    }

    pub(crate) fn wants_progress(&self) -> bool {
        self.facts().progress_token.is_some() && self.outbox().saying().is_none()
    }

    /// Shows that the call lives: as little progress as there can be.
    pub(crate) fn beat(&self) {
        const STEP: f64 = 1e-6;
        let last = *self.last_progress().lock().unwrap_or_else(PoisonError::into_inner);
        let next = last.map_or(STEP, |(last, _)| (last + STEP).max(last.next_up()));
        // What was complete and still goes on has a little more to do.
        let total = last.and_then(|(_, total)| total).map(|total| total.max(next));
        self.report(next, total, None);
    }

    fn report(&self, progress: f64, total: Option<f64>, message: Option<&str>) {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Params<'a> {
            progress_token: &'a RawValue,
            progress: f64,
            #[serde(skip_serializing_if = "Option::is_none")]
            total: Option<f64>,
            #[serde(skip_serializing_if = "Option::is_none")]
            message: Option<&'a str>,
        }
        let saying = self.outbox().saying();
        let token = self.facts().progress_token.as_deref();
        let token = token.and_then(|token| serde_json::from_slice::<&RawValue>(token).ok());
        if token.is_none() && saying.is_none() {
            return;
        }
        // Held until it is queued: two threads must not overtake each other.
        let mut last = self.last_progress().lock().unwrap_or_else(PoisonError::into_inner);
        if !progress.is_finite() || last.is_some_and(|(last, _)| progress <= last) {
            return;
        }
        *last = Some((progress, total));
        if let Some(saying) = saying {
            saying.set(progress, total, message);
            return self.asked();
        }
        let Some(progress_token) = token else { return };
        let params = Params { progress_token, progress, total, message };
        self.send(true, "notifications/progress", &params);
    }

    fn send(&self, replaceable: bool, method: &str, params: &impl Serialize) {
        if self.is_cancelled() {
            return; // nothing may follow the answer
        }
        if let Some(queue) = self.outbox().queue() {
            let message = write::notification(method, params).into();
            queue.push(Entry { call: self.call(), replaceable, message }, || self.is_cancelled());
        }
    }
}
