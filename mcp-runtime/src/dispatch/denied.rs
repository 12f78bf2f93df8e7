//! Calls that are refused before their body is read. They have no guards, and
//! all the same an id and a record as if the guards had refused them.

use std::sync::Arc;
use std::time::Duration;

use mcp_literals::uri::Uri;

use super::App;
use crate::auth::{Denied, Principal};
use crate::error::CallError;
use crate::guard::Stack;
use crate::handler::{CallId, Visitor};
use crate::usage::{CallLog, Usage};

impl App {
    /// What a call of this method is of, where it is there and its caller may
    /// not use it, and why. `name` is a resource's URI.
    pub(crate) fn denies(
        &self,
        method: &str,
        name: &str,
        principal: Option<&Principal>,
    ) -> Option<(Arc<Stack>, Denied)> {
        let registry = self.registry();
        let id = match method {
            "tools/call" => registry.tool(name)?.id,
            "prompts/get" => registry.prompt(name)?.id,
            "resources/read" => registry.resource_at(&Uri::parse(name).ok()?)?.item.id,
            _ => return None,
        };
        let stack = self.guards.stack(id).filter(|stack| stack.is_on())?;
        let denied = self.environment.authority.allow(&stack.settings.access, principal).err()?;
        Some((stack, denied))
    }

    /// Writes the record of a call that is refused so, and says which it is.
    pub(crate) fn record_denied(&self, of: &Stack, visitor: &Visitor, error: &CallError) -> CallId {
        let id = CallId::new(self.environment.next_call());
        let now = self.environment.clock.now();
        self.record.denied(id, of, visitor.caller(), now, error.code());
        let logged = CallLog::shows(error.code());
        if logged || !self.usage.is_idle() {
            let usage = Usage {
                request_id: &id.to_string(),
                trace_id: None,
                kind: of.kind,
                name: of.name,
                caller: &visitor.caller().to_string(),
                started: self.environment.clock.wall(),
                waited: Duration::ZERO,
                duration: Duration::ZERO,
                cost: None,
                outcome: error.code(),
                cached: false,
            };
            if logged {
                CallLog::write(&usage);
            }
            self.usage.record(&usage);
        }
        id
    }
}
