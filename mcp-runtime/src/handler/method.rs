#[cfg(feature = "cli")]
use serde_json::Value;

use super::{Handler, MethodDef};
use crate::error::Problems;
use crate::usage::Kind;

/// A method of one's own compiled at start-up.
pub(crate) struct Method {
    pub(crate) handler: Handler,
    pub(crate) def: &'static MethodDef,
}

impl Method {
    /// Compiles a definition; mistakes are added to `problems`.
    pub(super) fn compile(def: &'static MethodDef, problems: &mut Problems) -> Option<Self> {
        let handler = Handler::compile(&def.handler, Kind::Method, problems)?;
        // What can be seen of it; a result that is none is found when it is sent.
        let ty = handler.output_schema.as_ref().and_then(|schema| schema.get("type"));
        if ty.is_some_and(|ty| ty != "object") {
            problems.add(format!(
                "{}: the result of a method is an object, and `Json` of this is none; return a \
                 struct with a field for it",
                handler.place()
            ));
            return None;
        }
        Some(Self { handler, def })
    }

    #[cfg(feature = "cli")]
    pub(crate) fn output_schema(&self) -> Option<&Value> {
        self.handler.output_schema.as_ref()
    }
}

impl std::ops::Deref for Method {
    type Target = Handler;

    fn deref(&self) -> &Handler {
        &self.handler
    }
}
