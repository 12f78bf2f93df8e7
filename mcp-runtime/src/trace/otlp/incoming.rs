use std::time::{Instant, SystemTime};

use http::HeaderMap;
use opentelemetry::Context as Otel;
use opentelemetry::propagation::{Extractor, TextMapPropagator as _};
use opentelemetry::trace::{
    SpanContext, SpanId, TraceContextExt as _, TraceFlags, TraceId, TraceState,
};
use opentelemetry_sdk::propagation::BaggagePropagator;

use crate::clock::Clock;
use crate::protocol::{Meta, raw_str};
use crate::trace::TraceContext;

/// What a request says of the trace that it belongs to, and when it came.
pub(crate) struct Incoming {
    /// The caller's span and its baggage.
    pub(super) parent: Otel,
    /// The span of the HTTP request, where the message names another.
    pub(super) link: Option<SpanContext>,
    pub(super) started: SystemTime,
    pub(super) since: Instant,
}

impl Incoming {
    /// The conventions have the context in `_meta` for the parent and the one
    /// around it for a link: a message may be sent again in another HTTP
    /// request, and one HTTP request may carry several.
    pub(crate) fn read(meta: Option<&Meta<'_>>, headers: &HeaderMap, clock: &Clock) -> Self {
        let meta = meta.map_or_else(TraceContext::default, |meta| {
            let [parent, state, baggage] = meta.trace;
            TraceContext::read(|name| {
                let raw = match name {
                    "traceparent" => parent,
                    "tracestate" => state,
                    _ => baggage,
                };
                raw.and_then(raw_str).map(std::borrow::Cow::into_owned)
            })
        });
        let outer = TraceContext::of_headers(headers);
        let link = span_context(&meta).and_then(|inner| {
            span_context(&outer).filter(|outer| outer.span_id() != inner.span_id())
        });
        Self { parent: parent(&meta.or(outer)), link, started: clock.wall(), since: clock.now() }
    }
}

fn parent(context: &TraceContext) -> Otel {
    // Not what runs around the server: each request is a trace of its own.
    let mut otel = Otel::new();
    if let Some(span) = span_context(context) {
        otel = otel.with_remote_span_context(span);
    }
    match context.baggage() {
        Some(text) => BaggagePropagator::new().extract_with_context(&otel, &Baggage(text)),
        None => otel,
    }
}

fn span_context(context: &TraceContext) -> Option<SpanContext> {
    let (trace, span, flags) = context.parts()?;
    // Flags that are not known yet must not be handed on.
    let flags = TraceFlags::new(u8::from_str_radix(flags, 16).ok()?) & TraceFlags::SAMPLED;
    let state = context.tracestate().and_then(|text| text.parse::<TraceState>().ok());
    Some(SpanContext::new(
        TraceId::from_hex(trace).ok()?,
        SpanId::from_hex(span).ok()?,
        flags,
        true,
        state.unwrap_or_default(),
    ))
}

struct Baggage<'a>(&'a str);

impl Extractor for Baggage<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        (key == "baggage").then_some(self.0)
    }

    fn keys(&self) -> Vec<&str> {
        vec!["baggage"]
    }
}
