//! Prompts, resources and completion.

use rmcp::model::{GetPromptRequestParams, ReadResourceRequestParams};
use rmcp_client::{Client, Server, Way, every_way, refused};
use serde_json::{Value, json};

every_way!(lists_and_gets_prompts, lists_and_reads_resources, completes_an_argument);

/// What came, as JSON.
macro_rules! shown {
    ($value:expr) => {
        serde_json::to_value($value).unwrap()
    };
}

async fn lists_and_gets_prompts(way: Way) {
    let client = Client::connect(Server::Fixtures, way).await;
    let get = async |name: &str, arguments: Value| {
        let Value::Object(arguments) = arguments else { panic!("arguments are an object") };
        client.own().get_prompt(GetPromptRequestParams::new(name).with_arguments(arguments)).await
    };
    let prompts = shown!(client.own().list_all_prompts().await.unwrap());
    let prompts = prompts.as_array().unwrap();
    let prompt = prompts.iter().find(|it| it["name"] == "test_prompt_with_arguments").unwrap();
    assert_eq!(prompt["arguments"][1]["name"], "arg2");
    assert_eq!(prompt["arguments"][1]["required"], true);
    let given = shown!(
        get("test_prompt_with_arguments", json!({ "arg1": "a", "arg2": "b" })).await.unwrap()
    );
    assert_eq!(
        given["messages"][0]["content"]["text"],
        "Prompt with arguments: arg1='a', arg2='b'"
    );
    let picture = shown!(get("test_prompt_with_image", json!({})).await.unwrap());
    assert_eq!(picture["messages"][0]["content"]["mimeType"], "image/png");
    let missing = refused(get("test_prompt_with_arguments", json!({ "arg1": "a" })).await);
    assert!(missing.message.contains("arg2"), "{missing}");
    let unknown = refused(get("test_simple_promt", json!({})).await);
    assert!(unknown.message.contains("Did you mean test_simple_prompt?"), "{unknown}");
    client.close().await;
}

async fn lists_and_reads_resources(way: Way) {
    let client = Client::connect(Server::Fixtures, way).await;
    let read =
        async |uri: &str| client.own().read_resource(ReadResourceRequestParams::new(uri)).await;
    let resources = shown!(client.own().list_all_resources().await.unwrap()).to_string();
    assert!(resources.contains("test://static-text") && !resources.contains("{id}"), "{resources}");
    let templates = shown!(client.own().list_all_resource_templates().await.unwrap()).to_string();
    assert!(templates.contains("test://template/{id}/data"), "{templates}");
    let text = shown!(read("test://static-text").await.unwrap());
    assert_eq!(text["contents"][0]["mimeType"], "text/plain");
    let bytes = shown!(read("test://static-binary").await.unwrap());
    assert!(bytes["contents"][0]["blob"].as_str().unwrap().starts_with("iVBORw0KGgo"));
    let data = shown!(read("test://template/12/data").await.unwrap());
    assert!(data["contents"][0]["text"].as_str().unwrap().contains("Data for ID: 12"));
    let error = refused(read("test://nothing").await);
    let code = if way.revision() < "2026" { -32002 } else { -32602 };
    assert_eq!(error.code.0, code, "{error}");
    client.close().await;
}

async fn completes_an_argument(way: Way) {
    let client = Client::connect(Server::Fixtures, way).await;
    let complete = async |argument: &str| {
        client.own().complete_prompt_simple("test_prompt_with_arguments", argument, "PAR").await
    };
    assert_eq!(complete("arg1").await.unwrap(), ["paris", "park", "party"]);
    assert_eq!(refused(complete("arg3").await).code.0, -32602);
    client.close().await;
}
