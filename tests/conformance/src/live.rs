//! Tools that change what the server has, for the tests of real clients: each
//! test changes names and URIs of its own, so that they do not disturb each other.

use mcp_runtime::prelude::*;
use mcp_runtime::{DynamicPrompt, DynamicResource, DynamicTool, Kind, Registrar, RegistrarError};

#[mcp_type(input)]
#[derive(Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum What {
    Tool,
    Prompt,
    Resource,
}

/// Offers something of this kind from now on.
#[mcp_tool(read_only)]
async fn test_offer(
    what: What,
    /// The name; of a resource, `live://NAME` is the URI.
    #[arg(pattern = "^[a-z0-9_]{1,60}$")]
    name: String,
    State(registrar): State<Registrar>,
) -> Result<&'static str, Internal> {
    add(&registrar, what, name)?;
    Ok("offered")
}

fn add(registrar: &Registrar, what: What, name: String) -> Result<(), RegistrarError> {
    let said = format!("{name} was added");
    match what {
        What::Tool => {
            registrar.add_tool(DynamicTool::new(name, move |_, _| std::future::ready(said.clone())))
        }
        What::Prompt => registrar
            .add_prompt(DynamicPrompt::new(name, move |_, _| std::future::ready(said.clone()))),
        What::Resource => {
            let uri = format!("live://{name}");
            registrar.add_resource(DynamicResource::new(name, uri, move |_, _, _| {
                std::future::ready(said.clone())
            }))
        }
    }
}

/// Offers it no longer.
#[mcp_tool(read_only)]
async fn test_withdraw(what: What, name: String, State(registrar): State<Registrar>) -> bool {
    let kind = match what {
        What::Tool => Kind::Tool,
        What::Prompt => Kind::Prompt,
        What::Resource => Kind::Resource,
    };
    registrar.remove(kind, &name)
}

/// Says that what a resource holds has changed.
#[mcp_tool(read_only)]
async fn test_touch(uri: String, ctx: Context) -> &'static str {
    ctx.notifier().resource_updated(&uri);
    "touched"
}

/// What there is to watch: as many as there are numbers.
#[mcp_resource("watched://{number}", mime_type = "text/plain")]
async fn watched(number: u32) -> String {
    format!("number {number}")
}
