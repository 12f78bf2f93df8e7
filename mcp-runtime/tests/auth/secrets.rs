//! What must not be shown is shown nowhere.

use mcp_runtime::prelude::*;
use mcp_runtime::testing::{TestClient, json};
use mcp_runtime::{Credential, Scheme};

use crate::tools::{Gate, Names};

#[mcp_type]
struct Login {
    user: String,
    /// Kept as it is.
    #[schemars(extend("writeOnly" = true))]
    password: Pin,
}

/// A number that its type reads from text.
#[derive(Debug)]
pub(crate) struct Pin(u16);

impl<'de> serde::Deserialize<'de> for Pin {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <String as serde::Deserialize>::deserialize(deserializer)?;
        let wrong = |_| serde::de::Error::custom(format!("{text} is no pin"));
        text.parse().map(Self).map_err(wrong)
    }
}

impl serde::Serialize for Pin {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("****")
    }
}

impl mcp_runtime::schemars::JsonSchema for Pin {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Pin".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(
        _: &mut mcp_runtime::schemars::SchemaGenerator,
    ) -> mcp_runtime::schemars::Schema {
        mcp_runtime::schemars::json_schema!({"type": "string"})
    }
}

#[mcp_tool(public)]
async fn pay(#[arg(secret, min_length = 4)] code: String, #[arg(secret)] pin: Pin) -> String {
    format!("{} {}", code.len(), pin.0)
}

#[mcp_tool(public)]
async fn log_in(#[arg(flatten)] login: Login) -> String {
    format!("{} {}", login.user, login.password.0)
}

#[mcp_type]
struct Inner {
    #[schemars(extend("writeOnly" = true))]
    pin: String,
    other: u8,
}

#[mcp_tool(public)]
async fn pay_in(inner: Inner) -> String {
    format!("{} {}", inner.pin.len(), inner.other)
}

async fn client() -> TestClient {
    let server = server!().state(std::sync::Arc::<Gate>::default()).auth(Names.optional());
    TestClient::modern(server.tools(tools![pay, pay_in, log_in])).await
}

#[tokio::test]
async fn an_error_does_not_quote_a_secret() {
    let client = client().await;
    for (tool, arguments) in [
        ("pay", json!({"code": "zz7", "pin": "1234"})),
        ("pay", json!({"code": "right", "pin": "1234", "pni": "zz7"})),
        ("pay_in", json!({"inner": {"pin": 77, "other": "zz7"}})),
        ("pay_in", json!({"inner": "zz7"})),
        ("pay", json!({"code": ["zz7zz"], "pin": "1234"})),
        ("pay", json!({"code": "right", "pin": "zz7"})),
        ("pay", json!({"code": "right", "pin": {"zz7": 1}})),
        ("log_in", json!({"user": "me", "password": "zz7"})),
        ("log_in", json!({"user": "me", "password": ["zz7"]})),
    ] {
        let outcome = client.call(tool, arguments.clone()).await;
        let error = outcome.assert_error("INVALID_INPUT").to_string();
        assert!(!error.contains("zz7"), "{arguments}: {error}");
    }
    client.call("pay", json!({"code": "right", "pin": "1234"})).await.assert_text("5 1234");
}

#[tokio::test]
async fn other_arguments_are_still_quoted() {
    let outcome = client().await.call("log_in", json!({"user": 77_123, "password": "1"})).await;
    assert!(outcome.assert_error("INVALID_INPUT").to_string().contains("77123"));
}

#[tokio::test]
async fn the_schema_says_that_it_is_secret() {
    let tools = client().await.list_tools().await;
    let pay = tools.iter().find(|tool| tool["name"] == "pay").expect("it is listed");
    assert_eq!(pay["inputSchema"]["properties"]["code"]["writeOnly"], true);
}

#[test]
fn debug_shows_no_credential() {
    let credential = Credential::new(Scheme::Bearer, "zz7");
    let builder = format!("{credential:?}");
    assert!(!builder.contains("zz7"), "{builder}");
}
