//! The tools, and a server of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use mcp_runtime::prelude::*;
use mcp_runtime::testing::{ManualClock, TestClient};
use mcp_runtime::{ServerBuilder, server, tools};
use serde_json::{Value, json};
use tokio::sync::Semaphore;

/// What jobs wait for, and who of them was dropped.
#[derive(Clone)]
pub(crate) struct Door {
    open: Arc<Semaphore>,
    pub(crate) left: Arc<AtomicUsize>,
    pub(crate) entered: Arc<AtomicUsize>,
}

impl Default for Door {
    fn default() -> Self {
        Self { open: Arc::new(Semaphore::new(0)), left: Arc::default(), entered: Arc::default() }
    }
}

impl Door {
    /// Lets one job through.
    pub(crate) fn open(&self) {
        self.open.add_permits(1);
    }

    pub(crate) async fn pass(&self) {
        struct Inside<'a>(&'a Door);
        impl Drop for Inside<'_> {
            fn drop(&mut self) {
                self.0.left.fetch_add(1, Ordering::Relaxed);
            }
        }
        self.entered.fetch_add(1, Ordering::Relaxed);
        let _inside = Inside(self);
        if let Ok(permit) = self.open.acquire().await {
            permit.forget();
        }
    }
}

#[mcp_type]
pub(crate) struct Name {
    pub(crate) name: String,
}

/// Waits for the door.
#[mcp_tool(task, timeout = "60s")]
pub(crate) async fn job(door: State<Door>) -> &'static str {
    door.pass().await;
    "done"
}

/// Has nothing to wait for.
#[mcp_tool(task)]
pub(crate) async fn quick() -> &'static str {
    "quick"
}

/// Waits, says how far it is, and waits again.
#[mcp_tool(task)]
pub(crate) async fn telling(door: State<Door>, ctx: Context) -> &'static str {
    door.pass().await;
    ctx.progress(3.0, Some(10.0));
    door.pass().await;
    ctx.progress_message(5.0, Some(10.0), "half of it");
    ctx.progress_message(4.0, Some(10.0), "not backwards");
    door.pass().await;
    "told"
}

/// Fails after a while.
#[mcp_tool(task)]
pub(crate) async fn failing(door: State<Door>) -> Result<String, CallError> {
    door.pass().await;
    Err(CallError::new("BROKEN", "it broke"))
}

/// Needs something of the client that it may not have.
#[mcp_tool(task)]
pub(crate) async fn needy(door: State<Door>, ctx: Context) -> Result<String, CallError> {
    door.pass().await;
    ctx.roots().await.map(|roots| roots.len().to_string())
}

/// Panics after a while.
#[mcp_tool(task)]
pub(crate) async fn panicking(door: State<Door>) -> String {
    door.pass().await;
    panic!("as it says")
}

/// Runs as a task alone.
#[mcp_tool(task = "required")]
pub(crate) async fn must(door: State<Door>) -> &'static str {
    door.pass().await;
    "must"
}

/// Blocks its thread.
#[mcp_tool(task)]
pub(crate) fn blocks() -> &'static str {
    std::thread::sleep(Duration::from_millis(20));
    "blocked"
}

/// Asks for a name in the middle of its work.
#[mcp_tool(task, timeout = "60s")]
pub(crate) async fn asking(door: State<Door>, ctx: Context) -> Result<String, CallError> {
    door.pass().await;
    let name = ctx.elicit::<Name>("Who?").key("name").await?;
    let left = ctx.remaining();
    Ok(format!("{:?} after {} with {left:?}", name.accepted().map(|of| of.name), door.0.entered()))
}

impl Door {
    pub(crate) fn entered(&self) -> usize {
        self.entered.load(Ordering::Relaxed)
    }
}

/// Asks two at once.
#[mcp_tool(task)]
pub(crate) async fn asking_two(door: State<Door>, ctx: Context) -> Result<String, CallError> {
    door.pass().await;
    let first = async { ctx.elicit::<Name>("First?").key("first").await };
    let second = async { ctx.elicit::<Name>("Second?").key("second").await };
    let (first, second) = tokio::try_join!(first, second)?;
    let of = |asked: Elicited<Name>| asked.accepted().map(|of| of.name).unwrap_or_default();
    Ok(format!("{} {}", of(first), of(second)))
}

/// Asks one, and another while that is open; says which were answered.
#[mcp_tool(task)]
pub(crate) async fn asking_twice(door: State<Door>, ctx: Context) -> String {
    door.pass().await;
    let first = async { ctx.elicit::<Name>("First?").key("first").await };
    let second = async {
        door.pass().await;
        ctx.elicit::<Name>("Second?").key("second").await
    };
    let (first, second) = tokio::join!(first, second);
    format!("{} {}", first.is_ok(), second.is_ok())
}

/// Waits for an answer or for the door, whichever is first.
#[mcp_tool(task)]
pub(crate) async fn impatient(door: State<Door>, ctx: Context) -> Result<String, CallError> {
    door.pass().await;
    tokio::select! {
        asked = ctx.elicit::<Name>("Quick!").key("name") => {
            asked.map(|_| "answered".to_owned())?;
        }
        () = door.pass() => {}
    }
    door.pass().await;
    Ok("went on".to_owned())
}

/// Asks before it begins, and then works.
#[mcp_tool(task = "required")]
pub(crate) async fn asks_first(door: State<Door>, ctx: Context) -> Result<String, CallError> {
    let name = ctx.elicit::<Name>("Who?").key("name").await?;
    door.pass().await;
    Ok(name.accepted().map_or_else(String::new, |of| of.name))
}

/// Comes to so many bytes.
#[mcp_tool(task)]
pub(crate) async fn large(bytes: u32, door: State<Door>) -> String {
    door.pass().await;
    "x".repeat(bytes as usize)
}

/// Is no task.
#[mcp_tool]
pub(crate) async fn plain() -> &'static str {
    "plain"
}

pub(crate) fn server(door: &Door, clock: &ManualClock) -> ServerBuilder {
    server!()
        .tools(tools![
            job,
            quick,
            telling,
            failing,
            needy,
            panicking,
            must,
            blocks,
            asking,
            asking_two,
            asking_twice,
            impatient,
            asks_first,
            large,
            plain
        ])
        .state(door.clone())
        .clock(clock.clone())
}

/// A client that can follow tasks, with what it talks to.
pub(crate) struct Place {
    pub(crate) client: TestClient,
    pub(crate) door: Door,
    pub(crate) clock: ManualClock,
}

impl Place {
    pub(crate) async fn new() -> Self {
        Self::with(|server| server).await
    }

    pub(crate) async fn with(configure: impl FnOnce(ServerBuilder) -> ServerBuilder) -> Self {
        let (door, clock) = (Door::default(), ManualClock::new());
        let client = TestClient::modern(configure(server(&door, &clock))).await;
        let client = client.with_capabilities(json!({ "elicitation": {} })).with_tasks();
        Self { client, door, clock }
    }

    /// Calls a tool that becomes a task; its id.
    pub(crate) async fn start(&self, tool: &str) -> String {
        self.start_with(tool, json!({})).await
    }

    pub(crate) async fn start_with(&self, tool: &str, arguments: Value) -> String {
        let outcome = self.client.call(tool, arguments).await;
        let id = outcome.task_id().unwrap_or_else(|| panic!("a task: {:?}", outcome.response()));
        id.to_owned()
    }

    pub(crate) async fn status(&self, id: &str) -> Value {
        self.client.task(id).await["status"].take()
    }

    /// Asks until the task stands so.
    pub(crate) async fn until(&self, id: &str, status: &str) -> Value {
        let reached = async {
            loop {
                let task = self.client.task(id).await;
                if task["status"] == status {
                    return task;
                }
                tokio::task::yield_now().await;
            }
        };
        let reached = tokio::time::timeout(Duration::from_secs(10), reached).await;
        reached.unwrap_or_else(|_| panic!("the task is not {status}"))
    }

    /// Asks anything of a task; the whole response.
    pub(crate) async fn ask(&self, method: &str, id: &str, more: Value) -> Value {
        let mut params = json!({ "taskId": id });
        for (name, value) in more.as_object().unwrap() {
            params[name] = value.clone();
        }
        self.client.request(method, params).await
    }

    pub(crate) async fn update(&self, id: &str, responses: Value) -> Value {
        self.ask("tasks/update", id, json!({ "inputResponses": responses })).await
    }
}

pub(crate) fn accept(name: &str) -> Value {
    json!({ "action": "accept", "content": { "name": name } })
}

/// Lets everything go as far as it gets.
pub(crate) async fn settle() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}
