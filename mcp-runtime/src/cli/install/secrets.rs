//! Secrets that are written down, and what whoever puts them into a file of a project is told.

use std::path::Path;

use super::client::{Client, Scope};
use super::entry::Entry;
use super::request::{Request, Wish};

/// A secret that is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Secret {
    /// The value of a variable, which the client passes on where it is left out.
    Set(String),
    /// The value of a variable, which the client cannot take from anywhere else.
    Taken(String),
    /// Part of the URL.
    Url,
}

/// Reads variables whose values may be written down in plain text.
pub(super) type Reveal<'a> = Option<&'a dyn Fn(&str) -> Option<String>>;

impl Entry {
    /// The value of a variable where it has to be written down.
    pub(super) fn revealed(
        &mut self,
        client: Client,
        variable: &str,
        reveal: Reveal<'_>,
    ) -> Result<String, String> {
        let title = client.title();
        let Some(reveal) = reveal else {
            return Err(format!(
                "{title} takes no values from its environment here, so that the value of \
                 {variable} would be in its file in plain text; if that is what you want, say \
                 `--plain-text-secrets`"
            ));
        };
        self.secrets.push(Secret::Taken(variable.to_owned()));
        reveal(variable).ok_or_else(|| {
            format!("{variable} is not set, so that its value cannot be written down")
        })
    }
}

/// Where others would get a secret: which, in which file, and what to do instead.
pub(super) fn warning(request: &Request) -> Option<String> {
    match &request.wish {
        Wish::Add(entry) if request.scope == Scope::Project && !entry.secrets.is_empty() => {
            Some(text(&request.path, entry))
        }
        _ => None,
    }
}

fn text(path: &Path, entry: &Entry) -> String {
    let mut held = Vec::new();
    let mut instead = Vec::new();
    for secret in &entry.secrets {
        let (what, way) = match secret {
            Secret::Set(name) => (format!("the value of {name}"), Some(format!("`--env {name}`"))),
            Secret::Taken(name) => (format!("the value of {name}"), None),
            Secret::Url => {
                ("a secret in the URL".to_owned(), Some("`--bearer-env VARIABLE`".to_owned()))
            }
        };
        held.extend((!held.contains(&what)).then_some(what));
        instead.extend(way.filter(|way| !instead.contains(way)));
    }
    let instead = match &instead[..] {
        [] => String::new(),
        ways => format!(
            "write {}, so that the file says only where the secret is, or ",
            ways.join(" and ")
        ),
    };
    format!(
        "warning: {} gets {} in plain text, and files of a project are usually shared through \
         version control. Instead, {instead}leave the entry to your own file with `--scope user`; \
         where it has to be here, have version control ignore the file",
        path.display(),
        held.join(" and "),
    )
}
