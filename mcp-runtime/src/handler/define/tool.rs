use super::{Annotations, HandlerDef};

/// A tool as written in the source.
#[derive(Debug)]
pub struct ToolDef {
    pub(crate) handler: HandlerDef,
    pub(crate) annotations: Annotations,
}

impl ToolDef {
    /// A tool that says nothing of its behaviour.
    pub const fn new(handler: HandlerDef) -> Self {
        Self { handler, annotations: Annotations::new() }
    }

    /// Behaviour hints.
    #[must_use]
    pub const fn annotations(mut self, annotations: Annotations) -> Self {
        self.annotations = annotations;
        self
    }
}
