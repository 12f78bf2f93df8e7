//! API keys on the command line and in the environment.

use std::io::Write as _;
use std::process::{Output, Stdio};

use crate::support::{Process, Scratch, address, ask, fixture};

const RECORD: &str =
    "alice sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Runs a server that reads its keys from `API_KEYS`.
fn run(args: &[&str], keys: Option<&str>, stdin: &str) -> Output {
    run_as(None, args, keys, stdin)
}

/// The same for a caller with a key.
fn run_as(key: Option<&str>, args: &[&str], keys: Option<&str>, stdin: &str) -> Output {
    let mut command = fixture();
    command.env_remove("MCP_ACCESS_TOKEN").envs(key.map(|key| ("MCP_ACCESS_TOKEN", key)));
    command.args(args).env("FIXTURE_KEYS", "1").env_remove("API_KEYS");
    command.envs(keys.map(|keys| ("API_KEYS", keys)));
    let streams = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = streams.spawn().expect("the fixture runs");
    // It may have ended without reading.
    let _ = child.stdin.take().expect("piped").write_all(stdin.as_bytes());
    child.wait_with_output().expect("the fixture ends")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn the_first_key_is_minted_hashed_and_accepted() {
    let args = ["keys", "mint", "--name", "alice", "--scope=notes:read", "--rate", "60/min"];
    let minted = run(&args, None, "");
    assert!(minted.status.success(), "{}", text(&minted.stderr));
    let lines: Vec<&str> = text(&minted.stdout).lines().collect();
    let [key, record] = lines[..] else { panic!("{lines:?}") };
    assert!(key.starts_with("mcp_") && key.len() == 47, "{key}");
    let advice = text(&minted.stderr);
    assert!(advice.contains("give it to its holder") && advice.contains("its record"), "{advice}");
    assert!(!advice.contains(key), "{advice}");

    let hashed = run(&["keys", "hash"], None, &format!("{key}\n"));
    assert!(hashed.status.success(), "{}", text(&hashed.stderr));
    let digest = text(&hashed.stdout).trim_end();
    assert_eq!(record, format!("alice {digest} scopes=notes:read rate=60/min"));

    let served = run_as(Some(key), &[], Some(record), "");
    assert!(served.status.success(), "{}", text(&served.stderr));
    let refused = run_as(Some("another-key-0000000000"), &[], Some(record), "");
    assert!(!refused.status.success() && !text(&refused.stderr).contains("another-key"));
}

#[test]
fn without_keys_it_does_not_start_and_says_how_to_mint_one() {
    let refused = run(&[], None, "");
    assert!(!refused.status.success());
    let stderr = text(&refused.stderr);
    assert!(stderr.contains("API_KEYS is not set") && stderr.contains("`keys mint"), "{stderr}");
    for args in [&["--help"][..], &["--version"], &["keys", "--help"]] {
        let shown = run(args, None, "");
        assert!(shown.status.success() && !shown.stdout.is_empty(), "{args:?}");
    }
    assert!(text(&run(&["keys", "mint", "--help"], None, "").stdout).contains("--name <NAME>"));
}

/// They show what there is to call, which no key changes.
#[test]
fn what_only_looks_at_the_server_needs_no_keys() {
    let folder = Scratch::new("no-keys");
    let lock = folder.path("schema.lock").display().to_string();
    let pages = folder.path("pages").display().to_string();
    let commands = [
        &["tools"][..],
        &["schema", "--lock", &lock],
        &["schema", "--check", &lock],
        &["docs", "--out", &pages],
        &["policy"],
        &["completions", "bash"],
    ];
    for keys in [None, Some("alice md5:00")] {
        for args in commands {
            let shown = run(args, keys, "");
            assert!(shown.status.success(), "{args:?}: {}", text(&shown.stderr));
        }
        for args in [
            &[][..],
            &["--http", "127.0.0.1:0"],
            &["call", "add", "--a=1", "--b=2"],
            &["call", "ad"],
        ] {
            let refused = run(args, keys, "");
            assert!(!refused.status.success() && text(&refused.stderr).contains("API_KEYS"));
        }
        let refused = run_as(Some("a-key-000000000000"), &["tools"], keys, "");
        assert!(!refused.status.success() && text(&refused.stderr).contains("API_KEYS"));
    }
}

#[test]
fn the_log_names_whoever_guesses_as_records_do() {
    let mut command = fixture();
    command.env("FIXTURE_KEYS", "1").env("API_KEYS", RECORD).args(["--http", "127.0.0.1:0"]);
    let process = Process::spawn_piped(command);
    let guess = "Authorization: Bearer another-key-0000000000\r\n";
    assert_eq!(ask(&address(&process), "POST", "/mcp", guess).0, 401);
    let line = process.stderr_line("a credential was not accepted");
    assert!(line.contains("\"from\":\"peer 127.0.0.1\""), "{line}");
}

#[test]
fn a_key_in_the_place_of_its_digest_is_not_printed() {
    let secret = "hunter2-hunter2-hunter2";
    let refused = run(&[], Some(&format!("alice {secret}; {secret} bob")), "");
    assert!(!refused.status.success());
    let stderr = text(&refused.stderr);
    for part in ["2 problems", "API_KEYS:1:7: record 1: ", "API_KEYS:1:56: record 2: "] {
        assert!(stderr.contains(part), "{part} in {stderr}");
    }
    assert!(!stderr.contains(secret), "{stderr}");
}

#[test]
fn mistakes_say_what_to_type() {
    for (args, stdin, part) in [
        (&["keys"][..], "", "[subcommands: mint, hash]"),
        (&["keys", "mint"], "", "--name <NAME>"),
        (&["keys", "mint", "--name"], "", "write `--name alice`"),
        (&["keys", "mint", "--name=a", "--expire=90d"], "", "'--expires'"),
        (&["keys", "hash", "hunter2"], "", "reads the key from stdin"),
        (&["keys", "hash"], "hunter2\n", "fewer than 16 characters"),
    ] {
        let refused = run(args, None, stdin);
        let stderr = text(&refused.stderr);
        assert!(!refused.status.success() && refused.stdout.is_empty(), "{args:?}");
        assert!(stderr.contains(part) && !stderr.contains("hunter2"), "{args:?}: {stderr}");
    }
}
