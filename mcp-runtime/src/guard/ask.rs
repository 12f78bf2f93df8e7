use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::value::RawValue;

use super::canonical::Canonical;
use crate::handler::{Context, PerDef};
use crate::limit::{Key, Ticks};

/// A call that asks a guard to be let through.
pub(super) struct Asking<'a> {
    pub(super) ctx: &'a Context,
    /// The text of a JSON object.
    pub(super) arguments: Option<&'a str>,
}

impl Asking<'_> {
    pub(super) fn now(&self) -> Ticks {
        self.ctx.environment().ticks()
    }

    /// Whom the call counts for.
    pub(super) fn key(&self, per: PerDef, default: &str) -> Key {
        let keys = &self.ctx.environment().keys;
        match per {
            PerDef::Server => keys.key(()),
            PerDef::Caller => keys.key(self.ctx.caller()),
            PerDef::Argument(name) => {
                let value = self.arguments.and_then(|json| argument(json, name));
                keys.key(Canonical(value.map_or(default, RawValue::get)))
            }
        }
    }
}

/// One member of an object, without building the others. Of repeated ones the
/// last: validation refuses them anyway.
fn argument<'a>(json: &'a str, name: &str) -> Option<&'a RawValue> {
    let members: HashMap<Cow<'_, str>, &'a RawValue> = serde_json::from_str(json).ok()?;
    members.get(name).copied()
}
