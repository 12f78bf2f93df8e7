//! What generated code uses. Not public API: it changes with the macros.

pub use crate::error::{CallError, ErrorReport, ToolError};
pub use crate::handler::{
    AccessDef, Annotations, Arg, Argument, ArgumentSlot, Bound, BreakerDef, BudgetDef, CacheDef,
    Call, CheckFn, CheckFuture, Context, ContextSlot, Describe, Flattened, FromText, GuardCall,
    Guards, IconDef, Length, Listed, Measured, Mirrored, ParamDef, Parameter, PerDef, Prepared,
    Ranged, RateDef, ReceiverSlot, Registration, Shown, Structured, Textual, ToolDef, ViaArgument,
    ViaContext, blocking, check, reply,
};
pub use crate::usage::Amount as AmountDef;
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
