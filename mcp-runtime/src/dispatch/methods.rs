use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use super::about::{About, begin};
use super::modern::unknown_method;
use super::{Answer, App, Exchange, Step};
use crate::error::CallError;
use crate::handler::{CallFacts, Method};
use crate::protocol::{ClientCapabilities, Fault, Params};

/// Starts a method of the program's own. The members of `params` are its
/// arguments.
pub(super) fn call(
    app: &Arc<App>,
    exchange: Exchange<'_>,
    facts: CallFacts,
    method: &Arc<Method>,
) -> Step {
    let request = exchange.request;
    if let Some(extension) = method.def.extension {
        // What older revisions agree on has no extensions.
        if !facts.version.is_modern() {
            return Step::Done(unknown_method(request, &request.method));
        }
        if !declares(&request.params, extension) {
            let required = json!({ "extensions": { extension: {} } });
            let error = CallError::missing_capability(required.clone());
            let mut data = json!(error.to_bare_object());
            data["requiredCapabilities"] = required;
            let fault = Fault::MissingCapability;
            return Step::Done(Answer::refused(Some(request.id), fault, &error, &data));
        }
    }
    let arguments = match arguments(exchange.body) {
        Ok(arguments) => arguments,
        Err(error) => {
            let message = format!("`params` cannot be read: {error}");
            return Step::Done(Answer::fault(Some(request.id), Fault::InvalidParams, &message));
        }
    };
    begin(app, exchange, facts, About::Method(Arc::clone(method)), arguments)
        .unwrap_or_else(|| Step::Done(unknown_method(request, &request.method)))
}

/// Whether the client has said in this request that it has the extension.
fn declares(params: &Params<'_>, extension: &str) -> bool {
    let meta = params.meta().ok().flatten();
    let declared = meta.and_then(|meta| meta.client_capabilities);
    declared.is_some_and(|declared| ClientCapabilities::extension(declared, extension).is_some())
}

/// All of `params` but the members that every request may have.
fn arguments(body: &Bytes) -> serde_json::Result<Option<Bytes>> {
    #[derive(Deserialize)]
    struct Message<'a> {
        #[serde(borrow)]
        params: Option<BTreeMap<Cow<'a, str>, &'a RawValue>>,
    }
    let message: Message<'_> = serde_json::from_slice(body)?;
    let Some(mut params) = message.params else { return Ok(None) };
    params.remove("_meta");
    Ok(Some(serde_json::to_vec(&params)?.into()))
}
