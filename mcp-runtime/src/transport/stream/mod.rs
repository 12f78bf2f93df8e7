//! Newline-delimited JSON-RPC over any byte stream (specification
//! 2026-07-28, basic/transports/stdio): both eras on one connection.

mod batches;
mod calls;
mod connection;
mod identity;
mod listeners;
mod messages;
mod parked;

use std::io;
use std::pin::pin;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use super::Stop;
use crate::clock::Sleep;
use crate::dispatch::App;
use crate::handler::Gone;
use connection::Connection;
pub(crate) use identity::Identity;

/// Serves one connection until its input ends or the server stops.
///
/// One task does it all: a call that is ready at once costs no task and no
/// channel, the others are polled here side by side. Input is only read while
/// there is room for the work it may bring.
///
/// `hung_up` completes once the output has no reader left. It only counts
/// after the input has ended: who still sends is there. `at_end` is called
/// when it has.
pub(crate) async fn serve(
    app: Arc<App>,
    identity: Identity,
    reader: impl AsyncRead + Send,
    writer: impl AsyncWrite + Send,
    hung_up: impl Future<Output = ()> + Send,
    stop: Stop,
    at_end: impl FnOnce() + Send,
) -> io::Result<()> {
    let mut at_end = Some(at_end);
    let (mut reader, mut writer, mut hung_up) = (pin!(reader), pin!(writer), pin!(hung_up));
    let (mut draining, mut ended) = (stop.clone(), stop.clone());
    let mut connection = Connection::new(app, identity);
    let mut open = true;
    // Once nothing is left but answers that the client does not read.
    let mut linger: Option<Sleep> = None;
    loop {
        if stop.is_draining() && !connection.is_stopping() {
            open = false;
            connection.stop().await;
        }
        if !open && connection.is_idle() {
            return writer.flush().await;
        }
        if !open && connection.calls.is_empty() && linger.is_none() {
            linger = Some(connection.linger());
        }
        let (heard, has_room) = (connection.is_heard(), connection.has_room());
        let stopping = connection.is_stopping();
        // In no fixed order: neither a client that sends nor a call that
        // talks without end may keep the other from its turn.
        tokio::select! {
            written = writer.write(&connection.output), if !connection.output.is_empty() => {
                match written {
                    Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                    Ok(count) => {
                        connection.written(count);
                        if !stopping {
                            linger = None; // it does read
                        }
                    }
                    Err(error) if !open && error.kind() == io::ErrorKind::BrokenPipe => {
                        connection.abandon();
                        return Ok(());
                    }
                    Err(error) => return Err(error),
                }
            }
            next = connection.calls.next(heard), if !connection.calls.is_empty() => {
                connection.came(next);
            }
            message = connection.listeners.next(), if heard && !connection.listeners.is_empty() => {
                connection.send(&message);
            }
            count = reader.read_buf(connection.lines.buffer()), if open && has_room => {
                if count? == 0 {
                    open = false;
                    connection.lines.end();
                    // Nobody can end them any more, and they end by themselves never.
                    connection.close_listeners();
                    if let Some(at_end) = at_end.take() {
                        at_end();
                    }
                }
            }
            () = connection.identity.renewed(), if connection.identity.is_renewing() => {}
            () = draining.draining(), if !stopping => {}
            () = ended.ended(), if !connection.calls.is_empty() => connection.give_up(),
            () = hung_up.as_mut(), if !open && !connection.calls.is_empty() => {
                connection.abandon();
                return Ok(());
            }
            () = elapsed(linger.as_mut()), if linger.is_some() => {
                tracing::warn!("the client does not read; leaving with answers unsent");
                return Ok(());
            }
        }
        connection.take_in().await;
        if !open {
            // What has arrived was heard; nobody can answer any more.
            connection.requests.close(Gone::Left);
        }
    }
}

async fn elapsed(timer: Option<&mut Sleep>) {
    if let Some(timer) = timer {
        timer.await;
    }
}
