//! `install` on files of a scratch folder, which is the user's home here.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::support::fixture;

/// The client, its file of the user, and where in it the servers are.
const CLIENTS: [(&str, &str, &str); 6] = if cfg!(target_os = "macos") {
    let (desktop, code) = (
        "Library/Application Support/Claude/claude_desktop_config.json",
        "Library/Application Support/Code/User/mcp.json",
    );
    [
        ("claude-desktop", desktop, "mcpServers"),
        ("claude-code", ".claude.json", "mcpServers"),
        ("cursor", ".cursor/mcp.json", "mcpServers"),
        ("vscode", code, "servers"),
        ("zed", ".config/zed/settings.json", "context_servers"),
        ("codex", ".codex/config.toml", "mcp_servers"),
    ]
} else {
    [
        ("claude-desktop", ".config/Claude/claude_desktop_config.json", "mcpServers"),
        ("claude-code", ".claude.json", "mcpServers"),
        ("cursor", ".cursor/mcp.json", "mcpServers"),
        ("vscode", ".config/Code/User/mcp.json", "servers"),
        ("zed", ".config/zed/settings.json", "context_servers"),
        ("codex", ".codex/config.toml", "mcp_servers"),
    ]
};

/// A home of a test's own, removed at its end.
struct Home(PathBuf);

impl Home {
    fn new(test: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("install-{test}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path.canonicalize().unwrap())
    }

    fn run(&self, client: &str, args: &[&str]) -> Output {
        let mut command = fixture();
        command.args(["install", "--client", client]).args(args).current_dir(&self.0);
        command.env_clear().env("HOME", &self.0).env("NOTES_TOKEN", "hunter2");
        command.output().expect("the fixture runs")
    }

    /// What it says where it succeeds.
    fn says(&self, client: &str, args: &[&str]) -> String {
        let output = self.run(client, args);
        assert!(output.status.success(), "{client} {args:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// What it says on stderr where it succeeds.
    fn warns(&self, client: &str, args: &[&str]) -> String {
        let output = self.run(client, args);
        assert!(output.status.success(), "{client} {args:?}: {output:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    /// What it says where it refuses; it then changes nothing.
    fn refuses(&self, client: &str, args: &[&str]) -> String {
        let before = self.all();
        let output = self.run(client, args);
        assert!(!output.status.success() && output.stdout.is_empty(), "{args:?}: {output:?}");
        assert_eq!(self.all(), before, "{args:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    fn write(&self, path: &str, text: &str) -> PathBuf {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// All files and what they hold.
    fn all(&self) -> Vec<(PathBuf, String)> {
        let (mut folders, mut files) = (vec![self.0.clone()], Vec::new());
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files.push((path.clone(), fs::read_to_string(&path).unwrap_or_default()));
                }
            }
        }
        files.sort();
        files
    }

    fn copies(&self) -> Vec<(PathBuf, String)> {
        let all = self.all().into_iter();
        all.filter(|(path, _)| path.extension().is_some_and(|it| it == "bak")).collect()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn each_client_gets_a_file_of_its_own() {
    let home = Home::new("fresh");
    let program = env!("CARGO_BIN_EXE_process-fixture");
    for (client, file, servers) in CLIENTS {
        let said = home.says(
            client,
            &["--name", "notes", "--env", "RUST_LOG=info", "--", "--policy", "/p.toml"],
        );
        let path = home.0.join(file);
        assert!(said.contains(path.to_str().unwrap()) && said.contains("next: "), "{said}");
        assert_eq!(mode(&path), 0o600);
        let text = home.read(file);
        for part in [servers, "notes", program, "--policy", "/p.toml", "RUST_LOG", "info"] {
            assert!(text.contains(part), "{client}: {part} in {text}");
        }
        if client != "codex" {
            let value: serde_json::Value = serde_json::from_str(&text).expect("strict JSON");
            assert_eq!(value[servers]["notes"]["command"], program);
        }
        // What the client does with it.
        let again = home.says(
            client,
            &["--name", "notes", "--env", "RUST_LOG=info", "--", "--policy", "/p.toml"],
        );
        assert!(again.contains("nothing is changed"), "{again}");
        assert_eq!(home.read(file), text);
        let said = home.says(client, &["--name", "notes", "--remove"]);
        assert!(said.contains("no longer in") && !home.read(file).contains("notes"), "{said}");
        let said = home.says(client, &["--name", "notes", "--remove"]);
        assert!(said.contains("nothing is changed"), "{said}");
    }
    assert_eq!(home.copies().len(), CLIENTS.len(), "one of each removal");
    let name = home.says("cursor", &["--print"]);
    assert!(name.contains("\"process-tests\""), "the server's own name: {name}");
}

#[test]
fn what_is_there_is_kept_and_copied_once_a_run() {
    let home = Home::new("kept");
    for (client, file, servers) in CLIENTS {
        let before = if client == "codex" {
            "# Mine.\nmodel = \"x\" # the best\n\n[mcp_servers.other]\ncommand = 'o'\n".to_owned()
        } else {
            format!(
                "// Mine.\n{{\n\t\"z\": 1,\n\t\"{servers}\": {{\n\t\t\"other\": {{\"command\": \"o\"}} // Keep.\n\t}},\n\t\"a\": [1,2]\n}}\n"
            )
        };
        let path = home.write(file, &before);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let shown = home.says(client, &["--dry-run"]);
        assert!(shown.contains("\n+ ") && shown.contains("\n  "), "{client}: {shown}");
        assert_eq!(home.read(file), before);
        let said = home.says(client, &[]);
        let copy =
            said.lines().find_map(|line| line.strip_prefix("what was there before is kept in "));
        let copy = Path::new(copy.expect("a copy"));
        assert_eq!(fs::read_to_string(copy).unwrap(), before);
        assert_eq!((mode(&path), mode(copy)), (0o640, 0o640));
        let after = home.read(file);
        let mut rest = after.lines();
        for line in before.lines() {
            // A comma comes before the comment of what was the last server.
            let line = line.replace(" // Keep.", "");
            assert!(rest.any(|it| it.starts_with(&line)), "{client}: {line} in {after}");
        }
        assert!(client == "codex" || after.contains("// Keep."), "{after}");
        home.says(client, &[]);
        home.says(client, &["--remove"]);
        let cleaned = home.read(file).replace("}, // Keep.", "} // Keep.");
        assert_eq!(cleaned, before, "{client}");
    }
    assert_eq!(home.copies().len(), 2 * CLIENTS.len());
}

#[test]
fn another_entry_of_the_name_is_not_replaced_unasked() {
    let home = Home::new("other");
    for (client, file, _) in CLIENTS {
        home.says(client, &["--name", "notes", "--", "--old"]);
        let refused = home.refuses(client, &["--name", "notes"]);
        for part in ["--force", "--name OTHER", "- ", "--old", file] {
            assert!(refused.contains(part), "{client}: {part} in {refused}");
        }
        home.says(client, &["--name", "notes", "--force"]);
        assert!(!home.read(file).contains("--old"));
    }
}

#[test]
fn broken_files_are_left_alone() {
    let home = Home::new("broken");
    for (client, file, _) in CLIENTS {
        home.write(file, "{\n  \"mcpServers\": {,\n}\n");
        let refused = home.refuses(client, &["--name", "notes"]);
        assert!(refused.contains(file) && refused.contains("is left as it is"), "{refused}");
        let place = if client == "codex" { "config.toml:1:1 is" } else { ":2:18 is" };
        assert!(refused.contains(place), "{refused}");
        assert!(refused.contains("By hand, add this:") && refused.contains("notes"), "{refused}");
        home.refuses(client, &["--name", "notes", "--remove"]);
    }
    fs::write(home.0.join(CLIENTS[2].1), b"{\"a\": \"\xff\"}").unwrap();
    assert!(home.refuses("cursor", &[]).contains("UTF-8"));
    fs::remove_file(home.0.join(CLIENTS[2].1)).unwrap();
    fs::create_dir(home.0.join(CLIENTS[2].1)).unwrap();
    assert!(home.refuses("cursor", &[]).contains("is not a file"));
}

#[test]
fn a_symbolic_link_stays_one() {
    let home = Home::new("link");
    let real = home.write("dotfiles/cursor.json", "{}\n");
    fs::create_dir(home.0.join(".cursor")).unwrap();
    let link = home.0.join(".cursor/mcp.json");
    symlink("../dotfiles/cursor.json", &link).unwrap();
    let said = home.says("cursor", &[]);
    assert!(link.is_symlink() && said.contains(real.to_str().unwrap()), "{said}");
    assert!(fs::read_to_string(&real).unwrap().contains("process-tests"));
    fs::remove_file(&real).unwrap();
    assert!(home.refuses("cursor", &[]).contains("symbolic link"));
}

#[test]
fn a_folder_that_cannot_be_written_is_named_with_what_to_add() {
    let home = Home::new("closed");
    home.write(".cursor/mcp.json", "{}\n");
    let folder = home.0.join(".cursor");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    // Root may write there all the same; nobody may write to this one.
    let closed = fs::write(folder.join("probe"), "").is_err();
    let mut command = fixture();
    command.args(["install", "--client", "cursor"]).env_clear();
    command.env("HOME", if closed { home.0.as_path() } else { Path::new("/dev/null") });
    let output = command.output().unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success(), "{said}");
    assert!(said.contains(".cursor/mcp.json") && said.contains("By hand, add this:"), "{said}");
    assert_eq!(home.read(".cursor/mcp.json"), "{}\n");
}

#[test]
fn projects_and_urls() {
    let home = Home::new("project");
    let url =
        ["--url", "https://a.example/mcp", "--bearer-env", "NOTES_TOKEN", "--scope", "project"];
    for (client, file, secret) in [
        ("claude-code", ".mcp.json", "Bearer ${NOTES_TOKEN}"),
        ("cursor", ".cursor/mcp.json", "Bearer ${env:NOTES_TOKEN}"),
        ("vscode", ".vscode/mcp.json", "Bearer ${input:process-tests-NOTES_TOKEN}"),
        ("codex", ".codex/config.toml", "bearer_token_env_var = \"NOTES_TOKEN\""),
    ] {
        home.says(client, &url);
        let text = home.read(file);
        assert!(text.contains(secret) && text.contains("https://a.example/mcp"), "{text}");
        assert_ne!(mode(&home.0.join(file)), 0o600, "others share it");
        home.says(client, &["--scope", "project", "--remove"]);
        assert!(!home.read(file).contains("NOTES_TOKEN"), "{client}");
    }
    assert!(home.refuses("zed", &url).contains("--plain-text-secrets"));
    home.says("zed", &[&url[..], &["--plain-text-secrets"]].concat());
    assert!(home.read(".zed/settings.json").contains("Bearer hunter2"));
    assert!(home.refuses("claude-desktop", &url).contains("knows no projects"));
}

/// Files of a project are usually shared through version control.
#[test]
fn a_secret_in_a_file_that_others_get_is_told_of() {
    let home = Home::new("shared");
    let url = "https://a.example/mcp";
    let plain = ["--scope", "project", "--plain-text-secrets"];
    for (client, file, args, parts) in [
        (
            "cursor",
            ".cursor/mcp.json",
            &["--env", "API_KEY=hunter2"][..],
            &["API_KEY", "`--env API_KEY`"][..],
        ),
        (
            "zed",
            ".zed/settings.json",
            &["--url", url, "--bearer-env", "NOTES_TOKEN"],
            &["NOTES_TOKEN"],
        ),
        (
            "vscode",
            ".vscode/mcp.json",
            &["--url", "https://h/?api_key=hunter2"],
            &["the URL", "`--bearer-env VARIABLE`"],
        ),
    ] {
        let path = home.0.join(file);
        for more in [&["--dry-run"][..], &["--print"], &["--force"], &[]] {
            let said = home.warns(client, &[args, &plain[..], more].concat());
            let common = [path.to_str().unwrap(), "version control", "--scope user"];
            for part in common.iter().chain(parts) {
                assert!(said.contains(part), "{client} {more:?}: {part} in {said}");
            }
            assert!(!said.contains("hunter2"), "{said}");
        }
        // Nobody else gets the user's own file, and there is no secret in what is passed on.
        let own = [args, &["--plain-text-secrets", "--dry-run"]].concat();
        assert_eq!(home.warns(client, &own), "", "{client}");
    }
    let passed =
        [&plain[..], &["--env", "NOTES_TOKEN", "--env", "RUST_LOG=info", "--force"]].concat();
    assert_eq!(home.warns("cursor", &passed), "");
}

#[test]
fn mistakes_say_what_to_write_and_repeat_no_secret() {
    let home = Home::new("mistakes");
    for (args, part) in [
        (&["--env", "NOTES_TOKEN=hunter2"][..], "`--env NOTES_TOKEN`"),
        (&["--env", "DB=postgres://a:hunter2@h/x"], "--plain-text-secrets"),
        (&["--env", "hunter2!=x"], "letters, digits"),
        (&["--name", "a b"], "write `--name NAME`"),
        (&["--url", "localhost:80"], "--url http://127.0.0.1:8080/mcp"),
        (&["--url", "http://a:hunter2@h/"], "--bearer-env VARIABLE"),
        (&["--url", "http://h/", "--env", "A=1"], "leave `--env` out"),
        (&["--url", "http://h/", "--", "x"], "cannot be used with"),
        (&["--url", "http://h/", "--header-env", "X"], "--header-env X-Api-Key=API_KEY"),
        (&["--", "--http", "127.0.0.1:1"], "`--url http://127.0.0.1:8080/mcp`"),
        (&["--env", "MCP_HTTP=127.0.0.1:1"], "`--url http://127.0.0.1:8080/mcp`"),
        (&["--policy", "mcp.toml"], "write it after `--`"),
        (&["--scope", "team"], "user, project"),
        (&["--remove", "--force"], "cannot be used with"),
        (&["--print", "--dry-run"], "cannot be used with"),
    ] {
        let said = home.refuses("cursor", args);
        assert!(said.contains(part) && !said.contains("hunter2"), "{args:?}: {said}");
    }
    assert!(home.refuses("emacs", &[]).contains("claude-desktop"));
    let printed = home.says("codex", &["--print", "--env", "NOTES_TOKEN"]);
    assert!(printed.contains("env_vars = [\"NOTES_TOKEN\"]"), "{printed}");
    assert!(home.all().is_empty(), "nothing is written");
}
