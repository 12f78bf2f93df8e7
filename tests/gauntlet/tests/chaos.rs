//! A short storm of calls against the real server; see `src/bin/chaos`.

use std::process::Command;

#[test]
fn a_storm_leaves_nothing_behind() {
    let done = Command::new(env!("CARGO_BIN_EXE_chaos"))
        .args(["--calls", "5000"])
        .output()
        .expect("the storm begins");
    let said = String::from_utf8_lossy(&done.stdout);
    let complaints = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}\n{complaints}");
}
