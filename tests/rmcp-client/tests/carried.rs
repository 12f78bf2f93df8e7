//! What goes along with requests and results: `_meta`, traces, extensions, pages,
//! and lines of the log.
#![expect(deprecated, reason = "older revisions set the level of the log")]

use rmcp::model::{LoggingLevel, PaginatedRequestParams, SetLevelRequestParams};
use rmcp_client::{Client, Era, Heard, Process, Server, User, Way, eventually, every_way, refused};
use serde_json::{Value, json};

every_way!(meta_and_traces, an_extension, pages, lines_of_the_log);

const EXTENSION: &str = "com.example/greetings";
const TRACE: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

async fn meta_and_traces(way: Way) {
    let client = Client::connect(Server::Fixtures, way).await;
    let meta = json!({ "com.example/label": "blue", "traceparent": TRACE, "baggage": "user=ann" });
    let answer = client.call_with("test_carried", json!({}), meta).await.unwrap();
    let carried = &answer.structured;
    assert_eq!(
        (&carried["label"], &carried["traceparent"], &carried["baggage"]),
        (&json!("blue"), &json!(TRACE), &json!("user=ann"))
    );
    assert_eq!(answer.meta["com.example/answered"], true);
    let nothing = client.call("test_carried", json!({})).await.unwrap();
    assert_eq!(nothing.structured["label"], Value::Null);
    client.close().await;
}

async fn an_extension(way: Way) {
    let settings = json!({ "languages": ["en"] });
    let user = User::default().with_extension(EXTENSION, &settings);
    let client = Client::connect_as(&Server::Fixtures.into(), way, user).await;
    let plain = Client::connect(Server::Fixtures, way).await;
    let carried = async |by: &Client| {
        by.call("test_carried", json!({})).await.unwrap().structured["extension"].clone()
    };
    let greet = json!({ "name": "Ann", "times": 2 });
    assert_eq!(carried(&plain).await, Value::Null);
    match way.era {
        Era::Initialize => {
            assert_eq!(client.capabilities()["extensions"], Value::Null);
            assert_eq!(carried(&client).await, Value::Null);
            assert_eq!(refused(client.request("com.example/greet", greet).await).code.0, -32601);
        }
        Era::Discover => {
            assert_eq!(
                client.capabilities()["extensions"][EXTENSION],
                json!({ "words": ["hello"] })
            );
            assert_eq!(carried(&client).await, settings);
            let greeted = client.request("com.example/greet", greet.clone()).await.unwrap();
            assert_eq!(greeted["greetings"], json!(["Hello, Ann!", "Hello, Ann!"]));
            let wrong = json!({ "name": "Ann", "times": 9 });
            let error = refused(client.request("com.example/greet", wrong).await);
            assert!(error.message.contains("/times"), "{error}");
            let error = refused(plain.request("com.example/greet", greet).await);
            assert_eq!(error.code.0, -32021, "{error}");
        }
    }
    client.close().await;
    plain.close().await;
}

async fn pages(way: Way) {
    const SEVEN: (&str, &str) = ("FIXTURES_PAGE_SIZE", "7");
    let server = Process::start(Server::Fixtures, &[SEVEN]);
    let client = Client::connect_as(&server.door, way, User::default()).await;
    let page = async |cursor: Option<String>| {
        let params = PaginatedRequestParams::default().with_cursor(cursor);
        client.own().list_tools(Some(params)).await
    };
    let (mut names, mut cursor) = (Vec::new(), None);
    loop {
        let page = page(cursor).await.unwrap();
        assert!((1..=7).contains(&page.tools.len()));
        names.extend(page.tools.into_iter().map(|tool| tool.name.to_string()));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert!(names.len() > 14 && names.iter().any(|name| name == "test_touch"), "{names:?}");
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "none comes twice");
    assert_eq!(refused(page(Some("no cursor".into())).await).code.0, -32602);
    client.close().await;
}

async fn lines_of_the_log(way: Way) {
    let client = Client::connect(Server::Fixtures, way).await;
    for (level, word, expected) in [
        (LoggingLevel::Info, "info", vec!["error", "info", "info", "info"]),
        (LoggingLevel::Error, "error", vec!["error"]),
    ] {
        let mut meta = json!({});
        match way.era {
            Era::Initialize => {
                client.own().set_level(SetLevelRequestParams::new(level)).await.unwrap();
            }
            Era::Discover => meta = json!({ "io.modelcontextprotocol/logLevel": word }),
        }
        let since = client.heard().len();
        for tool in ["test_tool_with_logging", "test_logging_tool"] {
            client.call_with(tool, json!({}), meta.clone()).await.unwrap();
        }
        let lines = || {
            let heard = client.heard().into_iter().skip(since);
            let levels =
                heard.filter_map(|it| if let Heard::Line(level) = it { Some(level) } else { None });
            let mut levels: Vec<_> = levels.collect();
            levels.sort_unstable();
            levels
        };
        eventually("all lines", async || lines().len() >= expected.len()).await;
        assert_eq!(lines(), expected);
    }
    client.close().await;
}
