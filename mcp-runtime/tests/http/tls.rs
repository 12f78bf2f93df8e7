//! HTTPS. The certificates in `tls/` are for `localhost`, signed by
//! themselves, and good for nothing but these tests.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use mcp_runtime::Tls;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::support::{Request, Running, until};

fn pem(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/http/tls").join(name)
}

async fn start() -> Running {
    let tls = Tls::from_pem_files(pem("first.pem"), pem("first-key.pem")).unwrap();
    Running::start_with(|server| server.tls(tls)).await
}

/// Connects as a client that trusts this certificate alone.
async fn connect(
    server: &Running,
    trusted: &str,
    protocol: &[u8],
) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(pem(trusted)).unwrap()).unwrap();
    let mut config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![protocol.to_vec()];
    let stream = TcpStream::connect(server.address).await?;
    TlsConnector::from(Arc::new(config)).connect("localhost".try_into().unwrap(), stream).await
}

#[tokio::test]
async fn http1_and_http2_are_served_as_agreed() {
    let server = start().await;
    let discover = Request::modern("server/discover", json!({})).header("Connection", "close");
    let mut stream = connect(&server, "first.pem", b"http/1.1").await.unwrap();
    stream.write_all(&discover.to_bytes("/mcp")).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");

    let stream = connect(&server, "first.pem", b"h2").await.unwrap();
    let (mut requests, connection) = h2::client::handshake(stream).await.unwrap();
    tokio::spawn(connection);
    let head = http::Request::get("https://localhost/mcp").body(()).unwrap();
    let (response, _) = requests.send_request(head, true).unwrap();
    assert_eq!(response.await.unwrap().status(), 405);
}

#[tokio::test]
async fn a_handshake_that_does_not_end_is_given_up() {
    let server = start().await;
    for opening in [&b""[..], b"\x16\x03\x01\x02\x00\x01"] {
        let mut connection = server.connect().await;
        connection.write(opening).await;
        assert!(!connection.is_closed().await);
        server.clock.advance(Duration::from_secs(29));
        assert!(!connection.is_closed().await);
        server.clock.advance(Duration::from_secs(1));
        connection.closes().await;
    }
}

#[tokio::test]
async fn a_renewed_certificate_is_served_and_a_broken_one_is_not() {
    let directory = std::env::temp_dir().join(format!("mcp-tls-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let (certificate, key) = (directory.join("cert.pem"), directory.join("key.pem"));
    let install = |from: &str, to: &Path| {
        // As tools that renew do: a new file takes the name.
        std::fs::copy(pem(from), directory.join("new")).unwrap();
        std::fs::rename(directory.join("new"), to).unwrap();
    };
    install("first.pem", &certificate);
    install("first-key.pem", &key);
    let tls = Tls::from_pem_files(&certificate, &key).unwrap();
    let server = Running::start_with(|server| server.tls(tls)).await;
    let presented = async |name: &str| {
        until("the new pair is served", async || {
            server.clock.advance(Duration::from_secs(5));
            connect(&server, name, b"http/1.1").await.ok()
        })
        .await;
    };
    // Half of a new pair is none.
    install("second.pem", &certificate);
    for _ in 0..20 {
        server.clock.advance(Duration::from_secs(5));
        assert!(connect(&server, "first.pem", b"http/1.1").await.is_ok());
    }
    install("second-key.pem", &key);
    presented("second.pem").await;
    assert!(connect(&server, "first.pem", b"http/1.1").await.is_err());
    std::fs::remove_dir_all(directory).unwrap();
}

#[test]
fn what_is_wrong_with_the_files_is_said_at_the_start() {
    for (certificate, key, parts) in [
        ("missing.pem", "first-key.pem", ["missing.pem", "No such file"]),
        ("first-key.pem", "first-key.pem", ["first-key.pem", "no certificate"]),
        ("first.pem", "first.pem", ["first.pem", "no items found"]),
        ("first.pem", "second-key.pem", ["second-key.pem", "is not the key of"]),
    ] {
        let refused = Tls::from_pem_files(pem(certificate), pem(key)).unwrap_err().to_string();
        for part in parts {
            assert!(refused.contains(part), "{part:?} is missing: {refused}");
        }
    }
}
