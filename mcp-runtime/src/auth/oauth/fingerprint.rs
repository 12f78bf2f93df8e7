use sha2::{Digest as _, Sha256};

/// What stands for a token where it is remembered: nothing in memory can be
/// shown to a server again, or compared with a token that leaked elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Fingerprint([u8; 32]);

/// Makes fingerprints; different in every process.
pub(super) struct Fingerprints(Sha256);

impl Fingerprints {
    pub(super) fn new() -> Self {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).expect("the operating system has random numbers");
        Self(Sha256::new_with_prefix(secret))
    }

    // Length extension, for which HMAC exists, needs a digest that is shown.
    pub(super) fn of(&self, token: &str) -> Fingerprint {
        Fingerprint(self.0.clone().chain_update(token).finalize().into())
    }
}
