//! From a builder to a server: the start-up check.

use std::sync::Arc;

use super::{Server, ServerBuilder, guards};
use crate::auth::Mode;
use crate::dispatch::{App, Identity, ListPages};
use crate::error::{Error, Problems};
use crate::guard::{Record, Table};
use crate::handler::{AccessDef, Environment, Registry};
use crate::health::Health;
use crate::notify::Places;
use crate::observe::Observatory;
use crate::policy::Sources;
use crate::task::Tasks;
use crate::usage::{Ledger, Recorder};

impl ServerBuilder {
    /// The tools of the program, whatever else is wrong with it.
    #[cfg(feature = "cli")]
    pub(crate) fn registry(&self) -> Registry {
        Registry::collect(&self.chosen, &self.states, &mut Problems::default())
    }

    /// Checks everything and builds the server.
    ///
    /// # Errors
    /// [`Error::Startup`] with every mistake at once:
    /// duplicate names, missing state, schemas that cannot be enforced.
    pub fn build(self) -> Result<Server, Error> {
        let Self { states, mut problems, problems_here, description, chosen, .. } = self;
        problems.append(problems_here);
        if description.name.trim().is_empty() {
            problems.add("the server has no name");
        }
        let registry = Registry::collect(&chosen, &states, &mut problems);
        let authenticates = self.authority.mode() != Mode::Nobody;
        check_public(&registry, &mut problems);
        #[cfg(feature = "http")]
        if !authenticates && self.web.operator_scope.is_some() {
            problems.add(
                "`.operator_scope(..)` is for callers with a credential, and nothing authenticates \
                 them: add `.auth(..)`",
            );
        }
        if !authenticates && !self.authority.is_open() {
            for handler in registry.handlers() {
                let place = handler.place();
                if let AccessDef::Scopes(_) = handler.def.guards.access {
                    problems.add(format!(
                        "{place} demands `auth`, and nothing authenticates callers: add \
                         `.auth(..)`, or say \
                         `.dangerously_let_anyone_use_tools_that_demand_auth()`",
                    ));
                } else if handler.requirements.needs_principal() {
                    problems.add(format!(
                        "{place} takes a `Principal`, and nothing authenticates callers: add \
                         `.auth(..)`, or take an `Option<Principal>`",
                    ));
                }
            }
        }
        #[cfg(feature = "http")]
        {
            let has_metadata = !self.authority.authorization_servers().is_empty();
            self.web.check_paths(has_metadata, &mut problems);
        }
        problems.finish()?;
        // What follows would blame the policy for tools that do not work.
        let mut problems = Problems::default();
        let program = guards::program(&registry, self.defaults, self.server, authenticates);
        let sources = Sources::new(program, self.policy);
        let policy = sources.reload().inspect_err(|mistakes| {
            mistakes.iter().for_each(|mistake| problems.add(mistake.to_string()));
        });
        let record = Record::new(registry.handlers().count());
        let table = policy.as_ref().map(|policy| guards::compile(&registry, &record, policy, None));
        let table = Arc::new(Table::new(table.unwrap_or_default()));
        let ledger = self.ledger.and_then(|(path, options)| {
            let windows = guards::windows(&registry, &table);
            Ledger::open(path, options, windows, self.clock.wall())
                .inspect_err(|error| problems.add(error.to_string()))
                .ok()
        });
        problems.finish()?;
        let ttl_ms = crate::protocol::write::millis(self.list_ttl);
        // What is for some must not be kept for all.
        let cache_scope = if authenticates { "private" } else { "public" };
        let identity = Identity::new(description, ttl_ms, cache_scope, &registry);
        let environment =
            Environment::new(self.clock, states, self.authority, self.notifier, self.blocking);
        #[cfg(feature = "otlp")]
        let environment = environment.with_telemetry(self.telemetry);
        let (most, each) = self.subscriptions;
        let tasks = Arc::new(Tasks::new(self.tasks, environment.clock.clone()));
        let app = Arc::new(App {
            environment: Arc::new(environment),
            tasks,
            lists: ListPages::new(self.page_size, ttl_ms, cache_scope, &identity.meta_member),
            guards: table,
            usage: Arc::new(Recorder::new(self.hooks, ledger)),
            record,
            registry,
            identity,
            limits: self.limits,
            seal: std::sync::OnceLock::new(),
            used_states: self.used_states,
            listeners: Places::new(most, each.unwrap_or_else(|| (most / 10).max(100))),
            waits: std::sync::atomic::AtomicBool::new(false),
            cut_off: std::sync::atomic::AtomicUsize::new(0),
        });
        if let Some(ledger) = app.usage.ledger() {
            guards::restore(&app, ledger);
        }
        let health = Arc::new(Health::new(app.environment.clock.clone(), self.checks));
        let observatory = Arc::new(Observatory::new(Arc::clone(&app), Arc::clone(&health)));
        Ok(Server {
            observatory,
            health,
            watching: self.watching,
            app,
            sources: Arc::new(sources),
            stdio_credential: self.stdio_credential,
            #[cfg(feature = "http")]
            web: self.web,
        })
    }
}

/// Whoever proves nothing has no principal.
fn check_public(registry: &Registry, problems: &mut Problems) {
    for handler in registry.handlers() {
        if handler.requirements.needs_principal() && handler.def.guards.access == AccessDef::Public
        {
            problems.add(format!(
                "{} is `public` and takes a `Principal`, which not everybody has: take an \
                 `Option<Principal>`, or remove `public`",
                handler.place()
            ));
        }
    }
}
