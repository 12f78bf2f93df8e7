use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// The secret of a server, or of all its replicas.
#[derive(Clone)]
pub(crate) struct SigningKey(Hmac<Sha256>);

impl SigningKey {
    pub(crate) fn new(secret: &[u8]) -> Option<Self> {
        (secret.len() >= Self::SHORTEST).then(|| Hmac::new_from_slice(secret).ok().map(Self))?
    }

    /// A key for this process alone.
    pub(crate) fn random() -> Result<Self, getrandom::Error> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret)?;
        Self::new(&secret).ok_or(getrandom::Error::UNEXPECTED)
    }

    /// Bytes of secret that make guessing hopeless.
    pub(crate) const SHORTEST: usize = 32;

    /// The code of what is said for one purpose, to be told what that is. No
    /// purpose may begin with another.
    pub(crate) fn mac(&self, purpose: &[u8]) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        mac.update(purpose);
        mac
    }

    /// A key for one purpose, from which this one cannot be told.
    pub(super) fn derive(&self, purpose: &[u8]) -> [u8; 32] {
        self.mac(purpose).finalize().into_bytes().into()
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(..)")
    }
}
