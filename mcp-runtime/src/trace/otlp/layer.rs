use std::borrow::Cow;
use std::sync::{LazyLock, OnceLock};

use opentelemetry::Context as Otel;
use opentelemetry::trace::{SpanBuilder, Tracer, TracerProvider as _};
use opentelemetry_sdk::trace::{Sampler, SdkTracer, SdkTracerProvider, Span};
use tracing::level_filters::LevelFilter;
use tracing::subscriber::Interest;
use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, Filter, Layer};
use tracing_subscriber::registry::LookupSpan;

use super::settings;
use super::variables::Variables;

/// Makes spans that handlers open with `tracing` part of their request's
/// trace; `None` where no spans are sent.
///
/// The log is set up before anything is known to be served, so it may stand
/// there for a while before there is a tracer.
pub(crate) fn layer<S>() -> Option<impl Layer<S> + Send + Sync>
where
    S: Subscriber + for<'a> LookupSpan<'a> + Send + Sync,
{
    settings::wants_traces(&Variables::of_process()).then(|| {
        tracing_opentelemetry::layer()
            .with_tracer(Late)
            .with_location(false)
            .with_threads(false)
            .with_tracked_inactivity(false)
            .with_filter(Asked(interesting()))
    })
}

/// A filter that is asked for each span anew.
///
/// Filters of single layers hand their answer over in a thread's memory. Of a
/// span that all of them always want nobody is asked, so that the last answer
/// there, about something else, would be taken for it (tokio-rs/tracing#2519).
struct Asked(Targets);

impl<S> Filter<S> for Asked {
    fn enabled(&self, metadata: &Metadata<'_>, context: &Context<'_, S>) -> bool {
        Filter::<S>::enabled(&self.0, metadata, context)
    }

    fn callsite_enabled(&self, metadata: &'static Metadata<'static>) -> Interest {
        let interest = Filter::<S>::callsite_enabled(&self.0, metadata);
        if interest.is_always() { Interest::sometimes() } else { interest }
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Filter::<S>::max_level_hint(&self.0)
    }
}

/// What a program says of itself; not what carries it to the collector.
fn interesting() -> Targets {
    let silent = ["mcp_runtime", "opentelemetry", "hyper", "hyper_util", "h2", "rustls", "tower"];
    let silent = silent.into_iter().map(|target| (target, LevelFilter::OFF));
    Targets::new().with_default(Level::INFO).with_targets(silent)
}

static TRACER: OnceLock<SdkTracer> = OnceLock::new();

/// From now on spans are recorded by this tracer.
pub(super) fn bind(tracer: SdkTracer) {
    let _ = TRACER.set(tracer);
}

/// The tracer, once there is one.
struct Late;

impl Tracer for Late {
    type Span = Span;

    fn build_with_context(&self, builder: SpanBuilder, parent: &Otel) -> Span {
        static NOBODY: LazyLock<SdkTracer> = LazyLock::new(|| {
            let provider = SdkTracerProvider::builder().with_sampler(Sampler::AlwaysOff);
            provider.build().tracer(Cow::Borrowed(""))
        });
        TRACER.get().unwrap_or(&NOBODY).build_with_context(builder, parent)
    }
}
