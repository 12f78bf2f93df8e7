use std::io::IsTerminal as _;

use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Writes the log to stderr, unless the program set up its own.
///
/// `RUST_LOG` chooses what is written, such as `info` or
/// `warn,mcp_runtime=debug`. Default: `info`.
pub(crate) fn init() {
    let wanted = std::env::var("RUST_LOG").ok();
    let filter = wanted.as_deref().and_then(|text| text.parse::<Targets>().ok());
    let unusable = wanted.filter(|_| filter.is_none());
    let filter = filter.unwrap_or_else(|| Targets::new().with_default(tracing::Level::INFO));
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let _ = tracing_subscriber::registry().with(lines).with(filter).try_init();
    if let Some(text) = unusable {
        tracing::warn!(RUST_LOG = text, "RUST_LOG is not a filter; logging at info");
    }
}
