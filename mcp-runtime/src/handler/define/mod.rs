//! What the macros write: constant descriptions, collected at link time.

mod annotations;
mod content;
mod guards;
mod handler;
mod icon;
mod method;
mod param;
mod prompt;
mod registration;
mod resource;
mod tool;

pub use annotations::Annotations;
pub use content::ContentAnnotationsDef;
pub use guards::{
    AccessDef, BreakerDef, BudgetDef, CacheDef, CheckFn, CheckFuture, Guards, PerDef, RateDef,
    check,
};
pub use handler::HandlerDef;
pub use icon::IconDef;
pub use method::MethodDef;
pub use param::ParamDef;
pub use prompt::PromptDef;
pub use registration::{HandlerRef, Registration};
pub use resource::ResourceDef;
pub use tool::{TaskDef, ToolDef};
