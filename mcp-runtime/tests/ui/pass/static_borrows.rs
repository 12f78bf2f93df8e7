// Arguments whose types mention a lifetime: the future that holds them has to be proven `Send` where the compiler has
// forgotten which lifetime it was.

use std::borrow::Cow;
use std::collections::BTreeMap;

use mcp_runtime::prelude::*;

#[mcp_tool]
async fn borrows(
    plain: Cow<'static, str>,
    #[arg(default = "x")] text: Cow<'static, str>,
    #[arg(default)] map: BTreeMap<Cow<'static, str>, u8>,
) -> Cow<'static, str> {
    let _ = (text, map);
    plain
}

#[mcp_tool]
fn blocking(text: Option<Cow<'static, str>>) -> &'static str {
    let _ = text;
    "text"
}

#[mcp_tool]
async fn context(State(text): State<&'static str>, Named(name): Named<'static>, ctx: Context) -> &'static str {
    let _ = (name, ctx);
    text
}

#[mcp_tool]
fn blocking_context(State(text): State<Cow<'static, str>>, State(map): State<Shared>) -> Cow<'static, str> {
    let _ = map;
    text
}

type Shared = std::sync::Arc<BTreeMap<&'static str, Cow<'static, str>>>;

struct Named<'a>(&'a str);

impl FromContext for Named<'static> {
    type Rejection = CallError;

    async fn from_context(_: &Context) -> Result<Self, CallError> {
        Ok(Self("name"))
    }
}

fn main() {}
