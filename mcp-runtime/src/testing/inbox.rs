use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tokio::io::{AsyncBufRead, AsyncBufReadExt as _};
use tokio::sync::oneshot;

use super::answers::Answers;
use super::writer::Writer;

/// Sorts what the server sends: answers to whoever waits for them, the rest
/// onto a heap.
#[derive(Default)]
pub(super) struct Inbox {
    waiting: Mutex<HashMap<String, oneshot::Sender<Value>>>,
    /// Messages that answer nothing: notifications, and errors without an id.
    unsolicited: Mutex<Vec<Value>>,
}

impl Inbox {
    /// Reads to the end. What the server asks is answered where somebody does.
    pub(super) async fn read(
        self: Arc<Self>,
        mut reader: impl AsyncBufRead + Unpin,
        asked: Option<(Answers, Arc<Writer>)>,
    ) {
        let mut line = String::new();
        while reader.read_line(&mut line).await.is_ok_and(|count| count > 0) {
            let message: Value = serde_json::from_str(&line)
                .unwrap_or_else(|error| panic!("the server sent {line:?}: {error}"));
            line.clear();
            if let (Some((answers, writer)), Some(_), Some(_)) =
                (&asked, message.get("method"), message.get("id"))
            {
                let (answers, writer) = (answers.clone(), Arc::clone(writer));
                // Not here: the server may not read on before it has been read.
                tokio::spawn(
                    async move { writer.send(&answers.response(&message).to_string()).await },
                );
                continue;
            }
            let waiting = lock(&self.waiting).remove(&message["id"].to_string());
            match waiting {
                Some(sender) => drop(sender.send(message)),
                None => lock(&self.unsolicited).push(message),
            }
        }
    }

    pub(super) fn expect(&self, id: u64) -> oneshot::Receiver<Value> {
        let (sender, answer) = oneshot::channel();
        lock(&self.waiting).insert(id.to_string(), sender);
        answer
    }

    pub(super) fn take_unsolicited(&self) -> Vec<Value> {
        std::mem::take(&mut *lock(&self.unsolicited))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
