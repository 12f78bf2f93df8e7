//! The file that a server with `--heartbeat` writes.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde::Deserialize;

use crate::clock::Timestamp;

/// Three beats: a machine may be busy.
const PATIENCE: Duration = Duration::from_secs(15);

#[derive(Deserialize)]
struct Beat {
    time: String,
    live: bool,
    ready: bool,
}

pub(super) fn read(file: &Path, is_live: bool) -> Result<(), String> {
    let mut text = String::new();
    File::open(file)
        .and_then(|file| file.take(4 << 10).read_to_string(&mut text))
        .map_err(|error| format!("{}: {error}; is the server running?", file.display()))?;
    judge(&text, is_live, SystemTime::now()).map_err(|why| format!("{}: {why}", file.display()))
}

fn judge(text: &str, is_live: bool, now: SystemTime) -> Result<(), String> {
    let beat: Beat = serde_json::from_str(text).map_err(|_| "not a heartbeat file".to_owned())?;
    let time: SystemTime = Timestamp::parse(&beat.time).ok_or("not a heartbeat file")?.into();
    match now.duration_since(time) {
        Ok(age) if age < PATIENCE => {}
        Ok(age) => {
            return Err(format!("written {} s ago: the server hangs or is gone", age.as_secs()));
        }
        // The clock was put back. The next beat, or its absence, will tell.
        Err(ahead) if ahead.duration() < PATIENCE => {}
        Err(_) => return Err("written in the future: this machine's clock was put back".to_owned()),
    }
    match (is_live, beat.live, beat.ready) {
        (true, true, _) | (false, _, true) => Ok(()),
        (true, ..) => Err("stalled".to_owned()),
        (false, ..) => Err("unready".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beat_counts_while_it_is_young() {
        let written = Timestamp::parse("2026-11-23T04:00:00.000Z").unwrap();
        let text = |live: bool, ready: bool| {
            format!(r#"{{"time":"{written}","pid":1,"live":{live},"ready":{ready}}}"#)
        };
        let at = |seconds: i64| {
            let written = SystemTime::from(written);
            let by = Duration::from_secs(seconds.unsigned_abs());
            if seconds < 0 { written - by } else { written + by }
        };
        for age in [-14, 0, 14] {
            assert_eq!(judge(&text(true, true), false, at(age)), Ok(()));
            assert_eq!(judge(&text(true, false), true, at(age)), Ok(()));
            assert_eq!(judge(&text(true, false), false, at(age)), Err("unready".to_owned()));
        }
        let old = judge(&text(true, true), false, at(15)).unwrap_err();
        assert!(old.starts_with("written 15 s ago"), "{old}");
        assert!(judge(&text(true, true), true, at(-15)).unwrap_err().contains("put back"));
        for other in ["", "{}", "{\"time\":\"now\",\"live\":true,\"ready\":true}"] {
            assert_eq!(judge(other, false, at(0)), Err("not a heartbeat file".to_owned()));
        }
    }
}
