//! Tasks, as JSON.

use crate::dispatch::{Answer, App};
use crate::protocol::{Id, meta_key, write};
use crate::task::{End, Snapshot, Status, Task};

/// `CreateTaskResult`.
pub(super) fn created(app: &App, id: Id<'_>, task: &Task) -> Answer {
    let mut out = open(id, "task");
    out.push(b',');
    members(app, &mut out, task, &task.snapshot());
    close(app, out)
}

/// The result of `tasks/get`.
pub(super) fn state(app: &App, id: Id<'_>, task: &Task, snapshot: &Snapshot) -> Answer {
    let mut out = open(id, "complete");
    out.push(b',');
    members(app, &mut out, task, snapshot);
    details(&mut out, &snapshot.status);
    close(app, out)
}

/// The result of `tasks/update` and `tasks/cancel`.
pub(super) fn acknowledged(app: &App, id: Id<'_>) -> Answer {
    close(app, open(id, "complete"))
}

/// `notifications/tasks`, on the subscription of this id.
pub(in crate::dispatch) fn notification(app: &App, task: &Task, subscription: Id<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(512);
    out.extend_from_slice(
        b"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tasks\",\"params\":{\"_meta\":{",
    );
    write::json(&mut out, meta_key::SUBSCRIPTION_ID);
    out.push(b':');
    out.extend_from_slice(subscription.as_json().as_bytes());
    out.extend_from_slice(b"},");
    let snapshot = task.snapshot();
    members(app, &mut out, task, &snapshot);
    details(&mut out, &snapshot.status);
    out.extend_from_slice(b"}}");
    out
}

fn open(id: Id<'_>, result_type: &str) -> Vec<u8> {
    let mut out = write::open_result(id, 256);
    out.extend_from_slice(b"{\"resultType\":");
    write::json(&mut out, result_type);
    out
}

fn close(app: &App, mut out: Vec<u8>) -> Answer {
    out.push(b',');
    out.extend_from_slice(app.identity.meta_member.as_bytes());
    out.extend_from_slice(b"}}");
    Answer::result(out)
}

/// What every task says of itself (`Task`).
fn members(app: &App, out: &mut Vec<u8>, task: &Task, snapshot: &Snapshot) {
    let status = match &snapshot.status {
        Status::Working => "working",
        Status::InputRequired(_) => "input_required",
        Status::Over(End::Completed(_)) => "completed",
        Status::Over(End::Failed(_)) => "failed",
        Status::Over(End::Cancelled) => "cancelled",
    };
    out.extend_from_slice(b"\"taskId\":");
    write::json(out, &*task.id);
    out.extend_from_slice(b",\"status\":");
    write::json(out, status);
    if let Some(message) = &snapshot.message {
        out.extend_from_slice(b",\"statusMessage\":");
        write::json(out, &**message);
    }
    out.extend_from_slice(b",\"createdAt\":");
    write::json(out, &task.created);
    out.extend_from_slice(b",\"lastUpdatedAt\":");
    write::json(out, &snapshot.updated);
    out.extend_from_slice(b",\"ttlMs\":");
    write::json(out, &write::millis(task.ttl));
    out.extend_from_slice(b",\"pollIntervalMs\":");
    write::json(out, &write::millis(app.tasks.settings.poll));
}

/// What only those in this state have (`DetailedTask`).
fn details(out: &mut Vec<u8>, status: &Status) {
    match status {
        Status::Working | Status::Over(End::Cancelled) => {}
        Status::InputRequired(questions) => {
            out.extend_from_slice(b",\"inputRequests\":");
            write::json(out, questions);
        }
        Status::Over(End::Completed(result)) => {
            out.extend_from_slice(b",\"result\":");
            out.extend_from_slice(result);
        }
        Status::Over(End::Failed(error)) => {
            out.extend_from_slice(b",\"error\":");
            out.extend_from_slice(error);
        }
    }
}
