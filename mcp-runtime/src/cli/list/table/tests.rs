use serde_json::{Map, json};

use super::*;
use crate::handler::HandlerId;

fn offered(kind: Kind, entry: &Value, guards: &Value) -> Offered {
    let map = |value: &Value| value.as_object().cloned().unwrap_or_else(Map::new);
    let (entry, guards) = (map(entry), map(guards));
    Offered { kind, name: "forecast", id: HandlerId::default(), enabled: true, entry, guards }
}

fn tool(description: &str, guards: &Value) -> Offered {
    let entry = json!({"description": description, "annotations": {"readOnlyHint": true}});
    offered(Kind::Tool, &entry, guards)
}

fn cells(table: &str) -> Vec<Vec<&str>> {
    fn line(line: &str) -> Vec<&str> {
        line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect()
    }
    table.lines().map(line).collect()
}

#[test]
fn a_row_says_all_in_short() {
    let guards =
        json!({"auth": ["a", "b"], "rate": ["60/min", "5/s"], "timeout": "10s", "queue": 4});
    let table = table(Kind::Tool, &[&tool("Forecast for a city.\n\nMore.", &guards)], None);
    assert_eq!(
        cells(&table),
        [
            ["TOOL", "WHAT", "GUARDS", "HINTS"],
            [
                "forecast",
                "Forecast for a city.",
                "auth a b, rate 60/min 5/s, timeout 10s, queue 4",
                "read-only",
            ],
        ]
    );
}

#[test]
fn prompts_show_arguments_and_resources_where_they_are() {
    let schema = json!({"properties": {"a": {}, "b": {}}, "required": ["a"]});
    let prompt = json!({"title": "Ask", "inputSchema": schema});
    let one = offered(Kind::Prompt, &prompt, &json!({"timeout": "1s"}));
    let said = table(Kind::Prompt, &[&one], None);
    assert_eq!(cells(&said)[1], ["forecast", "Ask", "a [b]", "timeout 1s"]);

    let resource = json!({"uriTemplate": "a://{b}", "mimeType": "text/plain"});
    let one = offered(Kind::Resource, &resource, &json!({}));
    let said = table(Kind::Resource, &[&one], None);
    assert_eq!(cells(&said)[1], ["forecast", "a://{b}", "text/plain"]);
}

#[test]
fn it_fits_the_terminal() {
    let guards = json!({"rate": "60/min", "timeout": "10s", "budget": "$5/day"});
    let long = tool(&"very long text ".repeat(20), &guards);
    for width in [70, 80, 100, 200] {
        let table = table(Kind::Tool, &[&long], Some(width));
        assert!(table.lines().all(|line| line.chars().count() <= width), "{width}:\n{table}");
        assert!(table.contains("forecast") && table.contains('…'), "{table}");
    }
}
