//! What the arguments of prompts and the variables of URIs may be, for whoever
//! is typing one (specification, server/utilities/completion).

mod choices;
mod completer;
mod request;
mod values;

pub(crate) use choices::choices;
pub use completer::Completer;
pub use request::CompleteRequest;
pub use values::Completed;

use super::{Context, HandlerFuture};

/// Where the completions of one argument come from.
pub(crate) enum Source {
    /// From these, of which those count that begin like what was typed.
    List(Vec<String>),
    /// From a function, which knows best.
    Function(Box<dyn Fn(CompleteRequest, Context) -> HandlerFuture + Send + Sync>),
}

/// One argument that completes.
pub(crate) struct Completion {
    pub(crate) argument: Box<str>,
    pub(crate) source: Source,
}

impl Source {
    /// A list that somebody wrote.
    pub(super) fn list(values: &[&str]) -> Self {
        Self::List(values.iter().map(|&value| value.to_owned()).collect())
    }

    pub(super) fn function<Via>(completer: impl Completer<Via>) -> Self {
        Self::Function(Box::new(move |request, ctx| completer.begin(request, ctx)))
    }
}
