//! What changes while clients are connected: `subscriptions/listen` in 2026-07-28,
//! `resources/subscribe` and the GET stream before. Nobody else uses the servers.
#![expect(deprecated, reason = "older revisions subscribe")]

use rmcp::model::SubscribeRequestParams;
use rmcp::service::SubscriptionEnd;
use rmcp_client::{
    Client, Ear, Era, Heard, PATIENCE, Process, Server, Transport, User, Way, eventually,
    every_way, listen, refused, signal, touch,
};
use serde_json::json;
use tokio::time::timeout;

every_way!(
    hears_of_what_comes_and_goes,
    hears_of_the_resources_that_it_watches,
    is_told_what_is_wrong_with_what_it_wants_to_watch,
    a_server_that_goes_away,
);

const KEY: (&str, &str) = ("MCP_SIGNING_KEY", "changes!changes!changes!changes!changes!");

async fn names(client: &Client, what: &str) -> Vec<String> {
    let own = client.own();
    match what {
        "tool" => {
            own.list_all_tools().await.unwrap().into_iter().map(|it| it.name.into()).collect()
        }
        "prompt" => own.list_all_prompts().await.unwrap().into_iter().map(|it| it.name).collect(),
        _ => {
            own.list_all_resources().await.unwrap().into_iter().map(|it| it.name.clone()).collect()
        }
    }
}

async fn hears_of_what_comes_and_goes(way: Way) {
    let server = Process::start(Server::Fixtures, &[]);
    let client = Client::connect_as(&server.door, way, User::default()).await;
    let mut ear = Ear::open(&client, way, true, &[]).await;
    for (what, list) in [("tool", "tools"), ("prompt", "prompts"), ("resource", "resources")] {
        let given = json!({ "what": what, "name": "came" });
        assert!(!names(&client, what).await.contains(&"came".to_owned()));
        for (tool, is_there) in [("test_offer", true), ("test_withdraw", false)] {
            let since = client.heard().len();
            client.call(tool, given.clone()).await.unwrap();
            ear.hears(&client, &Heard::List(list), since).await;
            assert_eq!(names(&client, what).await.contains(&"came".to_owned()), is_there, "{what}");
            if what == "tool" && is_there {
                assert_eq!(client.call("came", json!({})).await.unwrap().text, "came was added");
            }
        }
    }
    assert_eq!(refused(client.call("came", json!({})).await).code.0, -32602);
    ear.close(&client).await;
    client.close().await;
}

async fn hears_of_the_resources_that_it_watches(way: Way) {
    let server = Process::start(Server::Fixtures, &[]);
    let client = Client::connect_as(&server.door, way, User::default()).await;
    let mut ear = Ear::open(&client, way, false, &["watched://1", "watched://2"]).await;
    let since = client.heard().len();
    touch(&client, 3).await;
    touch(&client, 2).await;
    let updated = |number| Heard::Updated(format!("watched://{number}"));
    let before = ear.hears(&client, &updated(2), since).await;
    assert!(!before.contains(&updated(3)) && !before.contains(&updated(1)), "{before:?}");
    ear.close(&client).await;
    let mut ear = Ear::open(&client, way, false, &["watched://4"]).await;
    let since = client.heard().len();
    // A change that was told in order comes before the next.
    touch(&client, 1).await;
    touch(&client, 4).await;
    let before = ear.hears(&client, &updated(4), since).await;
    assert!(!before.contains(&updated(1)), "{before:?}");
    ear.close(&client).await;
    client.close().await;
}

async fn is_told_what_is_wrong_with_what_it_wants_to_watch(way: Way) {
    const ONE: (&str, &str) = ("FIXTURES_SUBSCRIPTIONS_PER_CALLER", "1");
    let server = Process::start(Server::Fixtures, &[ONE]);
    let mut door = server.door.clone();
    door.variables = vec![ONE];
    let client = Client::connect_as(&door, way, User::default()).await;
    if let Era::Initialize = way.era {
        let uri = SubscribeRequestParams::new("nothing://there");
        assert_eq!(refused(client.own().subscribe(uri).await).code.0, -32002);
        return client.close().await;
    }
    let many: Vec<_> = (0..257).map(|number| format!("watched://{number}")).collect();
    let many: Vec<_> = many.iter().map(String::as_str).collect();
    let error = refused(listen(&client, false, &many).await);
    assert!(error.code.0 == -32602 && error.message.contains("256"), "{error}");
    let mut first = listen(&client, false, &["nothing://there", "watched://1"]).await.unwrap();
    let watched = first.acknowledged().resource_subscriptions.clone();
    assert_eq!(watched, Some(vec!["watched://1".to_owned()]));
    // There is room for one of this caller.
    let full = listen(&client, true, &[]).await.unwrap_err();
    // On HTTP the client keeps nothing of the answer but its status.
    let told = if way.is_http() { "429" } else { "subscriptions" };
    assert!(format!("{full:?}").contains(told), "{full:?}");
    first.cancel().await.unwrap();
    eventually("room", async || listen(&client, true, &[]).await.is_ok()).await;
    client.close().await;
}

async fn a_server_that_goes_away(way: Way) {
    let mut server = Process::start(Server::Fixtures, &[KEY]);
    let client = Client::connect_as(&server.door, way, User::default()).await;
    let mut ear = Ear::open(&client, way, false, &["watched://1"]).await;
    let since = client.heard().len();
    touch(&client, 1).await;
    ear.hears(&client, &Heard::Updated("watched://1".into()), since).await;
    signal("TERM", client.process().unwrap_or(server.id()));
    if let Ear::Listening(subscription) = &mut ear {
        let end = timeout(PATIENCE, subscription.next()).await.expect("it is told of the end");
        assert_eq!(end.unwrap().map(|_| ()), None);
        assert!(
            matches!(subscription.end(), Some(SubscriptionEnd::Graceful(_))),
            "{:?}",
            subscription.end()
        );
    }
    let greet = async || client.call("greet", json!({ "name": "you" })).await;
    if let Transport::Stdio = way.transport {
        // Until it has heard of it, it answers.
        eventually("its end", async || {
            timeout(PATIENCE, greet()).await.expect("an answer").is_err()
        })
        .await;
        return;
    }
    server.ended();
    timeout(PATIENCE, greet()).await.expect("an answer").unwrap_err();
    let again = Process::start_at(Server::Fixtures, &[KEY], server.address());
    // The same client, and the session of old where there is one.
    assert_eq!(greet().await.unwrap().text, "Hello, you!");
    let mut ear = Ear::open(&client, way, false, &["watched://1"]).await;
    let since = client.heard().len();
    touch(&client, 1).await;
    ear.hears(&client, &Heard::Updated("watched://1".into()), since).await;
    if let Ear::Listening(subscription) = &mut ear {
        signal("KILL", again.id());
        let end = timeout(PATIENCE, subscription.next()).await.expect("it is told of the end");
        assert!(!matches!(end, Ok(Some(_))), "{end:?}");
        assert!(!matches!(subscription.end(), Some(SubscriptionEnd::Graceful(_))));
    }
}
