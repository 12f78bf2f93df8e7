use std::fmt::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use bytes::Bytes;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpSocket, UnixStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::PATIENCE;
use super::http::parts;
use super::way::{Place, Way, pem};

/// A request, on a connection of its own.
pub(super) struct Sent<'a> {
    pub(super) from: Ipv4Addr,
    pub(super) verb: &'a str,
    pub(super) path: &'a str,
    pub(super) headers: Vec<(&'a str, &'a str)>,
    pub(super) body: &'a str,
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

impl Place {
    /// The part of the URL that names a host.
    pub(super) fn origin(&self) -> &str {
        let host = self.endpoint.find("://").map_or(0, |scheme| scheme + 3);
        let path = self.endpoint[host..].find('/').map_or(self.endpoint.len(), |path| host + path);
        &self.endpoint[..path]
    }

    /// The head and the body of the answer.
    pub(super) fn exchange(&self, way: Way, sent: &Sent<'_>) -> (String, String) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let exchange = async {
                let stream = self.connect(way, sent.from).await;
                if way.is_http2() {
                    self.http2(stream, sent).await
                } else {
                    self.http1(stream, sent).await
                }
            };
            tokio::time::timeout(PATIENCE, exchange).await.expect("the server answers")
        })
    }

    async fn connect(&self, way: Way, from: Ipv4Addr) -> Box<dyn Stream> {
        if let Some((path, _)) = &self.socket {
            return Box::new(UnixStream::connect(path).await.expect("the server listens"));
        }
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind(SocketAddr::new(from.into(), 0)).expect("an address of this machine");
        let (_, address) = self.origin().split_once("://").expect("a URL");
        let server = address.parse().expect("an address");
        let stream = socket.connect(server).await.expect("the server listens");
        if !way.is_tls() {
            return Box::new(stream);
        }
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(pem("first.pem")).expect("PEM")).expect("a root");
        let provider = Arc::new(aws_lc_rs::default_provider());
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        let protocol: &[u8] = if way.is_http2() { b"h2" } else { b"http/1.1" };
        config.alpn_protocols = vec![protocol.to_vec()];
        let host = "localhost".try_into().expect("a name");
        let stream = TlsConnector::from(Arc::new(config)).connect(host, stream).await;
        Box::new(stream.expect("a handshake"))
    }

    async fn http1(&self, mut stream: Box<dyn Stream>, sent: &Sent<'_>) -> (String, String) {
        let Sent { verb, path, headers, body, .. } = sent;
        let (_, host) = self.origin().split_once("://").expect("a URL");
        let mut text = format!(
            "{verb} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
             Content-Length: {}\r\n",
            body.len()
        );
        for (name, value) in headers {
            let _ = write!(text, "{name}: {value}\r\n");
        }
        let _ = write!(text, "\r\n{body}");
        stream.write_all(text.as_bytes()).await.expect("the server reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("the server answers and closes");
        parts(&answer)
    }

    async fn http2(&self, stream: Box<dyn Stream>, sent: &Sent<'_>) -> (String, String) {
        let (mut requests, connection) = h2::client::handshake(stream).await.expect("HTTP/2");
        let connection = tokio::spawn(connection);
        let url = format!("{}{}", self.origin(), sent.path);
        let mut head = http::Request::builder().method(sent.verb).uri(url);
        for (name, value) in &sent.headers {
            head = head.header(*name, *value);
        }
        let head = head.body(()).expect("a request");
        let (answer, mut body) = requests.send_request(head, false).expect("a stream");
        body.send_data(Bytes::from(sent.body.to_owned()), true).expect("a body");
        let (head, mut body) = answer.await.expect("an answer").into_parts();
        let mut text = format!("HTTP/2 {} \r\n", head.status.as_u16());
        for (name, value) in &head.headers {
            let _ = write!(text, "{name}: {}\r\n", value.to_str().expect("text"));
        }
        let mut bytes = Vec::new();
        while let Some(data) = body.data().await {
            bytes.extend_from_slice(&data.expect("the stream lives"));
        }
        connection.abort();
        (text, String::from_utf8(bytes).expect("UTF-8"))
    }
}
