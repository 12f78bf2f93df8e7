use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::{Either, select};
use http::{Request, StatusCode, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

use super::endpoint::Endpoint;
use crate::clock::Clock;
use crate::error::with_causes;

/// How long one question may take, with all that belongs to it.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
const CONNECT: Duration = Duration::from_secs(5);
/// How long connections are kept for the next question.
const IDLE: Duration = Duration::from_secs(30);

/// The HTTPS client: follows no redirects, uses no proxy, and reads no more of
/// an answer than the one who asks wants.
pub(super) struct Web(Client<HttpsConnector<HttpConnector>, Full<Bytes>>);

/// Whose certificates are believed.
#[derive(Debug, Clone, Default)]
pub(super) enum Roots {
    /// Those that the operating system trusts.
    #[default]
    System,
    /// These alone, in PEM.
    Given(Vec<u8>),
}

impl Web {
    /// # Errors
    /// There are no certificates to check others by.
    pub(super) fn new(roots: &Roots, plain: bool) -> Result<Self, String> {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_connect_timeout(Some(CONNECT));
        tcp.set_nodelay(true);
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = HttpsConnectorBuilder::new();
        let builder = match roots {
            // What is asked in plain text needs no certificates.
            Roots::System if plain => {
                builder.with_tls_config(config(provider, RootCertStore::empty())?)
            }
            Roots::System => builder.with_provider_and_native_roots(provider).map_err(|_| {
                "this system has no root certificates to check an https server by: install \
                 the package ca-certificates, or name some with root_certificates"
                    .to_owned()
            })?,
            Roots::Given(pem) => builder.with_tls_config(config(provider, store(pem)?)?),
        };
        let https = if plain { builder.https_or_http() } else { builder.https_only() };
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(4)
            .http1_max_buf_size(64 << 10)
            .build(https.enable_http1().wrap_connector(tcp));
        Ok(Self(client))
    }

    /// The body at a URL.
    pub(super) async fn get(&self, from: &Endpoint, limit: usize) -> Result<Bytes, String> {
        let request = Request::get(from.0.clone()).body(Full::default());
        self.ask(request, limit).await
    }

    /// What a URL answers to a form, sent with `authorization`.
    pub(super) async fn post(
        &self,
        to: &Endpoint,
        authorization: &str,
        form: String,
        limit: usize,
    ) -> Result<Bytes, String> {
        let request = Request::post(to.0.clone())
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::AUTHORIZATION, authorization)
            .body(Full::from(form));
        self.ask(request, limit).await
    }

    async fn ask(
        &self,
        request: http::Result<Request<Full<Bytes>>>,
        limit: usize,
    ) -> Result<Bytes, String> {
        let mut request = request.map_err(|error| error.to_string())?;
        let headers = request.headers_mut();
        headers.insert(header::ACCEPT, header::HeaderValue::from_static("application/json"));
        let response = self.0.request(request).await.map_err(|error| with_causes(&error))?;
        match response.status() {
            StatusCode::OK => {}
            status if status.is_redirection() => {
                return Err(format!("it answered {status}, and redirects are not followed"));
            }
            status => return Err(format!("it answered {status}")),
        }
        let body = Limited::new(response.into_body(), limit).collect().await;
        body.map(http_body_util::Collected::to_bytes).map_err(|error| {
            if error.is::<http_body_util::LengthLimitError>() {
                format!("its answer is longer than {} KiB", limit >> 10)
            } else {
                format!("its answer broke off: {error}")
            }
        })
    }
}

/// As long as a question may take. Connecting is bounded by the system's clock
/// as well.
pub(super) async fn in_time<T>(
    clock: &Clock,
    answer: impl Future<Output = Result<T, String>>,
) -> Result<T, String> {
    match select(std::pin::pin!(answer), std::pin::pin!(clock.sleep(PATIENCE))).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => Err("it did not answer within 10 s".to_owned()),
    }
}

fn store(pem: &[u8]) -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    let wrong = |why: String| format!("the root certificates cannot be used: {why}");
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|error| wrong(error.to_string()))?;
        roots.add(certificate).map_err(|error| wrong(error.to_string()))?;
    }
    if roots.is_empty() {
        Err(wrong("there are none in the PEM text".to_owned()))
    } else {
        Ok(roots)
    }
}

fn config(
    provider: Arc<rustls::crypto::CryptoProvider>,
    roots: RootCertStore,
) -> Result<rustls::ClientConfig, String> {
    let builder = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}
