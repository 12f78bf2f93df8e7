use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::{CryptoProvider, aws_lc_rs};
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{self, ServerConfig};
use tokio_rustls::server::TlsStream;

use super::socket::Stream;
use crate::clock::Clock;
use crate::error::{Error, Problems};

/// How often the files are looked at.
const EVERY: Duration = Duration::from_secs(5);

/// The certificate and key of a server that speaks HTTPS: TLS 1.2 and 1.3,
/// with HTTP/2 where the client wants it.
///
/// The files are looked at every five seconds and read again when they have
/// changed, so that a renewed certificate needs no restart. A pair that
/// cannot be used is logged, and the one before it stays in force.
#[derive(Clone)]
pub struct Tls {
    acceptor: TlsAcceptor,
    pair: Arc<Pair>,
}

impl Tls {
    /// Reads a certificate chain, the server's own certificate first, and its
    /// private key (PKCS #8, PKCS #1 or SEC 1) from PEM files.
    ///
    /// # Errors
    /// Where a file cannot be read, holds no certificate or no key, or the
    /// key is not the certificate's; the message names the file.
    pub fn from_pem_files(
        certificates: impl AsRef<Path>,
        key: impl AsRef<Path>,
    ) -> Result<Self, Error> {
        let (certificates, key) = (certificates.as_ref().to_owned(), key.as_ref().to_owned());
        Self::read(certificates, key).map_err(|problem| {
            let mut problems = Problems::default();
            problems.add(problem);
            problems.finish().expect_err("a problem was added").into()
        })
    }

    fn read(certificates: PathBuf, key: PathBuf) -> Result<Self, String> {
        // Passed along and never the process's default: another crate may
        // have chosen one, or two may make rustls unable to choose.
        let provider = Arc::new(aws_lc_rs::default_provider());
        let seen = Seen::now(&certificates, &key);
        let current = load(&certificates, &key, &provider)?;
        let pair = Arc::new(Pair {
            certificates,
            key,
            provider: Arc::clone(&provider),
            current: RwLock::new((seen, current)),
        });
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| format!("TLS cannot be set up: {error}"))?;
        let mut config =
            config.with_no_client_auth().with_cert_resolver(Arc::clone(&pair) as Arc<_>);
        #[cfg(feature = "http2")]
        config.alpn_protocols.push(b"h2".to_vec());
        config.alpn_protocols.push(b"http/1.1".to_vec());
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), pair })
    }

    pub(super) async fn accept(&self, stream: Stream) -> std::io::Result<TlsStream<Stream>> {
        self.acceptor.accept(stream).await
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls")
            .field("certificates", &self.pair.certificates)
            .field("key", &self.pair.key)
            .finish_non_exhaustive()
    }
}

/// Looks for new files until it is dropped.
pub(super) async fn watch(tls: Option<&Tls>, clock: &Clock) {
    let Some(tls) = tls else { return std::future::pending().await };
    loop {
        clock.sleep(EVERY).await;
        let pair = Arc::clone(&tls.pair);
        // Files may be on a slow disk.
        let _ = tokio::task::spawn_blocking(move || pair.refresh()).await;
    }
}

struct Pair {
    certificates: PathBuf,
    key: PathBuf,
    provider: Arc<CryptoProvider>,
    current: RwLock<(Seen, Arc<CertifiedKey>)>,
}

impl Pair {
    fn refresh(&self) {
        let seen = Seen::now(&self.certificates, &self.key);
        if self.current.read().unwrap_or_else(PoisonError::into_inner).0 == seen {
            return;
        }
        let loaded = load(&self.certificates, &self.key, &self.provider);
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        // Also where they cannot be used: said once, not every five seconds.
        current.0 = seen;
        match loaded {
            Ok(pair) => {
                current.1 = pair;
                tracing::info!("the TLS certificate was read again");
            }
            Err(problem) => tracing::error!("{problem}; the certificate in force stays"),
        }
    }
}

impl ResolvesServerCert for Pair {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner).1))
    }
}

impl fmt::Debug for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pair").finish_non_exhaustive()
    }
}

/// By what a change of the two files is noticed.
#[derive(PartialEq)]
struct Seen([Option<(SystemTime, u64, u64)>; 2]);

impl Seen {
    fn now(certificates: &Path, key: &Path) -> Self {
        Self([certificates, key].map(|path| {
            let file = fs::metadata(path).ok()?;
            #[cfg(unix)]
            let inode = std::os::unix::fs::MetadataExt::ino(&file);
            #[cfg(not(unix))]
            let inode = 0;
            Some((file.modified().ok()?, file.len(), inode))
        }))
    }
}

fn load(
    certificates: &Path,
    key: &Path,
    provider: &CryptoProvider,
) -> Result<Arc<CertifiedKey>, String> {
    let in_file =
        |path: &Path, problem: &dyn fmt::Display| format!("{}: {problem}", path.display());
    let chain = CertificateDer::pem_file_iter(certificates)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| in_file(certificates, &error))?;
    if chain.is_empty() {
        return Err(in_file(certificates, &"holds no certificate in PEM"));
    }
    let private = PrivateKeyDer::from_pem_file(key).map_err(|error| in_file(key, &error))?;
    match CertifiedKey::from_der(chain, private, provider) {
        Ok(pair) => Ok(Arc::new(pair)),
        Err(rustls::Error::InconsistentKeys(_)) => Err(in_file(
            key,
            &format_args!("is not the key of the certificate in {}", certificates.display()),
        )),
        Err(error) => Err(in_file(certificates, &format_args!("with {}: {error}", key.display()))),
    }
}
