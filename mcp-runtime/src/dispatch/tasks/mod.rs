//! The tasks extension (`io.modelcontextprotocol/tasks`): calls that go on after their requests
//! were answered, and what clients ask of them.

mod departure;
mod message;
mod patience;
mod work;

pub(super) use departure::go_on;
pub(super) use message::notification;

use std::sync::Arc;

use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::{Answer, App, Exchange};
use crate::auth::Denied;
use crate::handler::{Registry, Visitor, access};
use crate::notify::Topic;
use crate::protocol::{ClientCapabilities, Fault, Request, TASKS, raw_str};
use crate::task::{End, Status, Task};

/// What can be asked of a task.
#[derive(Clone, Copy)]
pub(super) enum Method {
    Get,
    Update,
    Cancel,
}

impl Method {
    /// `None` where the server has no such method: there is nothing to ask of
    /// where no tool becomes a task.
    pub(super) fn of(app: &App, method: &str) -> Option<Self> {
        let method = match method {
            "tasks/get" => Self::Get,
            "tasks/update" => Self::Update,
            "tasks/cancel" => Self::Cancel,
            _ => return None,
        };
        are_served(&app.registry()).then_some(method)
    }
}

/// Whether any call may become a task.
pub(super) fn are_served(registry: &Registry) -> bool {
    registry.has_tasks()
}

pub(super) fn serve(
    app: &App,
    exchange: &Exchange<'_>,
    can: ClientCapabilities,
    method: Method,
) -> Answer {
    let request = exchange.request;
    if !can.tasks {
        return undeclared(request);
    }
    let task = match find(app, request, &exchange.transport.visitor) {
        Ok(task) => task,
        Err(answer) => return *answer,
    };
    match method {
        Method::Get => {
            let snapshot = task.snapshot();
            if let Status::Over(_) = snapshot.status {
                app.tasks.fetched(&task);
            }
            return message::state(app, request.id, &task, &snapshot);
        }
        Method::Update => match responses(request.params.input_responses()) {
            Ok(responses) => {
                if task.answered(responses) {
                    task.touch();
                    app.tell(&task);
                }
            }
            Err(message) => {
                return Answer::fault(Some(request.id), Fault::InvalidParams, &message);
            }
        },
        Method::Cancel => {
            if task.end(End::Cancelled, Some("cancelled by the client")) {
                app.tell(&task);
            }
            // Whoever cancels need not ask how it ended (SEP-2663).
            app.tasks.fetched(&task);
        }
    }
    message::acknowledged(app, request.id)
}

/// The client has not declared the extension that it uses.
pub(super) fn undeclared(request: &Request<'_>) -> Answer {
    let data = json!({ "requiredCapabilities": { "extensions": { TASKS: {} } } });
    let message = "Missing required client capability: declare the extension \
                   io.modelcontextprotocol/tasks in `_meta` of this request";
    Answer::error(Some(request.id), Fault::MissingCapability, message, Some(&data))
}

/// The task that a request names, where its caller may ask for it.
fn find(app: &App, request: &Request<'_>, visitor: &Visitor) -> Result<Arc<Task>, Box<Answer>> {
    let wrong =
        |message: &str| Box::new(Answer::fault(Some(request.id), Fault::InvalidParams, message));
    let id = request.params.task_id().ok_or_else(|| wrong("`params.taskId` is missing"))?;
    let id = raw_str(id).ok_or_else(|| wrong("`params.taskId` must be a string"))?;
    let task = app.tasks.get(&id, visitor.owner()).ok_or_else(|| {
        wrong("Task not found: this caller has none of this id, or it has expired")
    })?;
    match app.may_follow(&task, visitor) {
        Ok(()) => Ok(task),
        Err(denied) => Err(Box::new(refused(request, &denied, visitor))),
    }
}

fn refused(request: &Request<'_>, denied: &Denied, visitor: &Visitor) -> Answer {
    let error = access::refusal(denied, visitor.remote);
    let data = json!(error.to_bare_object());
    if visitor.remote.is_http() {
        return Answer::denied(request.id, &error, &data, denied.clone());
    }
    Answer::refused(Some(request.id), Fault::from(denied), &error, &data)
}

fn responses(raw: Option<&RawValue>) -> Result<Map<String, Value>, String> {
    let raw = raw.ok_or("`params.inputResponses` is missing")?;
    let responses: Map<String, Value> = serde_json::from_str(raw.get())
        .map_err(|_| "`params.inputResponses` must be an object".to_owned())?;
    match responses.iter().find(|(_, response)| !response.is_object()) {
        Some((key, _)) => {
            let key: String = key.chars().take(100).collect();
            Err(format!("`params.inputResponses.{key}` must be an object"))
        }
        None => Ok(responses),
    }
}

impl App {
    /// Whether a caller may still have what the task's tool comes to: it can
    /// be taken from it while the task runs.
    fn may_follow(&self, task: &Task, visitor: &Visitor) -> Result<(), Denied> {
        let stack = self.guards.stack(task.tool);
        // Whoever called what was removed may have what it comes to, as before.
        let access = stack.as_ref().map_or(&task.access, |stack| &stack.settings.access);
        self.environment.authority.allow(access, visitor.principal.as_ref())
    }

    /// The task of this id, where it is there for this caller.
    pub(super) fn task(&self, id: &str, visitor: &Visitor) -> Option<Arc<Task>> {
        let task = self.tasks.get(id, visitor.owner())?;
        self.may_follow(&task, visitor).is_ok().then_some(task)
    }

    /// Tells whoever listens that a task stands otherwise than before.
    fn tell(&self, task: &Task) {
        self.environment.notifier.hub().publish(&Topic::Task(Arc::clone(&task.id)));
    }
}
