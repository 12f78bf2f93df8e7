#![allow(unused)]

use std::rc::Rc;

use mcp_runtime::prelude::*;

async fn no_parameter() -> Result<(), CallError> {
    Ok(())
}

async fn borrows(call: &GuardCall) -> Result<(), CallError> {
    Ok(())
}

async fn answers(call: GuardCall) -> bool {
    true
}

async fn text_as_an_error(call: GuardCall) -> Result<(), String> {
    Ok(())
}

fn not_async(call: GuardCall) -> Result<(), CallError> {
    Ok(())
}

async fn not_send(call: GuardCall) -> Result<(), CallError> {
    let shared = Rc::new(1);
    std::future::ready(()).await;
    drop(shared);
    Ok(())
}

const NOT_A_FUNCTION: u8 = 1;

#[mcp_tool(guard = no_parameter)]
async fn a() {}

#[mcp_tool(guard = borrows)]
async fn b() {}

#[mcp_tool(guard = [answers, text_as_an_error])]
async fn c() {}

#[mcp_tool(guard = not_async)]
async fn d() {}

#[mcp_tool(guard = not_send)]
async fn e() {}

#[mcp_tool(guard = NOT_A_FUNCTION)]
async fn f() {}

#[mcp_tool(guard = misspelt)]
async fn g() {}

struct Tools;

#[mcp_tools]
impl Tools {
    async fn with_receiver(&self, call: GuardCall) -> Result<(), CallError> {
        Ok(())
    }

    #[mcp_tool(guard = Self::with_receiver)]
    async fn method(&self) {}
}

fn main() {}
