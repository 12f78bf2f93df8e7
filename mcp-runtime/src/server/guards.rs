//! From a policy to the guards in force.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use crate::auth::{Rule, Scopes};
use crate::dispatch::App;
use crate::guard::{Defaults, Guards, Record, ServerSettings, Shared, Stack, Table, Target};
use crate::handler::Registry;
use crate::policy::{HandlerPolicy, Policy, Program, Sources};
use crate::usage::{Kind, Ledger, Windows};

/// What the program says, for the operator to override.
pub(super) fn program(
    registry: &Registry,
    defaults: Defaults,
    server: ServerSettings,
    authenticates: bool,
) -> Program {
    let handler = |target: &dyn Target| {
        let handler = target.handler();
        HandlerPolicy {
            kind: handler.kind,
            name: handler.name,
            file: handler.def.file,
            line: handler.def.line,
            read_only: target.read_only(),
            arguments: handler.arguments(),
            guards: handler.def.guards,
        }
    };
    let handlers = targets(registry).map(handler).collect();
    Program { handlers, defaults, server, authenticates }
}

/// The guards that a policy asks for; those that stay as they were keep what
/// they know.
pub(super) fn compile(
    registry: &Registry,
    record: &Record,
    policy: &Policy,
    before: Option<&Guards>,
) -> Guards {
    let shared = Shared::new(&policy.server, before.map(|before| &before.shared));
    let stack = |target: &dyn Target| {
        let handler = target.handler();
        let known = before.and_then(|before| before.stacks.get(handler.index));
        let mut settings = policy.of(handler.kind, handler.name).clone();
        if handler.requirements.needs_principal() && !matches!(settings.access, Rule::Scopes(_)) {
            // It could not run for anybody else.
            settings.access = Rule::Scopes(Scopes::default());
        }
        Arc::new(Stack::new(target, settings, record, &shared, known.map(AsRef::as_ref)))
    };
    let stacks = targets(registry).map(stack).collect();
    Guards { shared, stacks }
}

/// Everything that has guards, in the order of their indices.
fn targets(registry: &Registry) -> impl Iterator<Item = &dyn Target> {
    let tools = registry.tools().map(|tool| -> &dyn Target { tool });
    let prompts = registry.prompts().map(|prompt| -> &dyn Target { prompt });
    let resources = registry.resources().map(|resource| -> &dyn Target { &**resource });
    let methods = registry.methods().map(|method| -> &dyn Target { method });
    tools.chain(prompts).chain(resources).chain(methods)
}

/// How long the ledger has to remember what calls cost.
pub(super) fn windows(registry: &Registry, guards: &Arc<Table>) -> Windows {
    let indices: HashMap<(Kind, String), usize> = registry
        .handlers()
        .map(|handler| ((handler.kind, handler.name.to_owned()), handler.index))
        .collect();
    let guards = Arc::clone(guards);
    Arc::new(move |kind, name| {
        let stack = indices.get(&(kind, name.to_owned())).and_then(|index| guards.stack(*index));
        stack.and_then(|stack| stack.settings.budget).map_or(Duration::ZERO, |budget| budget.window)
    })
}

/// Books what was spent before this process began.
pub(super) fn restore(app: &App, ledger: &Ledger) {
    let now = app.environment.clock.wall();
    for spent in ledger.restore() {
        let mut handlers = app.registry.handlers();
        let spender = handlers.find(|it| it.kind == spent.kind && it.name == spent.name);
        let Some(stack) = spender.and_then(|it| app.guards.stack(it.index)) else { continue };
        let age = now.duration_since(spent.at).unwrap_or_default();
        stack.restore(&app.environment, &spent.caller, spent.amount, age);
    }
}

/// Reads the policy again at each SIGHUP, for as long as it is polled.
pub(super) fn reload_on_hangup(
    app: Arc<App>,
    sources: Arc<Sources>,
) -> impl Future<Output = ()> + Send {
    let mut hangups = super::signals::hangups();
    async move {
        loop {
            hangups.next().await;
            super::Supervisor::reload(|| reload(&app, &sources));
        }
    }
}

/// Reads the policy again and puts it in force; a mistake leaves things as
/// they are.
pub(super) fn reload(app: &App, sources: &Sources) {
    match sources.reload() {
        Ok(policy) => {
            let before = app.guards.read(offers);
            app.guards
                .exchange(|before| compile(&app.registry, &app.record, &policy, Some(before)));
            app.lists.reset();
            announce(app, &before);
            tracing::info!("the policy was read again and is in force");
        }
        Err(mistakes) => {
            for mistake in mistakes.iter() {
                tracing::error!(%mistake, "a mistake in the policy");
            }
            tracing::error!("the policy stays as it was");
        }
    }
}

/// Whom each handler is there for, by its index.
fn offers(guards: &Guards) -> Vec<Option<Rule>> {
    let offer = |stack: &Arc<Stack>| {
        let settings = &stack.settings;
        settings.enabled.then(|| settings.access.clone())
    };
    guards.stacks.iter().map(offer).collect()
}

/// Tells clients which lists are not what they were.
fn announce(app: &App, before: &[Option<Rule>]) {
    let after = app.guards.read(offers);
    let changed = |kind: Kind| {
        let mut handlers = app.registry.handlers().filter(|handler| handler.kind == kind);
        handlers.any(|handler| before.get(handler.index) != after.get(handler.index))
    };
    let notifier = &app.environment.notifier;
    if changed(Kind::Tool) {
        notifier.tools_changed();
    }
    if changed(Kind::Prompt) {
        notifier.prompts_changed();
    }
    if changed(Kind::Resource) {
        notifier.resources_changed();
    }
}

#[cfg(all(test, feature = "policy"))]
mod tests;
