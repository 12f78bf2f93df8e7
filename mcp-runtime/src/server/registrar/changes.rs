//! What it takes to change which handlers there are.

use std::sync::{Arc, PoisonError};

use super::RegistrarError;
use crate::dispatch::App;
use crate::error::Problems;
use crate::guard::Target;
use crate::handler::{Added, Registry, missing_state};
use crate::policy::Sources;
use crate::server::{build, guards};
use crate::usage::Kind;

/// Changes the handlers of one server. Whoever does holds `App::changing`, so
/// that each change begins with all of the one before. No handler is dropped
/// meanwhile: what a closure holds may want to change something when it goes.
pub(super) struct Changes {
    pub(super) app: Arc<App>,
    pub(super) sources: Arc<Sources>,
    /// Handlers that there may be.
    pub(super) most: usize,
}

impl Changes {
    /// Whether there is room for it.
    pub(super) fn room(&self, kind: Kind, name: &str) -> Result<(), RegistrarError> {
        let registry = self.app.registry();
        if registry.find(kind, name).is_some() {
            return Err(RegistrarError::Duplicate(kind, name.to_owned()));
        }
        if registry.len() >= self.most {
            return Err(RegistrarError::Full(self.most));
        }
        Ok(())
    }

    pub(super) fn add(
        &self,
        compile: impl FnOnce(&mut Problems) -> Option<Added>,
    ) -> Result<(), RegistrarError> {
        let Self { app, sources, .. } = self;
        let mut problems = Problems::default();
        let added = compile(&mut problems);
        let mut added = match (problems.text(), added) {
            (None, Some(added)) => added,
            (problem, _) => return Err(RegistrarError::Invalid(problem.unwrap_or_default())),
        };
        let (kind, name) = (added.handler().kind, added.handler().name);
        let mut vacancies = app.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let registry = app.registry().shared();
        self.room(kind, name)?;
        if let Some(problem) = problem(app, &added) {
            return Err(RegistrarError::Invalid(problem));
        }
        registry.fits(&added).map_err(RegistrarError::Conflict)?;
        let settings = sources.add(guards::described(target(&added))).map_err(|mistakes| {
            let mistakes: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
            RegistrarError::Invalid(mistakes.join("; "))
        })?;
        added.set_id(vacancies.take());
        let stack = app.guards.read(|before| {
            guards::stack(target(&added), settings, &app.record, &before.shared, None)
        });
        // Its guards are there before anybody finds it.
        app.guards.add(stack);
        self.exchange(registry.with(added));
        drop(vacancies);
        self.announce(kind);
        Ok(())
    }

    pub(super) fn remove(&self, kind: Kind, name: &str) -> bool {
        let Self { app, sources, .. } = self;
        let mut vacancies = app.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let registry = app.registry().shared();
        let (Some(id), Some(next)) = (registry.find(kind, name), registry.without(kind, name))
        else {
            return false;
        };
        self.exchange(next);
        app.guards.remove(id);
        sources.remove(kind, name);
        vacancies.give_back(id);
        drop(vacancies);
        self.announce(kind);
        true
    }

    pub(super) fn switch(&self, kind: Kind, name: &str, on: bool) -> bool {
        let app = &self.app;
        let changing = app.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let stack = app.registry().find(kind, name).and_then(|id| app.guards.stack(id));
        let Some(stack) = stack else { return false };
        let is_change = stack.switch(on);
        if is_change {
            app.lists.reset();
        }
        drop(changing);
        if is_change {
            self.announce(kind);
        }
        true
    }

    /// Puts other handlers in the place of those that there are. The lists go
    /// last: what they show is there already.
    fn exchange(&self, next: Registry) {
        let next = Arc::new(next);
        self.app.registry.exchange(Arc::clone(&next));
        self.app.lists.renew(next);
    }

    fn announce(&self, kind: Kind) {
        let notifier = &self.app.environment.notifier;
        match kind {
            Kind::Tool => notifier.tools_changed(),
            Kind::Prompt => notifier.prompts_changed(),
            Kind::Resource => notifier.resources_changed(),
            Kind::Method => {}
        }
    }
}

fn target(added: &Added) -> &dyn Target {
    match added {
        Added::Tool(tool) => &**tool,
        Added::Prompt(prompt) => &**prompt,
        Added::Resource(resource) => &**resource,
    }
}

/// What a start would have said of it.
fn problem(app: &App, added: &Added) -> Option<String> {
    let (handler, environment) = (added.handler(), &app.environment);
    if let Some(ty) = missing_state(handler, &environment.states) {
        let place = handler.place();
        return Some(format!(
            "no value of type `{ty}`, which {place} needs: pass it to `.state(..)`"
        ));
    }
    let problems = build::access_problems(handler, &environment.authority);
    (!problems.is_empty()).then(|| problems.join("; "))
}
