//! What generated code uses. Not public API: it changes with the macros.

pub use crate::error::{CallError, ErrorReport, ToolError};
pub use crate::handler::{
    Annotations, Arg, Argument, ArgumentSlot, Bound, Call, Context, ContextSlot, Describe,
    Flattened, FromText, Guards, IconDef, Length, Listed, Measured, Mirrored, ParamDef, Parameter,
    Prepared, Ranged, ReceiverSlot, Registration, Shown, Structured, Textual, ToolDef, ViaArgument,
    ViaContext, blocking, reply,
};
pub use inventory;

/// Adds a tool to the link-time collection.
#[doc(hidden)]
#[macro_export]
macro_rules! __submit {
    ($tool:expr) => {
        $crate::__private::inventory::submit! {
            $crate::__private::Registration($tool)
        }
    };
}

pub use crate::__submit as submit;
