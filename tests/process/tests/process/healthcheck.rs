//! `healthcheck`, as an image without curl runs it.

use std::io::{Read as _, Write as _};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::support::{Process, Scratch, address, fixture, side, until};

/// Exit code, stdout and stderr.
fn check(configure: impl FnOnce(&mut Command) -> &mut Command) -> (i32, String, String) {
    let mut command = fixture();
    command.arg("healthcheck");
    configure(&mut command);
    let output = command.output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

#[test]
fn it_asks_the_server_at_whatever_it_listens_on() {
    let scratch = Scratch::new("healthcheck");
    let (socket, beat, file) = (scratch.path("s"), scratch.path("beat"), scratch.path("there"));
    let mut command = fixture();
    command.args(["--http", "127.0.0.1:0", "--health", "127.0.0.1:0", "--heartbeat"]).arg(&beat);
    command.env("FIXTURE_READY", &file);
    let process = Process::spawn_piped(command);
    let (side, main) = (side(&process), address(&process));
    let mut command = fixture();
    command.arg("--unix").arg(&socket).env("FIXTURE_READY", &file);
    let other = Process::spawn_piped(command);
    other.stderr_line("listening on");
    until(|| beat.exists(), |there| *there);

    let everywhere = |live: bool| {
        let places: [&dyn Fn(&mut Command) -> &mut Command; 5] = [
            &|command| command.args(["--health", &side]),
            &|command| command.env("MCP_HEALTH", &side).env("MCP_HTTP", "127.0.0.1:1"),
            &|command| command.env("MCP_HTTP", main.replace("127.0.0.1", "0.0.0.0")),
            &|command| command.arg("--unix").arg(&socket),
            &|command| command.arg("--heartbeat").arg(&beat),
        ];
        places.map(|place| check(|command| place(command).args(live.then_some("--live"))))
    };
    for (code, stdout, stderr) in everywhere(false) {
        assert_eq!((code, stdout.as_str()), (1, ""), "{stderr}");
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
        assert!(stderr.ends_with("unready"), "{stderr}");
    }
    for (code, stdout, stderr) in everywhere(true) {
        assert_eq!((code, stdout.as_str(), stderr.as_str()), (0, "live", ""));
    }
    std::fs::write(&file, "").unwrap();
    let all_ready = |answers: &[(i32, String, String); 5]| {
        answers.iter().all(|(code, stdout, _)| *code == 0 && stdout == "ready")
    };
    until(|| everywhere(false), all_ready);
}

#[test]
fn it_says_why_not_in_a_line() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (code, _, stderr) = check(|command| command.args(["--http", &nobody.to_string()]));
    assert_eq!(code, 1);
    assert!(stderr.contains("is the server running?"), "{stderr}");
    let (code, _, stderr) = check(|command| command.args(["--heartbeat", "/no/such/file"]));
    assert_eq!(code, 1);
    assert!(stderr.contains("/no/such/file"), "{stderr}");
    let (code, _, stderr) = check(|command| command);
    assert_eq!(code, 1);
    assert!(stderr.contains("nothing says where to ask"), "{stderr}");
}

#[test]
fn what_does_not_answer_or_not_in_http_is_not_healthy() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap().to_string();
    // Says nothing, says too little too slowly, says too much, speaks TLS.
    let served = std::thread::spawn(move || {
        let mut held = Vec::new();
        for turn in 0..4 {
            let (mut stream, _) = listener.accept().unwrap();
            match turn {
                0 => held.push(stream),
                1 => drop(std::thread::spawn(move || {
                    while stream.write_all(b"H").is_ok() {
                        std::thread::sleep(Duration::from_millis(50));
                    }
                })),
                2 => drop(std::thread::spawn(
                    move || {
                        while stream.write_all(&[b'x'; 4096]).is_ok() {}
                    },
                )),
                _ => {
                    let _ = stream.read(&mut [0; 16]);
                    let _ = stream.write_all(b"\x15\x03\x01\x00\x02\x02\x46");
                }
            }
        }
    });
    for part in ["no answer in time", "no answer in time", "no answer in HTTP", "with TLS"] {
        let began = Instant::now();
        let timed = ["--http", &at, "--timeout", "400ms"];
        let (code, _, stderr) = check(|command| command.args(timed));
        assert!(began.elapsed() < Duration::from_secs(3), "{part}: {:?}", began.elapsed());
        assert_eq!(code, 1);
        assert!(stderr.contains(part), "{part}: {stderr}");
    }
    served.join().unwrap();
}
