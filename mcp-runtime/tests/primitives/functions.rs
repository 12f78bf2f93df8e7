//! Definitions as the macros write them.

use std::time::Duration;

use mcp_runtime::prelude::*;
use mcp_runtime::{__private as rt, CacheScope};
use rt::{
    AccessDef, ContentAnnotationsDef, Guards, HandlerDef, PerDef, PromptDef, RateDef, ResourceDef,
};

macro_rules! handler {
    ($function:ident($($index:literal $param:ident: $ty:ty),*), $reply:ident) => {
        HandlerDef::new(
            stringify!($function),
            &[$(rt::ParamDef::new(stringify!($param)).description("What it is about.")),*],
            |d| {
                d.function(&$function);
                $(d.param::<$ty, _>($index);)*
            },
            |#[allow(unused_mut)] mut call| {
                $(let $param = call.param::<$ty, _>($index);)*
                call.run(|_ctx| async move {
                    rt::$reply($function($($param.get(&_ctx).await?),*).await)
                })
            },
        )
    };
}

macro_rules! prompt {
    ($function:ident($($params:tt)*) $(.$set:ident($value:expr))*) => {
        rt::submit!(Prompt({
            static DEF: PromptDef =
                PromptDef::new(handler!($function($($params)*), reply_prompt)$(.$set($value))*);
            &DEF
        }));
    };
}

macro_rules! resource {
    ($uri:literal, $function:ident($($params:tt)*) $(.$set:ident($value:expr))* $(; $(.$own:ident($of:expr))*)?) => {
        rt::submit!(Resource({
            static DEF: ResourceDef =
                ResourceDef::new($uri, handler!($function($($params)*), reply_resource)$(.$set($value))*)
                $($(.$own($of))*)?;
            &DEF
        }));
    };
}

#[mcp_type]
#[derive(Clone, Copy)]
pub(crate) enum Tone {
    Calm,
    Lively,
}

async fn greet(name: String, times: Option<u32>, tone: Option<Tone>) -> String {
    let tone = if let Some(Tone::Lively) = tone { "!" } else { "." };
    format!("Hello {name} {}{tone}", times.unwrap_or(1))
}
prompt!(greet(0 name: String, 1 times: Option<u32>, 2 tone: Option<Tone>)
    .title("Greet").description("Greets somebody.").meta(r#"{"team":"words"}"#));

async fn mixed() -> PromptOutput {
    let note = ResourceContents::text("body").mime_type("text/plain");
    PromptOutput::new()
        .description("All kinds.")
        .message("text")
        .message(PromptMessage::assistant(Content::image([1, 2], "image/png")))
        .message(Content::audio([3], "audio/wav"))
        .message(Content::resource("note://1", note))
        .message(Content::resource_link(ResourceLink::new("note://2", "two")))
        .meta("trace", 7)
}
prompt!(mixed());

async fn broken(how: String) -> Result<String, CallError> {
    match &*how {
        "panic" => panic!("it was told to"),
        "busy" => Err(CallError::new("BUSY", "not now").retry_after(Duration::from_secs(3))),
        "large" => Ok("x".repeat(200)),
        _ => Ok(how),
    }
}
prompt!(broken(0 how: String) .guards(Guards::new().max_output(100)));

async fn seldom() -> &'static str {
    "once"
}
prompt!(seldom().guards(Guards::new().rates(&[RateDef::new(1, 3_600_000, PerDef::Server)])));

async fn hidden() -> &'static str {
    "for some"
}
prompt!(hidden().guards(Guards::new().access(AccessDef::Scopes(&["vault:read"]))));

async fn readme() -> &'static str {
    "# Read me"
}
resource!("docs://readme", readme() .title("Read me").description("Where to begin.");
    .mime_type("text/markdown").size(9).ttl_ms(60_000).cache_scope(CacheScope::Public)
    .annotations(ContentAnnotationsDef::new().audience(&[Role::User]).priority(0.5)));

async fn logo() -> Vec<u8> {
    vec![0x89, 0x50]
}
resource!("docs://logo", logo(); .mime_type("image/png"));

async fn note(id: u32) -> Option<Json<serde_json::Value>> {
    (id < 100).then(|| Json(serde_json::json!({ "id": id })))
}
resource!("notes://{id}", note(0 id: u32));

async fn newest() -> &'static str {
    "the newest"
}
resource!("notes://1", newest());

async fn file(path: String, tags: Vec<String>) -> Result<ResourceOutput, CallError> {
    match &*path {
        "panic" => panic!("it was told to"),
        "broken" => Err(CallError::internal("the disk is gone")),
        "large" => Ok(ResourceOutput::new().contents(ResourceContents::text("x".repeat(200)))),
        _ => {
            let listed = ResourceContents::text(format!("{path} {tags:?}"));
            let other = ResourceContents::blob([1]).uri("files:///other").mime_type("a/b");
            let output = ResourceOutput::new().contents(listed).contents(other);
            Ok(output.ttl(Duration::from_secs(2)).cache_scope(CacheScope::Public).meta("rev", 3))
        }
    }
}
resource!("files:///{+path}{?tags*}", file(0 path: String, 1 tags: Vec<String>)
    .guards(Guards::new().max_output(100)));

async fn vault() -> &'static str {
    "gold"
}
resource!("vault://gold", vault().guards(Guards::new().access(AccessDef::Scopes(&["vault:read"]))));
