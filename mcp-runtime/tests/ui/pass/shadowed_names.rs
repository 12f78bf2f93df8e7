// Every name that generated code could have reached for is something else here.

#![allow(unused, nonstandard_style)]

mod std {}
mod core {}
mod alloc {}
mod serde {}
mod schemars {}

struct Result;
struct Option;
struct String;
struct Vec;
struct Box;
struct Arc;
struct Future;
struct Send;
struct Sync;
struct Default;
struct Into;
struct From;
struct Describe;
struct Call;
struct ToolDef;
struct __TOOL;
struct Guards;
struct RateDef;
struct PerDef;
struct Check;
fn check() {}
struct __PARAMS;
#[allow(non_snake_case)]
fn Some() {}
#[allow(non_snake_case)]
fn None() {}
#[allow(non_snake_case)]
fn Ok() {}
#[allow(non_snake_case)]
fn Err() {}
fn drop() {}

macro_rules! line { () => { compile_error!("shadowed") }; }
macro_rules! file { () => { compile_error!("shadowed") }; }
macro_rules! module_path { () => { compile_error!("shadowed") }; }
macro_rules! format { () => { compile_error!("shadowed") }; }
macro_rules! submit { () => { compile_error!("shadowed") }; }
macro_rules! vec { () => { compile_error!("shadowed") }; }

const d: u8 = 1;
const ctx: u8 = 2;
const call: u8 = 3;
const slot0: u8 = 4;
const value0: u8 = 5;
const reply: u8 = 6;
const this: u8 = 7;

use ::mcp_runtime::{Context, Json, State, mcp_tool, mcp_tools};

#[mcp_tool(timeout = "1s", read_only, icon(src = "https://x"), meta("a" = 1))]
async fn describe(
    #[arg(default = "x", min_length = 1)] text: ::std::string::String,
    #[arg(default)] list: ::std::vec::Vec<u8>,
    #[arg(default = d + ctx + call + slot0 + value0 + reply + this)] number: u8,
    context: Context,
) -> ::std::result::Result<Json<u8>, ::mcp_runtime::CallError> {
    let _ = (text, list, context);
    ::std::result::Result::Ok(Json(number))
}

async fn begin(_: ::mcp_runtime::GuardCall) -> ::std::result::Result<(), ::mcp_runtime::CallError> {
    ::std::result::Result::Ok(())
}

#[mcp_tool(rate = "1/s", cost = "$0.1", budget = "$1/day", cache = "1s", read_only, guard = begin)]
fn invoke(text: ::std::string::String) -> ::std::string::String {
    text
}

struct Weather;

#[mcp_tools]
impl Weather {
    #[mcp_tool]
    fn method(&self, shared: State<u8>) -> u8 {
        shared.0
    }
}

#[derive(::std::fmt::Debug, ::thiserror::Error, ::mcp_runtime::ToolError)]
#[error("x")]
enum Failure {
    #[tool_error(code = "A", action = "{wait:?}", retry_after = wait, details(wait))]
    A { wait: ::std::time::Duration },
    #[tool_error(code = "B", action = "{0}", details(0))]
    B(u8),
    C,
}

fn main() {
    let _ = ::mcp_runtime::tools![describe, invoke, Weather::method];
}
