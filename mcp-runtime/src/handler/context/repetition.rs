use super::Context;
use crate::error::{CallError, code};
use crate::protocol::meta_key;

impl Context {
    /// The key under which a repetition of this call is to be recognized.
    pub(crate) fn idempotency_key(&self) -> Result<Option<String>, CallError> {
        const LONGEST: usize = 255;
        let key = match self.meta_member(meta_key::IDEMPOTENCY_KEY) {
            Some(raw) => serde_json::from_str::<String>(raw.get()).ok(),
            None => match self.raw_header("idempotency-key") {
                // What is no text is refused below: it must not pass for no key.
                Some(value) => value.to_str().ok().map(|text| text.trim_matches('"').to_owned()),
                None => return Ok(None),
            },
        };
        key.filter(|key| !key.is_empty() && key.len() <= LONGEST).map(Some).ok_or_else(|| {
            CallError::new(
                code::INVALID_INPUT,
                "the idempotency key is not a text of 1 to 255 bytes",
            )
            .action("Send a random string, such as a UUID, or leave the key out.")
        })
    }
}
