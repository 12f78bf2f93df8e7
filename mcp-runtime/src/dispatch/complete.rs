//! `completion/complete`: what an argument of a prompt or a variable of a URI
//! may be (specification, server/utilities/completion).

use std::collections::BTreeMap;
use std::sync::Arc;

use mcp_literals::nearest;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::about::About;
use super::prompts::unknown_prompt;
use super::{Answer, App, Exchange, Running, Step, encode};
use crate::auth::Principal;
use crate::guard::{Guarded, Target, Tasking};
use crate::handler::{
    CallFacts, CheckFn, CompleteRequest, Completed, CompletionSource, Context, Defaults, Handler,
    Prepared, Prompt, Resource,
};
use crate::protocol::{Fault, Request};

/// An argument of something that clients reach.
pub(super) struct Completing {
    of: Arc<dyn Target>,
    request: CompleteRequest,
}

/// `PromptReference` and `ResourceTemplateReference` of the specification.
#[derive(Deserialize)]
#[serde(tag = "type")]
enum Reference {
    #[serde(rename = "ref/prompt")]
    Prompt { name: String },
    #[serde(rename = "ref/resource")]
    Resource { uri: String },
}

#[derive(Deserialize)]
struct Argument {
    name: String,
    value: String,
}

#[derive(Deserialize, Default)]
struct Given {
    #[serde(default)]
    arguments: BTreeMap<String, String>,
}

/// Serves `completion/complete`. What its caller may not use is not there, so
/// that nobody learns of it by what it is asked for.
pub(super) fn complete(app: &Arc<App>, exchange: Exchange<'_>, facts: CallFacts) -> Step {
    let (request, version) = (exchange.request, facts.version);
    let completing = match find(app, request, exchange.transport.visitor.principal.as_ref()) {
        Ok(completing) => completing,
        Err(message) => {
            return Step::Done(Answer::fault(Some(request.id), Fault::InvalidParams, &message));
        }
    };
    let done = |completed: &Completed| {
        app.record.tally.completed(true);
        Step::Done(Answer::result(encode::completed(app, request.id, completed, version)))
    };
    match completing.source() {
        None => done(&Completed::of::<[&str; 0]>([])),
        Some(CompletionSource::List(values)) => {
            done(&Completed::beginning(values, completing.request.value()))
        }
        Some(CompletionSource::Function(_)) => begin(app, exchange, facts, completing),
    }
}

/// A function of the user's may wait, panic and go on for ever.
fn begin(app: &Arc<App>, exchange: Exchange<'_>, facts: CallFacts, completing: Completing) -> Step {
    let Exchange { request, transport, outbox, .. } = exchange;
    let handler = completing.handler();
    let Some(stack) = app.guards.stack(handler.id) else {
        let message = "it has just been removed";
        return Step::Done(Answer::fault(Some(request.id), Fault::InvalidParams, message));
    };
    let stack = Arc::new(stack.for_completion());
    let version = facts.version;
    let environment = Arc::clone(&app.environment);
    let ctx = Context::new(environment, handler, stack.settings.timeout, facts, transport, outbox);
    let completing = Arc::new(completing);
    let target = Arc::<Completing>::clone(&completing);
    let guarded = Guarded::new(target, stack, None, Tasking::No, ctx, &app.usage).unrecorded();
    let about = About::Completion(completing);
    let running = Running::new(Arc::clone(app), guarded, about, request.id, version);
    Step::Running(Box::new(running))
}

fn find(
    app: &App,
    request: &Request<'_>,
    principal: Option<&Principal>,
) -> Result<Completing, String> {
    let params = &request.params;
    let reference: Reference = read(
        params.reference(),
        "ref",
        "{\"type\": \"ref/prompt\", \
        \"name\": ..} or {\"type\": \"ref/resource\", \"uri\": ..}",
    )?;
    let argument: Argument =
        read(params.argument(), "argument", "{\"name\": .., \"value\": ..}, both strings")?;
    let given = match params.context().filter(|raw| raw.get() != "null") {
        None => Given::default(),
        given => read(given, "context", "{\"arguments\": {..}}, whose values are strings")?,
    };
    let of: Arc<dyn Target> = match reference {
        Reference::Prompt { name } => {
            let registry = app.registry();
            let prompt = registry.prompt(&name).filter(|it| app.offers(it, principal));
            let prompt = prompt.ok_or_else(|| unknown_prompt(app, &name, principal))?;
            Arc::<Prompt>::clone(prompt)
        }
        Reference::Resource { uri } => template(app, &uri, principal)?,
    };
    if !of.handler().has_argument(&argument.name) {
        let handler = of.handler();
        let problem = handler.no_such_argument(&argument.name);
        return Err(format!(
            "`params.argument.name`: {} `{}`: {problem}",
            handler.kind, handler.name
        ));
    }
    let request = CompleteRequest::new(argument.name, argument.value, given.arguments);
    Ok(Completing { of, request })
}

fn read<'r, T: Deserialize<'r>>(
    raw: Option<&'r RawValue>,
    name: &str,
    wanted: &str,
) -> Result<T, String> {
    let raw = raw.ok_or_else(|| format!("`params.{name}` is missing: it is {wanted}"))?;
    // Arrays are structs to serde.
    let read = raw.get().starts_with('{').then(|| serde_json::from_str(raw.get()).ok()).flatten();
    read.ok_or_else(|| format!("`params.{name}` must be {wanted}"))
}

/// The template that is written so, or stands for this URI.
fn template(
    app: &App,
    uri: &str,
    principal: Option<&Principal>,
) -> Result<Arc<dyn Target>, String> {
    let registry = app.registry();
    let offered = || registry.resources().filter(|it| app.offers(it, principal));
    let written = offered().find(|it| it.pattern.text() == uri);
    let found = written.or_else(|| {
        let found = registry.readable(uri)?;
        app.offers(found, principal).then_some(found)
    });
    if let Some(found) = found {
        return Ok(Arc::<Resource>::clone(found));
    }
    let shown = super::resources::shown(uri);
    let known: Vec<&str> = offered().map(|it| it.pattern.text()).collect();
    let near = nearest(uri, known.iter().copied());
    let near = near.map(|near| format!(" Did you mean {near}?")).unwrap_or_default();
    Err(format!(
        "Unknown resource template: {shown}.{near} Call resources/templates/list for the templates \
         there are."
    ))
}

impl Completing {
    fn source(&self) -> Option<&CompletionSource> {
        let completion = self.of.handler().completion(self.request.argument())?;
        Some(&completion.source)
    }
}

/// It passes the guards of the function whose argument it is, where they are
/// not about what a call does.
impl Target for Completing {
    fn handler(&self) -> &Handler {
        self.of.handler()
    }

    fn read_only(&self) -> bool {
        true
    }

    fn repeatable(&self) -> bool {
        true
    }

    fn idempotent(&self) -> bool {
        false
    }

    fn checks(&self) -> &'static [CheckFn] {
        &[]
    }

    fn prepare(&self, _: Option<&str>, ctx: Context) -> Prepared {
        Prepared(match self.source() {
            Some(CompletionSource::Function(function)) => Ok(function(self.request.clone(), ctx)),
            _ => Err(crate::CallError::internal("an argument that no function completes")),
        })
    }
}

impl Defaults for Completing {
    fn default_of(&self, _: &str) -> String {
        String::new()
    }
}
