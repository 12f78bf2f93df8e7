//! A connection in memory, with a clock that only this file moves.

use std::sync::LazyLock;
use std::time::Duration;

use mcp_runtime::__fuzz::Listener;
use mcp_runtime::Server;
use mcp_runtime::prelude::*;
use mcp_runtime::testing::ManualClock;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;

const PAUSE: u8 = 0x1e;
/// The longest that a client that says nothing is kept: a stream outside any
/// request is open for 15 min.
const LONGEST: Duration = Duration::from_mins(17);
/// More than any answer to an input.
const ROOM: usize = 4 << 20;

/// Says it again.
#[mcp_tool]
async fn echo(text: String, #[arg(header = "Region")] region: Option<String>) -> String {
    format!("{text} {region:?}")
}

/// Opens the vault.
#[mcp_tool(auth = "vault:read")]
async fn vault(principal: Principal) -> String {
    principal.subject().to_owned()
}

struct World {
    clock: ManualClock,
    server: Server,
    runtime: Runtime,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let clock = ManualClock::new();
    let runtime = Builder::new_current_thread().build().expect("it needs no driver");
    World { server: server(&clock), clock, runtime }
});

pub(crate) fn run(bytes: &[u8]) {
    let World { clock, server, runtime } = &*WORLD;
    // With what throttles forget, nothing is left of the input before.
    let listener = Listener::new(server, &[7; 32], &["https://app.example.com"]);
    runtime.block_on(connection(bytes, &listener, clock));
    clock.advance(Duration::from_hours(1));
}

async fn connection(bytes: &[u8], listener: &Listener, clock: &ManualClock) {
    let (mut client, stream) = tokio::io::duplex(ROOM);
    let mut served = tokio::spawn(listener.serve(stream, ([192, 0, 2, 1], 1).into()));
    let pauses = say(&mut client, bytes, clock).await;
    settle(&served).await;
    // Half of all clients close at the end, the others say nothing more.
    let closes = bytes.len() % 2 == 1;
    if closes {
        let _ = client.shutdown().await;
    }
    let mut waited = Duration::ZERO;
    while !settle(&served).await {
        assert!(waited < LONGEST, "the connection is held for ever");
        clock.advance(Duration::from_secs(15));
        waited += Duration::from_secs(15);
    }
    (&mut served).await.expect("it does not panic");
    let mut answer = Vec::new();
    client.read_to_end(&mut answer).await.expect("it can be read");
    judge(bytes, &answer, pauses < 3 && !closes);
}

fn server(clock: &ManualClock) -> Server {
    let keys = ApiKeys::new().key("alice", "alice-key-0000000000000000", "vault:read");
    server!()
        .tools(tools![echo, vault])
        .auth(keys.optional())
        .clock(clock.clone())
        .build()
        .expect("the server is sound")
}

/// Writes what fits; a server that closes early does not read the rest.
async fn say(client: &mut DuplexStream, bytes: &[u8], clock: &ManualClock) -> usize {
    let mut pauses = 0;
    for (index, piece) in bytes.split(|byte| *byte == PAUSE).enumerate() {
        if index > 0 {
            pauses = index;
            tokio::task::yield_now().await;
            clock.advance(Duration::from_secs(10));
        }
        if client.write_all(piece).await.is_err() {
            break;
        }
    }
    pauses
}

/// Lets the server do what it can without time; whether the connection ended.
async fn settle(served: &JoinHandle<()>) -> bool {
    for _ in 0..8 {
        if served.is_finished() {
            return true;
        }
        tokio::task::yield_now().await;
    }
    served.is_finished()
}

fn judge(bytes: &[u8], answer: &[u8], must_answer: bool) {
    let said: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != PAUSE).collect();
    let mut fields = [httparse::EMPTY_HEADER; 100];
    let mut head = httparse::Request::new(&mut fields);
    let is_complete = head.parse(&said).is_ok_and(|status| status.is_complete());
    assert!(!(is_complete && must_answer && answer.is_empty()), "a request has no answer");
    if answer.is_empty() {
        return;
    }
    let status = answer.strip_prefix(b"HTTP/1.1 ").or(answer.strip_prefix(b"HTTP/1.0 "));
    let status = status.and_then(|rest| std::str::from_utf8(&rest[..3]).ok()?.parse::<u16>().ok());
    assert!(matches!(status, Some(100..=499 | 501..=599)), "{}", answer.escape_ascii());
    secret(&said, answer);
}

/// What is shown to prove something is in no answer.
fn secret(said: &[u8], answer: &[u8]) {
    const WORD: &[u8] = b"hunter2-hunter2";
    let mut places = said.windows(WORD.len()).enumerate().filter(|(_, part)| *part == WORD);
    let (Some((at, _)), None) = (places.next(), places.next()) else { return };
    let line = said[..at].rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    if [&b"Authorization: Bearer "[..], b"X-API-Key: "].contains(&line) {
        let repeated = answer.windows(WORD.len()).any(|part| part == WORD);
        assert!(!repeated, "a secret is repeated");
    }
}
