//! Calls that take time: progress, giving up, many at once.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rmcp_client::{Client, Server, Way, eventually, every_way};
use serde_json::json;
use tokio::task::JoinSet;

every_way!(
    sees_progress_while_a_call_runs,
    stops_the_call_that_it_gives_up_and_no_other,
    runs_calls_side_by_side,
    sends_a_mirrored_argument,
);

async fn sees_progress_while_a_call_runs(way: Way) {
    let client = Client::connect(Server::Fixtures, way).await;
    assert!(!client.call("test_tool_with_progress", json!({})).await.unwrap().failed);
    // The client hands progress on in a task of its own.
    eventually("all progress arrived", async || client.progress().len() == 3).await;
    let mut progress = client.progress();
    progress.sort_by(f64::total_cmp);
    assert_eq!(progress, [0.0, 50.0, 100.0]);
    client.close().await;
}

async fn stops_the_call_that_it_gives_up_and_no_other(way: Way) {
    let client = Arc::new(Client::connect(Server::Fixtures, way).await);
    let (one, two) = (format!("one, {way:?}"), format!("two, {way:?}"));
    let hold = |label: &str| {
        let (client, label) = (Arc::clone(&client), label.to_owned());
        tokio::spawn(async move {
            client.call("hold", json!({ "label": label, "millis": 20_000 })).await
        })
    };
    let (first, second) = (hold(&one), hold(&two));
    eventually("both calls run", async || {
        held(&client, &one).await + held(&client, &two).await == 2
    })
    .await;
    first.abort();
    eventually("the call has ended", async || held(&client, &one).await == 0).await;
    assert_eq!(held(&client, &two).await, 1);
    second.abort();
    let _ = (first.await, second.await);
    Arc::into_inner(client).expect("the other tasks have ended").close().await;
}

async fn runs_calls_side_by_side(way: Way) {
    let client = Arc::new(Client::connect(Server::Fixtures, way).await);
    let began = Instant::now();
    let mut calls = JoinSet::new();
    for number in 0..20 {
        let client = Arc::clone(&client);
        let label = format!("{way:?} {number}");
        calls.spawn(
            async move { client.call("hold", json!({ "label": label, "millis": 500 })).await },
        );
    }
    for answer in calls.join_all().await {
        assert_eq!(answer.unwrap().text, "time is up");
    }
    assert!(
        began.elapsed() < Duration::from_secs(5),
        "twenty calls of 0.5 s took {:?}",
        began.elapsed()
    );
}

async fn sends_a_mirrored_argument(way: Way) {
    let client = Client::connect(Server::Fixtures, way).await;
    // A client that has not listed the tool does not know its headers.
    client.tools().await;
    let answer = client.call("test_region", json!({ "region": "øst 1" })).await.unwrap();
    assert_eq!(answer.text, "routed to øst 1");
    client.close().await;
}

async fn held(client: &Client, label: &str) -> u32 {
    let answer = client.call("held", json!({ "label": label })).await.unwrap();
    answer.text.parse().unwrap()
}
