// Older revisions subscribe.
#![expect(deprecated, reason = "the library deprecates what the specification does")]

use rmcp::ServiceError;
use rmcp::model::{
    ServerNotification, SubscribeRequestParams, SubscriptionFilter, UnsubscribeRequestParams,
};
use rmcp::service::Subscription;
use serde_json::json;
use tokio::time::timeout;

use crate::{Client, Era, Heard, PATIENCE, Way, eventually};

/// What a client hears of changes with.
#[derive(Debug)]
pub enum Ear {
    /// A subscription.
    Listening(Box<Subscription>),
    /// Older revisions tell whoever has a stream, of these resources too.
    Stream(Vec<String>),
}

impl Ear {
    /// Listens for lists and for these resources.
    pub async fn open(client: &Client, way: Way, lists: bool, uris: &[&str]) -> Self {
        match way.era {
            Era::Discover => {
                let subscription = listen(client, lists, uris).await.expect("there is room");
                Self::Listening(Box::new(subscription))
            }
            Era::Initialize => {
                // The client opens its stream beside all else, and does not say when.
                for uri in uris.iter().chain(&["watched://0"]) {
                    client.own().subscribe(SubscribeRequestParams::new(*uri)).await.unwrap();
                }
                eventually("a stream", async || {
                    touch(client, 0).await;
                    client.heard().contains(&Heard::Updated("watched://0".into()))
                })
                .await;
                let own = client.own();
                own.unsubscribe(UnsubscribeRequestParams::new("watched://0")).await.unwrap();
                Self::Stream(uris.iter().map(|&uri| uri.to_owned()).collect())
            }
        }
    }

    /// Waits for this, and says what else came before it.
    pub async fn hears(&mut self, client: &Client, what: &Heard, since: usize) -> Vec<Heard> {
        match self {
            Self::Listening(subscription) => {
                let mut before = Vec::new();
                loop {
                    let told = timeout(PATIENCE, subscription.next()).await.expect("it is told");
                    let heard = match told.unwrap().expect("it goes on") {
                        ServerNotification::ToolListChangedNotification(_) => Heard::List("tools"),
                        ServerNotification::PromptListChangedNotification(_) => {
                            Heard::List("prompts")
                        }
                        ServerNotification::ResourceListChangedNotification(_) => {
                            Heard::List("resources")
                        }
                        ServerNotification::ResourceUpdatedNotification(it) => {
                            Heard::Updated(it.params.uri)
                        }
                        other => panic!("{other:?}"),
                    };
                    if heard == *what {
                        return before;
                    }
                    before.push(heard);
                }
            }
            Self::Stream(_) => {
                eventually("it is told", async || client.heard()[since..].contains(what)).await;
                client.heard()[since..].iter().filter(|&heard| heard != what).cloned().collect()
            }
        }
    }

    /// Listens no longer.
    pub async fn close(self, client: &Client) {
        match self {
            Self::Listening(mut subscription) => subscription.cancel().await.unwrap(),
            Self::Stream(uris) => {
                for uri in uris {
                    client.own().unsubscribe(UnsubscribeRequestParams::new(uri)).await.unwrap();
                }
            }
        }
    }
}

/// Opens a subscription.
pub async fn listen(
    client: &Client,
    lists: bool,
    uris: &[&str],
) -> Result<Subscription, ServiceError> {
    let mut filter = SubscriptionFilter::new();
    if lists {
        filter.tools_list_changed = Some(true);
        filter.prompts_list_changed = Some(true);
        filter.resources_list_changed = Some(true);
    }
    if !uris.is_empty() {
        filter.resource_subscriptions = Some(uris.iter().map(|&uri| uri.to_owned()).collect());
    }
    client.own().listen(filter).await
}

/// Has the server say that one of its `watched://` resources has changed.
pub async fn touch(client: &Client, number: u32) {
    let uri = format!("watched://{number}");
    client.call("test_touch", json!({ "uri": uri })).await.unwrap();
}
