use super::*;

fn parse(args: &[&str]) -> Result<Place> {
    let command = serving::arguments(Command::new("notes"));
    let command = command.subcommand(super::command());
    let all = command
        .try_get_matches_from([&["notes"], args].concat())
        .map_err(|error| Error::Usage(error.to_string()))?;
    let (_, asked) = all.subcommand().expect("the command");
    place(&Watching::default(), &all, asked)
}

#[cfg(feature = "http")]
#[test]
fn it_asks_where_the_server_listens() {
    let at = |option, address: &str| Place::Network(option, address.parse().unwrap());
    let check = "healthcheck";
    for (args, wanted) in [
        (&[check, "--http", "127.0.0.1:80"][..], at("--http", "127.0.0.1:80")),
        (&[check, "--http", "0.0.0.0:80"], at("--http", "127.0.0.1:80")),
        (&[check, "--http", "[::]:80"], at("--http", "[::1]:80")),
        (&["--http", "10.1.2.3:80", check], at("--http", "10.1.2.3:80")),
        (&["--http", "10.1.2.3:80", check, "--http", "127.0.0.1:1"], at("--http", "127.0.0.1:1")),
        (
            &[check, "--http", "127.0.0.1:80", "--health", "0.0.0.0:9"],
            at("--health", "127.0.0.1:9"),
        ),
        (
            &["--health", "127.0.0.1:9", check, "--http", "127.0.0.1:8"],
            at("--health", "127.0.0.1:9"),
        ),
        (&[check, "--heartbeat", "beat", "--http", "127.0.0.1:80"], at("--http", "127.0.0.1:80")),
        (&[check, "--heartbeat", "beat"], Place::File("beat".into())),
        #[cfg(unix)]
        (&[check, "--unix", "/run/s", "--heartbeat", "beat"], Place::Socket("/run/s".into())),
    ] {
        assert_eq!(parse(args).unwrap(), wanted, "{args:?}");
    }
    for (args, part) in [
        (&[check][..], "nothing says where to ask"),
        (&[check, "--http", "127.0.0.1:0"], "whatever port was free"),
        (&[check, "--health", "9090"], "write `--health 127.0.0.1:9090`"),
        (&[check, "--http", "127.0.0.1:80", "--timeout", "0s"], "write `--timeout 3s`"),
        (&[check, "--http", "127.0.0.1:80", "--timeout", "soon"], "write `--timeout 3s`"),
        #[cfg(all(unix, feature = "systemd"))]
        (&[check, "--http", "systemd"], "give the server a side port"),
    ] {
        let error = parse(args).unwrap_err().to_string();
        assert!(error.contains(part), "{args:?}: {error}");
    }
}

#[cfg(feature = "http")]
#[test]
fn an_answer_is_judged_by_its_first_line() {
    use super::ask::{Problem, judge};

    let says = |text: &str| Err(Problem::Says(text.to_owned()));
    assert_eq!(judge(b"HTTP/1.1 200 OK\r\n\r\nready\n"), Ok(()));
    assert_eq!(
        judge(b"HTTP/1.1 503 Service Unavailable\r\na: b\r\n\r\nunready\n"),
        says("unready")
    );
    assert_eq!(judge(b"HTTP/1.1 503 Service Unavailable\r\n"), says("503"));
    assert_eq!(judge(b"HTTP/1.0 301 Moved\r\n\r\n"), says("HTTP status 301"));
    assert!(matches!(judge(b"HTTP/1.1 404 x\r\n\r\n"), Err(Problem::Says(_))));
    for none in
        [&b""[..], b"\x15\x03\x01\x00\x02\x02\x46", b"SSH-2.0", b"HTTP/1.1", b"XTTP/1.1 200 OK"]
    {
        assert_eq!(judge(none), Err(Problem::NoHttp));
    }
}
