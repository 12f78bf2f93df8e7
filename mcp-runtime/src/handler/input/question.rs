use std::future::pending;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::error::{CallError, code};
use crate::handler::Context;
use crate::usage::Kind;

/// One question on its way, as a future: `Ok` once it is answered.
pub type Asking<'a, T> = std::pin::Pin<Box<dyn Future<Output = Result<T, CallError>> + Send + 'a>>;

impl Context {
    /// Asks, and gives the answer of a later round; in this one it never ends,
    /// and the call is answered with what it asks.
    pub(super) async fn question<T: DeserializeOwned>(
        &self,
        key: Option<&str>,
        method: &str,
        params: Value,
        needs: Needs,
    ) -> Result<T, CallError> {
        if self.kind() == Kind::Method && self.protocol_version().is_modern() {
            return Err(CallError::internal(
                "revision 2026-07-28 lets tools, prompts and resources ask, and no other method",
            ));
        }
        self.can(needs)?;
        let question = json!({ "method": method, "params": params });
        let round = self.round();
        let key = round.key(key).map_err(CallError::internal)?;
        let Some(answer) = round.ask(&key, &question) else {
            self.asked();
            return pending().await;
        };
        serde_json::from_value(answer).map_err(|error| {
            CallError::new(
                code::INVALID_INPUT,
                format!("the answer to `{key}` is none to `{method}`: {error}"),
            )
            .action(
                "Ask again, and send what the specification has for the result of this request.",
            )
        })
    }

    /// The client must not be asked for what it has not declared.
    fn can(&self, needs: Needs) -> Result<(), CallError> {
        let can = self.client_capabilities();
        let (declared, required) = match needs {
            Needs::Form => (can.elicitation_form, json!({ "elicitation": { "form": {} } })),
            Needs::Url => (can.elicitation_url, json!({ "elicitation": { "url": {} } })),
            Needs::Sampling => (can.sampling, json!({ "sampling": {} })),
            Needs::Roots => (can.roots, json!({ "roots": {} })),
        };
        if declared && self.protocol_version().is_modern() {
            return Ok(());
        }
        Err(CallError::missing_capability(required))
    }
}

/// What the client has to be able to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Needs {
    Form,
    Url,
    Sampling,
    Roots,
}
