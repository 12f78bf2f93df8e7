//! What `install` is asked to do.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use clap::parser::ValueSource;

use super::checks::{checked_key, checked_name, checked_url, is_secret};
use super::client::{Client, Scope};
use super::entry::{self, Entry, Header, Reach, Variable};
use super::paths::{self, Platform};
use super::secrets::Reveal;

pub(super) struct Request {
    pub(super) client: Client,
    pub(super) scope: Scope,
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) wish: Wish,
    pub(super) force: bool,
    pub(super) print: bool,
    pub(super) dry_run: bool,
}

pub(super) enum Wish {
    Add(Entry),
    Remove,
}

impl Request {
    pub(super) fn of(server: &str, asked: &ArgMatches) -> Result<Self, String> {
        let own = super::command();
        for id in asked.ids().map(clap::Id::as_str) {
            let own = own.get_arguments().any(|argument| argument.get_id() == id);
            if !own && asked.value_source(id) == Some(ValueSource::CommandLine) {
                return Err(format!(
                    "`--{id}` is for the server that the client will start: write it after `--`"
                ));
            }
        }
        let text = |name: &str| asked.get_one::<String>(name).map(String::as_str);
        let client = asked.get_one::<Option<Client>>("client").copied().flatten();
        let client = client.expect("the parser demands one of them");
        let scope = if text("scope") == Some("project") { Scope::Project } else { Scope::User };
        let name = checked_name(text("name").unwrap_or(server))?.to_owned();
        let path = paths::file(client, scope, Platform::HERE, |name| std::env::var(name).ok())?;
        let path = std::path::absolute(&path).unwrap_or(path);
        let wish = if asked.get_flag("remove") {
            Wish::Remove
        } else {
            let reveal = |name: &str| std::env::var(name).ok();
            let plain = asked.get_flag("plain-text-secrets");
            let reach = reach(asked, plain)?;
            let reveal: Reveal<'_> = if plain { Some(&reveal) } else { None };
            let mut entry = entry::entry(client, &name, &reach, reveal)?;
            entry.notes.extend(doubts(&reach, scope));
            Wish::Add(entry)
        };
        let [force, print, dry_run] =
            ["force", "print", "dry-run"].map(|name| asked.get_flag(name));
        Ok(Self { client, scope, name, path, wish, force, print, dry_run })
    }
}

fn reach(asked: &ArgMatches, plain: bool) -> Result<Reach, String> {
    let all = |name: &str| asked.get_many::<String>(name).unwrap_or_default();
    let environment: Vec<Variable> =
        all("env").map(|text| variable(text, plain)).collect::<Result<_, _>>()?;
    if let Some(url) = asked.get_one::<String>("url") {
        if !environment.is_empty() {
            return Err("a server at a URL has an environment of its own: leave `--env` out, or \
                        send its value with `--header-env NAME=VARIABLE`"
                .to_owned());
        }
        let mut headers = Vec::new();
        if let Some(variable) = asked.get_one::<String>("bearer-env") {
            let (name, variable) = ("Authorization".to_owned(), checked_key(variable)?.to_owned());
            headers.push(Header { name, variable, bearer: true });
        }
        for text in all("header-env") {
            headers.push(header(text)?);
        }
        return Ok(Reach::Url { url: checked_url(url, plain)?.to_owned(), headers });
    }
    let arguments: Vec<String> = all("server").cloned().collect();
    let listens =
        |text: &str| ["--http", "--unix"].iter().any(|flag| text.split('=').next() == Some(flag));
    if arguments.iter().any(|text| listens(text))
        || environment.iter().any(|it| ["MCP_HTTP", "MCP_UNIX"].contains(&it.name.as_str()))
    {
        return Err("the client starts the server on stdin and stdout; for one that listens, \
                    start it yourself and write `--url http://127.0.0.1:8080/mcp`"
            .to_owned());
    }
    Ok(Reach::Process { command: executable()?, arguments, environment })
}

/// This very program.
fn executable() -> Result<String, String> {
    let path = std::env::current_exe()
        .map_err(|error| format!("where this program is cannot be told: {error}"))?;
    if !path.is_file() {
        return Err(format!("{} is gone: install the program first", path.display()));
    }
    let told = path.to_str().map(str::to_owned);
    told.ok_or_else(|| format!("{} is not UTF-8, which clients need", path.display()))
}

fn variable(text: &str, plain: bool) -> Result<Variable, String> {
    let (name, value) = match text.split_once('=') {
        Some((name, value)) => (name, Some(value.to_owned())),
        None => (text, None),
    };
    let name = checked_key(name)?.to_owned();
    let secret = value.as_deref().is_some_and(|value| is_secret(&name, value));
    if secret && !plain {
        return Err(format!(
            "the value of {name} looks like a secret, which would be in the client's file in plain \
             text: write `--env {name}`, so that the client passes on its own, or say \
             `--plain-text-secrets`"
        ));
    }
    Ok(Variable { name, value })
}

fn header(text: &str) -> Result<Header, String> {
    let example = "write `--header-env X-Api-Key=API_KEY`: the header, and the variable with its \
                   value";
    let (name, variable) = text.split_once('=').ok_or(example)?;
    let token = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    if name.is_empty() || !name.bytes().all(token) {
        return Err(format!("`{name}` is no header: {example}"));
    }
    Ok(Header { name: name.to_owned(), variable: checked_key(variable)?.to_owned(), bearer: false })
}

/// What may not be as it was meant.
fn doubts(reach: &Reach, scope: Scope) -> Vec<String> {
    let mut all = Vec::new();
    match reach {
        Reach::Process { command, arguments, .. } => {
            let parts: Vec<_> = Path::new(command).components().collect();
            let built = |profile: &str| {
                let mut pairs = parts.windows(2);
                pairs.any(|it| it[0].as_os_str() == "target" && it[1].as_os_str() == profile)
            };
            if built("debug") || built("release") {
                all.push(format!(
                    "{command} is in a build folder, which `cargo clean` empties: `cargo install \
                     --path .` puts the program where it stays"
                ));
            }
            for argument in arguments {
                let value = argument.split_once('=').map_or(argument.as_str(), |(_, value)| value);
                if !value.is_empty() && Path::new(value).is_relative() && Path::new(value).exists()
                {
                    all.push(format!(
                        "clients start servers in a folder of their own: write `{value}` as an \
                         absolute path"
                    ));
                }
            }
            if scope == Scope::Project {
                all.push(format!("whoever shares the project needs the program at {command}, too"));
            }
        }
        Reach::Url { url, headers } => {
            let host = url.strip_prefix("http://").unwrap_or("localhost");
            let near = ["localhost", "127.", "[::1]"].iter().any(|it| host.starts_with(it));
            if !near && !headers.is_empty() {
                all.push("http:// sends the headers in the clear: use https://".to_owned());
            }
        }
    }
    all
}
