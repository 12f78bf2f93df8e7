//! Tools that ask their client on the stream of the call (specification
//! 2025-11-25, client/sampling and client/elicitation), and one that hangs up.

use std::time::Duration;

use mcp_runtime::prelude::*;
use serde::Serialize;

/// Asks the client's model.
#[mcp_tool]
async fn test_sampling(prompt: String, ctx: Context) -> Result<String, CallError> {
    let said = ctx.sample(prompt, 100).await?;
    Ok(format!("LLM response: {}", said.text()))
}

#[mcp_type]
struct User {
    /// User's response
    username: String,
    /// User's email address
    email: String,
}

/// Asks the user.
#[mcp_tool]
async fn test_elicitation(message: String, ctx: Context) -> Result<String, CallError> {
    Ok(format!("User response: {}", shown(&ctx.elicit::<User>(message).await?)))
}

#[mcp_type]
struct Profile {
    #[serde(default = "john")]
    name: String,
    #[serde(default = "thirty")]
    age: u8,
    #[serde(default = "high")]
    score: f64,
    #[serde(default)]
    status: Status,
    #[serde(default = "yes")]
    verified: bool,
}

#[mcp_type]
#[derive(Default)]
#[serde(rename_all = "lowercase")]
enum Status {
    #[default]
    Active,
    Inactive,
    Pending,
}

fn john() -> String {
    "John Doe".to_owned()
}

fn thirty() -> u8 {
    30
}

fn high() -> f64 {
    95.5
}

fn yes() -> bool {
    true
}

/// Asks with a default for everything.
#[mcp_tool]
async fn test_elicitation_sep1034_defaults(ctx: Context) -> Result<String, CallError> {
    let said = ctx.elicit::<Profile>("Please review and update the form").await?;
    Ok(format!("Elicitation completed: {}", shown(&said)))
}

#[mcp_type]
#[serde(rename_all = "camelCase")]
struct Choices {
    untitled_single: Plain,
    titled_single: Titled,
    legacy_enum: Legacy,
    untitled_multi: Vec<Plain>,
    titled_multi: Vec<Titled>,
}

#[mcp_type]
#[serde(rename_all = "lowercase")]
enum Plain {
    Option1,
    Option2,
    Option3,
}

#[mcp_type]
#[serde(rename_all = "lowercase")]
enum Titled {
    /// First Option
    Value1,
    /// Second Option
    Value2,
    /// Third Option
    Value3,
}

#[mcp_type]
#[serde(rename_all = "lowercase")]
#[schemars(extend("enumNames" = ["Option One", "Option Two", "Option Three"]))]
enum Legacy {
    Opt1,
    Opt2,
    Opt3,
}

/// Asks for a choice in every way there is.
#[mcp_tool]
async fn test_elicitation_sep1330_enums(ctx: Context) -> Result<String, CallError> {
    let said = ctx.elicit::<Choices>("Please select options").await?;
    Ok(format!("Elicitation completed: {}", shown(&said)))
}

fn shown<T: Serialize>(said: &Elicited<T>) -> String {
    match said {
        Elicited::Accepted(content) => {
            let content = serde_json::to_string(content).unwrap_or_default();
            format!("action=accept, content={content}")
        }
        Elicited::Declined => "action=decline, content={}".to_owned(),
        Elicited::Cancelled => "action=cancel, content={}".to_owned(),
    }
}

/// Sends the user to a page.
#[mcp_tool]
async fn test_url_elicitation(url: String, ctx: Context) -> Result<String, CallError> {
    let said = ctx.elicit_url("Please pay there", url).await?;
    Ok(format!("User: {said:?}"))
}

/// Asks for the client's roots.
#[mcp_tool]
async fn test_roots(ctx: Context) -> Result<String, CallError> {
    let roots = ctx.roots().await?;
    Ok(roots.into_iter().map(|root| root.uri).collect::<Vec<_>>().join("\n"))
}

/// Hangs up on its client, which comes back for the answer.
#[mcp_tool]
async fn test_reconnection(ctx: Context) -> &'static str {
    ctx.close_stream(Duration::from_millis(500));
    tokio::time::sleep(Duration::from_millis(100)).await;
    "Reconnection test completed successfully"
}
