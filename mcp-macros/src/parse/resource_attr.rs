//! `#[mcp_resource("notes://{id}", ..)]`.

use mcp_literals::Cache;
use proc_macro2::TokenStream;

use super::Written;
use super::arg_attr::Setting;
use super::attr::{Attr, Own};
use super::entry::{self, Entry, Keys, Value};
use super::handler_attr::{HandlerAttr, HandlerKey, handler_keys};
use super::kind::Kind;
use super::leading::Leading;
use crate::diagnostics::Errors;
use crate::literal::number::Number;
use crate::literal::{date, duration, media_type, size};

/// What `#[mcp_resource(..)]` says besides what all functions have.
#[derive(Default)]
pub(crate) struct ResourceAttr {
    pub(crate) uri: Leading,
    pub(crate) mime_type: Option<String>,
    /// Bytes.
    pub(crate) size: Option<Setting<u64>>,
    pub(crate) audience: Vec<Written<Audience>>,
    /// 0 to 1.
    pub(crate) priority: Option<f64>,
    pub(crate) last_modified: Option<String>,
    pub(crate) ttl: Option<Setting<Cache>>,
}

/// Who a resource is for.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Audience {
    User,
    Assistant,
}

#[derive(Clone, Copy, PartialEq)]
enum Key {
    Handler(HandlerKey),
    MimeType,
    Size,
    Audience,
    Priority,
    LastModified,
    Ttl,
}

impl Keys for Key {
    const OWNER: &'static str = "mcp_resource";
    const ALL: &'static [(&'static str, Self)] = handler_keys! {
        ("mime_type", Self::MimeType),
        ("size", Self::Size),
        ("audience", Self::Audience),
        ("priority", Self::Priority),
        ("last_modified", Self::LastModified),
        ("ttl", Self::Ttl),
    };

    fn repeats(self) -> bool {
        matches!(self, Self::Handler(key) if key.repeats())
    }

    fn refused(written: &str) -> Option<String> {
        match written {
            written if is_uri(written) => {
                Some(format!("the URI stands first, without a name: `{}`", Kind::Resource.usage()))
            }
            "cache_scope" | "scope" => Some(format!(
                "`{written}` stands behind the time: write `ttl = \"60s public\"` where all callers \
                 read the same, `ttl = \"60s\"` where each has its own"
            )),
            _ => Kind::Resource.without_hint(written),
        }
    }
}

/// Reads what is between the attribute's parentheses.
pub(super) fn parse(arguments: TokenStream, errors: &mut Errors) -> Attr {
    let (uri, arguments) = Leading::take(arguments, errors);
    let mut handler = HandlerAttr::default();
    let mut own = ResourceAttr { uri, ..ResourceAttr::default() };
    for entry in entry::of_arguments(arguments, errors) {
        match entry.key {
            Key::Handler(key) => handler.read(key, &entry, errors),
            Key::MimeType => {
                own.mime_type = value(entry.parsed("text/markdown", media_type::parse, errors));
            }
            Key::Size => own.size = setting(&entry, bytes(&entry, errors)),
            Key::Audience => own.audience = entry.parsed_list("user", audience, errors),
            Key::Priority => own.priority = priority(&entry, errors),
            Key::LastModified => {
                own.last_modified =
                    value(entry.parsed("2026-07-28T12:00:00Z", date::parse, errors));
            }
            Key::Ttl => own.ttl = setting(&entry, entry.parsed("60s", ttl, errors)),
        }
    }
    Attr { handler, own: Own::Resource(Box::new(own)) }
}

/// Whether it is how others call what stands first.
pub(crate) fn is_uri(written: &str) -> bool {
    ["uri", "uri_template", "template"].contains(&written)
}

fn bytes(entry: &Entry<Key>, errors: &mut Errors) -> Option<Written<u64>> {
    if let Value::Expr(expr) = &entry.value
        && let Some(number) = Number::from_expr(expr)
    {
        let Some(bytes) = number.as_count() else {
            errors.on(expr, "`size` counts bytes, so it takes a whole number from 0");
            return None;
        };
        return Some(Written::new(bytes, expr));
    }
    entry.parsed("64KB", size::parse, errors)
}

fn priority(entry: &Entry<Key>, errors: &mut Errors) -> Option<f64> {
    let Value::Expr(expr) = &entry.value else {
        return entry.wrong("takes a number", &["priority = 0.5"], errors);
    };
    let number = Number::from_expr(expr).and_then(|number| number.text.parse::<f64>().ok());
    match number {
        Some(number) if (0.0..=1.0).contains(&number) => Some(number),
        Some(_) => {
            errors.on(expr, "a priority is from 0, the least, to 1, the most important");
            None
        }
        None => entry.wrong("takes a number", &["priority = 0.5"], errors),
    }
}

fn audience(text: &str) -> Result<Audience, String> {
    match text {
        "user" => Ok(Audience::User),
        "assistant" => Ok(Audience::Assistant),
        _ => Err(format!("`{text}` is nobody it could be for; write \"user\" or \"assistant\"")),
    }
}

/// In the grammar of `cache`, with an error of its own.
fn ttl(text: &str) -> Result<Cache, String> {
    let (ttl, public) = match text.strip_suffix(" public") {
        Some(ttl) => (ttl, true),
        None => (text, false),
    };
    let ttl_ms = duration::parse(ttl).map_err(|_| {
        format!(
            "`{text}` is no time; write for how long clients may keep what they read, such as \
             \"60s\", or \"60s public\" where all callers read the same"
        )
    })?;
    Ok(Cache { ttl_ms, public })
}

fn value<T>(written: Option<Written<T>>) -> Option<T> {
    written.map(|written| written.value)
}

fn setting<T>(entry: &Entry<Key>, written: Option<Written<T>>) -> Option<Setting<T>> {
    written.map(|written| Setting { key: entry.name.clone(), written })
}
