use super::HandlerDef;

/// A prompt as written in the source.
#[derive(Debug)]
pub struct PromptDef {
    pub(crate) handler: HandlerDef,
}

impl PromptDef {
    /// A prompt.
    pub const fn new(handler: HandlerDef) -> Self {
        Self { handler }
    }
}
