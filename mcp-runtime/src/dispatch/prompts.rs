use std::sync::Arc;

use super::about::{About, begin};
use super::tools::{arguments, unknown};
use super::{Answer, App, Exchange, Step};
use crate::auth::Principal;
use crate::handler::CallFacts;
use crate::protocol::{Fault, raw_str};
use crate::usage::Kind;

/// Starts `prompts/get`. A request that does not fit `GetPromptRequest` is a
/// protocol error.
pub(super) fn get(app: &Arc<App>, exchange: Exchange<'_>, facts: CallFacts) -> Step {
    let request = exchange.request;
    let principal = exchange.transport.visitor.principal.clone();
    let invalid =
        |message: &str| Step::Done(Answer::fault(Some(request.id), Fault::InvalidParams, message));
    let Some(name) = request.params.name() else {
        return invalid("`params.name` is missing: name the prompt to get");
    };
    let Some(name) = raw_str(name) else { return invalid("`params.name` must be a string") };
    let arguments = match arguments(request) {
        Ok(arguments) => arguments,
        Err(message) => return invalid(&message),
    };
    let registry = app.registry();
    let Some(prompt) = registry.prompt(&name) else {
        return invalid(&unknown_prompt(app, &name, principal.as_ref()));
    };
    // What is no object of JSON is refused as a tool's arguments are.
    let arguments = arguments.map(|raw| prompt.spelled_arguments(raw.get()).into());
    begin(app, exchange, facts, About::Prompt(Arc::clone(prompt)), arguments)
        .unwrap_or_else(|| invalid(&unknown_prompt(app, &name, principal.as_ref())))
}

pub(super) fn unknown_prompt(app: &App, name: &str, principal: Option<&Principal>) -> String {
    let registry = app.registry();
    let prompts = registry.prompts().map(|prompt| &prompt.handler);
    unknown(app, Kind::Prompt, name, prompts, principal)
}
