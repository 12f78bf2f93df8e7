//! What cannot be added, and that nothing of it stays.

use std::time::Duration;

use mcp_runtime::prelude::*;
use mcp_runtime::{DynamicGuards, DynamicTool, Kind, Registrar, RegistrarError};
use serde_json::json;

use crate::{both, empty, needs_a_state, prompts, reads, says};

fn invalid(registrar: &Registrar, tool: DynamicTool) -> String {
    match registrar.add_tool(tool) {
        Err(RegistrarError::Invalid(problem)) => problem,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn it_is_said_why() {
    let builder = empty();
    let registrar = builder.registrar();
    assert_eq!(registrar.add_tool(says("early", "")), Err(RegistrarError::NotServing));
    assert!(!registrar.remove(Kind::Tool, "early"));
    let server = builder.max_handlers(3).build().unwrap();
    for (tool, wanted) in [
        (says("", ""), "a tool needs a name"),
        (says("wörd", ""), "not 'ö'"),
        (says(&"x".repeat(129), ""), "129 characters"),
        (says("a", "").input_schema(json!({ "type": "string" })), "has to be \"object\""),
        (says("a", "").input_schema(json!(true)), "has to be \"object\""),
        (
            says("a", "").input_schema(json!({ "type": "object", "minProperties": "x" })),
            "the input schema cannot be enforced",
        ),
        (says("a", "").output_schema(json!({ "type": 7 })), "the output schema cannot be enforced"),
        (says("a", "").guards(DynamicGuards::new().rate("often")), "`rate`: "),
        (says("a", "").guards(DynamicGuards::new().cache("60s")), "read_only"),
        (says("a", "").guards(DynamicGuards::new().auth(["x"])), "nothing authenticates callers"),
        (says("a", "").guards(DynamicGuards::new().timeout(Duration::ZERO)), "longer than zero"),
        (says("a", "").guards(DynamicGuards::new().rate("1/s per argument x")), "which is none"),
    ] {
        let problem = invalid(&registrar, tool);
        assert!(problem.contains(wanted), "{problem}");
    }
    let odd = registrar.add_prompt(prompts("a", "").complete("x", ["y"])).unwrap_err().to_string();
    assert!(odd.contains("`x` is none"), "{odd}");
    let problem = registrar.add_tool(tools![needs_a_state]).unwrap_err().to_string();
    assert!(problem.contains("Missing") && problem.contains("`needs_a_state`"), "{problem}");

    registrar.add_tool(says("a", "")).unwrap();
    let twice = registrar.add_tool(says("a", "")).unwrap_err();
    assert_eq!(twice, RegistrarError::Duplicate(Kind::Tool, "a".to_owned()));
    // Names are those of their kind.
    registrar.add_prompt(prompts("a", "")).unwrap();
    registrar.add_resource(reads("a", "notes://{id}", "")).unwrap();
    assert_eq!(registrar.add_tool(says("b", "")), Err(RegistrarError::Full(3)));
    assert!(registrar.remove(Kind::Prompt, "a"));
    let same = registrar.add_resource(reads("b", "notes://{other}", "")).unwrap_err();
    assert!(
        matches!(&same, RegistrarError::Conflict(text) if text.contains("notes://{id}")),
        "{same}"
    );
    let none = registrar.add_resource(reads("b", "notes://{id", "")).unwrap_err();
    assert!(matches!(none, RegistrarError::Invalid(_)), "{none}");
    registrar.add_resource(reads("b", "other://{id}", "")).unwrap();

    assert!(!registrar.remove(Kind::Tool, "nothing"));
    assert!(!registrar.enable(Kind::Prompt, "a") && !registrar.disable(Kind::Tool, "b"));
    drop(server);
    assert_eq!(registrar.add_tool(says("late", "")), Err(RegistrarError::NotServing));
}

#[tokio::test]
async fn what_was_refused_can_be_added_right() {
    for (client, registrar) in both(|| empty().max_handlers(2)).await {
        registrar.add_resource(reads("one", "notes://{id}", "one")).unwrap();
        for _ in 0..100 {
            registrar.add_resource(reads("other", "notes://{x}", "")).unwrap_err();
        }
        registrar.add_resource(reads("other", "others://{x}", "other")).unwrap();
        let response = client.read_resource("others://1").await;
        assert_eq!(response["result"]["contents"][0]["text"], "other", "{response}");
    }
}

#[tokio::test]
async fn what_was_refused_leaves_no_name_behind() {
    let builder = empty().max_handlers(1);
    let registrar = builder.registrar();
    let _server = builder.build().unwrap();
    let wrong = |number: u32| {
        says(&format!("wrong-{number}"), "").guards(DynamicGuards::new().rate("often"))
    };
    // More than a process may have.
    for number in 0..35_000 {
        assert!(matches!(registrar.add_tool(wrong(number)), Err(RegistrarError::Invalid(_))));
    }
    registrar.add_tool(says("one", "")).unwrap();
    for number in 0..35_000 {
        let surplus = says(&format!("surplus-{number}"), "");
        assert_eq!(registrar.add_tool(surplus), Err(RegistrarError::Full(1)));
    }
    registrar.remove(Kind::Tool, "one");
    registrar.add_tool(says("a-new-one", "")).unwrap();
}

/// Takes something out when it is dropped.
struct Last(Registrar);

impl Drop for Last {
    fn drop(&mut self) {
        self.0.remove(Kind::Tool, "other");
    }
}

#[tokio::test]
async fn what_a_handler_holds_may_change_something_when_it_goes() {
    for (client, registrar) in both(empty).await {
        let holds = |name: &str, uri: &str| {
            let last = Last(registrar.clone());
            mcp_runtime::DynamicResource::new(name, uri, move |_, _, _| {
                let _ = &last;
                std::future::ready("text")
            })
        };
        registrar.add_resource(holds("one", "notes://{id}")).unwrap();
        registrar.add_tool(says("other", "")).unwrap();
        registrar.add_resource(holds("two", "notes://{other}")).unwrap_err();
        assert!(client.list_tools().await.is_empty(), "the one that was refused is gone");
        registrar.add_tool(says("other", "")).unwrap();
        assert!(registrar.remove(Kind::Resource, "one"));
        assert!(client.list_tools().await.is_empty(), "and so is the one that was removed");
    }
}
