//! A collector of the tests' own: OTLP over HTTP, decoded.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue, any_value};
use opentelemetry_proto::tonic::metrics::v1::{HistogramDataPoint, metric};
use opentelemetry_proto::tonic::resource::v1::Resource;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message as _;

const PATIENCE: Duration = Duration::from_secs(20);

/// Listens until the test is over.
pub(crate) struct Collector {
    address: String,
    came: Arc<Mutex<Came>>,
}

#[derive(Default)]
struct Came {
    requests: Vec<Request>,
    connections: usize,
}

struct Request {
    head: String,
    body: Vec<u8>,
}

/// How a collector treats those who come.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Manner {
    Answers,
    NeverAnswers,
}

impl Collector {
    pub(crate) fn start() -> Self {
        Self::with(Manner::Answers)
    }

    pub(crate) fn with(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().unwrap().to_string();
        let came = Arc::<Mutex<Came>>::default();
        let noted = Arc::clone(&came);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                noted.lock().unwrap().connections += 1;
                let noted = Arc::clone(&noted);
                std::thread::spawn(move || serve(&stream, &noted, manner));
            }
        });
        Self { address, came }
    }

    /// An address where nobody listens any more.
    pub(crate) fn gone() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        format!("http://{}", listener.local_addr().unwrap())
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn connections(&self) -> usize {
        self.came.lock().unwrap().connections
    }

    /// Everything that came, as the bytes that it was.
    pub(crate) fn text(&self) -> String {
        let came = self.came.lock().unwrap();
        let text = |request: &Request| {
            format!("{}{}", request.head, String::from_utf8_lossy(&request.body))
        };
        came.requests.iter().map(text).collect()
    }

    pub(crate) fn traces(&self) -> Vec<ExportTraceServiceRequest> {
        self.of("/v1/traces", |body| ExportTraceServiceRequest::decode(body).expect("OTLP"))
    }

    pub(crate) fn resource(&self) -> Resource {
        self.traces()[0].resource_spans[0].resource.clone().expect("a resource")
    }

    pub(crate) fn spans(&self) -> Vec<Span> {
        let resources = self.traces().into_iter().flat_map(|request| request.resource_spans);
        let scopes = resources.flat_map(|resource| resource.scope_spans);
        scopes.flat_map(|scope| scope.spans).collect()
    }

    /// The only span of this name.
    pub(crate) fn span(&self, name: &str) -> Span {
        let mut all: Vec<_> = self.spans().into_iter().filter(|span| span.name == name).collect();
        let names: Vec<_> = self.spans().into_iter().map(|span| span.name).collect();
        assert_eq!(all.len(), 1, "{name} among {names:?}");
        all.remove(0)
    }

    /// Waits for one that is sent while the server runs.
    pub(crate) fn await_span(&self, name: &str) -> Span {
        let deadline = Instant::now() + PATIENCE;
        while !self.spans().iter().any(|span| span.name == name) {
            assert!(Instant::now() < deadline, "no span {name}");
            std::thread::sleep(Duration::from_millis(10));
        }
        self.span(name)
    }

    /// The points of a histogram in the last request that has it.
    pub(crate) fn histogram(&self, name: &str) -> Vec<HistogramDataPoint> {
        let requests =
            self.of("/v1/metrics", |body| ExportMetricsServiceRequest::decode(body).expect("OTLP"));
        let request = requests.into_iter().next_back().expect("metrics came");
        let resources = request.resource_metrics.into_iter();
        let scopes = resources.flat_map(|resource| resource.scope_metrics);
        let mut metrics = scopes.flat_map(|scope| scope.metrics);
        let metric = metrics.find(|metric| metric.name == name).expect("the metric");
        assert_eq!(metric.unit, "s");
        match metric.data {
            Some(metric::Data::Histogram(histogram)) => histogram.data_points,
            other => panic!("a histogram, not {other:?}"),
        }
    }

    fn of<T>(&self, path: &str, decode: impl Fn(&[u8]) -> T) -> Vec<T> {
        let came = self.came.lock().unwrap();
        let asked = format!("POST {path} ");
        let of_path = came.requests.iter().filter(|request| request.head.starts_with(&asked));
        of_path.map(|request| decode(&request.body)).collect()
    }
}

fn serve(mut stream: &TcpStream, came: &Mutex<Came>, manner: Manner) {
    let mut reader = BufReader::new(stream);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head).unwrap_or(0) == 0 {
                return;
            }
        }
        let length = head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .and_then(|(_, length)| length.parse().ok());
        let mut body = vec![0; length.expect("a length")];
        if reader.read_exact(&mut body).is_err() {
            return;
        }
        came.lock().unwrap().requests.push(Request { head, body });
        let answer =
            b"HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n";
        if manner == Manner::Answers && stream.write_all(answer).is_err() {
            return;
        }
    }
}

/// An attribute's value as text.
pub(crate) fn attribute(attributes: &[KeyValue], key: &str) -> Option<String> {
    let mut values = attributes.iter().filter(|attribute| attribute.key == key);
    let value = values.next()?.value.clone();
    assert!(values.next().is_none(), "{key} stands there once");
    match value {
        Some(AnyValue { value: Some(any_value::Value::StringValue(text)) }) => Some(text),
        Some(AnyValue { value: Some(any_value::Value::IntValue(number)) }) => {
            Some(number.to_string())
        }
        other => panic!("{key} is {other:?}"),
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}
