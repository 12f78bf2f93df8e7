//! TOML, which Codex reads.

use serde_json::{Map, Value};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike};

use super::edit::Problem;

fn parse(text: &str) -> Result<DocumentMut, Problem> {
    text.parse().map_err(|error: toml_edit::TomlError| match error.span() {
        Some(span) => Problem::at(text, span.start, error.message().trim()),
        None => Problem::of(error.message()),
    })
}

pub(super) fn value(text: &str) -> Result<Value, Problem> {
    Ok(table(parse(text)?.as_table()))
}

pub(super) fn set(
    text: &str,
    servers: &str,
    name: &str,
    entry: &Map<String, Value>,
) -> Result<String, Problem> {
    let mut document = parse(text)?;
    let all = document.entry(servers).or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    });
    let inline = all.is_inline_table();
    let all = all.as_table_like_mut().ok_or_else(|| not_a_table(servers))?;
    if !all.contains_key(name) {
        let new =
            if inline { Item::Value(InlineTable::new().into()) } else { Item::Table(Table::new()) };
        all.insert(name, new);
    }
    let server = all.get_mut(name).and_then(Item::as_table_like_mut);
    let server = server.ok_or_else(|| not_a_table(name))?;
    server.clear();
    for (name, value) in entry {
        server.insert(name, Item::Value(item(value)));
    }
    Ok(document.to_string())
}

pub(super) fn remove(text: &str, servers: &str, name: &str) -> Result<String, Problem> {
    let mut document = parse(text)?;
    let Some(all) = document.get_mut(servers).and_then(Item::as_table_like_mut) else {
        return Ok(text.to_owned());
    };
    let comments = match all.remove(name) {
        None => return Ok(text.to_owned()),
        // What is above its header may be about the whole file.
        Some(Item::Table(table)) => {
            let above = table.decor().prefix().and_then(|it| it.as_str()).unwrap_or_default();
            if above.contains('#') { above.to_owned() } else { String::new() }
        }
        Some(_) => String::new(),
    };
    let trailing = document.trailing().as_str().unwrap_or_default().to_owned();
    document.set_trailing(comments + &trailing);
    Ok(document.to_string())
}

fn not_a_table(what: &str) -> Problem {
    Problem::of(format!("{what} holds something else than a table"))
}

fn item(value: &Value) -> toml_edit::Value {
    match value {
        Value::String(it) => it.as_str().into(),
        Value::Array(all) => all.iter().map(item).collect::<Array>().into(),
        Value::Object(all) => {
            let all = all.iter().map(|(name, value)| (name.as_str(), item(value)));
            all.collect::<InlineTable>().into()
        }
        // No entry has others.
        other => other.to_string().into(),
    }
}

fn table(table: &dyn TableLike) -> Value {
    Value::Object(table.iter().map(|(name, item)| (name.to_owned(), plain(item))).collect())
}

fn plain(item: &Item) -> Value {
    match item {
        Item::None => Value::Null,
        Item::Table(it) => table(it),
        Item::ArrayOfTables(all) => all.iter().map(|it| table(it)).collect(),
        Item::Value(value) => plain_value(value),
    }
}

fn plain_value(value: &toml_edit::Value) -> Value {
    match value {
        toml_edit::Value::String(it) => it.value().as_str().into(),
        toml_edit::Value::Integer(it) => (*it.value()).into(),
        toml_edit::Value::Float(it) => (*it.value()).into(),
        toml_edit::Value::Boolean(it) => (*it.value()).into(),
        toml_edit::Value::Datetime(it) => it.value().to_string().into(),
        toml_edit::Value::Array(all) => all.iter().map(plain_value).collect(),
        toml_edit::Value::InlineTable(it) => table(it),
    }
}
