use super::{Handler, PromptDef};
use crate::error::Problems;
use crate::usage::Kind;

/// A prompt compiled at start-up.
pub(crate) struct Prompt {
    pub(crate) handler: Handler,
}

impl Prompt {
    /// Compiles a definition; mistakes are added to `problems`.
    pub(super) fn compile(def: &'static PromptDef, problems: &mut Problems) -> Option<Self> {
        let handler = Handler::compile(&def.handler, Kind::Prompt, problems)?;
        Some(Self { handler })
    }
}

impl std::ops::Deref for Prompt {
    type Target = Handler;

    fn deref(&self) -> &Handler {
        &self.handler
    }
}
