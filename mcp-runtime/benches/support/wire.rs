use std::time::Duration;

use mcp_runtime::ServerBuilder;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, ReadHalf, WriteHalf};
use tokio::runtime::Runtime;

use super::legacy;

/// A connection to a server on this thread.
pub(crate) struct Wire {
    runtime: Runtime,
    reader: ReadHalf<DuplexStream>,
    writer: WriteHalf<DuplexStream>,
    chunk: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Era {
    Modern,
    Legacy,
}

const PATIENCE: Duration = Duration::from_secs(30);

impl Wire {
    pub(crate) fn connect(server: ServerBuilder, era: Era) -> Self {
        let server = server.build().expect("the server of a benchmark starts");
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime starts");
        let (ours, theirs) = tokio::io::duplex(256 << 10);
        let (input, output) = tokio::io::split(theirs);
        runtime.spawn(async move { server.serve_stream(input, output).await });
        let (reader, writer) = tokio::io::split(ours);
        let mut wire = Self { runtime, reader, writer, chunk: vec![0; 256 << 10] };
        if era == Era::Legacy {
            let params = r#""protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"bench","version":"1"}"#;
            wire.exchange(&legacy("initialize", 0, params), 1);
        }
        wire
    }

    /// Writes the lines and reads as many answers.
    pub(crate) fn exchange(&mut self, lines: &str, answers: usize) {
        let Self { runtime, reader, writer, chunk } = self;
        let both = async {
            let write =
                async { writer.write_all(lines.as_bytes()).await.expect("the server reads") };
            let read = async {
                let mut missing = answers;
                while missing > 0 {
                    let length = reader.read(chunk).await.expect("the server writes");
                    assert!(length > 0, "the server ended with {missing} answers missing");
                    let got = chunk[..length].split(|byte| *byte == b'\n').count() - 1;
                    missing = missing.checked_sub(got).expect("one answer to each request");
                }
            };
            tokio::join!(write, read);
        };
        runtime
            .block_on(async { tokio::time::timeout(PATIENCE, both).await })
            .expect("an answer in time");
    }

    /// The first answer, to be checked before it is measured.
    pub(crate) fn first_answer(&mut self, line: &str) -> String {
        let Self { runtime, reader, writer, chunk } = self;
        let answer = async {
            writer.write_all(line.as_bytes()).await.expect("the server reads");
            let mut answer = Vec::new();
            while answer.last() != Some(&b'\n') {
                let length = reader.read(chunk).await.expect("the server writes");
                assert!(length > 0, "the server ended without an answer");
                answer.extend_from_slice(&chunk[..length]);
            }
            String::from_utf8(answer).expect("answers are UTF-8")
        };
        runtime
            .block_on(async { tokio::time::timeout(PATIENCE, answer).await })
            .expect("an answer in time")
    }
}
