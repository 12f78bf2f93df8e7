use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::clock::{Clock, Timestamp};
use crate::health::Health;

/// Whoever reads the file may take the server for gone after three of these.
const EVERY: Duration = Duration::from_secs(5);

/// Writes the file while the pulse beats, and removes it at the end.
pub(super) async fn write(health: &Health, path: PathBuf, stopped: oneshot::Receiver<()>) {
    let mut changes = health.changes();
    let mut stopped = std::pin::pin!(stopped);
    let mut warned = false;
    loop {
        if health.is_live() {
            let (text, file) = (text(health), path.clone());
            // Elsewhere: a file system that hangs must not silence the others.
            // Awaited even at the end, since it must not come after the removal.
            let written = tokio::task::spawn_blocking(move || replace(&file, &text)).await;
            match written.unwrap_or_else(|error| Err(io::Error::other(error))) {
                Ok(()) => warned = false,
                Err(error) if !warned => {
                    warned = true;
                    tracing::warn!(
                        path = %path.display(), %error,
                        "cannot write the heartbeat file; trying again every 5 s"
                    );
                }
                Err(_) => {}
            }
        }
        tokio::select! {
            _ = &mut stopped => break,
            () = tokio::time::sleep(EVERY) => {}
            _ = changes.changed() => {}
        }
    }
    // A hung file system holds the thread for as long as `Observing` waits.
    let removed = tokio::task::spawn_blocking(move || remove(&path));
    let _ = removed.await;
}

fn text(health: &Health) -> String {
    // The time of day, also in a test that moves the server's: its reader has no other.
    let now = Timestamp::from(Clock::system().wall());
    let (live, ready) = (health.is_live(), health.is_ready());
    let beat = json!({
        "time": now.to_string(), "pid": std::process::id(), "live": live, "ready": ready,
    });
    format!("{beat}\n")
}

/// Whole at every moment, and of this user's other files none, whatever
/// others put beside it.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let new = path.with_file_name(format!(".{}.{}", name.display(), std::process::id()));
    // Of a process of the same number that was killed.
    let _ = fs::remove_file(&new);
    let written = File::create_new(&new).and_then(|mut file| file.write_all(text.as_bytes()));
    let renamed = written.and_then(|()| fs::rename(&new, path));
    if renamed.is_err() {
        let _ = fs::remove_file(&new);
    }
    renamed
}

/// Unless another server has taken it over.
fn remove(path: &Path) {
    let Ok(text) = fs::read_to_string(path) else { return };
    let beat: Value = serde_json::from_str(&text).unwrap_or_default();
    if beat["pid"] == std::process::id() {
        let _ = fs::remove_file(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_as_a_whole_and_nothing_is_left_beside_it() {
        let folder = std::env::temp_dir().join(format!("mcp-heartbeat-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("beat");
        let own = format!("{{\"pid\":{}}}", std::process::id());
        replace(&path, "first").unwrap();
        replace(&path, &own).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), own);
        remove(&path);
        assert!(!path.exists());

        replace(&path, "{\"pid\":0}").unwrap();
        remove(&path);
        assert!(path.exists(), "it is another's");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);

        // Where a folder stands in the way nothing is left behind, either.
        assert!(replace(&folder.join("no/such"), "").is_err());
        fs::create_dir(folder.join("taken")).unwrap();
        assert!(replace(&folder.join("taken"), "").is_err());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
        fs::remove_dir_all(&folder).unwrap();
    }
}
