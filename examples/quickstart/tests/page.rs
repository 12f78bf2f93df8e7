//! docs/command-line.md shows what this program prints.
#![cfg(target_os = "linux")]

use std::path::Path;
use std::process::{Command, Stdio};

const PAGE: &str = include_str!("../../../docs/command-line.md");

/// What differs from call to call, or from version to version, is not compared.
fn constant(line: &str) -> &str {
    let start = ["requestId: ", "Version "].into_iter().find(|start| line.starts_with(start));
    start.unwrap_or(line)
}

#[test]
fn every_example_prints_what_the_page_shows() {
    let program = Path::new(env!("CARGO_BIN_EXE_quickstart"));
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("page-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", program.parent().expect("a folder").display());
    let blocks: Vec<&str> = PAGE.split("```console\n").skip(1).collect();
    assert!(blocks.len() > 5);
    for block in blocks {
        let block = block.split("```").next().unwrap_or_default();
        let commands: Vec<&str> =
            block.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
        let expected: Vec<&str> =
            block.lines().filter(|line| !line.starts_with("$ ")).map(constant).collect();
        let output = Command::new("sh")
            .args(["-c", &format!("exec 2>&1\n{}", commands.join("\n"))])
            .current_dir(&folder)
            .env("PATH", &path)
            .env("COLUMNS", "100")
            .env_remove("MCP_ACCESS_TOKEN")
            .stdin(Stdio::null())
            .output()
            .expect("a shell");
        let printed = String::from_utf8(output.stdout).expect("UTF-8");
        let printed: Vec<&str> = printed.lines().map(constant).collect();
        assert_eq!(printed, expected, "{commands:#?}");
    }
    let _ = std::fs::remove_dir_all(&folder);
}
