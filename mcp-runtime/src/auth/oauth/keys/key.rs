use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::DecodingKey;
use serde_json::Value;

use crate::auth::oauth::jwt::JwtAlgorithm;

/// A public key that verifies signatures (RFC 7517), and for which algorithms.
pub(in crate::auth::oauth) struct Key {
    id: Option<Box<str>>,
    algorithms: Vec<JwtAlgorithm>,
    public: DecodingKey,
}

/// What RSA is secure and affordable with.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=8192;

impl Key {
    /// # Errors
    /// It is no key that tokens could be verified by; says why.
    pub(super) fn from_jwk(jwk: &Value) -> Result<Self, &'static str> {
        if jwk.get("use").is_some_and(|of| of != "sig") {
            return Err("it is not for signatures");
        }
        let verifies = |of: &Value| {
            of.as_array().is_some_and(|operations| operations.iter().any(|one| one == "verify"))
        };
        if jwk.get("key_ops").is_some_and(|of| !verifies(of)) {
            return Err("it is not for verifying");
        }
        let text = |name| jwk.get(name).and_then(Value::as_str).ok_or("a member is missing");
        let (mut algorithms, public) = match (text("kty")?, jwk.get("crv").and_then(Value::as_str))
        {
            ("RSA", _) => (JwtAlgorithm::RSA.to_vec(), rsa(text("n")?, text("e")?)?),
            ("EC", Some("P-256")) => (vec![JwtAlgorithm::Es256], ec(text("x")?, text("y")?, 32)?),
            ("EC", Some("P-384")) => (vec![JwtAlgorithm::Es384], ec(text("x")?, text("y")?, 48)?),
            ("OKP", Some("Ed25519")) => (vec![JwtAlgorithm::EdDsa], ed(text("x")?)?),
            // Whoever can verify by a shared secret could sign as well.
            ("oct", _) => return Err("it is a shared secret"),
            _ => return Err("its kind is not supported"),
        };
        if let Some(name) = jwk.get("alg") {
            let only = name.as_str().and_then(JwtAlgorithm::named);
            algorithms.retain(|one| Some(*one) == only);
        }
        if algorithms.is_empty() {
            return Err("its algorithm is not supported");
        }
        let id = match jwk.get("kid") {
            None => None,
            Some(Value::String(id)) => Some(id.as_str().into()),
            Some(_) => return Err("its kid is not a string"),
        };
        Ok(Self { id, algorithms, public })
    }

    pub(super) fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Whether both would be tried for one token.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.id == other.id && self.algorithms.iter().any(|one| other.fits(*one))
    }

    pub(super) fn fits(&self, algorithm: JwtAlgorithm) -> bool {
        self.algorithms.contains(&algorithm)
    }

    /// Whether this key signed the message. `algorithm` must fit it.
    pub(in crate::auth::oauth) fn signed(
        &self,
        algorithm: JwtAlgorithm,
        message: &str,
        signature: &str,
    ) -> bool {
        debug_assert!(self.fits(algorithm), "the set finds keys by their algorithm");
        // Somebody else's features must not decide which cryptography is used.
        let _ = jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER.install_default();
        let (message, algorithm) = (message.as_bytes(), algorithm.in_library());
        jsonwebtoken::crypto::verify(signature, message, &self.public, algorithm).unwrap_or(false)
    }
}

fn rsa(modulus: &str, exponent: &str) -> Result<DecodingKey, &'static str> {
    let (modulus, exponent) = (bytes(modulus)?, bytes(exponent)?);
    let significant = modulus.iter().skip_while(|byte| **byte == 0);
    let (first, length) = (significant.clone().next().copied().unwrap_or(0), significant.count());
    let bits = (length * 8).saturating_sub(first.leading_zeros() as usize);
    if RSA_BITS.contains(&bits) {
        Ok(DecodingKey::from_rsa_raw_components(&modulus, &exponent))
    } else {
        Err("RSA keys must have 2048 to 8192 bits")
    }
}

fn ec(x: &str, y: &str, length: usize) -> Result<DecodingKey, &'static str> {
    if bytes(x)?.len() != length || bytes(y)?.len() != length {
        return Err("its coordinates do not fit its curve");
    }
    DecodingKey::from_ec_components(x, y).map_err(|_| "its coordinates are malformed")
}

fn ed(x: &str) -> Result<DecodingKey, &'static str> {
    if bytes(x)?.len() != 32 {
        return Err("its length does not fit its curve");
    }
    DecodingKey::from_ed_components(x).map_err(|_| "it is malformed")
}

fn bytes(text: &str) -> Result<Vec<u8>, &'static str> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| "a member is not base64url")
}
