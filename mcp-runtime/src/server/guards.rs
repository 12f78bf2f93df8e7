//! From a policy to the guards in force.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use crate::auth::{Rule, Scopes};
use crate::dispatch::App;
use crate::guard::{
    Defaults, Guards, Record, ServerSettings, Settings, Shared, Stack, Table, Target,
};
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
    let handlers = targets(registry).map(described).collect();
    Program { handlers, defaults, server, authenticates, is_open: registry.is_open }
}

/// What a handler itself says of its guards.
pub(super) fn described(target: &dyn Target) -> HandlerPolicy {
    let handler = target.handler();
    HandlerPolicy {
        kind: handler.kind,
        name: handler.name,
        file: handler.said.file,
        line: handler.said.line,
        read_only: target.read_only(),
        arguments: handler.arguments(),
        guards: handler.guards.clone(),
    }
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
    let mut guards = Guards { shared, stacks: Vec::new() };
    for target in targets(registry) {
        let handler = target.handler();
        let known = before.and_then(|before| before.stack(handler.id));
        let settings = policy.of(handler.kind, handler.name).clone();
        let stack = stack(target, settings, record, &guards.shared, known.map(AsRef::as_ref));
        guards.put(stack);
    }
    guards
}

/// Those of one target.
pub(super) fn stack(
    target: &dyn Target,
    mut settings: Settings,
    record: &Record,
    shared: &Shared,
    before: Option<&Stack>,
) -> Stack {
    let needs_principal = target.handler().requirements.needs_principal();
    if needs_principal && !matches!(settings.access, Rule::Scopes(_)) {
        // It could not run for anybody else.
        settings.access = Rule::Scopes(Scopes::default());
    }
    Stack::new(target, settings, record, shared, before)
}

/// Everything that has guards, in the order of their indices.
fn targets(registry: &Registry) -> impl Iterator<Item = &dyn Target> {
    let tools = registry.tools().map(|tool| -> &dyn Target { &**tool });
    let prompts = registry.prompts().map(|prompt| -> &dyn Target { &**prompt });
    let resources = registry.resources().map(|resource| -> &dyn Target { &**resource });
    let methods = registry.methods().map(|method| -> &dyn Target { method });
    tools.chain(prompts).chain(resources).chain(methods)
}

/// How long the ledger has to remember what calls cost.
pub(super) fn windows(guards: &Arc<Table>) -> Windows {
    let guards = Arc::clone(guards);
    Arc::new(move |kind, name| {
        let budget = guards.read(|guards| {
            let mut stacks = guards.all();
            let spender = stacks.find(|stack| stack.kind == kind && stack.name == name);
            spender.and_then(|stack| stack.settings.budget)
        });
        budget.map_or(Duration::ZERO, |budget| budget.window)
    })
}

/// Books what was spent before this process began.
pub(super) fn restore(app: &App, ledger: &Ledger) {
    let now = app.environment.clock.wall();
    for spent in ledger.restore() {
        let spender = app.guards.read(|guards| {
            let mut stacks = guards.all();
            stacks.find(|it| it.kind == spent.kind && it.name == spent.name).cloned()
        });
        let Some(stack) = spender else { continue };
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
    // Nothing is added or removed meanwhile.
    let _changing = app.changing.lock().unwrap_or_else(PoisonError::into_inner);
    match sources.reload() {
        Ok(policy) => {
            tell_waiting(&policy);
            let before = app.guards.read(offers);
            let registry = app.registry();
            app.guards.exchange(|before| compile(&registry, &app.record, &policy, Some(before)));
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

/// What is misspelt looks no different from what comes later.
pub(super) fn tell_waiting(policy: &Policy) {
    if !policy.waiting.is_empty() {
        let names = policy.waiting.join(", ");
        tracing::warn!(%names, "the policy names what is not there; it waits until that is added");
    }
}

/// Whom each handler is there for.
fn offers(guards: &Guards) -> Vec<(Kind, Option<Rule>)> {
    let offer =
        |stack: &Arc<Stack>| (stack.kind, stack.is_on().then(|| stack.settings.access.clone()));
    guards.all().map(offer).collect()
}

/// Tells clients which lists are not what they were.
fn announce(app: &App, before: &[(Kind, Option<Rule>)]) {
    let after = app.guards.read(offers);
    let changed = |kind: Kind| {
        let mut pairs = before.iter().zip(&after).filter(|((of, _), _)| *of == kind);
        pairs.any(|(before, after)| before != after)
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
