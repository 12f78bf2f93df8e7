use std::fmt::Write as _;
use std::time::Duration;

use serde_json::{Value, json};

use super::Session;
use crate::auth::Denied;
use crate::error::{CallError, seconds};
use crate::limit::Standing;
use crate::protocol::{Fault, Id, IdBuf, Malformed, ProtocolVersion, write};

/// One complete JSON-RPC response.
pub(crate) struct Answer {
    pub(crate) body: Vec<u8>,
    pub(crate) outcome: Outcome,
    /// Set by `initialize` and `logging/setLevel`: what was agreed, for the
    /// transport to remember.
    pub(crate) session: Option<Session>,
    /// Where the caller stands with the limits of what it called.
    pub(crate) standing: Option<Standing>,
}

/// What an answer says, for those who have only its bytes: the transport
/// chooses a status and headers by it.
pub(crate) enum Outcome {
    Result,
    /// A call that failed or was refused: a result with `isError`, or the
    /// JSON-RPC error of a method that has no such results.
    Failed(Failure),
    /// A call beyond a limit, to be answered with 429.
    RateLimited(Failure),
    /// A call that its caller may not make, to be answered with a challenge.
    Denied(Denied),
    /// A protocol fault: a JSON-RPC error.
    Fault(Fault),
}

/// The facts of a failed call that belong outside its body too.
pub(crate) struct Failure {
    pub(crate) retry_after: Option<Duration>,
    /// The JSON-RPC error that it is, for its trace.
    #[cfg_attr(not(feature = "otlp"), allow(dead_code))]
    pub(crate) fault: Option<Fault>,
}

impl Answer {
    pub(crate) fn result(body: Vec<u8>) -> Self {
        Self { body, outcome: Outcome::Result, session: None, standing: None }
    }

    pub(crate) fn failed(body: Vec<u8>, error: &CallError) -> Self {
        let failure = Failure { retry_after: error.retry_delay(), fault: None };
        Self { body, outcome: Outcome::Failed(failure), session: None, standing: None }
    }

    /// A failed call of a method that has no results which say so.
    pub(super) fn thrown(id: Id<'_>, fault: Fault, error: &CallError, data: &Value) -> Self {
        let answer = Self::refused(Some(id), fault, error, data);
        let failure = Failure { retry_after: error.retry_delay(), fault: Some(fault) };
        Self { outcome: Outcome::Failed(failure), ..answer }
    }

    /// A refusal before dispatch.
    pub(super) fn flooded(id: Id<'_>, error: &CallError) -> Self {
        Self::too_many(id, error, &json!(error.to_bare_object()))
    }

    /// A refusal for clients that are to throw: a JSON-RPC error that carries
    /// the same object which the result would have shown.
    pub(super) fn rate_limited(
        id: Id<'_>,
        error: &CallError,
        request_id: &str,
        of: (&'static str, &str),
    ) -> Self {
        Self::too_many(id, error, &json!(error.to_object(request_id, of)))
    }

    /// The client has not declared what it would be asked for.
    pub(super) fn unsupported(
        id: Id<'_>,
        error: &CallError,
        request_id: &str,
        of: (&'static str, &str),
    ) -> Self {
        let mut data = json!(error.to_object(request_id, of));
        // Where the specification has it.
        data["requiredCapabilities"] = data["details"]["requiredCapabilities"].take();
        if let Some(object) = data.as_object_mut() {
            object.remove("details");
        }
        Self::error(Some(id), Fault::MissingCapability, error.message(), Some(&data))
    }

    /// A refusal of one who may not: what is missing goes into a challenge too.
    pub(super) fn denied(id: Id<'_>, error: &CallError, data: &Value, denied: Denied) -> Self {
        let answer = Self::error(Some(id), (&denied).into(), error.message(), Some(data));
        Self { outcome: Outcome::Denied(denied), ..answer }
    }

    /// A refusal before the request was read.
    pub(crate) fn refused(
        id: Option<Id<'_>>,
        fault: Fault,
        error: &CallError,
        data: &Value,
    ) -> Self {
        // Many clients show the message and nothing else.
        let mut message = error.message().to_owned();
        if let Some(wait) = error.retry_delay() {
            let _ = write!(message, "; wait {} s before you repeat the request", seconds(wait));
        } else if let Some(action) = error.next_step() {
            let _ = write!(message, ". {action}");
        }
        Self::error(id, fault, &message, Some(data))
    }

    /// The message has all that matters: most clients show nothing else.
    fn too_many(id: Id<'_>, error: &CallError, data: &Value) -> Self {
        let retry_after = error.retry_delay();
        let wait = seconds(retry_after.unwrap_or_default());
        let message = format!("{}; wait {wait} s before you repeat the request", error.message());
        let mut answer = Self::error(Some(id), Fault::RateLimited, &message, Some(data));
        answer.outcome = Outcome::RateLimited(Failure { retry_after, fault: None });
        answer
    }

    pub(crate) fn fault(id: Option<Id<'_>>, fault: Fault, message: &str) -> Self {
        Self::error(id, fault, message, None)
    }

    /// The version that a request names in `_meta` is not served that way.
    pub(super) fn unsupported_version(id: Id<'_>, requested: &str) -> Self {
        let mut message = "Unsupported protocol version".to_owned();
        if let Some(version) = ProtocolVersion::parse(requested) {
            let _ = write!(
                message,
                ": revision {version} begins with `initialize` and names no version in `_meta`"
            );
        }
        let data = json!({
            "supported": ProtocolVersion::ALL.map(ProtocolVersion::as_str),
            "requested": requested,
        });
        Self::error(Some(id), Fault::UnsupportedVersion, &message, Some(&data))
    }

    pub(crate) fn malformed(malformed: &Malformed) -> Self {
        let id = malformed.id.as_ref().map(IdBuf::as_id);
        Self::fault(id, malformed.fault, &malformed.message)
    }

    pub(super) fn error(
        id: Option<Id<'_>>,
        fault: Fault,
        message: &str,
        data: Option<&Value>,
    ) -> Self {
        let body = write::error(id, fault, message, data);
        Self { body, outcome: Outcome::Fault(fault), session: None, standing: None }
    }
}

impl From<&Denied> for Fault {
    fn from(denied: &Denied) -> Self {
        match denied {
            Denied::Unauthenticated(_) => Self::Unauthenticated,
            Denied::Forbidden(_) => Self::Forbidden,
        }
    }
}
