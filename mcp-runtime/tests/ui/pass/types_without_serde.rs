//! Types of the user's own in a crate that has neither serde nor schemars: here their names mean something else.

#![deny(warnings, missing_docs, unused_qualifications, unreachable_pub)]
#![allow(dead_code)]

extern crate core as schemars;
extern crate core as serde;

use std::collections::BTreeMap;

use mcp_runtime::prelude::*;

/// How fast.
#[mcp_type]
#[derive(Debug, Clone, Copy, Default)]
#[serde(rename_all = "lowercase")]
enum Mode {
    #[default]
    Fast,
    Slow,
}

#[mcp_type]
#[derive(Debug)]
struct Page<T> {
    #[serde(rename = "list")]
    items: Vec<T>,
    #[schemars(range(max = 9))]
    next: Option<u8>,
}

#[mcp_type(output)]
struct Borrowed {
    text: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    more: Option<&'static str>,
}

struct Opaque;

#[mcp_type(input)]
struct Query {
    #[serde(skip, default = "opaque")]
    #[schemars(skip)]
    opaque: Option<std::sync::Arc<std::sync::Mutex<Opaque>>>,
    words: BTreeMap<String, Mode>,
}

fn opaque() -> Option<std::sync::Arc<std::sync::Mutex<Opaque>>> {
    None
}

mod renamed {
    use mcp_runtime as rt;

    #[rt::mcp_type(crate = rt)]
    pub(crate) struct Point(u8, u8);
}

#[mcp_tool]
async fn read(#[arg(flatten)] query: Query) -> Json<Page<Mode>> {
    let _ = query;
    Json(Page { items: vec![], next: None })
}

#[mcp_tool]
async fn write(page: Page<renamed::Point>, #[arg(default)] mode: Mode) -> Json<Borrowed> {
    let _ = (page, mode);
    Json(Borrowed { text: "text", more: None })
}

fn main() {}
