//! From what was typed to the object that is sent.

use clap::ArgMatches;
use clap::parser::ValueSource;
use serde_json::{Map, Value};

use super::argument::Argument;
use super::grammar::OBJECT;
use super::object;
use crate::error::{Error, Result};
use crate::schema::kind::Kind;

/// The object, and on top of it the flags.
pub(super) fn read(matches: &ArgMatches, arguments: &[Argument]) -> Result<Map<String, Value>> {
    let mut all = match matches.get_one::<String>(OBJECT) {
        Some(text) => object::read(text)?,
        None => Map::new(),
    };
    // The whole comes before its parts.
    for argument in arguments.iter().filter(|argument| argument.is_flag()) {
        let flag = argument.flag();
        if matches.value_source(&flag) != Some(ValueSource::CommandLine) {
            continue;
        }
        let Some(values) = matches.get_many::<Value>(&flag) else { continue };
        let values: Vec<&Value> = values.collect();
        let value = match (&argument.kind, &values[..]) {
            (Kind::List(_), values) => values
                .iter()
                .flat_map(|value| {
                    value.as_array().cloned().unwrap_or_else(|| vec![(*value).clone()])
                })
                .collect(),
            (_, [.., last]) => (*last).clone(),
            (_, []) => continue,
        };
        put(&mut all, &argument.path, value)?;
    }
    Ok(all)
}

fn put(all: &mut Map<String, Value>, path: &[String], value: Value) -> Result<()> {
    let Some((last, parents)) = path.split_last() else { return Ok(()) };
    let mut members = all;
    for parent in parents {
        let member = members.entry(parent.clone()).or_insert_with(|| Value::Object(Map::new()));
        members = member.as_object_mut().ok_or_else(|| {
            Error::Usage(format!(
                "`--{}` is a part of `{parent}`, which is given as something else than an object",
                path.join(".")
            ))
        })?;
    }
    members.insert(last.clone(), value);
    Ok(())
}

#[cfg(test)]
mod tests;
