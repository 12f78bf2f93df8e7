use tokio::io::{AsyncWriteExt as _, DuplexStream, WriteHalf};
use tokio::sync::Mutex;

/// Writes lines, one after the other.
pub(super) struct Writer(Mutex<WriteHalf<DuplexStream>>);

impl Writer {
    pub(super) fn new(half: WriteHalf<DuplexStream>) -> Self {
        Self(half.into())
    }

    pub(super) async fn send(&self, line: &str) -> std::io::Result<()> {
        let mut half = self.0.lock().await;
        half.write_all(line.as_bytes()).await?;
        half.write_all(b"\n").await
    }
}
