//! Handlers that come and go while the server serves.

mod changes;
mod error;
mod handlers;

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, Weak};

pub use error::RegistrarError;
pub use handlers::NewHandler;

use super::ServerBuilder;
use crate::dispatch::App;
use crate::handler::{DynamicPrompt, DynamicResource, DynamicTool};
use crate::policy::Sources;
use crate::usage::Kind;
use changes::Changes;

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
    most: usize,
}

/// Handlers that a server has at most, where nobody says it.
pub(super) const MOST_HANDLERS: usize = 4_096;

impl ServerBuilder {
    /// Adds tools, prompts and resources to the server that is built of this,
    /// and removes them, while it serves. The server then says of itself that
    /// it has all three, completes and runs tasks, since it may later; and names
    /// of them in the policy that nothing has are no mistakes: they wait for
    /// what has them, and the log says so.
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
        let changes = self.changes().ok_or(RegistrarError::NotServing)?;
        // Before its name is one of those that are kept for ever.
        changes.room(Kind::Tool, tool.name())?;
        changes.add(|problems| tool.compile(problems))
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
        let changes = self.changes().ok_or(RegistrarError::NotServing)?;
        // Before its name is one of those that are kept for ever.
        changes.room(Kind::Prompt, prompt.name())?;
        changes.add(|problems| prompt.compile(problems))
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
        let changes = self.changes().ok_or(RegistrarError::NotServing)?;
        // Before its name is one of those that are kept for ever.
        changes.room(Kind::Resource, resource.name())?;
        changes.add(|problems| resource.compile(problems))
    }

    /// Removes a handler; whether it was there. Calls of it go on.
    pub fn remove(&self, kind: Kind, name: &str) -> bool {
        self.changes().is_some_and(|changes| changes.remove(kind, name))
    }

    /// Offers a handler that was [disabled](Self::disable); whether it is there.
    pub fn enable(&self, kind: Kind, name: &str) -> bool {
        self.changes().is_some_and(|changes| changes.switch(kind, name, true))
    }

    /// Offers a handler no more, as if it were not there, until it is
    /// [enabled](Self::enable); whether it is there. Its counts and limits stay.
    pub fn disable(&self, kind: Kind, name: &str) -> bool {
        self.changes().is_some_and(|changes| changes.switch(kind, name, false))
    }

    pub(super) fn is_asked_for(&self) -> bool {
        self.0.is_asked_for.load(Ordering::Relaxed)
    }

    pub(super) fn serves(&self, app: &Arc<App>, sources: &Arc<Sources>, most: usize) {
        let served = Served { app: Arc::downgrade(app), sources: Arc::clone(sources), most };
        // A builder becomes one server.
        let _ = self.0.served.set(served);
    }

    /// What can change it, while it is there.
    fn changes(&self) -> Option<Changes> {
        let Served { app, sources, most } = self.0.served.get()?;
        Some(Changes { app: app.upgrade()?, sources: Arc::clone(sources), most: *most })
    }
}

impl fmt::Debug for Registrar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Registrar(..)")
    }
}
