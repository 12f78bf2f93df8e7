use super::HandlerDef;

/// A resource or a template of resources as written in the source.
#[derive(Debug)]
pub struct ResourceDef {
    pub(crate) handler: HandlerDef,
    /// A URI, or a URI template (RFC 6570) whose variables are arguments.
    pub(crate) uri: &'static str,
}

impl ResourceDef {
    /// A resource at this URI, or at those that this template stands for.
    pub const fn new(uri: &'static str, handler: HandlerDef) -> Self {
        Self { handler, uri }
    }
}
