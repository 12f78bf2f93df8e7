//! Handlers that come and go while the server serves.

mod error;
mod handlers;

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, Weak};

pub use error::RegistrarError;
pub use handlers::NewHandler;

use super::{ServerBuilder, build, guards};
use crate::dispatch::App;
use crate::error::Problems;
use crate::guard::Target;
use crate::handler::{Added, DynamicPrompt, DynamicResource, DynamicTool, Registry, missing_state};
use crate::policy::Sources;
use crate::usage::Kind;

/// Adds, removes and switches tools, prompts and resources while a server
/// serves. Cheap to clone, and free to use in tasks of one's own.
///
/// Clients that listen are told, once for all changes that they have not been
/// told yet. Calls that run go on when what they called is removed.
///
/// ```standalone_crate
/// use mcp_runtime::prelude::*;
/// use mcp_runtime::testing::TestClient;
/// use mcp_runtime::{DynamicTool, Kind};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), mcp_runtime::RegistrarError> {
/// let builder = server!();
/// let registrar = builder.registrar();
/// let client = TestClient::modern(builder).await;
///
/// registrar.add_tool(DynamicTool::new("hello", |_, _| async { "Hello!" }))?;
/// assert_eq!(client.list_tools().await[0]["name"], "hello");
/// registrar.remove(Kind::Tool, "hello");
/// assert!(client.list_tools().await.is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct Registrar(Arc<Inner>);

#[derive(Default)]
struct Inner {
    is_asked_for: AtomicBool,
    served: OnceLock<Served>,
}

struct Served {
    app: Weak<App>,
    sources: Arc<Sources>,
    /// Handlers that there may be.
    most: usize,
}

/// Handlers that a server has at most, where nobody says it.
pub(super) const MOST_HANDLERS: usize = 4_096;

impl ServerBuilder {
    /// Adds tools, prompts and resources to the server that is built of this,
    /// and removes them, while it serves. The server then says of itself that
    /// it has all three, and names in the policy that nothing has are no
    /// mistakes: they wait for what has them.
    pub fn registrar(&self) -> Registrar {
        self.registrar.0.is_asked_for.store(true, Ordering::Relaxed);
        self.registrar.clone()
    }

    /// The most tools, prompts and resources together that may be there after
    /// one was added by the [registrar](Self::registrar). Default: 4,096.
    pub fn max_handlers(mut self, handlers: usize) -> Self {
        self.max_handlers = handlers;
        self
    }
}

impl Registrar {
    /// Adds a tool: one of `tools![function]` that the server did not begin
    /// with, or a [`DynamicTool`].
    ///
    /// # Errors
    /// There is one of that name, or there are too many, or it cannot be what
    /// it says.
    pub fn add_tool(&self, tool: impl Into<NewHandler<DynamicTool>>) -> Result<(), RegistrarError> {
        let tool = tool.into();
        self.add(|problems| tool.compile(problems))
    }

    /// Adds a prompt: one of `prompts![function]`, or a [`DynamicPrompt`].
    ///
    /// # Errors
    /// As of [`add_tool`](Self::add_tool).
    pub fn add_prompt(
        &self,
        prompt: impl Into<NewHandler<DynamicPrompt>>,
    ) -> Result<(), RegistrarError> {
        let prompt = prompt.into();
        self.add(|problems| prompt.compile(problems))
    }

    /// Adds a resource: one of `resources![function]`, or a [`DynamicResource`].
    ///
    /// # Errors
    /// As of [`add_tool`](Self::add_tool), or its URIs are those of another.
    pub fn add_resource(
        &self,
        resource: impl Into<NewHandler<DynamicResource>>,
    ) -> Result<(), RegistrarError> {
        let resource = resource.into();
        self.add(|problems| resource.compile(problems))
    }

    /// Removes a handler; whether it was there. Calls of it go on.
    pub fn remove(&self, kind: Kind, name: &str) -> bool {
        let Some((app, served)) = self.served() else { return false };
        let mut vacancies = app.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let registry = app.registry().shared();
        let (Some(id), Some(next)) = (registry.find(kind, name), registry.without(kind, name))
        else {
            return false;
        };
        exchange(&app, next);
        app.guards.remove(id);
        served.sources.remove(kind, name);
        vacancies.give_back(id);
        drop(vacancies);
        announce(&app, kind);
        true
    }

    /// Offers a handler that was [disabled](Self::disable); whether it is there.
    pub fn enable(&self, kind: Kind, name: &str) -> bool {
        self.switch(kind, name, true)
    }

    /// Offers a handler no more, as if it were not there, until it is
    /// [enabled](Self::enable); whether it is there. Its counts and limits stay.
    pub fn disable(&self, kind: Kind, name: &str) -> bool {
        self.switch(kind, name, false)
    }

    fn switch(&self, kind: Kind, name: &str, on: bool) -> bool {
        let Some((app, _)) = self.served() else { return false };
        let changing = app.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let stack = app.registry().find(kind, name).and_then(|id| app.guards.stack(id));
        let Some(stack) = stack else { return false };
        let is_change = stack.switch(on);
        if is_change {
            app.lists.reset();
        }
        drop(changing);
        if is_change {
            announce(&app, kind);
        }
        true
    }

    fn add(
        &self,
        compile: impl FnOnce(&mut Problems) -> Option<Added>,
    ) -> Result<(), RegistrarError> {
        let (app, served) = self.served().ok_or(RegistrarError::NotServing)?;
        let mut problems = Problems::default();
        let added = compile(&mut problems);
        let mut added = match (problems.text(), added) {
            (None, Some(added)) => added,
            (problem, _) => return Err(RegistrarError::Invalid(problem.unwrap_or_default())),
        };
        let (kind, name) = (added.handler().kind, added.handler().name);
        let mut vacancies = app.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let registry = app.registry().shared();
        if registry.find(kind, name).is_some() {
            return Err(RegistrarError::Duplicate(kind, name.to_owned()));
        }
        if registry.len() >= served.most {
            return Err(RegistrarError::Full(served.most));
        }
        if let Some(problem) = problem(&app, &added) {
            return Err(RegistrarError::Invalid(problem));
        }
        let described = guards::described(target(&added));
        let id = vacancies.take();
        added.set_id(id);
        let settings = served.sources.add(described).map_err(|mistakes| {
            let mistakes: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
            RegistrarError::Invalid(mistakes.join("; "))
        });
        let next = settings.and_then(|settings| {
            let stack = app.guards.read(|before| {
                guards::stack(target(&added), settings, &app.record, &before.shared, None)
            });
            let next = registry.with(added).map_err(RegistrarError::Conflict)?;
            Ok((stack, next))
        });
        let (stack, next) = match next {
            Ok(next) => next,
            Err(error) => {
                served.sources.remove(kind, name);
                vacancies.give_back(id);
                return Err(error);
            }
        };
        // Its guards are there before anybody finds it.
        app.guards.add(stack);
        exchange(&app, next);
        drop(vacancies);
        announce(&app, kind);
        Ok(())
    }

    pub(super) fn is_asked_for(&self) -> bool {
        self.0.is_asked_for.load(Ordering::Relaxed)
    }

    pub(super) fn serves(&self, app: &Arc<App>, sources: &Arc<Sources>, most: usize) {
        let served = Served { app: Arc::downgrade(app), sources: Arc::clone(sources), most };
        // A builder becomes one server.
        let _ = self.0.served.set(served);
    }

    fn served(&self) -> Option<(Arc<App>, &Served)> {
        let served = self.0.served.get()?;
        Some((served.app.upgrade()?, served))
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

/// Puts other handlers in the place of those that there are. The lists go last:
/// what they show is there already.
fn exchange(app: &App, next: Registry) {
    let next = Arc::new(next);
    app.registry.exchange(Arc::clone(&next));
    app.lists.renew(next);
}

fn announce(app: &App, kind: Kind) {
    let notifier = &app.environment.notifier;
    match kind {
        Kind::Tool => notifier.tools_changed(),
        Kind::Prompt => notifier.prompts_changed(),
        Kind::Resource => notifier.resources_changed(),
        Kind::Method => {}
    }
}

impl fmt::Debug for Registrar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Registrar(..)")
    }
}
