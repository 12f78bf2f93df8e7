//! What the kernel says of this process, under the names that Prometheus'
//! client libraries use.

/// Each part is absent where it cannot be learnt.
#[derive(Debug, Default)]
pub(super) struct Process {
    pub(super) cpu_seconds: Option<f64>,
    pub(super) resident_bytes: Option<u64>,
    pub(super) virtual_bytes: Option<u64>,
    pub(super) open_fds: Option<u64>,
    pub(super) max_fds: Option<u64>,
    pub(super) threads: Option<u64>,
    /// Since the Unix epoch.
    pub(super) started: Option<f64>,
}

impl Process {
    #[cfg(not(target_os = "linux"))]
    pub(super) fn read() -> Self {
        Self::default()
    }

    #[cfg(target_os = "linux")]
    pub(super) fn read() -> Self {
        use std::fs::{read_dir, read_to_string};

        let read = |name: &str| read_to_string(format!("/proc/{name}")).unwrap_or_default();
        let mut process = Self::from_stat(&read("self/stat"), &read("stat"));
        process.max_fds = max_fds(&read("self/limits"));
        // The one that reads the folder is among them.
        process.open_fds = read_dir("/proc/self/fd")
            .ok()
            .map(|entries| (entries.count() as u64).saturating_sub(1));
        process
    }

    /// From `/proc/self/stat`, and `/proc/stat` for when the machine began.
    #[cfg(target_os = "linux")]
    fn from_stat(own: &str, machine: &str) -> Self {
        let ticks = rustix::param::clock_ticks_per_second();
        let page = rustix::param::page_size() as u64;
        // The name before it is in parentheses and may hold anything.
        let rest = own.rsplit_once(')').map_or("", |(_, rest)| rest);
        let fields: Vec<&str> = rest.split_ascii_whitespace().collect();
        // Numbered as in proc_pid_stat(5), where the state is the third.
        let field = |number: usize| fields.get(number - 3)?.parse::<u64>().ok();
        #[allow(clippy::cast_precision_loss)] // hundredths of seconds
        let seconds = |count: u64| count as f64 / ticks as f64;
        let booted = machine.lines().find_map(|line| line.strip_prefix("btime "));
        let booted = booted.and_then(|text| text.trim().parse::<f64>().ok());
        Self {
            cpu_seconds: field(14).zip(field(15)).map(|(user, system)| seconds(user + system)),
            threads: field(20),
            started: booted.zip(field(22)).map(|(booted, after)| booted + seconds(after)),
            virtual_bytes: field(23),
            resident_bytes: field(24).map(|pages| pages * page),
            ..Self::default()
        }
    }
}

/// The soft limit; none where there is none.
#[cfg(target_os = "linux")]
fn max_fds(limits: &str) -> Option<u64> {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_ascii_whitespace().next()?.parse().ok()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_look_like_fields() {
        let own = "7 (a) R 1 (b) S 1 7 7 0 -1 0 0 0 0 0 150 50 0 0 20 0 3 0 1000 4096 2 99";
        let process = Process::from_stat(own, "cpu 1\nbtime 1700000000\n");
        let ticks = rustix::param::clock_ticks_per_second();
        #[allow(clippy::cast_precision_loss)]
        let seconds = |count: u64| count as f64 / ticks as f64;
        assert_eq!(process.cpu_seconds, Some(seconds(200)));
        assert_eq!(process.threads, Some(3));
        assert_eq!(process.started, Some(1_700_000_000.0 + seconds(1_000)));
        assert_eq!(process.virtual_bytes, Some(4_096));
        assert_eq!(process.resident_bytes, Some(2 * rustix::param::page_size() as u64));
    }

    #[test]
    fn this_process_is_seen() {
        let _file = std::fs::File::open("/dev/null").unwrap();
        let process = Process::read();
        assert!(process.cpu_seconds.is_some() && process.threads >= Some(1));
        assert!(process.resident_bytes > Some(1 << 20), "{process:?}");
        assert!(process.open_fds >= Some(4) && process.open_fds <= process.max_fds, "{process:?}");
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        let age = now.as_secs_f64() - process.started.unwrap();
        assert!((-2.0..86_400.0).contains(&age), "{age}");
    }

    #[test]
    fn what_is_not_there_is_left_out() {
        let process = Process::from_stat("", "");
        assert!(process.cpu_seconds.is_none() && process.started.is_none());
        assert_eq!(max_fds("Max open files            1024      4096      files\n"), Some(1_024));
        assert_eq!(max_fds("Max open files            unlimited unlimited files\n"), None);
    }
}
