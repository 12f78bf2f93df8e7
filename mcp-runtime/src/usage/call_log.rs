use tracing::{Level, enabled, event};

use super::{Kind, Usage};
use crate::error::code;

const TARGET: &str = "mcp_runtime::call";

/// One line a call, for operators: at WARN where the server failed it, else
/// at INFO.
pub(crate) struct CallLog;

impl CallLog {
    /// Whether there is a line for every call.
    pub(crate) fn is_on() -> bool {
        enabled!(target: TARGET, Level::INFO)
    }

    /// Whether a call that ended like this has a line.
    pub(crate) fn shows(outcome: &str) -> bool {
        Self::is_on() || (is_failure(outcome) && enabled!(target: TARGET, Level::WARN))
    }

    pub(crate) fn write(usage: &Usage<'_>) {
        macro_rules! line {
            ($level:expr) => {
                event!(
                    target: TARGET,
                    $level,
                    request_id = usage.request_id,
                    trace_id = usage.trace_id,
                    tool = usage.name_of(Kind::Tool),
                    prompt = usage.name_of(Kind::Prompt),
                    resource = usage.name_of(Kind::Resource),
                    method = usage.name_of(Kind::Method),
                    caller = usage.caller,
                    duration = usage.duration.as_secs_f64(),
                    waited = usage.waited.as_secs_f64(),
                    outcome = usage.outcome,
                    cost = usage.cost.map(tracing::field::display),
                    cached = usage.cached,
                    "call"
                )
            };
        }
        if is_failure(usage.outcome) { line!(Level::WARN) } else { line!(Level::INFO) }
    }
}

/// What an operator may have to do something about.
fn is_failure(outcome: &str) -> bool {
    matches!(outcome, code::INTERNAL | code::TIMEOUT)
}
