//! What generated code uses. Not public API: it changes with the macros.

pub use crate::error::{CallError, ErrorReport, ToolError};
pub use crate::handler::{
    AbsentParameter, AccessDef, Annotations, Arg, Argument, ArgumentSlot, Bound, BreakerDef,
    BudgetDef, CacheDef, Call, CheckFn, CheckFuture, Completed, Completer, ContentAnnotationsDef,
    Context, ContextParameter, ContextSlot, Describe, Flattened, FromText, GuardCall, Guards,
    HandlerDef, IconDef, Length, ListParameter, Listed, Measured, MethodDef, Mirrored, Output,
    ParamDef, Parameter, PerDef, Prepared, PromptDef, PromptParameter, Ranged, RateDef,
    ReceiverSlot, Registration, ResourceDef, Scalars, Shown, Structured, TaskDef, Textual, ToolDef,
    VariableParameter, ViaArgument, ViaContext, blocking, check, reply, reply_method, reply_prompt,
    reply_resource,
};
pub use crate::protocol::CacheScope;
pub use crate::protocol::content::Role;
pub use crate::usage::Amount as AmountDef;
pub use inventory;

/// Adds a definition to the link-time collection.
#[doc(hidden)]
#[macro_export]
macro_rules! __submit {
    ($kind:ident($def:expr)) => {
        $crate::__private::inventory::submit! {
            $crate::__private::Registration::$kind($def)
        }
    };
}

pub use crate::__submit as submit;
