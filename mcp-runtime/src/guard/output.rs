use crate::error::{CallError, code};
use crate::handler::Output;

/// Refuses a result that is larger than the tool's limit: it would fill the
/// model's context, or not get through the client at all.
pub(super) fn cap(output: Output, limit: u64) -> Result<Output, CallError> {
    let size = output.size() as u64;
    if size <= limit {
        return Ok(output);
    }
    Err(CallError::new(
        code::OUTPUT_TOO_LARGE,
        format!("the result has {size} bytes, more than the limit of {limit}"),
    )
    .action("Ask for less: a narrower query, a smaller range, fewer items or one page at a time.")
    .detail("bytes", size)
    .detail("limit", limit))
}
