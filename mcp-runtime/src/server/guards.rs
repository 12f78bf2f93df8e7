//! From a policy to the guards in force.

use std::sync::Arc;
use std::time::Duration;

use crate::auth::{Rule, Scopes};
use crate::dispatch::App;
use crate::guard::{Defaults, Guards, Record, ServerSettings, Shared, Stack, Table};
use crate::handler::{Registry, Tool};
use crate::policy::{Policy, Program, Sources, ToolPolicy};
use crate::usage::{Ledger, Windows};

/// What the program says, for the operator to override.
pub(super) fn program(
    registry: &Registry,
    defaults: Defaults,
    server: ServerSettings,
    authenticates: bool,
) -> Program {
    let tool = |tool: &Tool| ToolPolicy {
        name: tool.name,
        file: tool.def.file,
        line: tool.def.line,
        read_only: tool.def.annotations.read_only == Some(true),
        arguments: tool.arguments(),
        guards: tool.def.guards,
    };
    Program { tools: registry.iter().map(tool).collect(), defaults, server, authenticates }
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
    let stack = |tool: &Tool| {
        let known = before.and_then(|before| before.stacks.get(tool.index));
        let mut settings = policy.tools[tool.name].clone();
        if tool.requirements.needs_principal() && !matches!(settings.access, Rule::Scopes(_)) {
            // It could not run for anybody else.
            settings.access = Rule::Scopes(Scopes::default());
        }
        Arc::new(Stack::new(tool, settings, record, &shared, known.map(AsRef::as_ref)))
    };
    let stacks = registry.iter().map(stack).collect();
    Guards { shared, stacks }
}

/// How long the ledger has to remember what a tool's calls cost.
pub(super) fn windows(registry: &Registry, guards: &Arc<Table>) -> Windows {
    let indices: std::collections::HashMap<&'static str, usize> =
        registry.iter().map(|tool| (tool.name, tool.index)).collect();
    let guards = Arc::clone(guards);
    Arc::new(move |tool| {
        let stack = indices.get(tool).and_then(|index| guards.stack(*index));
        stack.and_then(|stack| stack.settings.budget).map_or(Duration::ZERO, |budget| budget.window)
    })
}

/// Books what was spent before this process began.
pub(super) fn restore(app: &App, ledger: &Ledger) {
    let now = app.environment.clock.wall();
    for spent in ledger.restore() {
        let tool = app.registry.get(&spent.tool);
        let Some(stack) = tool.and_then(|tool| app.guards.stack(tool.index)) else { continue };
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
            app.guards
                .exchange(|before| compile(&app.registry, &app.record, &policy, Some(before)));
            app.tools.reset();
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

#[cfg(all(test, feature = "policy"))]
mod tests;
