use std::fmt::Display;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use super::table::Known;
use super::{KeyDigest, KeyRecord};
use crate::auth::{Principal, Rejection};

/// When callers may try again after a lookup has failed.
const RETRY: Duration = Duration::from_secs(5);

/// Where the user keeps the records of keys.
pub(super) struct Lookup {
    find: Box<dyn Find>,
    /// Whether the last lookup failed, which is logged once.
    failing: AtomicBool,
}

type Found = Result<Option<KeyRecord>, String>;

trait Find: Send + Sync {
    fn find(&self, digest: KeyDigest) -> Pin<Box<dyn Future<Output = Found> + Send>>;
}

impl<F, Fut, E> Find for F
where
    F: Fn(KeyDigest) -> Fut + Send + Sync,
    Fut: Future<Output = Result<Option<KeyRecord>, E>> + Send + 'static,
    E: Display,
{
    fn find(&self, digest: KeyDigest) -> Pin<Box<dyn Future<Output = Found> + Send>> {
        let found = self(digest);
        Box::pin(async { found.await.map_err(|error| error.to_string()) })
    }
}

impl Lookup {
    pub(super) fn new<F, Fut, E>(find: F) -> Self
    where
        F: Fn(KeyDigest) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Option<KeyRecord>, E>> + Send + 'static,
        E: Display,
    {
        Self { find: Box::new(find), failing: AtomicBool::new(false) }
    }

    pub(super) async fn ask(
        &self,
        digest: KeyDigest,
        now: SystemTime,
    ) -> Result<Principal, Rejection> {
        let found = self.find.find(digest).await;
        let failed = found.is_err();
        let before = self.failing.swap(failed, Ordering::Relaxed);
        match found {
            Err(error) => {
                if !before {
                    tracing::warn!(error, "API keys cannot be looked up");
                }
                Err(Rejection::unavailable(RETRY))
            }
            Ok(record) => {
                if before {
                    tracing::info!("API keys can be looked up again");
                }
                let known = record.as_ref().map(Known::from);
                match known {
                    Some(known) if known.is_of(&digest) => known.answer(now),
                    Some(_) => {
                        tracing::error!(
                            "the lookup of API keys returned the record of another key"
                        );
                        Err(Rejection::unknown())
                    }
                    None => Err(Rejection::unknown()),
                }
            }
        }
    }
}
