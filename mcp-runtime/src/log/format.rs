use std::fmt::{self, Write as _};
use std::io::IsTerminal as _;

use tracing::{Event, Subscriber};
use tracing_subscriber::field::RecordFields;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime as _, SystemTime};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, FormattedFields};
use tracing_subscriber::registry::{LookupSpan, Scope};

use super::{json, text};

/// How a line of the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// One JSON object.
    Json,
    /// A line for people.
    Text,
}

impl Format {
    /// What suits whoever reads stderr: people have a terminal.
    pub(super) fn suited() -> Self {
        if std::io::stderr().is_terminal() { Self::Text } else { Self::Json }
    }
}

impl std::str::FromStr for Format {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "json" => Ok(Self::Json),
            "text" => Ok(Self::Text),
            _ => Err("write `json` or `text`"),
        }
    }
}

/// Writes events as lines.
pub(super) struct Lines {
    format: Format,
    color: bool,
}

impl Lines {
    pub(super) fn new(format: Format) -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self { format, color: std::io::stderr().is_terminal() && !plain }
    }
}

impl<S, N> FormatEvent<S, N> for Lines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        ctx: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut time = String::with_capacity(32);
        SystemTime.format_time(&mut Writer::new(&mut time))?;
        let metadata = event.metadata();
        let mut spans = Vec::new();
        for span in ctx.event_scope().into_iter().flat_map(Scope::from_root) {
            let fields = span.extensions().get::<FormattedFields<N>>().map(|it| it.fields.clone());
            spans.push((span.name(), fields.unwrap_or_default()));
        }
        match self.format {
            Format::Json => json::line(&mut writer, &time, metadata, event, &spans),
            Format::Text => text::line(&mut writer, &time, metadata, event, &spans, self.color),
        }
    }
}

/// Writes the fields of spans, as lines show them.
pub(super) struct Fields(pub(super) Format);

impl<'a> FormatFields<'a> for Fields {
    fn format_fields<R: RecordFields>(&self, mut writer: Writer<'a>, fields: R) -> fmt::Result {
        match self.0 {
            Format::Json => fields.record(&mut json::Members::new(&mut writer)),
            Format::Text => fields.record(&mut text::Fields::new(&mut writer)),
        }
        Ok(())
    }

    fn add_fields(
        &self,
        current: &'a mut FormattedFields<Self>,
        fields: &tracing::span::Record<'_>,
    ) -> fmt::Result {
        self.format_fields(current.as_writer(), fields)
    }
}

/// The line that says what is missing. It comes from the thread that writes, so
/// it is no event.
pub(super) fn lost(format: Format, count: u64, why: &str, error: Option<&str>) -> Vec<u8> {
    let mut line = String::new();
    let _ = SystemTime.format_time(&mut Writer::new(&mut line));
    let text = format!("lines of the log were lost: {why}");
    line = match format {
        Format::Json => format!(
            "{{\"time\":\"{line}\",\"level\":\"WARN\",\"target\":\"mcp_runtime::log\",\
             \"message\":\"{text}\",\"lines\":{count}"
        ),
        Format::Text => format!("{line}  WARN mcp_runtime::log: {text} lines={count}"),
    };
    if let Some(error) = error {
        let _ = match format {
            Format::Json => {
                line.push_str(",\"error\":");
                json::string(&mut line, error)
            }
            Format::Text => write!(line, " error={error:?}"),
        };
    }
    line.push_str(if format == Format::Json { "}\n" } else { "\n" });
    line.into_bytes()
}
