use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::form;

/// Who asks about tokens.
#[derive(Clone)]
pub(super) struct Client {
    id: String,
    /// What it sends, as `client_secret_basic` (RFC 6749, 2.3.1).
    pub(super) authorization: String,
}

impl Client {
    pub(super) fn new(id: &str, secret: &str) -> Self {
        let pair = format!("{}:{}", form::encoded(id), form::encoded(secret));
        Self { id: id.to_owned(), authorization: format!("Basic {}", STANDARD.encode(pair)) }
    }
}

/// Without the secret.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Client({:?}, hidden)", self.id)
    }
}
