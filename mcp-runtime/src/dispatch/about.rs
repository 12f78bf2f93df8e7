use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::complete::Completing;
use super::{App, Exchange, Running, Step, rounds};
use crate::guard::{Guarded, Target, Tasking};
use crate::handler::{
    CallFacts, Context, Handler, Method, Outbox, Prompt, Resource, Saying, TaskDef, Tool,
};

/// What a call is of, for those who write its answer.
#[derive(Clone)]
pub(super) enum About {
    Tool(Arc<Tool>),
    Prompt(Arc<Prompt>),
    /// With the URI that was asked for.
    Resource(Arc<Resource>, Box<str>),
    Method(Arc<Method>),
    /// An argument of one of them, which somebody is typing.
    Completion(Arc<Completing>),
}

impl About {
    pub(super) fn handler(&self) -> &Handler {
        match self {
            Self::Tool(tool) => tool,
            Self::Prompt(prompt) => prompt,
            Self::Resource(resource, _) => resource,
            Self::Method(method) => method,
            Self::Completion(completing) => completing.handler(),
        }
    }

    pub(super) fn is_completion(&self) -> bool {
        matches!(self, Self::Completion(_))
    }

    /// Whether a call of it may be a task, for this client.
    fn tasking(&self, app: &App, facts: &CallFacts) -> Tasking {
        let Self::Tool(tool) = self else { return Tasking::No };
        let declared = facts.version.is_modern() && facts.capabilities.tasks;
        match tool.task {
            TaskDef::Never => Tasking::No,
            _ if declared => Tasking::In(Arc::clone(&app.tasks)),
            TaskDef::Supported => Tasking::No,
            TaskDef::Required if app.waits.load(Ordering::Relaxed) => Tasking::No,
            TaskDef::Required => Tasking::Unfit,
        }
    }

    fn target(&self) -> Arc<dyn Target> {
        match self {
            Self::Tool(tool) => Arc::<Tool>::clone(tool),
            Self::Prompt(prompt) => Arc::<Prompt>::clone(prompt),
            Self::Resource(resource, _) => Arc::<Resource>::clone(resource),
            Self::Method(method) => Arc::<Method>::clone(method),
            Self::Completion(completing) => Arc::<Completing>::clone(completing),
        }
    }
}

/// Begins a call with arguments that are the text of an object; nothing where
/// an operator has switched off what is called.
pub(super) fn begin(
    app: &Arc<App>,
    exchange: Exchange<'_>,
    mut facts: CallFacts,
    about: About,
    arguments: Option<bytes::Bytes>,
) -> Option<Step> {
    let Exchange { request, transport, mut outbox, .. } = exchange;
    let handler = about.handler();
    let stack = app.guards.stack(handler.id).filter(|stack| stack.is_on())?;
    let version = facts.version;
    // Only the methods of the protocol have results that ask.
    if version.is_modern() && !matches!(about, About::Method(_)) {
        let recalled = rounds::recall(app, request, &transport.visitor, &mut facts);
        if let Err(answer) = recalled {
            return Some(Step::Done(*answer));
        }
    }
    let tasking = about.tasking(app, &facts);
    if let Tasking::In(_) = tasking {
        // Nothing is sent for a task on the stream of its request.
        outbox = Outbox::Task(Saying::default());
    }
    let environment = Arc::clone(&app.environment);
    let ctx = Context::new(environment, handler, stack.settings.timeout, facts, transport, outbox);
    let guarded = Guarded::new(about.target(), stack, arguments, tasking, ctx, &app.usage);
    let running = Running::new(Arc::clone(app), guarded, about, request.id, version);
    Some(Step::Running(Box::new(running)))
}
