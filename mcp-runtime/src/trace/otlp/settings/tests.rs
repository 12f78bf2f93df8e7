use std::collections::HashMap;

use super::*;

fn read_all(set: &[(&str, &str)]) -> (Option<Settings>, Vec<String>) {
    let set: HashMap<_, _> = set.iter().copied().collect();
    let variables = Variables::new(|name| set.get(name).map(|value| (*value).to_owned()));
    let mut problems = Vec::new();
    let settings = read(&variables, |problem| problems.push(problem));
    (settings, problems)
}

const TO: (&str, &str) = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318/");

#[test]
fn without_an_endpoint_nothing_is_sent() {
    for set in [
        &[][..],
        &[("OTEL_SERVICE_NAME", "notes"), ("OTEL_TRACES_EXPORTER", "otlp")],
        &[("OTEL_EXPORTER_OTLP_ENDPOINT", " ")],
        &[TO, ("OTEL_SDK_DISABLED", "TRUE")],
        &[TO, ("OTEL_TRACES_EXPORTER", "none"), ("OTEL_METRICS_EXPORTER", "none")],
    ] {
        let (settings, problems) = read_all(set);
        assert!(settings.is_none() && problems.is_empty(), "{set:?}");
    }
}

#[test]
fn each_signal_has_its_place_and_its_patience() {
    let (settings, _) = read_all(&[
        TO,
        ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://other/m"),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "100"),
        ("OTEL_EXPORTER_OTLP_METRICS_TIMEOUT", "200"),
    ]);
    let Settings { traces: Some(traces), metrics: Some(metrics), .. } = settings.unwrap() else {
        panic!("both are sent");
    };
    assert_eq!(traces.to.url, "http://collector:4318/v1/traces");
    assert_eq!(metrics.to.url, "http://other/m");
    assert_eq!((traces.to.timeout, metrics.to.timeout), (ms(100), ms(200)));
}

#[test]
fn what_would_never_arrive_keeps_the_server_from_starting() {
    for (name, value, said) in [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318", "http://localhost:4318"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "ftp://collector", "http://localhost:4318"),
        ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://", "http://localhost:4318"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "http/protobuf"),
    ] {
        // What comes later counts.
        let (_, problems) = read_all(&[TO, (name, value)]);
        let told = problems.iter().any(|text| text.contains(said) && text.contains(name));
        assert!(told, "{name}={value}: {problems:?}");
    }
    #[cfg(not(feature = "otlp-tls"))]
    assert!(read_all(&[(TO.0, "https://collector")]).1[0].contains("otlp-tls"));
}

#[test]
fn other_nonsense_leaves_the_default() {
    let (settings, problems) = read_all(&[
        TO,
        ("OTEL_SDK_DISABLED", "perhaps"),
        ("OTEL_TRACES_EXPORTER", "zipkin"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "carrier pigeon"),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "-1"),
        ("OTEL_TRACES_SAMPLER", "sometimes"),
        ("OTEL_BSP_MAX_QUEUE_SIZE", "99999999999999999999"),
        ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "0"),
        ("OTEL_BSP_SCHEDULE_DELAY", "0"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "soon"),
        ("OTEL_RESOURCE_ATTRIBUTES", "broken"),
    ]);
    let settings = settings.unwrap();
    let (traces, metrics) = (settings.traces.unwrap(), settings.metrics.unwrap());
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!((traces.queue, traces.batch), (2048, 512));
    assert_eq!((traces.delay, metrics.interval), (ms(5_000), ms(60_000)));
    assert_eq!(traces.to.timeout, ms(10_000));
    assert!(matches!(traces.sampler, Sampler::ParentBased(_)));
    assert!(!settings.named);
}

#[test]
fn samplers_are_those_of_the_specification() {
    let of = |name, ratio| {
        let set = [TO, ("OTEL_TRACES_SAMPLER", name), ("OTEL_TRACES_SAMPLER_ARG", ratio)];
        format!("{:?}", read_all(&set).0.unwrap().traces.unwrap().sampler)
    };
    assert_eq!(of("always_off", ""), "AlwaysOff");
    assert_eq!(of("traceidratio", "0.25"), "TraceIdRatioBased(0.25)");
    assert_eq!(of("traceidratio", "7"), "TraceIdRatioBased(1.0)");
    assert_eq!(of("parentbased_traceidratio", "0.5"), "ParentBased(TraceIdRatioBased(0.5))");
}

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}
