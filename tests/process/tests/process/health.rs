//! The side port: health beside every transport.

use std::os::unix::net::UnixStream;

use serde_json::{Value, json};

use crate::support::{
    Process, Scratch, address, ask, ask_through, call, fixture, get, post, side, until,
};

fn json(body: &str) -> Value {
    serde_json::from_str(body).unwrap_or_else(|_| panic!("JSON, not {body:?}"))
}

#[test]
fn stdio_is_watched_on_a_port_of_its_own() {
    let mut process = Process::start(&["--health", "127.0.0.1:0"]);
    let side = side(&process);
    assert_eq!(get(&side, "/livez"), (200, "live\n".to_owned()));
    assert_eq!(until(|| get(&side, "/readyz"), |answer| answer.0 == 200).1, "ready\n");
    let (status, health) = get(&side, "/health");
    let health = json(&health);
    assert_eq!((status, &health["live"], &health["ready"]), (200, &json!(true), &json!(true)));
    assert!(health.get("signingKey").is_none(), "no sessions are signed: {health}");
    assert!(get(&side, "/metrics").1.contains("mcp_ready 1"));
    assert!(json(&get(&side, "/status.json").1)["server"]["name"].is_string());
    // The protocol goes on beside it.
    process.call(1, "add", &json!({"a": 1, "b": 2}));
    assert_eq!(process.receive()["result"]["content"][0]["text"], "3");
    assert!(process.finish().0.success());
    assert!(std::net::TcpStream::connect(&side).is_err(), "it ends with the server");
}

#[test]
fn it_is_for_reading_and_for_no_page_of_the_web() {
    let process = Process::start(&["--health", "127.0.0.1:0"]);
    let side = side(&process);
    for path in ["/livez", "/readyz", "/health", "/metrics", "/status.json"] {
        assert_eq!(ask(&side, "HEAD", path, "").1, "", "{path}");
        for method in ["POST", "DELETE", "OPTIONS"] {
            assert_eq!(ask(&side, method, path, "Content-Length: 0\r\n").0, 405, "{method} {path}");
        }
    }
    for path in ["/", "/mcp", "/docs", "/livez/", "/HEALTH"] {
        assert_eq!(get(&side, path).0, 404, "{path}");
    }
    // A name that points here (DNS rebinding) gets the probes' one word alone.
    let elsewhere = |path: &str| ask(&side, "GET", path, "Host: evil.example\r\n").0;
    assert_eq!(
        ["/livez", "/health", "/metrics", "/status.json"].map(elsewhere),
        [200, 403, 403, 403]
    );
    let foreign = "Origin: https://evil.example\r\n";
    assert_eq!(ask(&side, "GET", "/status.json", foreign).0, 403);
}

#[test]
fn http_and_unix_sockets_have_it_too() {
    let process = Process::start(&["--http", "127.0.0.1:0", "--health=localhost:0"]);
    let (side, main) = (side(&process), address(&process));
    assert_eq!(json(&get(&side, "/health").1)["signingKey"], "random");
    assert!(post(&main, &call(1, "add", &json!({"a": 1, "b": 2}))).contains("\"text\":\"3\""));
    assert_eq!(get(&side, "/mcp").0, 404);

    let scratch = Scratch::new("side");
    let socket = scratch.path("s");
    let mut command = fixture();
    command.arg("--unix").arg(&socket).env("MCP_HEALTH", "127.0.0.1:0");
    command.env("MCP_SIGNING_KEY", "0123456789abcdef0123456789abcdef");
    let process = Process::spawn_piped(command);
    let side = crate::support::side(&process);
    process.stderr_line("listening on");
    assert_eq!(json(&get(&side, "/health").1)["signingKey"], "configured");
    // Whoever may connect to the socket is an operator there as well.
    let connect = || UnixStream::connect(&socket).expect("it listens");
    assert_eq!(ask_through(connect(), "GET", "/readyz", "").0, 200);
    assert_eq!(ask_through(connect(), "GET", "/health", "").0, 200);
}

#[test]
fn a_port_that_is_taken_keeps_the_server_from_starting() {
    let held = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = held.local_addr().unwrap().to_string();
    for args in [&["--health", &taken][..], &["--health", &taken, "--http", "127.0.0.1:0"]] {
        let output = fixture().args(args).stdin(std::process::Stdio::null()).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(stderr.contains(&format!("cannot listen on {taken} (--health)")), "{stderr}");
        assert!(!stderr.contains("listening on"), "{stderr}");
    }
}

#[test]
fn it_is_ready_while_its_checks_pass() {
    let scratch = Scratch::new("checks");
    let file = scratch.path("there");
    let mut command = fixture();
    command.args(["--http", "127.0.0.1:0", "--health", "127.0.0.1:0"]).env("FIXTURE_READY", &file);
    let process = Process::spawn_piped(command);
    let (side, main) = (side(&process), address(&process));
    let check = || json(&get(&side, "/health").1)["checks"][0].clone();
    until(check, |check| check["status"] == "failing");
    assert!(check()["message"].as_str().unwrap().starts_with("no file: "), "{}", check());
    for address in [&side, &main] {
        assert_eq!(get(address, "/readyz"), (503, "unready\n".to_owned()));
        assert_eq!(get(address, "/health").0, 503);
        assert_eq!(get(address, "/livez").0, 200);
    }
    std::fs::write(&file, "").unwrap();
    until(|| get(&main, "/readyz"), |answer| answer.0 == 200);
    assert_eq!(check()["status"], "passing");
    std::fs::remove_file(&file).unwrap();
    until(|| get(&side, "/readyz"), |answer| answer.0 == 503);
}

#[test]
fn a_closed_stderr_stops_nothing() {
    let scratch = Scratch::new("closed");
    let socket = scratch.path("s");
    let (reader, stderr) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = fixture();
    command.arg("--unix").arg(&socket).args(["--health", "127.0.0.1:0"]).env("RUST_LOG", "off");
    command.stdin(std::process::Stdio::null()).stderr(stderr);
    let mut process = Process::spawn(command);
    until(|| socket.exists(), |there| *there);
    let connect = || UnixStream::connect(&socket).expect("it listens");
    until(|| ask_through(connect(), "GET", "/readyz", "").0, |status| *status == 200);
    let lost = |page: &str| page.lines().any(|line| line == "mcp_log_lines_lost_total 2");
    until(|| ask_through(connect(), "GET", "/metrics", "").1, |page| lost(page));
    process.signal(rustix::process::Signal::TERM);
    assert!(process.wait().success());
}
