//! The headers that mirror the body (specification 2026-07-28,
//! basic/transports/streamable-http, "Request Metadata").

use std::borrow::Cow;

use base64::Engine as _;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::dispatch::{self, Answer, App, Mirrored, Outcome, RequestMetadata};
use crate::handler::Mirror;
use crate::protocol::{Fault, ProtocolVersion, Request, raw_str};

pub(super) const VERSION: HeaderName = HeaderName::from_static("mcp-protocol-version");
pub(super) const METHOD: HeaderName = HeaderName::from_static("mcp-method");
pub(super) const NAME: HeaderName = HeaderName::from_static("mcp-name");

/// Checks that headers and body say the same; the message names what differs.
pub(super) fn validate(
    headers: &HeaderMap,
    request: &Request<'_>,
    metadata: &RequestMetadata<'_>,
    app: &App,
) -> Result<(), String> {
    let mirrored = dispatch::mirrored(app, request);
    all_there(headers, mirrored.is_some())?;
    matches(headers, &VERSION, "MCP-Protocol-Version", metadata.version.as_str(), false)?;
    matches(headers, &METHOD, "Mcp-Method", &request.method, false)?;
    let Some(Mirrored { name, arguments }) = mirrored else {
        return Ok(());
    };
    matches(headers, &NAME, "Mcp-Name", &name, true)?;
    if arguments.is_empty() {
        return Ok(());
    }
    same_arguments(headers, &arguments, request.params.arguments())
}

/// The version of the header, where it is not served.
pub(super) fn unserved_version(headers: &HeaderMap) -> Option<String> {
    let version = headers.get(&VERSION)?;
    if version.to_str().ok().and_then(ProtocolVersion::parse).is_some() {
        return None;
    }
    let supported = ProtocolVersion::ALL.map(ProtocolVersion::as_str).join(", ");
    Some(format!("this MCP-Protocol-Version is not supported; use one of {supported}"))
}

/// Where the body names a version that is not served, and the header another
/// one, the contradiction is the fault to report; where the header names one
/// that is not served, what the body lacks may be no part of it.
pub(super) fn prefer_mismatch(
    headers: &HeaderMap,
    request: &Request<'_>,
    answer: Answer,
) -> Answer {
    if matches!(answer.outcome, Outcome::Fault(Fault::InvalidParams))
        && let Some(message) = unserved_version(headers)
    {
        return Answer::fault(Some(request.id), Fault::InvalidParams, &message);
    }
    if !matches!(answer.outcome, Outcome::Fault(Fault::UnsupportedVersion)) {
        return answer;
    }
    let requested = request
        .params
        .meta()
        .ok()
        .flatten()
        .and_then(|meta| meta.protocol_version)
        .and_then(raw_str)
        .unwrap_or_default();
    match matches(headers, &VERSION, "MCP-Protocol-Version", &requested, false) {
        Ok(()) => answer,
        Err(message) => Answer::fault(Some(request.id), Fault::HeaderMismatch, &message),
    }
}

/// Names all that are missing, so that nobody finds them one by one.
fn all_there(headers: &HeaderMap, named: bool) -> Result<(), String> {
    let required =
        [(&VERSION, "MCP-Protocol-Version"), (&METHOD, "Mcp-Method"), (&NAME, "Mcp-Name")];
    let required = &required[..if named { 3 } else { 2 }];
    if required.iter().all(|(name, _)| headers.contains_key(*name)) {
        return Ok(());
    }
    let missing = required.iter().filter(|(name, _)| !headers.contains_key(*name));
    let missing: Vec<&str> = missing.map(|(_, shown)| *shown).collect();
    Err(match &missing[..] {
        [one] => format!("Header mismatch: the required header {one} is missing"),
        [rest @ .., last] => format!(
            "Header mismatch: the required headers {} and {last} are missing",
            rest.join(", ")
        ),
        [] => unreachable!("one of them is missing"),
    })
}

fn matches(
    headers: &HeaderMap,
    name: &HeaderName,
    shown: &str,
    body: &str,
    encoded: bool,
) -> Result<(), String> {
    let mut values = headers.get_all(name).iter().peekable();
    if values.peek().is_none() {
        return Err(format!("Header mismatch: the required header {shown} is missing"));
    }
    // Each of them: a proxy may have acted on another one than the first.
    for value in values {
        let header = if encoded { decode(value) } else { plain(value).map(Cow::Borrowed) }
            .ok_or_else(|| format!("Header mismatch: {shown} contains invalid characters"))?;
        if header != body {
            return Err(format!(
                "Header mismatch: {shown} header value '{}' does not match body value '{}'",
                short(&header),
                short(body)
            ));
        }
    }
    Ok(())
}

fn same_arguments(
    headers: &HeaderMap,
    mirrors: &[Mirror],
    arguments: Option<&RawValue>,
) -> Result<(), String> {
    let arguments: Value =
        arguments.and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default();
    for Mirror { header: name, path } in mirrors {
        let body = path.iter().try_fold(&arguments, |value, member| value.get(member));
        let body = body.filter(|value| !value.is_null());
        let mut values = headers.get_all(name.as_str()).iter().peekable();
        if values.peek().is_none() && body.is_some() {
            return Err(format!(
                "Header mismatch: the argument `{}` must be repeated in the header {name}",
                path.join(".")
            ));
        }
        for value in values {
            let text = decode(value)
                .ok_or_else(|| format!("Header mismatch: {name} contains invalid characters"))?;
            if !body.is_some_and(|body| same(&text, body)) {
                return Err(format!(
                    "Header mismatch: {name} header value '{}' does not match the argument `{}`",
                    short(&text),
                    path.join(".")
                ));
            }
        }
    }
    Ok(())
}

/// Integers are compared as numbers: `42.0` is `42`.
fn same(header: &str, body: &Value) -> bool {
    match body {
        Value::String(text) => text == header,
        Value::Bool(value) => header == if *value { "true" } else { "false" },
        Value::Number(number) => number.to_string() == header || same_number(header, number),
        // Not a legal value for a mirrored argument: validation will say so.
        Value::Null | Value::Array(_) | Value::Object(_) => true,
    }
}

#[allow(clippy::float_cmp)] // integers of this size are exact as floats
fn same_number(header: &str, body: &serde_json::Number) -> bool {
    const SAFE: f64 = 9_007_199_254_740_991.0; // 2^53 - 1
    match (header.parse::<f64>(), body.as_f64()) {
        (Ok(header), Some(body)) => header == body && body.abs() <= SAFE,
        _ => false,
    }
}

/// Visible ASCII, space and tab.
fn plain(value: &HeaderValue) -> Option<&str> {
    value.to_str().ok()
}

/// Undoes the `=?base64?…?=` form.
pub(super) fn decode(value: &HeaderValue) -> Option<Cow<'_, str>> {
    let text = plain(value)?;
    let Some(encoded) = text.strip_prefix("=?base64?").and_then(|rest| rest.strip_suffix("?="))
    else {
        return Some(Cow::Borrowed(text));
    };
    let bytes = base64::engine::general_purpose::STANDARD.decode(encoded).ok()?;
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

/// Shown back to the caller, so bounded.
fn short(text: &str) -> &str {
    text.char_indices().nth(100).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base64_form_is_decoded_and_nothing_else() {
        let decoded =
            |text: &str| decode(&HeaderValue::from_str(text).unwrap()).map(Cow::into_owned);
        assert_eq!(decoded("us-west1").as_deref(), Some("us-west1"));
        assert_eq!(decoded("=?base64?IHBhZGRlZCA=?=").as_deref(), Some(" padded "));
        assert_eq!(decoded("=?BASE64?IA==?=").as_deref(), Some("=?BASE64?IA==?="));
        assert_eq!(decoded("=?base64?!?="), None);
        assert_eq!(decoded("=?base64?/w==?="), None, "not UTF-8");
    }

    #[test]
    fn integers_compare_as_numbers() {
        assert!(same("42.0", &Value::from(42)));
        assert!(same("-7", &Value::from(-7)));
        assert!(!same("42", &Value::from(43)));
        assert!(!same("42", &Value::from("042")));
    }
}
