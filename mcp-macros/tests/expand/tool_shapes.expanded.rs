#[allow(clippy::needless_pass_by_value, clippy::unused_async)]
///
/** # MCP tool `blocking`

 - Runs on a thread of its own, because it is not `async`.
 - Timeout: 30 s, the server's default.

 | Parameter | Type | Required | Constraints | Description |
 |---|---|---|---|---|
 | `text` | <code>String</code> | yes |  |  |

 Input schema, as far as this page can tell:

 ```json
 {
   "type": "object",
   "properties": {
     "text": {
       "type": "string"
     }
   },
   "required": ["text"]
 }
 ```

 Returns <code>String</code>.*/
fn blocking(text: String) -> String {
    todo!()
}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::mcp_runtime::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[__rt::ParamDef::new("text")];
    static __TOOL: __rt::ToolDef = __rt::ToolDef::new(
            "blocking",
            __PARAMS,
            |d: &mut __rt::Describe<'_>| {
                d.function(&blocking);
                d.param::<String, _>(0usize);
                d.output::<String>();
            },
            |mut call: __rt::Call<'_>| {
                let slot0 = call.param::<String, _>(0usize);
                call.run(move |ctx: __rt::Context| async move {
                    let value0 = slot0.get(&ctx).await?;
                    let reply = __rt::reply::<String>;
                    reply(__rt::blocking(&ctx, move || blocking(value0)).await?)
                })
            },
        )
        .blocking()
        .declared(::core::file!(), ::core::line!(), ::core::module_path!());
    __rt::submit! {
        & __TOOL
    }
};
#[allow(clippy::needless_pass_by_value, clippy::unused_async)]
///
/** # MCP tool `nothing`

 - Timeout: 30 s, the server's default.

 It takes no arguments.

 Returns <code>()</code>.*/
async fn nothing() {}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::mcp_runtime::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[];
    static __TOOL: __rt::ToolDef = __rt::ToolDef::new(
            "nothing",
            __PARAMS,
            |d: &mut __rt::Describe<'_>| {
                d.function(&nothing);
                d.output::<()>();
            },
            |call: __rt::Call<'_>| {
                call.run(move |_: __rt::Context| async move {
                    let reply = __rt::reply::<()>;
                    reply(nothing().await)
                })
            },
        )
        .declared(::core::file!(), ::core::line!(), ::core::module_path!());
    __rt::submit! {
        & __TOOL
    }
};
#[allow(clippy::needless_pass_by_value, clippy::unused_async)]
#[cfg(feature = "math")]
#[cfg_attr(windows, cfg(feature = "math"))]
#[cfg_attr(windows, doc = "On Windows.")]
#[deprecated]
///
/** # MCP tool `math.add-2`

 - Timeout: 30 s, the server's default.

 | Parameter | Type | Required | Constraints | Description |
 |---|---|---|---|---|
 | `a` | <code>f64</code> | yes |  |  |
 | `b` | <code>f64</code> | yes |  |  |

 Input schema, as far as this page can tell:

 ```json
 {
   "type": "object",
   "properties": {
     "a": {
       "type": "number"
     },
     "b": {
       "type": "number"
     }
   },
   "required": ["a","b"]
 }
 ```

 Returns <code>f64</code>.*/
pub(crate) async fn r#add(a: f64, b: f64) -> f64 {
    todo!()
}
#[cfg(feature = "math")]
#[cfg_attr(windows, cfg(feature = "math"))]
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use my::runtime::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[
        __rt::ParamDef::new("a"),
        __rt::ParamDef::new("b"),
    ];
    static __TOOL: __rt::ToolDef = __rt::ToolDef::new(
            "math.add-2",
            __PARAMS,
            |d: &mut __rt::Describe<'_>| {
                d.function(&r#add);
                d.param::<f64, _>(0usize);
                d.param::<f64, _>(1usize);
                d.output::<f64>();
            },
            |mut call: __rt::Call<'_>| {
                let slot0 = call.param::<f64, _>(0usize);
                let slot1 = call.param::<f64, _>(1usize);
                call.run(move |ctx: __rt::Context| async move {
                    let value0 = slot0.get(&ctx).await?;
                    let value1 = slot1.get(&ctx).await?;
                    let reply = __rt::reply::<f64>;
                    reply(r#add(value0, value1).await)
                })
            },
        )
        .description("Adds.")
        .declared(::core::file!(), ::core::line!(), ::core::module_path!());
    __rt::submit! {
        & __TOOL
    }
};
#[allow(clippy::needless_pass_by_value, clippy::unused_async)]
#[doc = include_str!("search.md")]
///
/** # MCP tool `match`

 - Runs on a thread of its own, because it is not `async`.
 - Timeout: 30 s, the server's default.

 | Parameter | Type | Required | Constraints | Description |
 |---|---|---|---|---|
 | `text` | <code>String</code> | yes |  |  |

 Input schema, as far as this page can tell:

 ```json
 {
   "type": "object",
   "properties": {
     "text": {
       "type": "string"
     }
   },
   "required": ["text"]
 }
 ```

 Returns <code>&#38;&#39;static str</code>.*/
const fn r#match(text: String) -> &'static str {
    todo!()
}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::mcp_runtime::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[
        __rt::ParamDef::new("text").description(include_str!("text.md")),
    ];
    static __TOOL: __rt::ToolDef = __rt::ToolDef::new(
            "match",
            __PARAMS,
            |d: &mut __rt::Describe<'_>| {
                d.function(&r#match);
                d.param::<String, _>(0usize);
                d.output::<&'static str>();
            },
            |mut call: __rt::Call<'_>| {
                let slot0 = call.param::<String, _>(0usize);
                call.run(move |ctx: __rt::Context| async move {
                    let value0 = slot0.get(&ctx).await?;
                    let reply = __rt::reply::<&'static str>;
                    reply(__rt::blocking(&ctx, move || r#match(value0)).await?)
                })
            },
        )
        .description(include_str!("search.md"))
        .blocking()
        .declared(::core::file!(), ::core::line!(), ::core::module_path!());
    __rt::submit! {
        & __TOOL
    }
};
