//! Tools that ask the client: on the stream of the call in the older revisions,
//! by rounds in 2026-07-28. The tools are the same.

use rmcp_client::{Client, Era, Server, User, Way, every_way, refused};
use serde_json::{Value, json};

every_way!(
    a_user_fills_a_form_in_or_says_no,
    a_user_visits_a_page,
    the_model_and_the_client_are_asked,
    several_questions_at_once,
    a_model_that_must_not_answer,
    who_declares_nothing_is_not_asked,
);

async fn call(way: Way, user: User, name: &str, arguments: Value) -> String {
    let client = Client::connect_as(&Server::Fixtures.into(), way, user).await;
    let answer = client.call(name, arguments).await.unwrap();
    client.close().await;
    answer.text
}

async fn a_user_fills_a_form_in_or_says_no(way: Way) {
    let ann = json!({ "username": "Ann", "email": "ann@example.com" });
    let question = json!({ "message": "Who are you?" });
    let user = User::who_says(json!({ "action": "accept", "content": ann }));
    let said = call(way, user, "test_elicitation", question.clone()).await;
    assert!(said.contains("action=accept") && said.contains("ann@example.com"), "{said}");
    for action in ["decline", "cancel"] {
        let user = User::who_says(json!({ "action": action }));
        let said = call(way, user, "test_elicitation", question.clone()).await;
        assert_eq!(said, format!("User response: action={action}, content={{}}"));
    }
}

async fn a_user_visits_a_page(way: Way) {
    let url = json!({ "url": "https://example.com/pay" });
    for (action, became) in [("accept", "Accepted"), ("decline", "Declined")] {
        let user = User::who_says(json!({ "action": action }));
        let said = call(way, user, "test_url_elicitation", url.clone()).await;
        assert!(said.contains(became), "{said}");
    }
}

async fn the_model_and_the_client_are_asked(way: Way) {
    let user = User::who_says(json!({ "action": "accept" }));
    let said = call(way, user.clone(), "test_sampling", json!({ "prompt": "?" })).await;
    assert_eq!(said, "LLM response: Paris");
    assert_eq!(call(way, user, "test_roots", json!({})).await, "file:///a\nfile:///b");
}

async fn several_questions_at_once(way: Way) {
    let user = User::who_says(json!({ "action": "accept", "content": { "name": "Ann" } }));
    let said = call(way, user, "test_input_required_result_multiple_inputs", json!({})).await;
    assert_eq!(said, "Paris Ann, with 2 roots");
}

async fn a_model_that_must_not_answer(way: Way) {
    let user = User::who_says(json!({ "action": "accept" })).without_model();
    let client = Client::connect_as(&Server::Fixtures.into(), way, user).await;
    let answer = client.call("test_sampling", json!({ "prompt": "?" })).await;
    // A round has no place for it; the client itself gives up.
    match way.era {
        Era::Discover => assert!(format!("{:?}", answer.unwrap_err()).contains("rejected")),
        Era::Initialize => assert_eq!(answer.unwrap().facts()["error"], "INPUT_REFUSED"),
    }
    client.close().await;
}

async fn who_declares_nothing_is_not_asked(way: Way) {
    let client = Client::connect(Server::Fixtures, way).await;
    let answer = client.call("test_roots", json!({})).await;
    match way.era {
        Era::Discover => assert_eq!(refused(answer).code.0, -32021),
        Era::Initialize => assert_eq!(answer.unwrap().facts()["error"], "MISSING_CAPABILITY"),
    }
    client.close().await;
}
