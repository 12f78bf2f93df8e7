use super::message;
use super::work::Work;
use crate::dispatch::{Answer, Running};

/// Lets a call that has to wait go on as a task, where it was given room for
/// that, and says so.
///
/// One that repeats a task with its key is answered with that task.
/// What it asks before it waits for anything ends its request's round, as of
/// any other call; what it asks later is asked of the task.
pub(in crate::dispatch) fn go_on(running: &mut Running) -> Option<Answer> {
    if let Some(task) = running.guarded().join() {
        let answer = message::created(running.app(), running.id().as_id(), &task);
        #[cfg(feature = "otlp")]
        running.end_span(None, answer.status());
        return Some(Answer { standing: running.guarded().standing(), ..answer });
    }
    let room = running.guarded().take_room()?;
    let runtime = tokio::runtime::Handle::try_current().ok()?;
    let (ctx, app) = (running.context().clone(), running.app().clone());
    let standing = running.guarded().standing();
    let timeout = running.guarded().timeout();
    let tool = (running.tool(), running.guarded().access().clone());
    let (task, working) = app.tasks.add(room, tool, ctx.clone(), timeout)?;
    running.guarded().goes_on_as(&task);
    ctx.answer_live();
    // Before it runs, so that it is said to be working.
    let answer = message::created(&app, running.id().as_id(), &task);
    runtime.spawn(Work::new(running.depart(), task, working));
    Some(Answer { standing, ..answer })
}
