use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Wake, Waker};

use serde_json::json;

use super::*;
use crate::testing::TestClient;
use crate::{DynamicTool, server};

/// Whoever runs a call on another thread: it looks as soon as it is woken.
struct Runner {
    ctx: Context,
    /// What it saw last.
    paused: AtomicBool,
}

impl Runner {
    fn look(self: &Arc<Self>) {
        self.paused.store(self.ctx.is_paused(), Ordering::SeqCst);
        let waker = Waker::from(Arc::clone(self));
        assert!(self.ctx.questions(&Task::from_waker(&waker)).is_none(), "it is live");
    }
}

impl Wake for Runner {
    fn wake(self: Arc<Self>) {
        self.look();
    }
}

/// Those who repeat the call learn it from whoever runs it.
#[tokio::test]
async fn whoever_runs_a_call_is_woken_when_it_has_begun_to_pause() {
    let (sender, mut contexts) = tokio::sync::mpsc::channel(1);
    let server = server!().tools([]).prompts([]).resources([]);
    let registrar = server.registrar();
    let client = TestClient::modern(server).await.with_tasks();
    let waits = DynamicTool::new("waits", move |_, ctx| {
        sender.try_send(ctx).expect("there is one call");
        std::future::pending::<&'static str>()
    });
    registrar.add_tool(waits.task()).unwrap();
    assert!(client.call("waits", json!({})).await.task_id().is_some());

    let ctx = contexts.recv().await.expect("it runs");
    let runner = Arc::new(Runner { ctx: ctx.clone(), paused: AtomicBool::new(false) });
    runner.look();
    let mut answer = std::pin::pin!(ctx.answer_to("name"));
    assert!(answer.as_mut().poll(&mut Task::from_waker(Waker::noop())).is_pending());
    assert!(ctx.is_paused() && runner.paused.load(Ordering::SeqCst));
}
