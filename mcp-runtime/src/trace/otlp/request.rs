use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Instant, SystemTime};

use opentelemetry::trace::{
    Link, SpanBuilder, SpanContext, SpanKind, Status, TraceContextExt as _, TraceFlags, Tracer as _,
};
use opentelemetry::{Context as Otel, ContextGuard, KeyValue};

use super::conventions as names;
use super::{Incoming, Labels, Telemetry};
use crate::trace::TraceContext;

/// A request that is being served: its span, and its measure of time.
///
/// No argument and no result is part of it, and no message of an error, which
/// may repeat an argument.
pub(crate) struct RequestSpan {
    telemetry: Arc<Telemetry>,
    /// With the span, and with what its caller wants to be known.
    context: Otel,
    labels: Labels,
    started: SystemTime,
    since: Instant,
    ended: AtomicBool,
}

/// What only spans say of a request.
pub(crate) struct Details {
    pub(crate) id: String,
    /// Names the session without opening it.
    pub(crate) session: Option<String>,
    pub(crate) client: Option<SocketAddr>,
}

impl RequestSpan {
    pub(crate) fn start(
        telemetry: Arc<Telemetry>,
        incoming: Incoming,
        labels: Labels,
        details: impl FnOnce() -> Details,
    ) -> Self {
        let Incoming { parent, link, started, since } = incoming;
        let context = match &telemetry.spans {
            Some((tracer, _)) => {
                let span = SpanBuilder::from_name(labels.span_name())
                    .with_kind(SpanKind::Server)
                    .with_start_time(started)
                    .with_links(link.into_iter().map(Link::with_context).collect())
                    .with_attributes(attributes(&labels, details()));
                parent.with_span(tracer.build_with_context(span, &parent))
            }
            None => parent,
        };
        Self { telemetry, context, labels, started, since, ended: AtomicBool::new(false) }
    }

    /// Makes it the parent of what is started meanwhile on this thread.
    pub(crate) fn enter(&self) -> ContextGuard {
        self.context.clone().attach()
    }

    /// It is over: with an error's code, and the JSON-RPC error that its
    /// answer is. Only the first end counts.
    pub(crate) fn end(&self, error: Option<&str>, status: Option<i32>, now: Instant) {
        if self.ended.swap(true, Ordering::Relaxed) {
            return;
        }
        let elapsed = now.saturating_duration_since(self.since);
        let status_text = status.map(|status| status.to_string());
        let error =
            error.or(status_text.as_deref().filter(|_| status.is_some_and(names::is_error)));
        let span = self.context.span();
        if self.telemetry.spans.is_some() && span.is_recording() {
            if let Some(error) = error {
                span.set_attribute(KeyValue::new(names::ERROR, error.to_owned()));
                span.set_status(Status::error(""));
            }
            if let Some(status) = &status_text {
                span.set_attribute(KeyValue::new(names::STATUS, status.clone()));
            }
            let ended = self.started.checked_add(elapsed).unwrap_or(self.started);
            span.end_with_timestamp(ended);
        }
        if let Some(metrics) = &self.telemetry.metrics {
            let mut attributes = self.labels.attributes(2);
            if let Some(error) = error {
                let error = match self.labels.called {
                    Some((_, name)) => self.telemetry.codes.bounded(name, error),
                    None => error,
                };
                attributes.push(KeyValue::new(names::ERROR, error.to_owned()));
            }
            if let Some(status) = status_text {
                attributes.push(KeyValue::new(names::STATUS, status));
            }
            metrics.operations.record(elapsed.as_secs_f64(), &attributes);
        }
    }

    /// What to hand on: the span that runs now, where it is one of this
    /// trace, else the request's.
    pub(crate) fn outgoing(&self, incoming: TraceContext) -> TraceContext {
        let own = self.context.span().span_context().clone();
        let current = Otel::map_current(|current| current.span().span_context().clone());
        let shown = if current.trace_id() == own.trace_id() { current } else { own };
        if !shown.is_valid() {
            return incoming;
        }
        let state = shown.trace_state().header();
        TraceContext {
            parent: Some(written(&shown)),
            state: Some(state).filter(|state| !state.is_empty()),
            baggage: incoming.baggage,
        }
    }

    /// The trace, as logs name it.
    pub(crate) fn trace_id(&self) -> Option<String> {
        let span = self.context.span();
        let context = span.span_context();
        context.is_valid().then(|| context.trace_id().to_string())
    }
}

fn attributes(labels: &Labels, details: Details) -> Vec<KeyValue> {
    let mut all = labels.attributes(6);
    all.push(KeyValue::new(names::REQUEST, details.id));
    if let Some(session) = details.session {
        all.push(KeyValue::new(names::SESSION, session));
    }
    if let Some(client) = details.client {
        all.push(KeyValue::new(names::CLIENT, client.ip().to_canonical().to_string()));
        all.push(KeyValue::new(names::CLIENT_PORT, i64::from(client.port())));
    }
    all
}

fn written(context: &SpanContext) -> String {
    let sampled = context.trace_flags() & TraceFlags::SAMPLED;
    format!("00-{}-{}-{sampled:02x}", context.trace_id(), context.span_id())
}
