//! Content, in the words that a revision has for it.

use std::borrow::Cow;

use serde::Serialize;

use crate::handler::PromptMessage;
use crate::protocol::content::{Content, Role};
use crate::protocol::{ProtocolVersion, write};

pub(super) fn blocks(out: &mut Vec<u8>, blocks: &[Content], version: ProtocolVersion) {
    let known: Vec<Cow<'_, Content>> = blocks.iter().map(|block| known(block, version)).collect();
    write::json(out, &known);
}

pub(super) fn messages(out: &mut Vec<u8>, messages: &[PromptMessage], version: ProtocolVersion) {
    #[derive(Serialize)]
    struct Shown<'a> {
        role: Role,
        content: Cow<'a, Content>,
    }
    let mut all = Vec::with_capacity(messages.len());
    for PromptMessage { role, content } in messages {
        all.push(Shown { role: *role, content: known(content, version) });
    }
    write::json(out, &all);
}

/// 2025-03-26 has no resource links; a client would refuse the whole result.
fn known(block: &Content, version: ProtocolVersion) -> Cow<'_, Content> {
    match block.as_link() {
        Some(link) if version <= ProtocolVersion::V2025_03_26 => {
            Cow::Owned(Content::text(link.uri.as_str()))
        }
        _ => Cow::Borrowed(block),
    }
}
