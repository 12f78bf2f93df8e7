use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    self, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RsaKeyPair, RsaPublicKeyComponents,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// A private key, and how it is used.
pub struct Signer {
    key: Key,
    algorithm: &'static str,
}

enum Key {
    Ec(Box<EcdsaKeyPair>),
    Ed(Ed25519KeyPair),
    Rsa(RsaKeyPair),
}

impl Signer {
    /// A new key for ES256, ES384, ES512, `EdDSA`, RS256, RS384, RS512, PS256,
    /// PS384 or PS512.
    ///
    /// # Panics
    /// There is no such algorithm.
    pub fn new(algorithm: &'static str) -> Self {
        let ec = |kind| Key::Ec(Box::new(EcdsaKeyPair::generate(kind).expect("keys are made")));
        let key = match algorithm {
            "ES256" => ec(&signature::ECDSA_P256_SHA256_FIXED_SIGNING),
            "ES384" => ec(&signature::ECDSA_P384_SHA384_FIXED_SIGNING),
            "ES512" => ec(&signature::ECDSA_P521_SHA512_FIXED_SIGNING),
            "EdDSA" => Key::Ed(Ed25519KeyPair::generate().expect("keys are made")),
            "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" => {
                Key::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).expect("keys are made"))
            }
            _ => panic!("there is no key for {algorithm}"),
        };
        Self { key, algorithm }
    }

    /// The same RSA key, used otherwise.
    #[must_use]
    pub fn with_algorithm(mut self, algorithm: &'static str) -> Self {
        self.algorithm = algorithm;
        self
    }

    /// The public key.
    pub fn jwk(&self, kid: &str) -> Value {
        match &self.key {
            Key::Ec(pair) => {
                let point = &pair.public_key().as_ref()[1..];
                let (x, y) = point.split_at(point.len() / 2);
                let curve = match x.len() {
                    32 => "P-256",
                    48 => "P-384",
                    _ => "P-521",
                };
                json!({ "kty": "EC", "crv": curve, "kid": kid, "x": text(x), "y": text(y) })
            }
            Key::Ed(pair) => {
                json!({ "kty": "OKP", "crv": "Ed25519", "kid": kid, "x": text(pair.public_key()) })
            }
            Key::Rsa(pair) => {
                let public = RsaPublicKeyComponents::<Vec<u8>>::from(pair.public_key());
                json!({ "kty": "RSA", "kid": kid, "n": text(public.n), "e": text(public.e) })
            }
        }
    }

    /// The public key as others write it: what whoever confuses algorithms
    /// would take for a secret.
    ///
    /// # Panics
    /// The key is Ed25519.
    pub fn public_der(&self) -> Vec<u8> {
        match &self.key {
            Key::Ec(pair) => {
                pair.public_key().as_der().expect("keys are written").as_ref().to_vec()
            }
            Key::Rsa(pair) => {
                pair.public_key().as_der().expect("keys are written").as_ref().to_vec()
            }
            Key::Ed(_) => panic!("nobody asks for it"),
        }
    }

    /// A token with the header that is usual.
    pub fn sign(&self, kid: &str, claims: &Value) -> String {
        self.sign_as(&json!({ "alg": self.algorithm, "typ": "at+jwt", "kid": kid }), claims)
    }

    /// A token with any header.
    ///
    /// # Panics
    /// The cryptography fails.
    pub fn sign_as(&self, header: &Value, claims: &Value) -> String {
        self.sign_text(&header.to_string(), &claims.to_string())
    }

    /// A token of any two texts.
    ///
    /// # Panics
    /// The cryptography fails.
    pub fn sign_text(&self, header: &str, claims: &str) -> String {
        let message = format!("{}.{}", text(header), text(claims));
        let random = SystemRandom::new();
        let signature = match &self.key {
            Key::Ec(pair) => {
                pair.sign(&random, message.as_bytes()).expect("it signs").as_ref().to_vec()
            }
            Key::Ed(pair) => pair.sign(message.as_bytes()).as_ref().to_vec(),
            Key::Rsa(pair) => {
                let padding: &'static dyn signature::RsaEncoding = match self.algorithm {
                    "RS384" => &signature::RSA_PKCS1_SHA384,
                    "RS512" => &signature::RSA_PKCS1_SHA512,
                    "PS256" => &signature::RSA_PSS_SHA256,
                    "PS384" => &signature::RSA_PSS_SHA384,
                    "PS512" => &signature::RSA_PSS_SHA512,
                    _ => &signature::RSA_PKCS1_SHA256,
                };
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(padding, &random, message.as_bytes(), &mut signature).expect("it signs");
                signature
            }
        };
        format!("{message}.{}", text(signature))
    }
}

/// A token that is signed with a shared secret.
pub fn hmac(secret: &[u8], header: &Value, claims: &Value) -> String {
    let message = format!("{}.{}", text(header.to_string()), text(claims.to_string()));
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, secret);
    let tag = aws_lc_rs::hmac::sign(&key, message.as_bytes());
    format!("{message}.{}", text(tag))
}

/// A token without a signature.
pub fn unsigned(header: &Value, claims: &Value) -> String {
    format!("{}.{}.", text(header.to_string()), text(claims.to_string()))
}

fn text(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
