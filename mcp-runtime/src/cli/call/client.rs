//! A client in the process: the call takes the way of any other.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};

use super::NOT_CALLED;
use super::output::{self, Shown};
use crate::error::Result;
use crate::protocol::{ProtocolVersion, meta_key};
use crate::server::{Server, signalled};

/// Ctrl-C, as shells tell it.
const CANCELLED: u8 = 130;

/// How long the server may take to write down a call that was given up.
const GRACE: Duration = Duration::from_secs(5);

/// The id of the only request.
const ID: u32 = 1;

/// Returns the code that the process is to end with.
pub(super) async fn ask(
    mut server: Server,
    method: &str,
    params: Map<String, Value>,
    shown: &Shown,
) -> Result<u8> {
    server.stdio_credential = server.own_credential();
    server.app.waits.store(true, Ordering::Relaxed);
    let (ours, theirs) = tokio::io::duplex(64 << 10);
    let (input, output) = tokio::io::split(theirs);
    // Of its own, so that a tool that keeps its thread keeps nobody from Ctrl-C.
    let mut serving = tokio::spawn(async move { server.serve_stream(input, output).await });
    let (reader, mut writer) = tokio::io::split(ours);
    let mut lines = BufReader::new(reader).lines();
    let request = request(method, params);
    let mut signal: Pin<Box<dyn Future<Output = ()> + Send>> = Box::pin(signalled());
    let mut sent = Box::pin(async {
        let sent = writer.write_all(request.as_bytes()).await;
        (writer, sent)
    });
    // The server may refuse the caller before it reads.
    let mut writer = tokio::select! {
        (writer, Ok(())) = &mut sent => writer,
        ended = &mut serving => return refused(ended),
    };
    drop(sent);
    let mut shown_last = 0.0;
    let answer = loop {
        tokio::select! {
            line = lines.next_line() => match line {
                Ok(Some(line)) => if let Some(answer) = read(&line, &mut shown_last) {
                    break answer;
                },
                _ => return refused(serving.await),
            },
            () = &mut signal => {
                tokio::spawn(async {
                    signalled().await;
                    std::process::exit(CANCELLED.into());
                });
                let cancelled = json!({
                    "jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": ID},
                });
                let _ = writer.write_all(format!("{cancelled}\n").as_bytes()).await;
                let _ = writer.shutdown().await;
                let _ = tokio::time::timeout(GRACE, &mut serving).await;
                eprintln!("cancelled");
                return Ok(CANCELLED);
            }
        }
    };
    let _ = writer.shutdown().await;
    let _ = tokio::time::timeout(GRACE, &mut serving).await;
    output::answer(&answer, shown)
}

fn request(method: &str, mut params: Map<String, Value>) -> String {
    let meta = json!({
        meta_key::PROTOCOL_VERSION: ProtocolVersion::LATEST.as_str(),
        meta_key::CLIENT_CAPABILITIES: {},
        meta_key::CLIENT_INFO: {"name": "command line", "version": env!("CARGO_PKG_VERSION")},
        meta_key::LOG_LEVEL: "info",
        "progressToken": ID,
    });
    params.insert("_meta".to_owned(), meta);
    let request = json!({"jsonrpc": "2.0", "id": ID, "method": method, "params": params});
    format!("{request}\n")
}

/// The answer; what comes before it is shown at once.
fn read(line: &str, last: &mut f64) -> Option<Value> {
    let message: Value = serde_json::from_str(line).ok()?;
    if message["id"] == ID {
        return Some(message);
    }
    match message["method"].as_str() {
        Some("notifications/progress") => output::progress(&message["params"], last),
        Some("notifications/message") => output::message(&message["params"]),
        // The request could not be read, as when it is too large.
        None if message.get("error").is_some() => return Some(message),
        _ => {}
    }
    None
}

/// The connection ended without an answer: the caller may use nothing.
fn refused(ended: std::result::Result<Result<()>, tokio::task::JoinError>) -> Result<u8> {
    if let Ok(Err(error)) = ended {
        return Err(error);
    }
    eprintln!("Error: the call was not answered");
    Ok(NOT_CALLED)
}
