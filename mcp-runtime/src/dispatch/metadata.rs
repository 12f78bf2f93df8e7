use bytes::Bytes;
use serde_json::value::RawValue;

use super::legacy::Session;
use crate::handler::CallFacts;
use crate::protocol::{
    ClientCapabilities, Fault, LogLevel, Params, ProtocolVersion, meta_key, raw_str,
};

/// The per-request metadata of the 2026-07-28 revision, checked.
#[derive(Debug)]
pub(crate) struct RequestMetadata<'a> {
    pub(crate) version: ProtocolVersion,
    pub(super) capabilities: ClientCapabilities,
    log_level: Option<LogLevel>,
    progress_token: Option<&'a RawValue>,
}

/// Why the metadata was refused.
#[derive(Debug)]
pub(crate) enum MetadataFault {
    Invalid(String),
    UnsupportedVersion(String),
}

impl<'a> RequestMetadata<'a> {
    /// Reads `_meta` (specification 2026-07-28, basic/index, "`_meta`").
    pub(crate) fn read(params: &Params<'a>) -> Result<Self, MetadataFault> {
        let invalid = |message: String| MetadataFault::Invalid(message);
        let missing = |key: &str| {
            invalid(format!(
                "`params._meta` lacks the required member \"{key}\"; every request of revision \
                 {} carries it, older clients begin with `initialize` and on HTTP then show the \
                 `Mcp-Session-Id` that it returned",
                ProtocolVersion::LATEST
            ))
        };
        let meta = params.meta().map_err(invalid)?;
        let meta = meta.ok_or_else(|| missing(meta_key::PROTOCOL_VERSION))?;
        let version = meta.protocol_version.ok_or_else(|| missing(meta_key::PROTOCOL_VERSION))?;
        let version = raw_str(version).ok_or_else(|| {
            invalid(format!("\"{}\" must be a string", meta_key::PROTOCOL_VERSION))
        })?;
        let version = ProtocolVersion::parse(&version)
            .filter(|version| version.is_modern())
            .ok_or_else(|| MetadataFault::UnsupportedVersion(version.into_owned()))?;
        let capabilities =
            meta.client_capabilities.ok_or_else(|| missing(meta_key::CLIENT_CAPABILITIES))?;
        let capabilities = ClientCapabilities::read(capabilities).ok_or_else(|| {
            invalid(format!("\"{}\" must be an object of objects", meta_key::CLIENT_CAPABILITIES))
        })?;
        let log_level = meta.log_level.map(read_level).transpose().map_err(invalid)?;
        let progress_token = meta.progress_token.map(check_token).transpose().map_err(invalid)?;
        Ok(Self { version, capabilities, log_level, progress_token })
    }

    pub(super) fn into_facts(self, body: &Bytes) -> CallFacts {
        CallFacts {
            version: self.version,
            capabilities: self.capabilities,
            log_level: self.log_level,
            progress_token: self.progress_token.map(|token| share(body, token)),
            memory: None,
            single: None,
            is_repeated: false,
            message: body.clone(),
        }
    }
}

/// The facts of a call in a legacy session, where `_meta` is optional.
pub(super) fn legacy_facts(
    session: Session,
    params: &Params<'_>,
    body: &Bytes,
) -> Result<CallFacts, (Fault, String)> {
    let invalid = |message: String| (Fault::InvalidParams, message);
    let meta = params.meta().map_err(invalid)?.copied().unwrap_or_default();
    let token = meta.progress_token.map(check_token).transpose().map_err(invalid)?;
    Ok(CallFacts {
        version: session.version,
        capabilities: session.capabilities,
        log_level: Some(session.log_level),
        progress_token: token.map(|token| share(body, token)),
        memory: None,
        single: None,
        is_repeated: false,
        message: body.clone(),
    })
}

pub(super) fn read_level(raw: &RawValue) -> Result<LogLevel, String> {
    serde_json::from_str(raw.get()).map_err(|_| {
        format!(
            "{} is not a log level; use debug, info, notice, warning, error, critical, alert or \
             emergency",
            raw.get()
        )
    })
}

fn check_token(raw: &RawValue) -> Result<&RawValue, String> {
    crate::protocol::Id::from_raw(raw)
        .map(|_| raw)
        .ok_or_else(|| "\"progressToken\" must be a string or an integer".to_owned())
}

/// A part of the message that outlives the borrow, without copying.
fn share(body: &Bytes, part: &RawValue) -> Bytes {
    body.slice_ref(part.get().as_bytes())
}
