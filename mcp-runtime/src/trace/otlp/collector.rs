//! The way to a collector: HTTP on a thread of its own, so that neither a
//! server's runtime nor its calls have part in it.

mod failures;

pub(super) use failures::Failures;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use tokio::sync::{mpsc, oneshot};

use crate::error::with_causes;

/// What is on its way at once; each exporter sends one request at a time.
const MOST: usize = 4;
/// What is read of an answer.
const ANSWER: usize = 64 << 10;
/// How long a connection is kept for what comes next.
const IDLE: Duration = Duration::from_secs(30);

#[cfg(feature = "otlp-tls")]
type Connector = hyper_rustls::HttpsConnector<HttpConnector>;
#[cfg(not(feature = "otlp-tls"))]
type Connector = HttpConnector;
type Hyper = Client<Connector, Full<Bytes>>;

/// Sends requests one by one, follows no redirect and knows no proxy.
pub(super) struct Collector {
    jobs: mpsc::Sender<Job>,
    failures: Arc<Failures>,
}

struct Job {
    request: Request<Bytes>,
    answer: oneshot::Sender<Result<Response<Bytes>, HttpError>>,
}

impl Collector {
    /// # Errors
    /// There is no thread, or there are no certificates to check others by.
    pub(super) fn new(timeout: Duration, failures: Arc<Failures>) -> Result<Self, String> {
        let (jobs, mut work) = mpsc::channel::<Job>(MOST);
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        #[cfg(feature = "otlp-tls")]
        let connector = secured(connector)?;
        let client = client(connector);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| error.to_string())?;
        let serve = async move {
            while let Some(Job { request, answer }) = work.recv().await {
                let client = client.clone();
                tokio::spawn(async move {
                    let asked = tokio::time::timeout(timeout, ask(&client, request));
                    let came = asked
                        .await
                        .unwrap_or_else(|_| Err(format!("no answer within {timeout:?}").into()));
                    let _ = answer.send(came);
                });
            }
        };
        std::thread::Builder::new()
            .name("otlp".to_owned())
            .spawn(move || runtime.block_on(serve))
            .map_err(|error| error.to_string())?;
        Ok(Self { jobs, failures })
    }

    async fn deliver(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let (answer, came) = oneshot::channel();
        self.jobs.try_send(Job { request, answer }).map_err(|_| "too many are on their way")?;
        came.await?
    }
}

#[async_trait::async_trait]
impl HttpClient for Collector {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let to = request.uri().clone();
        let came = self.deliver(request).await;
        match &came {
            Ok(response) if response.status().is_success() => {}
            Ok(response) => self.failures.say(&to, &format!("it answered {}", response.status())),
            Err(error) => self.failures.say(&to, &with_causes(&**error)),
        }
        came
    }
}

impl fmt::Debug for Collector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Collector")
    }
}

async fn ask(client: &Hyper, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
    let response = client.request(request.map(Full::new)).await?;
    let (head, body) = response.into_parts();
    let body = Limited::new(body, ANSWER).collect().await?.to_bytes();
    Ok(Response::from_parts(head, body))
}

fn client(connector: Connector) -> Hyper {
    Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(IDLE)
        .build(connector)
}

#[cfg(feature = "otlp-tls")]
fn secured(mut tcp: HttpConnector) -> Result<Connector, String> {
    tcp.enforce_http(false);
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let https = hyper_rustls::HttpsConnectorBuilder::new()
        .with_provider_and_native_roots(provider)
        .map_err(|_| "this system has no root certificates: install ca-certificates")?;
    Ok(https.https_or_http().enable_http1().wrap_connector(tcp))
}
