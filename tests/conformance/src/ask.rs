//! Functions that ask their client (specification 2026-07-28, basic/patterns/mrtr).

use mcp_runtime::prelude::*;

#[mcp_type]
struct Name {
    name: String,
}

#[mcp_type]
struct Color {
    color: String,
}

#[mcp_type]
struct Confirmation {
    ok: bool,
}

/// Asks for a name and greets it.
#[mcp_tool(name = "test_input_required_result_elicitation")]
async fn elicits(ctx: Context) -> Result<String, CallError> {
    let asked = ctx.elicit::<Name>("What is your name?").key("user_name").await?;
    Ok(asked.accepted().map_or_else(|| "Hello!".to_owned(), |of| format!("Hello, {}!", of.name)))
}

/// Asks the client's model.
#[mcp_tool(name = "test_input_required_result_sampling")]
async fn samples(ctx: Context) -> Result<String, CallError> {
    let said = ctx.sample("What is the capital of France?", 100).key("capital_question").await?;
    Ok(said.text())
}

/// Asks for the client's roots.
#[mcp_tool(name = "test_input_required_result_list_roots")]
async fn roots(ctx: Context) -> Result<String, CallError> {
    let roots = ctx.roots().await?;
    Ok(roots.into_iter().map(|root| root.uri).collect::<Vec<_>>().join("\n"))
}

/// Asks to go on, and says that its state came back.
#[mcp_tool(name = "test_input_required_result_request_state")]
async fn keeps(ctx: Context) -> Result<String, CallError> {
    let state: String = ctx.step("state", async { Ok::<_, CallError>("state-ok".into()) }).await?;
    ctx.elicit::<Confirmation>("Please confirm").key("confirm").await?;
    Ok(state)
}

/// The same, for clients that change the state.
#[mcp_tool(name = "test_input_required_result_tampered_state")]
async fn guards(ctx: Context) -> Result<String, CallError> {
    keeps(ctx).await
}

/// Asks the user, the model and the client at once.
#[mcp_tool(name = "test_input_required_result_multiple_inputs")]
async fn asks_all(ctx: Context) -> Result<String, CallError> {
    let name = async { ctx.elicit::<Name>("What is your name?").key("user_name").await };
    let greeting = async { ctx.sample("Generate a greeting", 50).key("greeting").await };
    let (name, greeting, roots) = tokio::try_join!(name, greeting, ctx.roots())?;
    let name = name.accepted().map_or_else(|| "nobody".to_owned(), |of| of.name);
    Ok(format!("{} {name}, with {} roots", greeting.text(), roots.len()))
}

/// Asks one question after the other.
#[mcp_tool(name = "test_input_required_result_multi_round")]
async fn asks_twice(ctx: Context) -> Result<String, CallError> {
    let name = ctx.elicit::<Name>("Step 1: What is your name?").key("step1").await?;
    let color = ctx.elicit::<Color>("Step 2: What is your favorite color?").key("step2").await?;
    let name = name.accepted().map_or_else(|| "Nobody".to_owned(), |of| of.name);
    let color = color.accepted().map_or_else(|| "none".to_owned(), |of| of.color);
    Ok(format!("{name} likes {color}"))
}

/// Asks whomever the client lets it ask.
#[mcp_tool(name = "test_input_required_result_capabilities")]
async fn asks_what_it_may(ctx: Context) -> Result<String, CallError> {
    if ctx.client_capabilities().elicitation_form {
        return elicits(ctx).await;
    }
    samples(ctx).await
}

/// Needs a client whose model can be asked.
#[mcp_tool(name = "test_missing_capability")]
async fn needs_sampling(ctx: Context) -> Result<String, CallError> {
    samples(ctx).await
}

/// Asks for a name in the middle of a stream.
#[mcp_tool(name = "test_streaming_elicitation")]
async fn streams_and_elicits(ctx: Context) -> Result<String, CallError> {
    elicits(ctx).await
}

#[mcp_type]
struct Topic {
    context: String,
}

/// A prompt that asks first.
#[mcp_prompt(name = "test_input_required_result_prompt")]
async fn asks_for_context(ctx: Context) -> Result<String, CallError> {
    let asked = ctx.elicit::<Topic>("What context should the prompt use?").key("user_context");
    Ok(asked.await?.accepted().map_or_else(|| "No context.".to_owned(), |of| of.context))
}
