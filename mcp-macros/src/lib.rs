//! The attribute and derive macros of `mcp-runtime`, which re-exports them; depend on that crate
//! instead of this one.
//!
//! Each macro goes through three stages. `parse` turns tokens into what was written and keeps
//! their spans. `model` decides what that means; its types have no wrong values. `expand` turns
//! the model into code and has nothing left to refuse. All stages report to one collector,
//! `Errors`, so that every mistake of an item shows at once, and an item with
//! mistakes is given back as it was, so that the code that uses it stays right.

mod diagnostics;
mod entry;
mod expand;
mod literal;
mod model;
mod parse;
#[cfg(test)]
mod snapshots;
#[cfg(test)]
mod templates;

use proc_macro::TokenStream;

/// Makes a function a tool that clients of the server can call.
///
/// The function stays what it was: it can be called, tested and re-exported. Its signature becomes
/// the input schema, its doc comment up to the first heading the description, and calls that break
/// the schema never reach it. The item's own documentation gains a section that shows all of it.
///
/// ```
/// use mcp_runtime::prelude::*;
///
/// /// Repeats a text.
/// #[mcp_tool(read_only, timeout = "5s")]
/// async fn repeat(
///     /// What to repeat.
///     #[arg(min_length = 1)]
///     text: String,
///     /// How often.
///     #[arg(default = 2, min = 1, max = 10)]
///     times: usize,
/// ) -> String {
///     text.repeat(times)
/// }
/// ```
///
/// A function that is not `async` runs where it may block. Generic functions, references and
/// `impl Trait` in the signature and `unsafe` functions are refused: the schema needs concrete
/// types, and a call owns what it works on.
///
/// # Settings
///
/// | Setting | Meaning | Default |
/// |---|---|---|
/// | `name = "search_notes"` | the tool's name: 1 to 128 of `A-Z a-z 0-9 _ - .` | the function's name |
/// | `title = "Search notes"` | a name for people | none |
/// | `description = "…"` | what it does, for the model | the doc comment up to its first heading |
/// | `read_only`, `destructive`, `idempotent`, `open_world` | behaviour hints, also `= false` | not sent |
/// | `task` | a call that has to wait goes on as a task, for clients that have declared the extension; `task = "required"` refuses the others | the client waits |
/// | `auth`, `auth = "weather:read"`, `auth = ["a", "b"]` | only callers that proved who they are, and were granted these scopes | whom the server lets in |
/// | `public` | everybody may call it, credential or not | whom the server lets in |
/// | `timeout = "10s"` | the longest a call may take: whole numbers with a unit each (`d`, `h`, `m` or `min`, `s`, `ms`), such as `"1m30s"` | the server's, 30 s |
/// | `rate = "60/min"`, `rate = ["3/s", "5/4s per server"]` | at most so many calls in any window of that length, `per caller`, `per server` or `per argument name` | no limit |
/// | `concurrency = 4` | calls that run at once | no limit |
/// | `queue = 8` | calls that wait until one of these ends | as many as run |
/// | `queue_timeout = "2s"` | how long they wait | the server's, 5 s |
/// | `cost = "$0.002"`, `cost = 3` | what one call costs, in money or in plain units | nothing |
/// | `budget = "$5/day"` | what may be spent in any window, `per` whom as for rates | no limit |
/// | `breaker = "5/30s"` | failures within a time after which no call is let through for as long | none |
/// | `cache = "60s"`, `cache = "60s public"` | how long a result answers the same call again, for its caller or for all; needs `read_only` | none |
/// | `max_output = "64KB"` | the largest result | the server's, 8 MiB |
/// | `guard = path`, `guard = [a, b]` | functions `async fn(GuardCall) -> Result<(), E>` that may refuse a call | none |
/// | `icon(src = "…", mime_type = "…", sizes = "48x48", theme = "dark")` | an icon; may be repeated | none |
/// | `meta("com.example/team" = "core")` | members of `_meta`: literals and arrays of them | none |
/// | `crate = path` | where `mcp_runtime` is | `::mcp_runtime` |
///
/// # Parameters
///
/// The type decides what a parameter is. What the model sends implements `serde::Deserialize` and
/// `schemars::JsonSchema`; what the runtime supplies, such as `Context` and `State<T>`, implements
/// `FromContext` and shows in no schema. An argument is called like its variable, or like the one
/// inside of a wrapper such as `Json(body)`. `Option<T>` may be left out.
///
/// `#[arg(..)]` in front of an argument says more about it:
///
/// | Setting | Meaning |
/// |---|---|
/// | `default`, `default = expr` | the value if it is left out; anything but a literal must be `Serialize` |
/// | `min`, `max`, `exclusive_min`, `exclusive_max`, `multiple_of` | bounds of a number, or of the items of a list: literals or constants, such as `max = LIMIT` |
/// | `min_length`, `max_length`, also `min_items`, `max_items` | bounds of the characters of a string, the items of a list, the entries of a map |
/// | `unique` | a list has no item twice |
/// | `pattern = "^[A-Z]{3}$"` | a regular expression, as the crate `regex-lite` reads it |
/// | `one_of = ["fast", "slow"]` | the only values allowed |
/// | `example = "Oslo"`, `examples = ["Oslo", "Bergen"]` | values shown to the model |
/// | `rename = "type"` | another name |
/// | `description = "…"` | instead of the doc comment |
/// | `header = "Region"` | HTTP clients repeat the value in the header `Mcp-Param-Region` |
/// | `secret` | the value is shown in no error and no log |
/// | `flatten` | the fields of the type are the arguments |
#[proc_macro_attribute]
pub fn mcp_tool(arguments: TokenStream, item: TokenStream) -> TokenStream {
    entry::mcp_tool(arguments.into(), &item.into()).into()
}

/// Makes a function a prompt: messages that a person asks for, to begin with or to add.
///
/// All of [`#[mcp_tool]`](macro@mcp_tool) holds here as well, but for two things. Clients send each
/// argument as one string, so its type is a string, a number, `bool`, an enum with `#[mcp_type]`, an
/// `Option` of one of these, or a type of yours that is `Scalar`. And the function returns messages: a
/// string or a `Content` is one of the user's, `PromptMessage` and lists of it say who speaks,
/// `PromptOutput` has a description too.
///
/// ```
/// use mcp_runtime::prelude::*;
///
/// /// Reviews a change.
/// #[mcp_prompt(title = "Review")]
/// async fn review(
///     /// The change as a diff.
///     #[arg(min_length = 1)]
///     diff: String,
///     /// The most remarks.
///     #[arg(default = 10, min = 1, max = 50)]
///     most: u8,
/// ) -> String {
///     format!("Review this change. Make at most {most} remarks.\n\n{diff}")
/// }
/// ```
///
/// # Settings
///
/// Those of `#[mcp_tool]` without behaviour hints. `cache` needs no `read_only`. Of `#[arg(..)]`,
/// `flatten` and `header` are left out; `complete = ["a", "b"]` or `complete = path::to::function`
/// says what a client offers to whoever types the argument.
#[proc_macro_attribute]
pub fn mcp_prompt(arguments: TokenStream, item: TokenStream) -> TokenStream {
    entry::mcp_prompt(arguments.into(), &item.into()).into()
}

/// Makes a function a resource, or all resources of a URI template (RFC 6570).
///
/// All of [`#[mcp_tool]`](macro@mcp_tool) holds here as well, but for two things. The arguments are
/// the template's variables, under their names: one text each, as in a
/// [prompt](macro@mcp_prompt), `Vec` of such for those with a `*`, and `Option` or with a default for
/// those that may be absent. And the function returns contents: a string is text, `Vec<u8>` bytes,
/// `Json<T>` text of JSON; `None` is a resource that is not there.
///
/// ```
/// use mcp_runtime::prelude::*;
///
/// /// A note.
/// #[mcp_resource("notes://{id}{?line}", mime_type = "text/markdown")]
/// async fn note(id: u64, line: Option<usize>) -> Option<String> {
///     let text = (id == 1).then_some("# Today\nNothing.")?;
///     match line {
///         Some(line) => text.lines().nth(line).map(str::to_owned),
///         None => Some(text.to_owned()),
///     }
/// }
/// ```
///
/// # Settings
///
/// Those of `#[mcp_tool]` without behaviour hints, and of `#[arg(..)]` all but `flatten` and `header`,
/// and `complete`, as on prompts.
/// `cache` needs no `read_only`. Further:
///
/// | Setting | Meaning | Default |
/// |---|---|---|
/// | `"notes://{id}"`, in front | the URI or the template | required |
/// | `mime_type = "text/markdown"` | the media type of its contents | none |
/// | `size = "64KB"`, `size = 1234` | how many bytes it has; not for templates | none |
/// | `audience = "user"`, `audience = ["user", "assistant"]` | who it is for | not sent |
/// | `priority = 0.5` | how much it matters, from 0 to 1 | not sent |
/// | `last_modified = "2026-07-28T12:00:00Z"` | when it last changed | not sent |
/// | `ttl = "5m"`, `ttl = "5m public"` | for how long clients may keep what they read, each caller its own or one for all | not at all |
#[proc_macro_attribute]
pub fn mcp_resource(arguments: TokenStream, item: TokenStream) -> TokenStream {
    entry::mcp_resource(arguments.into(), &item.into()).into()
}

/// Makes a function a method of your own, beside those of the protocol.
///
/// All of [`#[mcp_tool]`](macro@mcp_tool) holds here as well, but for three things. Clients call it by
/// its name, as they call `tools/call`, and its arguments are the members of the request's `params`.
/// It returns the members of the result: `Json<T>` of a struct, a map of JSON values, or `()` for none.
/// And no list shows it to clients: they know it, or the extension that it belongs to.
///
/// ```
/// use mcp_runtime::prelude::*;
///
/// #[mcp_type]
/// struct Found {
///     names: Vec<String>,
/// }
///
/// /// Looks through everything.
/// #[mcp_method("com.example/search", extension = "com.example/search", timeout = "5s")]
/// async fn search(
///     #[arg(min_length = 1)] query: String,
///     #[arg(default = 10, max = 100)] limit: usize,
/// ) -> Json<Found> {
///     Json(Found { names: vec![query; limit] })
/// }
/// ```
///
/// # Settings
///
/// All guards of `#[mcp_tool]`, `description`, and `crate`; of `#[arg(..)]` all but `header`. `cache` needs no
/// `read_only`. Further:
///
/// | Setting | Meaning | Default |
/// |---|---|---|
/// | `"com.example/search"`, in front | the name that requests carry | required |
/// | `extension = "com.example/search"` | the extension that it belongs to; the server says that it has it, and clients that have not declared it are refused | none: all clients may call it |
#[proc_macro_attribute]
pub fn mcp_method(arguments: TokenStream, item: TokenStream) -> TokenStream {
    entry::mcp_method(arguments.into(), &item.into()).into()
}

/// Makes the `#[mcp_tool]`, `#[mcp_prompt]`, `#[mcp_resource]` and `#[mcp_method]` methods of an impl
/// block what they say.
///
/// The methods take `&self`, or nothing: one value of the type, given to `ServerBuilder::state`,
/// serves every call. Other items of the block are left alone.
///
/// ```
/// use mcp_runtime::prelude::*;
///
/// struct Weather {
///     unit: &'static str,
/// }
///
/// #[mcp_tools(prefix = "weather_")]
/// impl Weather {
///     /// The temperature in a city.
///     #[mcp_tool(read_only)]
///     async fn temperature(&self, city: String) -> String {
///         format!("{city}: 20 {}", self.unit)
///     }
/// }
/// ```
///
/// # Settings
///
/// | Setting | Meaning | Default |
/// |---|---|---|
/// | `prefix = "weather_"` | what all names in the block start with | nothing |
/// | `crate = path` | where `mcp_runtime` is | `::mcp_runtime` |
#[proc_macro_attribute]
pub fn mcp_tools(arguments: TokenStream, item: TokenStream) -> TokenStream {
    entry::mcp_tools(arguments.into(), &item.into()).into()
}

/// Makes a struct or an enum one that tools take and return.
///
/// An enum without fields is one text, so that prompts and resources can take it as well.
///
/// It derives `serde::Deserialize`, `serde::Serialize` and `schemars::JsonSchema`, from the crates
/// that `mcp_runtime` re-exports: a program needs neither in its own `Cargo.toml`. Their attributes
/// work as ever and stand below this one. Doc comments become descriptions.
///
/// ```
/// use mcp_runtime::prelude::*;
///
/// #[mcp_type]
/// #[serde(rename_all = "camelCase")]
/// struct Forecast {
///     /// Degrees Celsius at noon.
///     noon_temperature: f64,
/// }
///
/// /// Forecast for a city.
/// #[mcp_tool]
/// async fn forecast(city: String) -> Json<Forecast> {
///     let _ = city;
///     Json(Forecast { noon_temperature: 21.5 })
/// }
/// ```
///
/// # Settings
///
/// | Setting | Meaning | Default |
/// |---|---|---|
/// | `input` | tools take it: without `Serialize` | both |
/// | `output` | tools return it: without `Deserialize` | both |
/// | `crate = path` | where `mcp_runtime` is | `::mcp_runtime` |
#[proc_macro_attribute]
pub fn mcp_type(arguments: TokenStream, item: TokenStream) -> TokenStream {
    entry::mcp_type(arguments.into(), &item.into()).into()
}

/// Tells clients what an error means and what to do about it.
///
/// It stands beside `thiserror::Error`, whose text becomes the message. A case without
/// `#[tool_error(..)]` is internal: clients read a request id, and the text goes to the log only.
///
/// ```
/// use std::time::Duration;
///
/// use mcp_runtime::ToolError;
///
/// #[derive(Debug, thiserror::Error, ToolError)]
/// enum SearchError {
///     #[error("there is no note {0:?}")]
///     #[tool_error(code = "NOTE_NOT_FOUND", action = "Search for {0:?} first.")]
///     NotFound(String),
///     #[error("the index is being built")]
///     #[tool_error(code = "INDEX_BUSY", retry_after = wait, details(done))]
///     Busy { wait: Duration, done: f64 },
///     #[error("the disk failed")]
///     Disk(#[from] std::io::Error),
/// }
/// ```
///
/// # Settings
///
/// | Setting | Meaning |
/// |---|---|
/// | `code = "NOTE_NOT_FOUND"` | what programs match: up to 64 capitals, digits and single underscores; required |
/// | `action = "…"` | what to do next; shows fields as `thiserror` does: `{0}`, `{city:?}` |
/// | `retryable` | the same call may succeed later |
/// | `retry_after = "10s"`, `retry_after = field` | when; the field holds a `Duration`; implies `retryable` |
/// | `details(done, place = city)` | fields that the client gets to see; they are `Serialize` |
/// | `transparent` | the only field is a `ToolError` and says everything |
/// | `crate = path` | on the type: where `mcp_runtime` is |
#[proc_macro_derive(ToolError, attributes(tool_error))]
pub fn tool_error(item: TokenStream) -> TokenStream {
    entry::tool_error(item.into()).into()
}
