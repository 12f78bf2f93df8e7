//! Any sequence of changes leaves what a plain map would.

use std::collections::BTreeMap;

use mcp_runtime::{Kind, Registrar, RegistrarError};
use proptest::prelude::*;
use serde_json::json;

use crate::{both, empty, names, prompts, reads, says};
use mcp_runtime::testing::TestClient;

#[derive(Debug, Clone, Copy)]
enum Change {
    Add,
    Remove,
    Enable,
    Disable,
}

const KINDS: [Kind; 3] = [Kind::Tool, Kind::Prompt, Kind::Resource];
const NAMES: [&str; 4] = ["a", "b", "c", "d"];
const MOST: usize = 6;

/// What each says, and whether it is offered.
type Model = BTreeMap<(Kind, &'static str), (String, bool)>;

fn changes() -> impl Strategy<Value = Vec<(Change, Kind, &'static str)>> {
    let change = prop_oneof![
        3 => Just(Change::Add),
        2 => Just(Change::Remove),
        1 => Just(Change::Enable),
        1 => Just(Change::Disable),
    ];
    let kind = proptest::sample::select(KINDS.to_vec());
    let name = proptest::sample::select(NAMES.to_vec());
    prop::collection::vec((change, kind, name), 1..40)
}

fn apply(
    (change, kind, name): (Change, Kind, &'static str),
    text: String,
    registrar: &Registrar,
    model: &mut Model,
) {
    let key = (kind, name);
    match change {
        Change::Add => {
            let added = match kind {
                Kind::Tool => registrar.add_tool(says(name, &text)),
                Kind::Prompt => registrar.add_prompt(prompts(name, &text)),
                Kind::Resource => registrar.add_resource(reads(name, &uri(name), &text)),
                Kind::Method => unreachable!("methods do not come and go"),
            };
            if model.contains_key(&key) {
                assert_eq!(added, Err(RegistrarError::Duplicate(kind, name.to_owned())));
            } else if model.len() >= MOST {
                assert_eq!(added, Err(RegistrarError::Full(MOST)));
            } else {
                assert_eq!(added, Ok(()));
                model.insert(key, (text, true));
            }
        }
        Change::Remove => assert_eq!(registrar.remove(kind, name), model.remove(&key).is_some()),
        Change::Enable | Change::Disable => {
            let on = matches!(change, Change::Enable);
            let there =
                if on { registrar.enable(kind, name) } else { registrar.disable(kind, name) };
            assert_eq!(there, model.contains_key(&key));
            if let Some((_, offered)) = model.get_mut(&key) {
                *offered = on;
            }
        }
    }
}

fn uri(name: &str) -> String {
    format!("things://{name}")
}

/// What the server says that a handler says.
async fn said(client: &TestClient, kind: Kind, name: &str) -> Option<String> {
    let text = match kind {
        Kind::Tool => {
            return client.call(name, json!({})).await.text().map(str::to_owned);
        }
        Kind::Prompt => {
            let response = client.get_prompt(name, json!({})).await;
            response["result"]["messages"][0]["content"]["text"].clone()
        }
        Kind::Resource => {
            let response = client.read_resource(&uri(name)).await;
            response["result"]["contents"][0]["text"].clone()
        }
        Kind::Method => unreachable!("methods do not come and go"),
    };
    text.as_str().map(str::to_owned)
}

async fn compare(client: &TestClient, model: &Model) {
    for kind in KINDS {
        let listed = match kind {
            Kind::Tool => client.list_tools().await,
            Kind::Prompt => client.list_prompts().await,
            Kind::Resource => client.list_resources().await,
            Kind::Method => unreachable!("methods do not come and go"),
        };
        let offered = model.iter().filter(|((of, _), (_, offered))| *of == kind && *offered);
        let wanted: Vec<&str> = offered.map(|((_, name), _)| *name).collect();
        assert_eq!(names(&listed), wanted, "{kind}s");
        for name in NAMES {
            let wanted = model.get(&(kind, name)).filter(|(_, offered)| *offered);
            assert_eq!(said(client, kind, name).await.as_ref(), wanted.map(|(text, _)| text));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_changes(changes in changes()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            for (client, registrar) in both(|| empty().max_handlers(MOST)).await {
                let mut model = Model::new();
                for (number, change) in changes.iter().enumerate() {
                    apply(*change, format!("number {number}"), &registrar, &mut model);
                    if number % 5 == 0 {
                        compare(&client, &model).await;
                    }
                }
                compare(&client, &model).await;
            }
        });
    }
}
