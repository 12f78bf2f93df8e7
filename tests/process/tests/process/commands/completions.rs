use std::process::Command;

use super::{Folder, run};

#[test]
fn each_shell_learns_of_commands_tools_and_arguments() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(&["completions", shell]).ends(0);
        for word in ["process-fixture", "schema", "forecast", "warn_of", "review", "author"] {
            assert!(script.contains(word), "{word} in the script of {shell}");
        }
        // The others are told of options and commands alone.
        let uris = matches!(shell, "bash" | "zsh");
        assert_eq!(script.contains("readme"), uris, "the script of {shell}");
    }
    let unknown = run(&["completions", "tcsh"]);
    assert!(unknown.stderr.contains("bash, elvish, fish, powershell, zsh"), "{}", unknown.stderr);
}

/// What the shell itself makes of the script.
#[test]
fn bash_completes_a_tool_and_its_argument() {
    let folder = Folder::new("completions");
    let file = folder.file("script");
    std::fs::write(&file, run(&["completions", "bash"]).ends(0)).unwrap();
    let complete = |before: &str, word: &str| {
        let script = format!(
            "source '{file}'; COMP_WORDS=({before} {word}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             _process_fixture process-fixture '{word}' \"${{COMP_WORDS[COMP_CWORD - 1]}}\"; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        );
        let Ok(output) = Command::new("bash").args(["-c", &script]).output() else { return None };
        Some(String::from_utf8_lossy(&output.stdout).into_owned())
    };
    // Where there is no bash, there is nothing to show.
    let Some(tools) = complete("process-fixture call", "fore") else { return };
    assert_eq!(tools, "forecast\n");
    let flags = complete("process-fixture call forecast", "--wa").unwrap();
    assert_eq!(flags, "--warn_of\n");
    let values = complete("process-fixture call forecast --unit", "f").unwrap();
    assert_eq!(values, "fahrenheit\n");
    assert_eq!(complete("process-fixture get", "rev").unwrap(), "review\n");
    assert_eq!(complete("process-fixture get review", "--au").unwrap(), "--author\n");
}
