//! Sessions of the older revisions as self-contained signed tokens: no table,
//! so memory stays flat under endless `initialize`, any replica with the key
//! serves any client, and a restart strands nobody.

use std::time::Duration;

use super::recent::Recent;
use super::token::{Nonce, Token};
use crate::clock::Clock;
use crate::dispatch::Session;
use crate::protocol::LogLevel;
use crate::seal::SigningKey;

/// Issues and checks session tokens.
pub(super) struct Sessions {
    key: SigningKey,
    clock: Clock,
    lifetime: Duration,
    /// Sessions that were ended with DELETE. One that is forgotten is served
    /// again, but a client that ended its session does not come back.
    ended: Recent<()>,
    /// `logging/setLevel`. A forgotten session falls back to the default level.
    levels: Recent<LogLevel>,
}

impl Sessions {
    pub(super) fn new(key: SigningKey, clock: Clock, lifetime: Duration) -> Self {
        Self { key, clock, lifetime, ended: Recent::new(), levels: Recent::new() }
    }

    /// A token that says what was agreed.
    pub(super) fn issue(&self, session: Session, owner: &str) -> Result<String, getrandom::Error> {
        let Session { version, capabilities, .. } = session;
        let mut nonce = Nonce::default();
        getrandom::fill(&mut nonce)?;
        let issued = self.clock.unix_seconds();
        Ok(Token { version, capabilities, issued, nonce }.seal(&self.key, owner))
    }

    /// The session behind a token; `None` where it is not ours, is somebody
    /// else's, has expired or was ended.
    pub(super) fn open(&self, token: &str, owner: &str) -> Option<(Nonce, Session)> {
        let token = Token::open(token, &self.key, owner).or_else(|| {
            // Clients go on with their session when they have got a token.
            let nobodys = Token::open(token, &self.key, "")?;
            Some(nobodys.taken_up(&self.key, owner))
        });
        let Token { version, capabilities, issued, nonce } = token?;
        // Another replica's clock may be ahead of ours.
        let age = self.clock.unix_seconds().saturating_sub(issued);
        if age >= self.lifetime.as_secs() || self.ended.get(nonce).is_some() {
            return None;
        }
        let log_level = self.levels.get(nonce).unwrap_or(LogLevel::Info);
        Some((nonce, Session { version, capabilities, log_level }))
    }

    pub(super) fn end(&self, nonce: Nonce) {
        self.remember(&self.ended, nonce, ());
    }

    pub(super) fn set_level(&self, nonce: Nonce, level: LogLevel) {
        self.remember(&self.levels, nonce, level);
    }

    fn remember<T: Copy>(&self, recent: &Recent<T>, nonce: Nonce, value: T) {
        let now = self.clock.unix_seconds();
        recent.set(nonce, value, now, now.saturating_add(self.lifetime.as_secs()));
    }
}
