use std::time::Duration;

use http::Uri;
use opentelemetry_sdk::trace::Sampler;

use super::variables::{Variables, ignored};

/// What the environment asks for.
pub(super) struct Settings {
    pub(super) traces: Option<Traces>,
    pub(super) metrics: Option<Metrics>,
    /// A name was given to the service.
    pub(super) named: bool,
}

pub(super) struct Traces {
    pub(super) to: Destination,
    pub(super) sampler: Sampler,
    pub(super) queue: usize,
    pub(super) batch: usize,
    pub(super) delay: Duration,
}

pub(super) struct Metrics {
    pub(super) to: Destination,
    pub(super) interval: Duration,
}

pub(super) struct Destination {
    /// With the path of its signal.
    pub(super) url: String,
    pub(super) timeout: Duration,
}

/// Whether spans are to be sent, without a word of what is wrong.
pub(super) fn wants_traces(variables: &Variables<'_>) -> bool {
    !variables.text("OTEL_SDK_DISABLED").is_some_and(|text| text.eq_ignore_ascii_case("true"))
        && variables.of_signal("TRACES", "ENDPOINT").is_some()
        && variables.text("OTEL_TRACES_EXPORTER").as_deref() != Some("none")
}

/// `None` where nothing is to be sent. What would keep all of it from
/// arriving is a problem; anything else has a default to go on with, as
/// OpenTelemetry's specification wants.
pub(super) fn read(variables: &Variables<'_>, mut problem: impl FnMut(String)) -> Option<Settings> {
    if variables.is_true("OTEL_SDK_DISABLED") {
        return None;
    }
    let traces = destination(variables, "TRACES", "/v1/traces", &mut problem);
    let metrics = destination(variables, "METRICS", "/v1/metrics", &mut problem);
    if traces.is_none() && metrics.is_none() {
        return None;
    }
    check_attributes(variables);
    let queue = variables.number("OTEL_BSP_MAX_QUEUE_SIZE", 2048, 1, 65_536);
    let batch = variables.number("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", 512, 1, 65_536).min(queue);
    Some(Settings {
        named: variables.text("OTEL_SERVICE_NAME").is_some()
            || variables.text("OTEL_RESOURCE_ATTRIBUTES").is_some_and(|text| {
                text.split(',').any(|one| one.trim().starts_with("service.name="))
            }),
        traces: traces.map(|to| Traces {
            to,
            sampler: sampler(variables),
            queue: usize::try_from(queue).unwrap_or(2048),
            batch: usize::try_from(batch).unwrap_or(512),
            delay: variables.milliseconds("OTEL_BSP_SCHEDULE_DELAY", 5_000),
        }),
        metrics: metrics.map(|to| Metrics {
            to,
            interval: variables.milliseconds("OTEL_METRIC_EXPORT_INTERVAL", 60_000),
        }),
    })
}

fn destination(
    variables: &Variables<'_>,
    signal: &str,
    path: &str,
    problem: &mut impl FnMut(String),
) -> Option<Destination> {
    let exporter = format!("OTEL_{signal}_EXPORTER");
    match variables.text(&exporter).as_deref() {
        Some("none") => return None,
        None | Some("otlp") => {}
        Some(_) => ignored(&exporter, "write `otlp` or `none`"),
    }
    let (endpoint, named) = variables.of_signal(signal, "ENDPOINT")?;
    if let Some((protocol, name)) = variables.of_signal(signal, "PROTOCOL") {
        match protocol.as_str() {
            "http/protobuf" => {}
            "grpc" => problem(format!(
                "{name} is `grpc`, which this server does not speak: set it to `http/protobuf`, \
                 and {named} to the collector's port for that, usually 4318"
            )),
            _ => ignored(&name, "write `http/protobuf`"),
        }
    }
    if let Some((compression, name)) = variables.of_signal(signal, "COMPRESSION")
        && compression != "none"
    {
        ignored(&name, "nothing is compressed here; write `none`");
    }
    if let Some((headers, name)) = variables.of_signal(signal, "HEADERS")
        && headers.split_terminator(',').any(|pair| !pair.contains('='))
    {
        ignored(&name, "write `name=value`, with commas in between");
    }
    if let Err(why) = check(&endpoint) {
        problem(format!("{named} {why}"));
        return None;
    }
    // The endpoint of one signal is taken to the letter.
    let own = named.contains(signal);
    let url = if own { endpoint } else { format!("{}{path}", endpoint.trim_end_matches('/')) };
    let own = format!("OTEL_EXPORTER_OTLP_{signal}_TIMEOUT");
    let general = variables.milliseconds("OTEL_EXPORTER_OTLP_TIMEOUT", 10_000);
    let timeout =
        if variables.text(&own).is_some() { variables.milliseconds(&own, 10_000) } else { general };
    Some(Destination { url, timeout })
}

fn check(endpoint: &str) -> Result<(), String> {
    let uri: Option<Uri> = endpoint.parse().ok();
    let host = uri.as_ref().and_then(Uri::host).filter(|host| !host.is_empty());
    match (uri.as_ref().and_then(Uri::scheme_str), host) {
        (Some("http"), Some(_)) => Ok(()),
        (Some("https"), Some(_)) if cfg!(feature = "otlp-tls") => Ok(()),
        (Some("https"), Some(_)) => Err("is an https address: build this program with the \
             feature `otlp-tls` of mcp-runtime, or send to a collector on this machine"
            .to_owned()),
        _ => {
            Err("is no address of a collector: write one such as http://localhost:4318".to_owned())
        }
    }
}

fn sampler(variables: &Variables<'_>) -> Sampler {
    const NAME: &str = "OTEL_TRACES_SAMPLER";
    const RATIO: &str = "OTEL_TRACES_SAMPLER_ARG";
    let ratio = || {
        let ratio = variables.text(RATIO).and_then(|text| text.parse::<f64>().ok());
        let ratio = ratio.filter(|ratio| (0.0..=1.0).contains(ratio)).unwrap_or_else(|| {
            ignored(RATIO, "write a number from 0 to 1; all traces are sampled");
            1.0
        });
        Sampler::TraceIdRatioBased(ratio)
    };
    let by_parent = |root| Sampler::ParentBased(Box::new(root));
    match variables.text(NAME).as_deref() {
        None | Some("parentbased_always_on") => by_parent(Sampler::AlwaysOn),
        Some("always_on") => Sampler::AlwaysOn,
        Some("always_off") => Sampler::AlwaysOff,
        Some("traceidratio") => ratio(),
        Some("parentbased_always_off") => by_parent(Sampler::AlwaysOff),
        Some("parentbased_traceidratio") => by_parent(ratio()),
        Some(_) => {
            ignored(
                NAME,
                "write always_on, always_off, traceidratio, or one of these after `parentbased_`",
            );
            by_parent(Sampler::AlwaysOn)
        }
    }
}

fn check_attributes(variables: &Variables<'_>) {
    const NAME: &str = "OTEL_RESOURCE_ATTRIBUTES";
    if variables
        .text(NAME)
        .is_some_and(|text| text.split_terminator(',').any(|pair| !pair.contains('=')))
    {
        ignored(NAME, "write `name=value`, with commas in between");
    }
}

#[cfg(test)]
mod tests;
