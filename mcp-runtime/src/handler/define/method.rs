use super::HandlerDef;

/// A method of one's own as written in the source.
#[derive(Debug)]
pub struct MethodDef {
    pub(crate) handler: HandlerDef,
    pub(crate) extension: Option<&'static str>,
}

impl MethodDef {
    /// A method that all clients may call.
    pub const fn new(handler: HandlerDef) -> Self {
        Self { handler, extension: None }
    }

    /// The extension that it belongs to.
    #[must_use]
    pub const fn extension(mut self, identifier: &'static str) -> Self {
        self.extension = Some(identifier);
        self
    }
}
