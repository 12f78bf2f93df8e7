//! The section that is appended to the documentation of a function.

mod escape;
mod guards;
mod known;
mod link;
mod resource;
mod schema;
mod table;
mod words;

use syn::{Attribute, GenericArgument, PathArguments, Type, parse_quote};

use crate::literal::json::Json;
use crate::model::handler::{Handler, Served};
use crate::model::method::Method;
use crate::parse::kind::Kind;
use crate::parse::tool_attr::{Hint, HintKind, Task};
use escape::code;

/// The attributes to append to the function's own.
pub(crate) fn attributes(handler: &Handler) -> Vec<Attribute> {
    // Lines of a doc comment start with a blank, and rustdoc removes only what all lines have in
    // common.
    let text = format!(" {}", section(handler).trim_end().replace('\n', "\n "));
    let mut attributes = vec![parse_quote!(#[doc = #text])];
    if handler.description.is_some() {
        // Apart from what the user wrote last.
        attributes.insert(0, parse_quote!(#[doc = ""]));
    }
    if handler.callee.is_public {
        // A public function may take a type that other crates cannot name; rustdoc then shows the
        // link as text.
        attributes.push(parse_quote!(#[allow(rustdoc::private_intra_doc_links)]));
    }
    attributes
}

fn section(handler: &Handler) -> String {
    let kind = handler.served.kind();
    let title = match &handler.served {
        Served::Tool(_) | Served::Prompt | Served::Method(_) => &handler.name,
        Served::Resource(resource) => &resource.uri,
    };
    let mut text = format!("# MCP {kind} {}\n\n", code(title));
    text += &behaviour(handler);
    text += &guards::of(&handler.guards);
    text.push('\n');
    text += &arguments(handler);
    text += &output(handler);
    text
}

/// What clients are told, a line each.
fn behaviour(handler: &Handler) -> String {
    let mut text = match &handler.served {
        Served::Tool(tool) => self::hints(&tool.hints) + task(tool.task),
        Served::Prompt => String::new(),
        Served::Resource(resource) => resource::of(&handler.name, resource),
        Served::Method(method) => extension(method),
    };
    if !handler.callee.is_async {
        text += "- Runs on a thread of its own, because it is not `async`.\n";
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

fn extension(method: &Method) -> String {
    let line = |extension: &String| format!("- Belongs to the extension {}.\n", code(extension));
    method.extension.as_ref().map(line).unwrap_or_default()
}

fn hints(hints: &[Hint]) -> String {
    let mut text = String::new();
    for hint in hints {
        text += match (hint.kind, hint.written.value) {
            (HintKind::ReadOnly, true) => "- Changes nothing.\n",
            (HintKind::ReadOnly, false) => "- Changes something.\n",
            (HintKind::Destructive, true) => "- May destroy something.\n",
            (HintKind::Destructive, false) => "- Destroys nothing.\n",
            (HintKind::Idempotent, true) => {
                "- Calling it again with the same arguments changes nothing more.\n"
            }
            (HintKind::Idempotent, false) => {
                "- Calling it again with the same arguments has its effect again.\n"
            }
            (HintKind::OpenWorld, true) => "- Reaches beyond the server.\n",
            (HintKind::OpenWorld, false) => "- Stays within the server.\n",
        };
    }
    text
}

fn task(task: Option<Task>) -> &'static str {
    match task {
        None => "",
        Some(Task::Supported) => "- Runs as a task where the client can follow one.\n",
        Some(Task::Required) => "- Runs as a task, for clients that can follow one alone.\n",
    }
}

fn arguments(handler: &Handler) -> String {
    if handler.params.is_empty() {
        return "It takes no arguments.\n\n".into();
    }
    let mut text = table::of(&handler.params);
    if matches!(handler.served.kind(), Kind::Tool | Kind::Method)
        && let Some(schema) = schema::of(&handler.params)
    {
        text += "\nInput schema, as far as this page can tell:\n\n";
        text += &fenced(&schema);
    }
    text + "\n"
}

fn output(handler: &Handler) -> String {
    let ty = &handler.output.written;
    let returns = format!("Returns {}.\n", link::of(ty));
    let Some(structured) =
        structured(ty).filter(|_| matches!(handler.served.kind(), Kind::Tool | Kind::Method))
    else {
        return returns;
    };
    let schema = known::of(structured).map_or_else(
        || format!("The output schema is that of {}.\n", link::of(structured)),
        |known| format!("Output schema:\n\n{}", fenced(&Json::Object(known.schema))),
    );
    format!("{returns}\n{schema}")
}

fn fenced(schema: &Json) -> String {
    format!("```json\n{}\n```\n", schema.pretty())
}

/// The type inside of `Json<..>`, which is what the runtime sends as structured content.
///
/// By its name, as everything on this page: documentation cannot ask the compiler what a type is.
fn structured(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = link::bare(ty) else {
        return None;
    };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    let first = arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })?;
    match last.ident.to_string().as_str() {
        "Json" => Some(first),
        "Result" | "Option" => structured(first),
        _ => None,
    }
}
