use std::path::PathBuf;

use super::super::Sources;
use super::program;
use crate::usage::Kind;

/// A file that is gone after its test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(test: &str) -> Self {
        Self(std::env::temp_dir().join(format!("mcp-policy-{test}-{}.toml", std::process::id())))
    }

    fn write(&self, text: impl AsRef<[u8]>) {
        std::fs::write(&self.0, text).expect("the scratch file can be written");
    }

    fn sources(&self) -> Sources {
        Sources::new(program(), Some(self.0.clone()))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[test]
fn a_reload_reads_the_file_again() {
    let file = Scratch::new("again");
    let sources = file.sources();
    for (text, seconds) in [("1s", 1), ("2s", 2)] {
        file.write(format!("[tools.pay]\ntimeout = \"{text}\"\n"));
        let policy = sources.reload().expect("no mistake");
        assert_eq!(policy.of(Kind::Tool, "pay").timeout.as_secs(), seconds);
    }
    file.write("[tools.pay]\ntimeout = \"\"\n");
    let mistakes = sources.reload().expect_err("a mistake").to_string();
    let expected = format!(
        "the policy has 1 mistake\n  - {}:2:11: tools.pay.timeout: `` is not a duration",
        file.0.display()
    );
    assert!(mistakes.starts_with(&expected), "{mistakes}");
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let file = Scratch::new("unread");
    let says = |what: &str| {
        let mistakes = file.sources().reload().expect_err("a mistake").to_string();
        let expected = format!("{}: the policy cannot be read: {what}", file.0.display());
        assert!(mistakes.contains(&expected), "{mistakes}");
    };
    says("No such file");
    file.write([0xff]);
    says("stream did not contain valid UTF-8");
    file.write(vec![b' '; (1 << 20) + 1]);
    says("it is larger than 1 MiB");
    file.write(vec![b' '; 1 << 20]);
    assert!(file.sources().reload().is_ok());
    let folder = Sources::new(program(), Some(std::env::temp_dir()));
    let mistakes = folder.reload().expect_err("a mistake").to_string();
    assert!(mistakes.contains("name a regular file"), "{mistakes}");
}
