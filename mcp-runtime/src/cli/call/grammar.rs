//! The grammar of one tool: its input schema in the parser's terms.

use std::collections::HashSet;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser as _};
use clap::{Arg, ArgAction, Command, ValueHint};
use serde_json::{Number, Value};

use super::argument::Argument;
use super::own;
use crate::cli::options;
use crate::cli::text::first_line;
use crate::handler::Handler;
use crate::schema::kind::Kind;

/// The id of the object; no argument that is a flag has such a name.
pub(super) const OBJECT: &str = "(object)";

const NOTES: &str =
    "OBJECT is one JSON object, @FILE with one, or - for stdin; flags come on top of it.";

pub(super) fn of_handler(handler: &Handler, arguments: &[Argument]) -> Command {
    let said = &handler.said;
    let about = said.description.as_deref().or(said.title.as_deref()).unwrap_or_default();
    of_arguments(Command::new(handler.name).about(about.trim().to_owned()), arguments)
}

pub(super) fn of_arguments(command: Command, arguments: &[Argument]) -> Command {
    let mut taken: HashSet<String> = HashSet::new();
    let mut command = command.disable_help_subcommand(true).disable_version_flag(true).arg(
        Arg::new(OBJECT)
            .value_name("OBJECT")
            .value_hint(ValueHint::FilePath)
            .help("The arguments as JSON, as @FILE, or - for stdin"),
    );
    let flags: Vec<&Argument> = arguments.iter().filter(|argument| argument.is_flag()).collect();
    taken.extend(flags.iter().map(|argument| argument.flag()));
    for argument in &flags {
        let dashed = argument.flag().replace('_', "-");
        let alias = taken.insert(dashed.clone()).then_some(dashed);
        command = command.arg(of_argument(argument, alias));
    }
    let mut notes = NOTES.to_owned();
    if flags.len() < arguments.len() {
        notes.push_str(" It takes arguments whose names cannot be flags: write those there.");
    }
    // What it takes for itself stands before its name.
    let server = options::arguments(Command::new(""));
    let others = own().into_iter().chain(server.get_arguments().cloned());
    for option in others.filter(|option| !taken.contains(option.get_id().as_str())) {
        command = command.arg(option.global(false).help_heading("Of the command"));
    }
    if taken.contains("help") {
        command = command.disable_help_flag(true);
    }
    command.after_help(notes)
}

/// `call` with a subcommand for each tool, or `get` with one for each prompt,
/// for shells to complete.
pub(in crate::cli) fn with_names<'a>(
    mut command: Command,
    handlers: impl Iterator<Item = &'a Handler>,
) -> Command {
    // The generators split at this.
    for handler in handlers.filter(|handler| !handler.name.contains("__subcmd__")) {
        let arguments = Argument::all(&handler.input_schema);
        command = command.subcommand(of_handler(handler, &arguments));
    }
    command
}

fn of_argument(argument: &Argument, alias: Option<String>) -> Arg {
    let flag = argument.flag();
    let arg = Arg::new(flag.clone()).long(flag).help(help(argument));
    let arg = match alias {
        Some(alias) => arg.alias(alias),
        None => arg,
    };
    let arg = if argument.required { arg.required_unless_present(OBJECT) } else { arg };
    of_kind(arg, &argument.kind, argument.text)
}

fn of_kind(arg: Arg, kind: &Kind, text: bool) -> Arg {
    match kind {
        Kind::Text => arg
            .value_name("TEXT")
            .value_parser(|text: &str| Ok::<_, std::convert::Infallible>(Value::from(text))),
        Kind::Integer => arg
            .value_name("INTEGER")
            .allow_negative_numbers(true)
            .value_parser(|text: &str| number(text, "a whole number, such as 3")),
        Kind::Number => arg
            .value_name("NUMBER")
            .allow_negative_numbers(true)
            .value_parser(|text: &str| number(text, "a number, such as 1.5")),
        Kind::Flag => arg
            .value_name("true|false")
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("true")
            .value_parser(
                PossibleValuesParser::new(["true", "false"])
                    .map(|text| Value::Bool(text == "true")),
            ),
        Kind::Choice(values) => choice(arg, values),
        Kind::List(items) => list(of_kind(arg, items, false), items),
        Kind::Other => arg.value_name("JSON").allow_negative_numbers(true).value_parser(
            move |written: &str| match serde_json::from_str::<Value>(written) {
                Ok(value) => Ok(value),
                Err(_) if text => Ok(Value::from(written)),
                Err(error) => Err(format!("write JSON ({error})")),
            },
        ),
    }
}

fn choice(arg: Arg, values: &[(Value, Option<String>)]) -> Arg {
    let shown = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let known: Vec<(String, Value)> =
        values.iter().map(|(value, _)| (shown(value), value.clone())).collect();
    let possible = values.iter().map(|(value, help)| {
        let possible = PossibleValue::new(shown(value));
        match help {
            Some(help) => possible.help(first_line(help).to_owned()),
            None => possible,
        }
    });
    let parser = PossibleValuesParser::new(possible).map(move |text| {
        let found = known.iter().find(|(shown, _)| *shown == text);
        found.map_or(Value::Null, |(_, value)| value.clone())
    });
    arg.value_name("VALUE").allow_negative_numbers(true).value_parser(parser)
}

/// Each time an item, or once the whole array.
fn list(arg: Arg, items: &Kind) -> Arg {
    let arg = arg.num_args(1).require_equals(false).action(ArgAction::Append);
    match items {
        Kind::Text => arg.value_parser(|text: &str| {
            Ok::<_, std::convert::Infallible>(array(text).unwrap_or_else(|| Value::from(text)))
        }),
        Kind::Integer | Kind::Number => arg.value_parser(|text: &str| match array(text) {
            Some(array) => Ok(array),
            None => number(text, "a number, or a JSON array of them"),
        }),
        // Their possible values are known.
        _ => arg,
    }
}

fn array(text: &str) -> Option<Value> {
    let value = text.starts_with('[').then(|| serde_json::from_str::<Value>(text).ok())?;
    value.filter(Value::is_array)
}

fn number(text: &str, wanted: &str) -> Result<Value, String> {
    let number: Result<Number, _> = serde_json::from_str(text);
    number.map(Value::Number).map_err(|_| format!("write {wanted}"))
}

/// What it means, what it must be, and what it is where it is left out.
fn help(argument: &Argument) -> String {
    let mut facts = Vec::new();
    if argument.required {
        facts.push("required".to_owned());
    }
    let plain = ["a string", "an integer", "a number", "true or false"];
    if !matches!(argument.kind, Kind::Choice(_)) && !plain.contains(&&*argument.expects) {
        facts.push(argument.expects.clone());
    }
    if matches!(argument.kind, Kind::List(_)) {
        facts.push("may be repeated".to_owned());
    }
    if let Some(default) = &argument.default {
        facts.push(format!("default: {default}"));
    }
    if argument.secret {
        facts.push("secret: others can see a command line, so use @FILE or -".to_owned());
    }
    let said = argument.description.as_deref().map(first_line).unwrap_or_default();
    match (said.is_empty(), facts.is_empty()) {
        (_, true) => said.to_owned(),
        (true, _) => format!("[{}]", facts.join("; ")),
        _ => format!("{said} [{}]", facts.join("; ")),
    }
}
