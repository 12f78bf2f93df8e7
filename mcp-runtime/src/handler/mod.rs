//! What stands between the wire and a user's function: its description, its
//! arguments, its context and its output.

pub(crate) mod access;
mod arguments;
mod call;
mod caller;
mod cancellation;
mod coherence;
mod compiled;
mod completion;
mod constraint;
mod context;
mod define;
mod demand;
mod describe;
mod dynamic;
mod environment;
mod extract;
mod facts;
mod generators;
mod guard_call;
mod input;
mod integral;
mod interned;
mod keyed;
mod messages;
mod method;
mod mirror;
mod missing;
mod origin;
mod outbox;
mod output;
mod own_guards;
mod param;
mod parameter;
mod primitive;
mod principal;
mod prompt;
mod registry;
mod rejections;
mod resource;
mod run;
mod secrets;
mod shape;
mod slot;
mod slot_id;
mod spelling;
mod tool;

pub use call::{Call, Prepared};
pub use caller::Caller;
pub(crate) use compiled::Handler;
pub(crate) use completion::Source as CompletionSource;
pub use completion::{CompleteRequest, Completed, Completer};
pub use constraint::{Listed, Measured, Mirrored, Ranged, Scalar, Textual};
pub(crate) use context::Charges;
pub use context::{CallId, Context};
pub use define::{
    AccessDef, Annotations, BreakerDef, BudgetDef, CacheDef, CheckFn, CheckFuture,
    ContentAnnotationsDef, Guards, HandlerDef, HandlerRef, IconDef, MethodDef, ParamDef, PerDef,
    PromptDef, RateDef, Registration, ResourceDef, TaskDef, ToolDef, check,
};
pub use demand::{Arg, Argument, Bound, Flattened, FromText, Length, Shown, Structured};
pub use describe::Describe;
pub use dynamic::{DynamicGuards, DynamicPrompt, DynamicResource, DynamicTool};
pub(crate) use environment::{Environment, States};
pub use extract::{FromContext, State, requirement::Requirements};
pub(crate) use facts::{CallFacts, Remote, TransportFacts, Visitor};
pub use generators::Generators;
pub(crate) use guard_call::Defaults;
pub use guard_call::GuardCall;
pub(crate) use input::{Askable, Gone, Memory, Questions, ServerRequests, Taken, Unanswered};
pub use input::{Asking, Elicit, ElicitUrl, Elicited, Root, Sample, Sampling};
pub(crate) use interned::interned;
pub(crate) use method::Method;
pub use origin::{
    AbsentParameter, ContextParameter, ListParameter, PromptParameter, Scalars, VariableParameter,
};
pub(crate) use outbox::{Entry, Kept, Outbox, Outgoing, Queue, Saying};
pub(crate) use output::Body;
pub use output::{
    IntoContent, IntoMethodOutput, IntoPromptOutput, IntoResourceOutput, IntoToolOutput, Json,
    MethodOutput, Output, PromptMessage, PromptOutput, ResourceOutput, ToolOutput,
};
pub(crate) use own_guards::OwnGuards;
pub use parameter::{Parameter, ViaArgument, ViaContext};
pub(crate) use prompt::Prompt;
pub(crate) use registry::{Added, Chosen, Current, Live, Registry, missing_state};
pub(crate) use resource::Resource;
pub use run::{blocking, reply, reply_method, reply_prompt, reply_resource};
pub use slot::{ArgumentSlot, ContextSlot, ReceiverSlot};
pub(crate) use slot_id::{HandlerId, Vacancies};
pub(crate) use tool::{Mirror, Tool};

use std::future::Future;
use std::pin::Pin;

/// The one future type that user code is reduced to, so that everything
/// above it is compiled once, in this crate.
pub(crate) type HandlerFuture =
    Pin<Box<dyn Future<Output = Result<Output, crate::CallError>> + Send>>;
