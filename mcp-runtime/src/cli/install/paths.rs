//! Where each client keeps its configuration.

use std::path::PathBuf;

use super::client::{Client, Scope};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Platform {
    Linux,
    MacOs,
    Windows,
}

impl Platform {
    /// Other Unix systems keep their files as Linux does.
    pub(super) const HERE: Self = if cfg!(windows) {
        Self::Windows
    } else if cfg!(target_os = "macos") {
        Self::MacOs
    } else {
        Self::Linux
    };
}

/// The file of a client, by nothing but these environment variables; one of a
/// project is relative to its folder.
pub(super) fn file(
    client: Client,
    scope: Scope,
    platform: Platform,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<PathBuf, String> {
    let places = Places { platform, variable: &|name| variable(name).filter(|it| !it.is_empty()) };
    match scope {
        Scope::User => places.of_user(client),
        Scope::Project => of_project(client),
    }
}

fn of_project(client: Client) -> Result<PathBuf, String> {
    Ok(PathBuf::from(match client {
        Client::ClaudeDesktop => {
            return Err("Claude Desktop knows no projects: leave `--scope project` out".to_owned());
        }
        Client::ClaudeCode => ".mcp.json",
        Client::Cursor => ".cursor/mcp.json",
        Client::VsCode => ".vscode/mcp.json",
        Client::Zed => ".zed/settings.json",
        Client::Codex => ".codex/config.toml",
    }))
}

struct Places<'e> {
    platform: Platform,
    variable: &'e dyn Fn(&str) -> Option<String>,
}

impl Places<'_> {
    fn of_user(&self, client: Client) -> Result<PathBuf, String> {
        let (folder, rest): (String, &[&str]) = match client {
            Client::ClaudeDesktop => (self.data()?, &["Claude", "claude_desktop_config.json"]),
            Client::ClaudeCode => (self.or_home("CLAUDE_CONFIG_DIR", &[])?, &[".claude.json"]),
            Client::Cursor => (self.home()?, &[".cursor", "mcp.json"]),
            Client::VsCode => (self.data()?, &["Code", "User", "mcp.json"]),
            Client::Zed => match self.platform {
                Platform::Windows => (self.data()?, &["Zed", "settings.json"]),
                Platform::MacOs => (self.home()?, &[".config", "zed", "settings.json"]),
                Platform::Linux => (self.data()?, &["zed", "settings.json"]),
            },
            Client::Codex => (self.or_home("CODEX_HOME", &[".codex"])?, &["config.toml"]),
        };
        Ok(PathBuf::from(self.join(folder, rest)))
    }

    /// Where programs keep what is theirs.
    fn data(&self) -> Result<String, String> {
        match self.platform {
            Platform::Windows => match (self.variable)("APPDATA") {
                Some(folder) => Ok(folder),
                None => Ok(self.join(self.home()?, &["AppData", "Roaming"])),
            },
            Platform::MacOs => Ok(self.join(self.home()?, &["Library", "Application Support"])),
            // What is not absolute is to be ignored, says the XDG specification.
            Platform::Linux => {
                match (self.variable)("XDG_CONFIG_HOME").filter(|it| it.starts_with('/')) {
                    Some(folder) => Ok(folder),
                    None => Ok(self.join(self.home()?, &[".config"])),
                }
            }
        }
    }

    fn or_home(&self, variable: &str, rest: &[&str]) -> Result<String, String> {
        match (self.variable)(variable) {
            Some(folder) => Ok(folder),
            None => Ok(self.join(self.home()?, rest)),
        }
    }

    fn home(&self) -> Result<String, String> {
        let name = if self.platform == Platform::Windows { "USERPROFILE" } else { "HOME" };
        (self.variable)(name).ok_or_else(|| {
            format!("{name} is not set, so that the client's configuration cannot be found")
        })
    }

    fn join(&self, mut folder: String, rest: &[&str]) -> String {
        let separator = if self.platform == Platform::Windows { '\\' } else { '/' };
        for part in rest {
            folder.push(separator);
            folder.push_str(part);
        }
        folder
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The file of the user, by `NAME=VALUE` each.
    fn of(client: Client, platform: Platform, environment: &[&str]) -> String {
        let variable = |name: &str| {
            let mut all = environment.iter().filter_map(|text| text.split_once('='));
            all.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
        };
        match file(client, Scope::User, platform, variable) {
            Ok(path) => path.to_str().unwrap().to_owned(),
            Err(problem) => problem,
        }
    }

    #[test]
    fn linux() {
        let of = |client, environment: &[&str]| of(client, Platform::Linux, environment);
        let home = ["HOME=/home/a", "XDG_CONFIG_HOME=", "APPDATA=/no", "USERPROFILE=/no"];
        let all = Client::ALL.map(|client| of(client, &home));
        assert_eq!(
            all,
            [
                "/home/a/.config/Claude/claude_desktop_config.json",
                "/home/a/.claude.json",
                "/home/a/.cursor/mcp.json",
                "/home/a/.config/Code/User/mcp.json",
                "/home/a/.config/zed/settings.json",
                "/home/a/.codex/config.toml",
            ]
        );
        let moved = ["HOME=/home/a", "XDG_CONFIG_HOME=/x", "CODEX_HOME=/c", "CLAUDE_CONFIG_DIR=/d"];
        let all = Client::ALL.map(|client| of(client, &moved));
        assert_eq!(
            all,
            [
                "/x/Claude/claude_desktop_config.json",
                "/d/.claude.json",
                "/home/a/.cursor/mcp.json",
                "/x/Code/User/mcp.json",
                "/x/zed/settings.json",
                "/c/config.toml",
            ]
        );
        let relative = ["HOME=/home/a", "XDG_CONFIG_HOME=config"];
        assert_eq!(of(Client::Zed, &relative), "/home/a/.config/zed/settings.json");
        assert!(of(Client::Cursor, &[]).contains("HOME is not set"));
    }

    #[test]
    fn mac_os() {
        let home = ["HOME=/Users/a", "XDG_CONFIG_HOME=/no"];
        assert_eq!(
            Client::ALL.map(|client| of(client, Platform::MacOs, &home)),
            [
                "/Users/a/Library/Application Support/Claude/claude_desktop_config.json",
                "/Users/a/.claude.json",
                "/Users/a/.cursor/mcp.json",
                "/Users/a/Library/Application Support/Code/User/mcp.json",
                "/Users/a/.config/zed/settings.json",
                "/Users/a/.codex/config.toml",
            ]
        );
    }

    #[test]
    fn windows() {
        let home = [r"USERPROFILE=C:\Users\a", r"APPDATA=C:\Users\a\AppData\Roaming", "HOME=/no"];
        let all = [
            r"C:\Users\a\AppData\Roaming\Claude\claude_desktop_config.json",
            r"C:\Users\a\.claude.json",
            r"C:\Users\a\.cursor\mcp.json",
            r"C:\Users\a\AppData\Roaming\Code\User\mcp.json",
            r"C:\Users\a\AppData\Roaming\Zed\settings.json",
            r"C:\Users\a\.codex\config.toml",
        ];
        assert_eq!(Client::ALL.map(|client| of(client, Platform::Windows, &home)), all);
        assert_eq!(Client::ALL.map(|client| of(client, Platform::Windows, &home[..1])), all);
        assert!(of(Client::Zed, Platform::Windows, &[]).contains("USERPROFILE is not set"));
    }

    #[test]
    fn projects() {
        let of = |client| file(client, Scope::Project, Platform::HERE, |_| None);
        assert_eq!(of(Client::VsCode).unwrap(), PathBuf::from(".vscode/mcp.json"));
        assert!(of(Client::ClaudeDesktop).unwrap_err().contains("knows no projects"));
    }
}
