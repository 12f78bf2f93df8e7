//! What operators see, and the headers that repeat arguments.

use mcp_runtime::prelude::*;
use mcp_runtime::{DynamicTool, Kind, Registrar};
use serde_json::json;

use crate::says;
use crate::support::{Connection, Request, Running};

async fn server() -> (Running, Registrar) {
    let mut registrar = None;
    let server = Running::start_with(|server| {
        registrar = Some(server.registrar());
        server.tools([]).prompts([]).resources([])
    })
    .await;
    (server, registrar.unwrap())
}

async fn page(server: &Running, path: &str) -> String {
    let get = Request::post("").verb("GET").without("content-type").without("accept");
    let mut connection = Connection::open(server.address).await;
    connection.send_to(path, &get).await;
    connection.response().await.body
}

#[tokio::test]
async fn counts_are_of_what_there_is() {
    let (server, registrar) = server().await;
    // Calls are noted while somebody looks.
    page(&server, "/status.json").await;
    for number in 0..200 {
        let name = format!("tool-{number}");
        registrar.add_tool(says(&name, "x")).unwrap();
        let response = server.modern("tools/call", json!({ "name": name })).await;
        assert_eq!(response.json()["result"]["content"][0]["text"], "x", "{response:?}");
        if number != 7 {
            assert!(registrar.remove(Kind::Tool, &name));
        }
    }
    let metrics = page(&server, "/metrics").await;
    let counted = |name: &str| {
        metrics.contains(&format!("mcp_tool_calls_total{{tool=\"{name}\",outcome=\"OK\"}} 1"))
    };
    assert!(counted("tool-7"), "{metrics}");
    let known = metrics.lines().filter(|line| line.contains("tool=\"tool-"));
    assert!(known.clone().count() > 5);
    assert!(known.clone().all(|line| line.contains("tool=\"tool-7\"")), "{metrics}");
    let status: serde_json::Value =
        serde_json::from_str(&page(&server, "/status.json").await).unwrap();
    let tools = status["tools"].as_array().unwrap();
    assert_eq!((tools.len(), &tools[0]["name"]), (1, &json!("tool-7")));
    // The last calls keep their names, whatever came in their places.
    let recent = status["recent"].as_array().unwrap();
    let names: Vec<&str> = recent.iter().map(|call| call["tool"].as_str().unwrap()).collect();
    let last: Vec<String> = (0..200).rev().map(|number| format!("tool-{number}")).collect();
    assert!(names.len() > 5, "{status}");
    assert_eq!(names, last[..names.len()], "{status}");
    assert!(recent.iter().all(|call| call["outcome"] == "OK"), "{status}");

    registrar.remove(Kind::Tool, "tool-7");
    registrar.add_tool(says("tool-7", "y")).unwrap();
    let metrics = page(&server, "/metrics").await;
    let begun_anew = "mcp_tool_calls_total{tool=\"tool-7\",outcome=\"OK\"} 0";
    assert!(metrics.contains(begun_anew), "{metrics}");
}

#[tokio::test]
async fn headers_repeat_what_the_schema_says() {
    let (server, registrar) = server().await;
    let tool = DynamicTool::new("where", |arguments, _| async move {
        arguments["region"].as_str().unwrap_or_default().to_owned()
    });
    let schema = json!({
        "type": "object",
        "properties": { "region": { "type": "string", "x-mcp-header": "Region" } },
    });
    registrar.add_tool(tool.input_schema(schema)).unwrap();
    let params = json!({ "name": "where", "arguments": { "region": "eu" } });
    for (header, status) in [(Some("eu"), 200), (Some("us"), 400), (None, 400)] {
        let request = Request::modern("tools/call", params.clone());
        let request = match header {
            Some(region) => request.header("Mcp-Param-Region", region),
            None => request,
        };
        let response = server.send(&request).await;
        assert_eq!(response.status, status, "{header:?}: {response:?}");
    }
}
