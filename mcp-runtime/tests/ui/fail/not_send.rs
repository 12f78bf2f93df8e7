#![allow(unused)]

use std::rc::Rc;

use mcp_runtime::prelude::*;

async fn wait() {}

#[mcp_tool]
async fn holds_an_rc_across_await(text: String) -> String {
    let shared = Rc::new(text);
    wait().await;
    shared.to_string()
}

#[mcp_tool]
async fn takes_an_rc(text: Rc<str>) -> String {
    text.to_string()
}

#[mcp_tool]
fn returns_an_rc(text: String) -> Rc<str> {
    text.into()
}

struct Cell(std::cell::Cell<u8>);

#[mcp_tools]
impl Cell {
    #[mcp_tool]
    async fn not_sync(&self) -> u8 {
        self.0.get()
    }
}

fn main() {}
