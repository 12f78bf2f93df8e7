//! The resources that are listened to.

use mcp_runtime::__private as rt;

fn note(id: String) -> String {
    id
}

static NOTE: rt::ResourceDef = rt::ResourceDef::new(
    "notes://{id}",
    rt::HandlerDef::new(
        "note",
        const { &[rt::ParamDef::new("id")] },
        |describe| {
            describe.function(&note);
            describe.param::<String, _>(0);
        },
        |mut call| {
            let id = call.param::<String, _>(0);
            call.run(move |ctx| async move { rt::reply(note(id.get(&ctx).await?)) })
        },
    ),
);

rt::submit! { Resource(&NOTE) }
