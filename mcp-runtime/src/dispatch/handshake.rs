use serde::Serialize;
use serde_json::Value;

use super::{Answer, App, Session};
use crate::protocol::{
    ClientCapabilities, Fault, LogLevel, ProtocolVersion, Request, is_object, raw_str, write,
};

/// Answers `initialize` (specification 2025-11-25, basic/lifecycle).
pub(super) fn initialize(app: &App, request: &Request<'_>) -> Answer {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Initialized<'a> {
        protocol_version: &'a str,
        capabilities: &'a Value,
        server_info: &'a Value,
        #[serde(skip_serializing_if = "Option::is_none")]
        instructions: Option<&'a str>,
    }
    let session = match agree(request) {
        Ok(session) => session,
        Err(message) => return Answer::fault(Some(request.id), Fault::InvalidParams, &message),
    };
    let mut body = write::open_result(request.id, 512);
    write::json(
        &mut body,
        &Initialized {
            protocol_version: session.version.as_str(),
            capabilities: &app.identity.capabilities,
            server_info: &app.identity.server_info,
            instructions: app.identity.instructions.as_deref(),
        },
    );
    body.push(b'}');
    Answer { session: Some(session), ..Answer::result(body) }
}

fn agree(request: &Request<'_>) -> Result<Session, String> {
    let params = &request.params;
    let version = params
        .protocol_version()
        .ok_or_else(|| "`params.protocolVersion` is missing".to_owned())
        .and_then(|raw| {
            raw_str(raw).ok_or_else(|| "`params.protocolVersion` must be a string".to_owned())
        })?;
    // A client that asks for a revision without a handshake, or for one this
    // server does not know, is offered the newest that has one.
    let version = ProtocolVersion::parse(&version)
        .filter(|version| !version.is_modern())
        .unwrap_or(ProtocolVersion::LATEST_LEGACY);
    let capabilities = match params.capabilities() {
        None => ClientCapabilities::default(),
        Some(raw) => ClientCapabilities::read(raw)
            .ok_or_else(|| "`params.capabilities` must be an object of objects".to_owned())?,
    };
    if params.client_info().is_some_and(|info| !is_object(info)) {
        return Err("`params.clientInfo` must be an object".to_owned());
    }
    Ok(Session { version, capabilities, log_level: LogLevel::Info })
}
