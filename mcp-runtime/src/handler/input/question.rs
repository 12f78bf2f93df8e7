use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::error::{CallError, code};
use crate::handler::Context;
use crate::protocol::ProtocolVersion;
use crate::usage::Kind;

/// One question on its way, as a future: `Ok` once it is answered.
pub type Asking<'a, T> = std::pin::Pin<Box<dyn Future<Output = Result<T, CallError>> + Send + 'a>>;

impl Context {
    /// Asks, and gives the answer of a later round; in this one it never ends,
    /// and the call is answered with what it asks. Older revisions ask on the
    /// stream of the call, which goes on with the answer.
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
        let round = self.round();
        let key = round.key(key).map_err(CallError::internal)?;
        let answer = if self.protocol_version().is_modern() {
            let question = json!({ "method": method, "params": params });
            let answer = match round.ask(&key, &question) {
                Some(answer) => answer,
                None => self.answer_to(&key).await?,
            };
            serde_json::from_value(answer)
        } else {
            serde_json::from_str(self.ask_on_stream(method, &params).await?.get())
        };
        answer.map_err(|error| {
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
        use ProtocolVersion as Revision;
        let can = self.client_capabilities();
        // What a revision does not have cannot be declared in it.
        let (declared, since, required) = match needs {
            Needs::Form => (
                can.elicitation_form,
                Revision::V2025_06_18,
                json!({ "elicitation": { "form": {} } }),
            ),
            Needs::Url => (
                can.elicitation_url,
                Revision::V2025_11_25,
                json!({ "elicitation": { "url": {} } }),
            ),
            Needs::Sampling => (can.sampling, Revision::V2025_03_26, json!({ "sampling": {} })),
            Needs::SamplingTools => {
                (can.sampling_tools, Revision::V2025_11_25, json!({ "sampling": { "tools": {} } }))
            }
            Needs::Roots => (can.roots, Revision::V2025_03_26, json!({ "roots": {} })),
        };
        if declared && self.protocol_version() >= since {
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
    /// With tools that the model may use.
    SamplingTools,
    Roots,
}
