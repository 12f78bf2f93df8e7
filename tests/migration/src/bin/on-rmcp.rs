//! The store room on rmcp.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use rmcp::handler::server::tool::Extension;
use rmcp::handler::server::wrapper::Parameters;
use rmcp::model::ProgressNotificationParam;
use rmcp::service::RequestContext;
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{RoleServer, ServerHandler, tool, tool_handler, tool_router};

#[derive(Clone)]
struct StoreRoom {
    shelves: Arc<Mutex<BTreeMap<String, u32>>>,
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
struct TakeArguments {
    /// What to take, such as "paper".
    item: String,
    /// How many of it.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 20))]
    count: u32,
}

fn one() -> u32 {
    1
}

#[derive(Clone)]
struct Caller(String);

#[tool_router]
impl StoreRoom {
    /// Takes something from its shelf.
    #[tool]
    async fn take(
        &self,
        Parameters(TakeArguments { item, count }): Parameters<TakeArguments>,
        Extension(parts): Extension<Parts>,
    ) -> Result<String, String> {
        if !(1..=20).contains(&count) {
            return Err(format!("count must be from 1 to 20, not {count}"));
        }
        let caller = parts.extensions.get::<Caller>().map_or("nobody", |caller| &caller.0);
        let mut shelves = self.shelves.lock().unwrap();
        let Some(left) = shelves.get_mut(&item) else {
            return Err(format!("there is no shelf for {item:?}"));
        };
        if *left < count {
            return Err(format!("only {left} of {item} are left"));
        }
        *left -= count;
        Ok(format!("{count} of {item} for {caller}, {left} left"))
    }

    /// Counts what is on all shelves.
    #[tool(annotations(read_only_hint = true))]
    async fn stocktake(&self, context: RequestContext<RoleServer>) -> String {
        let shelves = self.shelves.lock().unwrap().clone();
        let mut lines = Vec::new();
        for (number, (item, left)) in (1_u32..).zip(&shelves) {
            if let Some(token) = context.meta.get_progress_token() {
                let progress = ProgressNotificationParam::new(token, f64::from(number))
                    .with_total(shelves.len() as f64)
                    .with_message(item);
                let _ = context.peer.notify_progress(progress).await;
            }
            lines.push(format!("{item}: {left}"));
        }
        lines.join("\n")
    }
}

#[tool_handler]
impl ServerHandler for StoreRoom {}

async fn authenticate(
    State(keys): State<Arc<HashMap<String, String>>>,
    mut request: Request,
    next: Next,
) -> Result<Response, StatusCode> {
    let shown = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let key = shown.and_then(|value| value.strip_prefix("Bearer "));
    let name = key.and_then(|key| keys.get(key)).ok_or(StatusCode::UNAUTHORIZED)?;
    request.extensions_mut().insert(Caller(name.clone()));
    Ok(next.run(request).await)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let keys = std::env::var("KEYS")?; // `alice=SECRET,bob=SECRET`
    let keys = keys.split(',').filter_map(|pair| pair.split_once('='));
    let keys: HashMap<_, _> = keys.map(|(name, key)| (key.to_owned(), name.to_owned())).collect();

    let shelves = BTreeMap::from([("paper".to_owned(), 10), ("pens".to_owned(), 25)]);
    let room = StoreRoom { shelves: Arc::new(Mutex::new(shelves)) };
    let service = StreamableHttpService::new(
        move || Ok(room.clone()),
        Arc::<LocalSessionManager>::default(),
        StreamableHttpServerConfig::default(),
    );
    let app = axum::Router::new()
        .nest_service("/mcp", service)
        .layer(from_fn_with_state(Arc::new(keys), authenticate));
    let address = std::env::args().nth(1).ok_or("say where to listen: on-rmcp 127.0.0.1:8080")?;
    let listener = tokio::net::TcpListener::bind(address).await?;
    eprintln!("listening on http://{}/mcp", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}
