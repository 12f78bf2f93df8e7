//! Tools that fail, in every way there is.

use std::time::Duration;

use mcp_runtime::prelude::*;

/// What no client may ever see.
const SECRET: &str = "hunter2";

#[mcp_type(input)]
#[serde(rename_all = "lowercase")]
enum Crash {
    Panic,
    Task,
    Index,
}

/// Panics: itself, in a task that it awaits, or at an index out of range.
#[mcp_tool]
async fn crash(kind: Crash) -> Result<String, Internal> {
    match kind {
        Crash::Panic => panic!("{SECRET}"),
        Crash::Task => {
            let task: tokio::task::JoinHandle<String> = tokio::spawn(async { panic!("{SECRET}") });
            Ok(task.await?)
        }
        Crash::Index => {
            let words: Vec<&str> = SECRET.split('-').collect();
            Ok(words[words.len()].to_owned())
        }
    }
}

#[derive(Debug, thiserror::Error, ToolError)]
enum Failure {
    #[error("there is nothing called {name:?}")]
    #[tool_error(code = "NOT_FOUND", action = "Look for something other than {name:?}.")]
    Plain { name: &'static str },
    #[error("the service is busy")]
    #[tool_error(code = "BUSY", retryable, action = "Repeat the call.")]
    Retryable,
    #[error("the service rests")]
    #[tool_error(code = "RESTING", retry_after = "1500ms")]
    RetryAfter,
    #[error("the service rests for as long as it says")]
    #[tool_error(code = "RESTING", retry_after = wait)]
    RetryField { wait: Duration },
    #[error("{asked} is more than {most}")]
    #[tool_error(code = "TOO_MANY", action = "Ask for {most} at most.", details(asked, most))]
    Details { asked: u32, most: u32 },
    #[error(transparent)]
    #[tool_error(transparent)]
    Transparent(Inner),
    #[error("the password is {SECRET}")]
    Private,
}

#[derive(Debug, thiserror::Error, ToolError)]
#[error("an error of its own")]
#[tool_error(code = "INNER", action = "Ask the inner one.")]
struct Inner;

#[mcp_type(input)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Plain,
    Retryable,
    RetryAfter,
    RetryField,
    Details,
    Transparent,
    Private,
    Built,
    Internal,
}

/// Fails, in each form that an error can have.
#[mcp_tool]
async fn fail(kind: Kind) -> Result<(), CallError> {
    let failure = match kind {
        Kind::Plain => Failure::Plain { name: "it" },
        Kind::Retryable => Failure::Retryable,
        Kind::RetryAfter => Failure::RetryAfter,
        Kind::RetryField => Failure::RetryField { wait: Duration::from_millis(2_500) },
        Kind::Details => Failure::Details { asked: 7, most: 3 },
        Kind::Transparent => Failure::Transparent(Inner),
        Kind::Private => Failure::Private,
        Kind::Built => {
            return Err(CallError::new("BUILT", "built on the spot")
                .action("Build something else.")
                .detail("by", "hand"));
        }
        Kind::Internal => return Err(CallError::internal(SECRET)),
    };
    Err(mcp_runtime::IntoCallError::into_call_error(failure))
}
