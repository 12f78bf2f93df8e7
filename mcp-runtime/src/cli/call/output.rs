//! What comes of a request, as people and scripts read it.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::NOT_CALLED;
use crate::cli::text::{print, print_foreign, shown};
use crate::error::{Error, Result};

/// The call is answered with an error.
const FAILED: u8 = 1;

/// `EX_TEMPFAIL`: it may succeed later.
const LATER: u8 = 75;

/// How an answer is to be shown.
pub(super) struct Shown {
    pub(super) json: bool,
    pub(super) out: Option<PathBuf>,
}

/// Prints the answer; returns the code that the process is to end with.
pub(super) fn answer(answer: &Value, how: &Shown) -> Result<u8> {
    let result = &answer["result"];
    if let Some(error) = answer.get("error") {
        return Ok(fault(error, how));
    }
    if result["isError"] == true {
        return Ok(failed(result, how));
    }
    if how.json {
        print(format!("{:#}", essence(result)))?;
    }
    let mut files = Files { out: how.out.as_deref(), count: 0 };
    let list = |member: &str| result[member].as_array().map(Vec::as_slice).unwrap_or_default();
    for block in list("content") {
        piece(block, &mut files, how)?;
    }
    let messages = list("messages");
    for message in messages {
        // A single one is printed as what it says.
        if let (Some(role), false, false) = (message["role"].as_str(), messages.len() < 2, how.json)
        {
            print(format!("{}:", shown(role)))?;
        }
        piece(&message["content"], &mut files, how)?;
    }
    for contents in list("contents") {
        piece(&json!({"type": "resource", "resource": contents}), &mut files, how)?;
    }
    if let (Some(out), 0) = (&how.out, files.count) {
        eprintln!("{}: not written, the answer holds no image, audio or bytes", out.display());
    }
    Ok(0)
}

/// What programs want of an answer.
fn essence(result: &Value) -> &Value {
    let members = ["structuredContent", "content", "messages", "contents"];
    members.iter().find_map(|member| result.get(*member)).unwrap_or(&Value::Null)
}

/// Prints a piece of content, or writes its bytes.
fn piece(block: &Value, files: &mut Files<'_>, how: &Shown) -> Result<()> {
    let resource = &block["resource"];
    let text = match block["type"].as_str() {
        Some("text") => block["text"].as_str().map(str::to_owned),
        Some("image" | "audio") => files.take(block, "data")?,
        Some("resource") if resource.get("blob").is_some() => files.take(resource, "blob")?,
        Some("resource") => resource["text"].as_str().map(str::to_owned),
        Some("resource_link") => block["uri"].as_str().map(str::to_owned),
        _ => Some(block.to_string()),
    };
    match text {
        Some(text) if !how.json => print_foreign(&text),
        _ => Ok(()),
    }
}

/// The tool answered an error.
fn failed(result: &Value, how: &Shown) -> u8 {
    let text = result["content"][0]["text"].as_str().unwrap_or_default();
    let Ok(error) = serde_json::from_str::<Value>(text) else {
        // A tool may have an answer of its own that says it failed.
        eprintln!("{}", shown(text));
        return FAILED;
    };
    explain(&error, how);
    if error["retryable"] == true { LATER } else { FAILED }
}

/// The request was no call, or was refused before it was one.
fn fault(error: &Value, how: &Shown) -> u8 {
    let data = &error["data"];
    if data.get("error").is_some() {
        explain(data, how);
        return if data["retryable"] == true { LATER } else { FAILED };
    }
    eprintln!("Error: {}", shown(error["message"].as_str().unwrap_or("the request was refused")));
    NOT_CALLED
}

fn explain(error: &Value, how: &Shown) {
    if how.json {
        eprintln!("{error:#}");
        return;
    }
    let text = |member: &str| error[member].as_str().unwrap_or_default();
    eprintln!("{}: {}", shown(text("error")), shown(text("message")));
    if let Some(action) = error["action"].as_str() {
        eprintln!("{}", shown(action));
    }
    if let Some(wait) = error["retryAfter"].as_f64() {
        eprintln!("retryAfter: {wait} s");
    }
    if let Some(id) = error["requestId"].as_str() {
        eprintln!("requestId: {}", shown(id));
    }
}

/// Less than any tool tells; by as much a sign of life of the server grows.
const LEAST: f64 = 1e-5;

/// Shows progress beyond the last that was shown.
pub(super) fn progress(params: &Value, last: &mut f64) {
    let Some(progress) = params["progress"].as_f64() else { return };
    let message = params["message"].as_str().map(shown).unwrap_or_default();
    if message.is_empty() && (progress - *last).abs() < LEAST {
        return;
    }
    *last = progress;
    let space = if message.is_empty() { "" } else { " " };
    match params["total"].as_f64() {
        Some(total) => eprintln!("[{progress}/{total}]{space}{message}"),
        None => eprintln!("[{progress}]{space}{message}"),
    }
}

pub(super) fn message(params: &Value) {
    let level = params["level"].as_str().unwrap_or("info");
    let data = &params["data"];
    let text = data.as_str().map_or_else(|| data.to_string(), str::to_owned);
    eprintln!("{level}: {}", shown(&text));
}

/// Where bytes go.
struct Files<'a> {
    out: Option<&'a Path>,
    count: usize,
}

impl Files<'_> {
    /// Writes what is in `member` to the next file. Without one, says how to get it.
    fn take(&mut self, holder: &Value, member: &str) -> Result<Option<String>> {
        let data = holder[member].as_str().unwrap_or_default();
        let kind = holder["mimeType"].as_str().unwrap_or("application/octet-stream");
        let Some(out) = self.out else {
            let bytes = data.len() / 4 * 3;
            eprintln!("{}, about {bytes} bytes: add --out FILE to write it to a file", shown(kind));
            return Ok(None);
        };
        let Ok(bytes) = STANDARD.decode(data) else {
            eprintln!("{}: not written, it is not Base64", shown(kind));
            return Ok(None);
        };
        self.count += 1;
        let path = numbered(out, self.count);
        fs::write(&path, &bytes).map_err(|error| {
            Error::Usage(format!("the call was answered, but {}: {error}", path.display()))
        })?;
        eprintln!("{}: {}, {} bytes", path.display(), shown(kind), bytes.len());
        Ok(None)
    }
}

/// `picture.png`, then `picture-2.png`.
fn numbered(path: &Path, count: usize) -> PathBuf {
    if count < 2 {
        return path.to_owned();
    }
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{count}"));
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_says_whether_to_come_again() {
        let text = |text: &str| json!([{"type": "text", "text": text}]);
        let error = |retryable: bool| {
            json!({"error": "X", "message": "m", "retryable": retryable, "retryAfter": 1})
                .to_string()
        };
        for (answered, code) in [
            (json!({"result": {"content": text("fine")}}), 0),
            (json!({"result": {"isError": true, "content": text(&error(false))}}), FAILED),
            (json!({"result": {"isError": true, "content": text(&error(true))}}), LATER),
            (json!({"result": {"isError": true, "content": text("in words of its own")}}), FAILED),
            (json!({"error": {"code": -32602, "message": "Unknown tool"}}), NOT_CALLED),
            // A rate that is answered as a fault.
            (
                json!({"error": {"code": 429, "message": "m", "data": {"error": "RATE_LIMITED", "retryable": true}}}),
                LATER,
            ),
        ] {
            let how = Shown { json: false, out: None };
            assert_eq!(answer(&answered, &how).unwrap(), code, "{answered}");
        }
    }
}
