use std::sync::Arc;

use opentelemetry::metrics::MeterProvider as _;
use opentelemetry::propagation::TextMapCompositePropagator;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry::{InstrumentationScope, Key, KeyValue, global};
use opentelemetry_http::HttpClient;
use opentelemetry_otlp::{
    MetricExporter, Protocol, RetryPolicy, SpanExporter, WithExportConfig as _, WithHttpConfig as _,
};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::metrics::{PeriodicReader, SdkMeterProvider};
use opentelemetry_sdk::propagation::{BaggagePropagator, TraceContextPropagator};
use opentelemetry_sdk::trace::{BatchConfigBuilder, BatchSpanProcessor, SdkTracerProvider};

use super::codes::Codes;
use super::collector::{Collector, Failures};
use super::settings::{self, Destination, Settings, Traces};
use super::{Metrics, Telemetry, conventions, layer};

/// Why nothing can be sent.
type Failed = Box<dyn std::error::Error>;

/// Starts what sends; a failure is said, and the server goes on without it.
pub(super) fn start(settings: Settings, name: &str, version: &str) -> Option<Arc<Telemetry>> {
    let resource = resource(settings.named, name, version);
    match providers(settings, &resource) {
        Ok(telemetry) => Some(Arc::new(telemetry)),
        Err(error) => {
            tracing::warn!(%error, "traces and metrics cannot be sent");
            None
        }
    }
}

fn providers(settings: Settings, resource: &Resource) -> Result<Telemetry, Failed> {
    let failures = Arc::new(Failures::default());
    let client = |to: &Destination| -> Result<Arc<dyn HttpClient>, Failed> {
        let collector = Collector::new(to.timeout, Arc::clone(&failures));
        Ok(Arc::new(collector?))
    };
    let spans = settings.traces.map(|traces| -> Result<_, Failed> {
        let client = client(&traces.to)?;
        let provider = tracer(traces, client, resource)?;
        Ok((provider.tracer_with_scope(scope()), provider))
    });
    let metrics = settings.metrics.map(|metrics| -> Result<_, Failed> {
        let client = client(&metrics.to)?;
        let provider = meter(metrics, client, resource)?;
        let meter = provider.meter_with_scope(scope());
        let histogram = |name, text| {
            let histogram = meter.f64_histogram(name).with_unit("s").with_description(text);
            histogram.with_boundaries(conventions::BUCKETS.to_vec()).build()
        };
        Ok(Metrics {
            operations: histogram(conventions::DURATION, conventions::DURATION_TEXT),
            sessions: histogram(conventions::SESSIONS, conventions::SESSIONS_TEXT),
            provider,
        })
    });
    let (spans, metrics) = (spans.transpose()?, metrics.transpose()?);
    // For spans and metrics of the program's own.
    if let Some((tracer, provider)) = &spans {
        layer::bind(tracer.clone());
        global::set_tracer_provider(provider.clone());
    }
    if let Some(metrics) = &metrics {
        global::set_meter_provider(metrics.provider.clone());
    }
    global::set_text_map_propagator(TextMapCompositePropagator::new(vec![
        Box::new(TraceContextPropagator::new()),
        Box::new(BaggagePropagator::new()),
    ]));
    Ok(Telemetry { spans, metrics, codes: Codes::default() })
}

fn tracer(
    traces: Traces,
    client: Arc<dyn HttpClient>,
    resource: &Resource,
) -> Result<SdkTracerProvider, Failed> {
    let exporter = SpanExporter::builder()
        .with_http()
        .with_shared_http_client(client)
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(traces.to.url)
        .with_timeout(traces.to.timeout)
        .with_retry_policy(RetryPolicy::recommended())
        .build()?;
    let config = BatchConfigBuilder::default()
        .with_max_queue_size(traces.queue)
        .with_max_export_batch_size(traces.batch)
        .with_scheduled_delay(traces.delay)
        .build();
    Ok(SdkTracerProvider::builder()
        .with_sampler(traces.sampler)
        .with_resource(resource.clone())
        .with_span_processor(BatchSpanProcessor::new(exporter, config))
        .build())
}

fn meter(
    metrics: settings::Metrics,
    client: Arc<dyn HttpClient>,
    resource: &Resource,
) -> Result<SdkMeterProvider, Failed> {
    let exporter = MetricExporter::builder()
        .with_http()
        .with_shared_http_client(client)
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(metrics.to.url)
        .with_timeout(metrics.to.timeout)
        .with_retry_policy(RetryPolicy::recommended())
        .build()?;
    let reader = PeriodicReader::builder(exporter).with_interval(metrics.interval).build();
    Ok(SdkMeterProvider::builder().with_resource(resource.clone()).with_reader(reader).build())
}

fn scope() -> InstrumentationScope {
    InstrumentationScope::builder("mcp-runtime").with_version(env!("CARGO_PKG_VERSION")).build()
}

/// Which service this is: as the environment says, else as the server is
/// called.
fn resource(named: bool, name: &str, version: &str) -> Resource {
    let told = Resource::builder().build();
    let mut builder = Resource::builder();
    if !named {
        builder = builder.with_service_name(name.to_owned());
    }
    let mut random = [0; 16];
    let instance = getrandom::fill(&mut random).is_ok().then(|| uuid(random));
    let more = [("service.version", Some(version.to_owned())), ("service.instance.id", instance)];
    for (key, value) in more {
        if let Some(value) = value.filter(|_| told.get(&Key::from_static_str(key)).is_none()) {
            builder = builder.with_attribute(KeyValue::new(key, value));
        }
    }
    builder.build()
}

/// A random UUID (RFC 9562, version 4).
fn uuid(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let text = format!("{:032x}", u128::from_be_bytes(bytes));
    [&text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..]].join("-")
}
