//! From a builder to a server: the start-up check.

use std::sync::{Arc, Mutex};

use super::{Server, ServerBuilder, guards};
use crate::auth::{Authority, Mode, Rule};
use crate::dispatch::{App, Identity, ListPages};
use crate::error::{Error, Problems};
use crate::guard::{Record, Table};
use crate::handler::{Environment, Handler, Live, Registry, Vacancies};
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
        let mut registry = Registry::collect(&chosen, &states, &mut problems);
        registry.is_open = self.registrar.is_asked_for();
        let authenticates = self.authority.mode() != Mode::Nobody;
        for handler in registry.handlers() {
            problems.extend(access_problems(handler, &self.authority));
        }
        #[cfg(feature = "http")]
        if !authenticates && self.web.operator_scope.is_some() {
            problems.add(
                "`.operator_scope(..)` is for callers with a credential, and nothing authenticates \
                 them: add `.auth(..)`",
            );
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
        if let Ok(policy) = &policy {
            guards::tell_waiting(policy);
        }
        let record = Record::new();
        let table = policy.as_ref().map(|policy| guards::compile(&registry, &record, policy, None));
        let table = Arc::new(Table::new(table.unwrap_or_default()));
        let ledger = self.ledger.and_then(|(path, options)| {
            let windows = guards::windows(&table);
            Ledger::open(path, options, windows, self.clock.wall())
                .inspect_err(|error| problems.add(error.to_string()))
                .ok()
        });
        problems.finish()?;
        let ttl_ms = crate::protocol::write::millis(self.list_ttl);
        // What is for some must not be kept for all.
        let cache_scope = if authenticates { "private" } else { "public" };
        let identity = Identity::new(description, ttl_ms, cache_scope, &registry);
        let registry = Arc::new(registry);
        let environment =
            Environment::new(self.clock, states, self.authority, self.notifier, self.blocking);
        #[cfg(feature = "otlp")]
        let environment = environment.with_telemetry(self.telemetry);
        let (most, each) = self.subscriptions;
        let tasks = Arc::new(Tasks::new(self.tasks, environment.clock.clone()));
        let app = Arc::new(App {
            environment: Arc::new(environment),
            tasks,
            lists: ListPages::new(
                Arc::clone(&registry),
                self.page_size,
                ttl_ms,
                cache_scope,
                &identity.meta_member,
            ),
            guards: table,
            usage: Arc::new(Recorder::new(self.hooks, ledger)),
            record,
            changing: Mutex::new(Vacancies::behind(registry.handlers().count())),
            registry: Live::new(registry),
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
        let sources = Arc::new(sources);
        self.registrar.serves(&app, &sources, self.max_handlers);
        Ok(Server {
            observatory,
            health,
            watching: self.watching,
            app,
            sources,
            stdio_credential: self.stdio_credential,
            #[cfg(feature = "http")]
            web: self.web,
        })
    }
}

/// Why nobody could use a handler, or more could than it is made for.
pub(super) fn access_problems(handler: &Handler, authority: &Authority) -> Vec<String> {
    let place = handler.place();
    let needs_principal = handler.requirements.needs_principal();
    let mut problems = Vec::new();
    if needs_principal && handler.guards.access == Rule::Public {
        problems.push(format!(
            "{place} is `public` and takes a `Principal`, which not everybody has: take an \
             `Option<Principal>`, or remove `public`",
        ));
    }
    if authority.mode() != Mode::Nobody || authority.is_open() {
        return problems;
    }
    if let Rule::Scopes(_) = handler.guards.access {
        problems.push(format!(
            "{place} demands `auth`, and nothing authenticates callers: add `.auth(..)`, or say \
             `.dangerously_let_anyone_use_tools_that_demand_auth()`",
        ));
    } else if needs_principal {
        problems.push(format!(
            "{place} takes a `Principal`, and nothing authenticates callers: add `.auth(..)`, or \
             take an `Option<Principal>`",
        ));
    }
    problems
}
