//! Bounds that are constants of the user's, through the wire and at start-up.

use mcp_runtime::prelude::*;
use mcp_runtime::testing::{TestClient, json};

const LIMIT: u8 = 14;
const LONGEST: usize = 5;

/// Takes numbers and texts.
#[mcp_tool]
async fn bounded(
    #[arg(min = 1, max = LIMIT)] days: u8,
    #[arg(max = LIMIT / 2)] list: Vec<u8>,
    #[arg(max_length = LONGEST, min_length = 1)] text: Option<String>,
    #[arg(default = i64::from(LIMIT), max = i64::pow(2, 40), multiple_of = 7)] number: i64,
) -> String {
    format!("{days} {list:?} {text:?} {number}")
}

struct Calendar;

#[mcp_tools]
impl Calendar {
    const MONTHS: u8 = 12;

    /// Takes a month.
    #[mcp_tool]
    async fn month(&self, #[arg(max = Self::MONTHS)] month: u8) -> u8 {
        month
    }
}

/// Nothing fits.
#[mcp_tool]
async fn nothing_fits(#[arg(min = 20, max = LIMIT)] _days: u8) {}

/// Its type holds less.
#[mcp_tool]
async fn beyond_the_type(#[arg(min = 300)] _days: u8) {}

/// No number of JSON.
#[mcp_tool]
async fn not_finite(#[arg(max = f64::NAN)] _ratio: f64) {}

/// No length.
#[mcp_tool]
async fn negative_length(#[arg(max_length = 2 - 3)] _text: String) {}

/// Suggests what it refuses.
#[mcp_tool]
async fn refused_default(#[arg(default = 15, max = LIMIT)] _days: u8) {}

#[tokio::test]
async fn constants_are_shown_and_enforced() {
    let client = TestClient::modern(server!().tools(tools![bounded])).await;
    let properties = client.list_tools().await[0]["inputSchema"]["properties"].clone();
    assert_eq!(
        (&properties["days"]["minimum"], &properties["days"]["maximum"]),
        (&json!(1), &json!(14))
    );
    assert_eq!(properties["list"]["items"]["maximum"], 7);
    assert_eq!(
        (&properties["text"]["minLength"], &properties["text"]["maxLength"]),
        (&json!(1), &json!(5))
    );
    assert_eq!(properties["number"]["maximum"], 1_i64 << 40);
    assert_eq!(properties["number"]["default"], 14);

    let good = json!({"days": 14, "list": [7], "text": "abcde"});
    client.call("bounded", good).await.assert_text("14 [7] Some(\"abcde\") 14");
    let bad = json!({"days": 15, "list": [8], "text": "abcdef", "number": (1_i64 << 40) + 7});
    let outcome = client.call("bounded", bad).await;
    let message = outcome.assert_error("INVALID_INPUT")["message"].to_string();
    for pointer in ["/days", "/list/0", "/text", "/number"] {
        assert!(message.contains(&format!("{pointer}: expected")), "{pointer} in {message}");
    }
}

#[tokio::test]
async fn constants_of_the_impl_block() {
    let client = TestClient::modern(server!().tools(tools![Calendar::month]).state(Calendar)).await;
    client.call("month", json!({"month": 13})).await.assert_error("INVALID_INPUT");
    client.call("month", json!({"month": 12})).await.assert_text("12");
}

#[test]
fn start_up_names_what_makes_no_sense() {
    let tools = tools![nothing_fits, beyond_the_type, not_finite, negative_length, refused_default];
    let Err(mcp_runtime::Error::Startup(error)) = server!().tools(tools).build() else {
        panic!("it must not start");
    };
    let problems = error.problems();
    assert_eq!(problems.len(), 5, "{error}");
    for parts in [
        ["beyond_the_type", "`minimum` 300 and `maximum` 255"],
        ["negative_length", "maxLength"],
        ["not_finite", "maximum"],
        ["nothing_fits", "`minimum` 20 and `maximum` 14"],
        ["refused_default", "the default of argument `_days`"],
    ] {
        let named = |problem: &String| parts.iter().all(|part| problem.contains(part));
        assert!(problems.iter().any(named), "{parts:?} in {error}");
    }
}
