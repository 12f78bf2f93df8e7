//! What a client is told of the server: its entry.

use serde_json::{Map, Value, json};

use super::checks::{is_secret, url_holds_a_secret};
use super::client::Client;
use super::secrets::{Reveal, Secret};

/// How the client reaches the server.
pub(super) enum Reach {
    Process { command: String, arguments: Vec<String>, environment: Vec<Variable> },
    Url { url: String, headers: Vec<Header> },
}

/// A variable of the server's environment.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Variable {
    pub(super) name: String,
    /// Without one it is passed on from the client's own environment.
    pub(super) value: Option<String>,
}

/// A header whose value is in a variable.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Header {
    pub(super) name: String,
    pub(super) variable: String,
    pub(super) bearer: bool,
}

#[derive(Debug, Default, PartialEq)]
pub(super) struct Entry {
    pub(super) value: Map<String, Value>,
    /// What VS Code asks its user for and keeps.
    pub(super) inputs: Vec<Value>,
    /// What to know of it.
    pub(super) notes: Vec<String>,
    /// The secrets that it holds in plain text.
    pub(super) secrets: Vec<Secret>,
}

/// The entry of a server of this name.
pub(super) fn entry(
    client: Client,
    name: &str,
    reach: &Reach,
    reveal: Reveal<'_>,
) -> Result<Entry, String> {
    let mut entry = Entry::default();
    if let Reach::Url { url, .. } = reach
        && url_holds_a_secret(url)
    {
        entry.secrets.push(Secret::Url);
    }
    match reach {
        Reach::Process { command, arguments, environment } => {
            if matches!(client, Client::ClaudeCode | Client::Cursor | Client::VsCode) {
                entry.set("type", "stdio");
            }
            entry.set("command", command.as_str());
            entry.set("args", arguments.clone());
            entry.environment(client, environment, reveal)?;
        }
        Reach::Url { url, headers } if client == Client::ClaudeDesktop => {
            entry.bridge(url, headers, reveal)?;
        }
        Reach::Url { url, headers } => {
            if matches!(client, Client::ClaudeCode | Client::VsCode) {
                entry.set("type", "http");
            }
            entry.set("url", url.as_str());
            entry.headers(client, name, headers, reveal)?;
        }
    }
    Ok(entry)
}

impl Entry {
    fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.value.insert(name.to_owned(), value.into());
    }

    fn environment(
        &mut self,
        client: Client,
        environment: &[Variable],
        reveal: Reveal<'_>,
    ) -> Result<(), String> {
        let mut own = Map::new();
        let mut passed = Vec::new();
        for Variable { name, value } in environment {
            let value = match (value, client) {
                (Some(value), _) => {
                    if is_secret(name, value) {
                        self.secrets.push(Secret::Set(name.clone()));
                    }
                    value.clone()
                }
                (None, Client::ClaudeCode) => format!("${{{name}}}"),
                (None, Client::Cursor | Client::VsCode) => format!("${{env:{name}}}"),
                (None, Client::Codex) => {
                    passed.push(name.as_str());
                    continue;
                }
                (None, Client::Zed) => {
                    self.notes.push(format!(
                        "Zed gives the server its own environment: {name} has to be set where Zed \
                         is started"
                    ));
                    continue;
                }
                (None, Client::ClaudeDesktop) => self.revealed(client, name, reveal)?,
            };
            own.insert(name.clone(), value.into());
        }
        if !own.is_empty() {
            self.set("env", own);
        }
        if !passed.is_empty() {
            self.set("env_vars", passed);
        }
        Ok(())
    }

    fn headers(
        &mut self,
        client: Client,
        server: &str,
        headers: &[Header],
        reveal: Reveal<'_>,
    ) -> Result<(), String> {
        let mut all = Map::new();
        for Header { name, variable, bearer } in headers {
            let scheme = if *bearer { "Bearer " } else { "" };
            let value = match client {
                Client::Codex if *bearer => {
                    self.set("bearer_token_env_var", variable.as_str());
                    continue;
                }
                Client::Codex => variable.clone(),
                Client::ClaudeCode => format!("{scheme}${{{variable}}}"),
                Client::Cursor => format!("{scheme}${{env:{variable}}}"),
                // Variables of the environment are not replaced in headers:
                // github.com/microsoft/vscode/issues/336232.
                Client::VsCode => {
                    let id = format!("{server}-{variable}");
                    let value = format!("{scheme}${{input:{id}}}");
                    self.inputs.push(json!({
                        "type": "promptString", "id": id, "password": true,
                        "description": format!("{variable}, for the MCP server {server}"),
                    }));
                    self.notes.push(format!("VS Code asks for {variable} once and keeps it safe"));
                    value
                }
                // github.com/zed-industries/zed/issues/60459.
                Client::Zed | Client::ClaudeDesktop => {
                    format!("{scheme}{}", self.revealed(client, variable, reveal)?)
                }
            };
            all.insert(name.clone(), value.into());
        }
        if !all.is_empty() {
            self.set(if client == Client::Codex { "env_http_headers" } else { "headers" }, all);
        }
        Ok(())
    }

    /// Claude Desktop's file takes processes only.
    fn bridge(&mut self, url: &str, headers: &[Header], reveal: Reveal<'_>) -> Result<(), String> {
        let mut arguments = vec!["-y", "mcp-remote", url, "--transport", "http-only"];
        if url.starts_with("http://") {
            arguments.push("--allow-http");
        }
        let mut arguments: Vec<String> = arguments.into_iter().map(str::to_owned).collect();
        let mut environment = Map::new();
        for Header { name, variable, bearer } in headers {
            let scheme = if *bearer { "Bearer " } else { "" };
            let value = self.revealed(Client::ClaudeDesktop, variable, reveal)?;
            let value = format!("{scheme}{value}");
            // Without spaces, which do not survive on Windows.
            arguments.extend(["--header".to_owned(), format!("{name}:${{{variable}}}")]);
            environment.insert(variable.clone(), value.into());
        }
        self.set("command", "npx");
        self.set("args", arguments);
        if !environment.is_empty() {
            self.set("env", environment);
        }
        self.notes.push(
            "Claude Desktop's file takes no URLs: the entry runs the bridge `mcp-remote` from npm, \
             which needs Node.js. Servers on the internet can be added in its settings, \
             Connectors, instead"
                .to_owned(),
        );
        Ok(())
    }
}
