use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use crate::auth::Rule;
use crate::error::{CallError, IntoCallError};
use crate::handler::GuardCall;
use crate::usage::Amount;

/// The guards written on a function; absent ones cost nothing at run time.
#[derive(Debug, Clone, Copy, Default)]
pub struct Guards {
    pub(crate) access: AccessDef,
    pub(crate) timeout: Option<Duration>,
    pub(crate) rates: &'static [RateDef],
    pub(crate) concurrency: Option<u32>,
    pub(crate) queue: Option<u32>,
    pub(crate) queue_timeout: Option<Duration>,
    pub(crate) cost: Option<Amount>,
    pub(crate) budget: Option<BudgetDef>,
    pub(crate) breaker: Option<BreakerDef>,
    pub(crate) cache: Option<CacheDef>,
    pub(crate) max_output: Option<u64>,
    pub(crate) checks: &'static [CheckFn],
}

/// Who may use a target.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AccessDef {
    /// Whom the server lets in.
    #[default]
    Server,
    /// Everybody.
    Public,
    /// Principals with all of these scopes.
    Scopes(&'static [&'static str]),
}

impl From<AccessDef> for Rule {
    fn from(access: AccessDef) -> Self {
        match access {
            AccessDef::Server => Self::Server,
            AccessDef::Public => Self::Public,
            AccessDef::Scopes(scopes) => Self::Scopes(scopes.iter().collect()),
        }
    }
}

/// The user's own check, reduced to one type.
pub type CheckFn = fn(GuardCall) -> CheckFuture;

/// What a check comes to.
pub type CheckFuture = Pin<Box<dyn Future<Output = Result<(), CallError>> + Send>>;

/// A function that can be written after `guard =`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot guard a tool",
    label = "not a guard",
    note = "write `async fn name(call: GuardCall) -> Result<(), E>`, where `E` is `CallError`, `Internal`, or derives `ToolError`",
    note = "if it looks like this, its future is not `Send`: keep no `Rc` and no lock's guard across an `.await`"
)]
pub trait Check {
    /// Begins the check of one call.
    fn begin(self, call: GuardCall) -> CheckFuture;
}

#[diagnostic::do_not_recommend]
impl<C, F, E> Check for C
where
    C: FnOnce(GuardCall) -> F,
    F: Future<Output = Result<(), E>> + Send + 'static,
    E: IntoCallError,
{
    fn begin(self, call: GuardCall) -> CheckFuture {
        let future = self(call);
        Box::pin(async { future.await.map_err(IntoCallError::into_call_error) })
    }
}

/// Reduces a check of the user's to a [`CheckFn`].
pub fn check(check: impl Check, call: GuardCall) -> CheckFuture {
    check.begin(call)
}

/// At most `calls` in any window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateDef {
    pub(crate) calls: u32,
    pub(crate) window: Duration,
    pub(crate) per: PerDef,
}

/// Whom a limit counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PerDef {
    /// Each caller: its principal, else its address, else the process.
    Caller,
    /// All callers together.
    Server,
    /// Each value of this argument.
    Argument(&'static str),
}

impl RateDef {
    /// At most `calls` in any window of `millis`.
    pub const fn new(calls: u32, millis: u64, per: PerDef) -> Self {
        Self { calls, window: Duration::from_millis(millis), per }
    }
}

/// What may be spent in any window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BudgetDef {
    pub(crate) amount: Amount,
    pub(crate) window: Duration,
    pub(crate) per: PerDef,
}

impl BudgetDef {
    /// `amount` in any window of `millis`.
    pub const fn new(amount: Amount, millis: u64, per: PerDef) -> Self {
        Self { amount, window: Duration::from_millis(millis), per }
    }
}

/// How many failures in which time open the breaker, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BreakerDef {
    pub(crate) failures: u32,
    pub(crate) window: Duration,
}

impl BreakerDef {
    /// `failures` within `millis`.
    pub const fn new(failures: u32, millis: u64) -> Self {
        Self { failures, window: Duration::from_millis(millis) }
    }
}

/// How long results are kept, and for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheDef {
    pub(crate) ttl: Duration,
    /// One result for all callers.
    pub(crate) public: bool,
}

impl CacheDef {
    /// Kept for `millis`.
    pub const fn new(millis: u64, public: bool) -> Self {
        Self { ttl: Duration::from_millis(millis), public }
    }
}

macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident: $arg:ty => |$value:ident| $set:expr;)*) => {
        impl Guards {
            $($(#[$doc])*
            #[must_use]
            pub const fn $name(mut self, $value: $arg) -> Self {
                self.$name = $set;
                self
            })*
        }
    };
}

setters! {
    /// Who may use it.
    access: AccessDef => |access| access;
    /// The sliding windows, all of which must have room.
    rates: &'static [RateDef] => |rates| rates;
    /// Calls that run at once.
    concurrency: u32 => |calls| Some(calls);
    /// Calls that wait for one of them to end.
    queue: u32 => |calls| Some(calls);
    /// What one call costs.
    cost: Amount => |cost| Some(cost);
    /// What may be spent.
    budget: BudgetDef => |budget| Some(budget);
    /// The circuit breaker.
    breaker: BreakerDef => |breaker| Some(breaker);
    /// The cache of results.
    cache: CacheDef => |cache| Some(cache);
    /// The size of a result, in bytes.
    max_output: u64 => |bytes| Some(bytes);
    /// The user's own checks, in their order.
    checks: &'static [CheckFn] => |checks| checks;
}

impl Guards {
    /// No guard beyond the server's defaults.
    pub const fn new() -> Self {
        Self {
            access: AccessDef::Server,
            timeout: None,
            rates: &[],
            concurrency: None,
            queue: None,
            queue_timeout: None,
            cost: None,
            budget: None,
            breaker: None,
            cache: None,
            max_output: None,
            checks: &[],
        }
    }

    /// The deadline of one call.
    #[must_use]
    pub const fn timeout_ms(mut self, millis: u64) -> Self {
        self.timeout = Some(Duration::from_millis(millis));
        self
    }

    /// How long a call may wait in the queue.
    #[must_use]
    pub const fn queue_timeout_ms(mut self, millis: u64) -> Self {
        self.queue_timeout = Some(Duration::from_millis(millis));
        self
    }
}
