//! The built-in values of `error` in a failed call's error object.
//!
//! An agent branches on these words, so they never change meaning. Servers
//! add their own with `#[derive(ToolError)]`.

/// The arguments break the advertised input schema.
pub const INVALID_INPUT: &str = "INVALID_INPUT";
/// The caller has to prove who it is.
pub const UNAUTHENTICATED: &str = "UNAUTHENTICATED";
/// The caller is known and may not do this.
pub const FORBIDDEN: &str = "FORBIDDEN";
/// What was asked for is not there.
pub const NOT_FOUND: &str = "NOT_FOUND";
/// The caller has made as many calls as it may for now.
pub const RATE_LIMITED: &str = "RATE_LIMITED";
/// What may be spent is spent.
pub const BUDGET_EXCEEDED: &str = "BUDGET_EXCEEDED";
/// The tool failed too often lately and is left alone for a while.
pub const CIRCUIT_OPEN: &str = "CIRCUIT_OPEN";
/// The result is larger than the tool's limit.
pub const OUTPUT_TOO_LARGE: &str = "OUTPUT_TOO_LARGE";
/// The call was given up by its caller.
pub const CANCELLED: &str = "CANCELLED";
/// The deadline passed before the tool finished.
pub const TIMEOUT: &str = "TIMEOUT";
/// A service that the tool needs failed; for tools to use, which know whether
/// repeating helps.
pub const UPSTREAM: &str = "UPSTREAM";
/// Too much work is in flight; the call was not started.
pub const OVERLOADED: &str = "OVERLOADED";
/// The client has not declared what the tool needs of it: to ask its user, its
/// model or for its roots.
pub const MISSING_CAPABILITY: &str = "MISSING_CAPABILITY";
/// The client answered what the tool asked of it with an error.
pub const INPUT_REFUSED: &str = "INPUT_REFUSED";
/// The server is stopping; the call was not finished.
pub const SHUTTING_DOWN: &str = "SHUTTING_DOWN";
/// The tool failed in a way whose cause is not the caller's to see.
pub const INTERNAL: &str = "INTERNAL";

/// All of them, as a caller meets them.
pub(crate) const BUILT_IN: [&str; 16] = [
    INVALID_INPUT,
    UNAUTHENTICATED,
    FORBIDDEN,
    NOT_FOUND,
    RATE_LIMITED,
    BUDGET_EXCEEDED,
    CIRCUIT_OPEN,
    OUTPUT_TOO_LARGE,
    CANCELLED,
    TIMEOUT,
    UPSTREAM,
    OVERLOADED,
    SHUTTING_DOWN,
    MISSING_CAPABILITY,
    INPUT_REFUSED,
    INTERNAL,
];
