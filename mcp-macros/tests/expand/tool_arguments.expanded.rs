#[allow(clippy::needless_pass_by_value, clippy::unused_async)]
///
/** # MCP tool `defaults`

 - Timeout: 30 s, the server's default.

 | Parameter | Type | Required | Constraints | Description |
 |---|---|---|---|---|
 | `of_type` | <code>Vec&#60;String&#62;</code> | no |  |  |
 | `text` | <code>String</code> | no, default `"text"` |  |  |
 | `number` | <code>i32</code> | no, default `-16` |  |  |
 | `float` | <code>f64</code> | no, default `2.50` |  |  |
 | `expression` | <code>[type@Mode]</code> | no |  |  |
 | `list` | <code>Vec&#60;String&#62;</code> | no |  |  |

 Input schema, as far as this page can tell:

 ```json
 {
   "type": "object",
   "properties": {
     "of_type": {
       "type": "array",
       "items": {
         "type": "string"
       }
     },
     "text": {
       "type": "string",
       "default": "text"
     },
     "number": {
       "type": "integer",
       "default": -16
     },
     "float": {
       "type": "number",
       "default": 2.50
     },
     "list": {
       "type": "array",
       "items": {
         "type": "string"
       }
     }
   }
 }
 ```

 Returns <code>()</code>.*/
async fn defaults(
    of_type: Vec<String>,
    text: String,
    number: i32,
    float: f64,
    expression: Mode,
    list: Vec<String>,
) {}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::mcp_runtime::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[
        __rt::ParamDef::new("of_type").has_default(),
        __rt::ParamDef::new("text").overlay("{\"default\":\"text\"}").has_default(),
        __rt::ParamDef::new("number").overlay("{\"default\":-16}").has_default(),
        __rt::ParamDef::new("float").overlay("{\"default\":2.50}").has_default(),
        __rt::ParamDef::new("expression").has_default(),
        __rt::ParamDef::new("list").has_default(),
    ];
    static __TOOL: __rt::ToolDef = __rt::ToolDef::new(
            "defaults",
            __PARAMS,
            |d: &mut __rt::Describe<'_>| {
                d.function(&defaults);
                d.param::<Vec<String>, _>(0usize);
                d.default::<Vec<String>>(0usize, ::core::default::Default::default);
                d.param::<String, _>(1usize);
                d.param::<i32, _>(2usize);
                d.param::<f64, _>(3usize);
                d.param::<Mode, _>(4usize);
                d.default::<Mode>(4usize, || Mode::Fast);
                d.param::<Vec<String>, _>(5usize);
                d.default::<Vec<String>>(5usize, || vec!["a".into()]);
                d.output::<()>();
            },
            |mut call: __rt::Call<'_>| {
                let slot0 = call
                    .param_or::<
                        Vec<String>,
                        _,
                    >(0usize, ::core::default::Default::default);
                let slot1 = call
                    .param_or::<
                        String,
                        _,
                    >(1usize, || ::core::convert::Into::into("text"));
                let slot2 = call.param_or::<i32, _>(2usize, || -0x10);
                let slot3 = call.param_or::<f64, _>(3usize, || 2.50);
                let slot4 = call.param_or::<Mode, _>(4usize, || Mode::Fast);
                let slot5 = call.param_or::<Vec<String>, _>(5usize, || vec!["a".into()]);
                call.run(move |ctx: __rt::Context| async move {
                    let value0 = slot0.get(&ctx).await?;
                    let value1 = slot1.get(&ctx).await?;
                    let value2 = slot2.get(&ctx).await?;
                    let value3 = slot3.get(&ctx).await?;
                    let value4 = slot4.get(&ctx).await?;
                    let value5 = slot5.get(&ctx).await?;
                    let reply = __rt::reply::<()>;
                    reply(defaults(value0, value1, value2, value3, value4, value5).await)
                })
            },
        )
        .declared(::core::file!(), ::core::line!(), ::core::module_path!());
    __rt::submit! {
        & __TOOL
    }
};
#[allow(clippy::needless_pass_by_value, clippy::unused_async)]
///
/** # MCP tool `constraints`

 - Timeout: 30 s, the server's default.

 | Parameter | Type | Required | Constraints | Description |
 |---|---|---|---|---|
 | `ratio` | <code>f64</code> | yes | more than 0; less than 1.5; a multiple of 0.25 |  |
 | `word` | <code>Option&#60;String&#62;</code> | no | length 1 to 80; matches `^[a-z]+$` |  |
 | `numbers` | <code>Vec&#60;u32&#62;</code> | yes | at least 1; length 1 to 3; no repeats |  |
 | `mode` | <code>String</code> | yes | one of `"fast"`, `"slow"`; for example `"fast"`, `"slow"` |  |
 | `where` | <code>String</code> | yes | sent as the header `Mcp-Param-Region`; for example `"eu"`, `"us"` |  |
 | `labels` | <code>BTreeMap&#60;String, String&#62;</code> | yes | length at least 1 | Written in the attribute. |

 Input schema, as far as this page can tell:

 ```json
 {
   "type": "object",
   "properties": {
     "ratio": {
       "type": "number",
       "exclusiveMinimum": 0,
       "exclusiveMaximum": 1.5,
       "multipleOf": 0.25
     },
     "word": {
       "type": "string",
       "minLength": 1,
       "maxLength": 80,
       "pattern": "^[a-z]+$"
     },
     "numbers": {
       "type": "array",
       "items": {
         "type": "integer",
         "minimum": 1
       },
       "minItems": 1,
       "maxItems": 3,
       "uniqueItems": true
     },
     "mode": {
       "type": "string",
       "enum": ["fast","slow"],
       "examples": ["fast","slow"]
     },
     "where": {
       "type": "string",
       "examples": ["eu","us"],
       "x-mcp-header": "Region"
     },
     "labels": {
       "description": "Written in the attribute.",
       "type": "object",
       "additionalProperties": {
         "type": "string"
       },
       "minProperties": 1
     }
   },
   "required": ["ratio","numbers","mode","where","labels"]
 }
 ```

 Returns <code>()</code>.*/
async fn constraints(
    ratio: f64,
    word: Option<String>,
    numbers: Vec<u32>,
    mode: String,
    region: String,
    labels: BTreeMap<String, String>,
) {}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::mcp_runtime::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[
        __rt::ParamDef::new("ratio")
            .overlay(
                "{\"exclusiveMinimum\":0,\"exclusiveMaximum\":1.5,\"multipleOf\":0.25}",
            ),
        __rt::ParamDef::new("word")
            .overlay("{\"minLength\":1,\"maxLength\":80,\"pattern\":\"^[a-z]+$\"}"),
        __rt::ParamDef::new("numbers")
            .overlay(
                "{\"minimum\":1,\"minLength\":1,\"maxLength\":3,\"uniqueItems\":true}",
            ),
        __rt::ParamDef::new("mode")
            .overlay("{\"enum\":[\"fast\",\"slow\"],\"examples\":[\"fast\",\"slow\"]}"),
        __rt::ParamDef::new("where")
            .overlay("{\"examples\":[\"eu\",\"us\"],\"x-mcp-header\":\"Region\"}"),
        __rt::ParamDef::new("labels")
            .description("Written in the attribute.")
            .overlay("{\"minLength\":1}"),
    ];
    static __TOOL: __rt::ToolDef = __rt::ToolDef::new(
            "constraints",
            __PARAMS,
            |d: &mut __rt::Describe<'_>| {
                d.function(&constraints);
                d.param::<f64, _>(0usize);
                d.ranged::<f64>(0usize);
                d.param::<Option<String>, _>(1usize);
                d.measured::<Option<String>>(1usize);
                d.textual::<Option<String>>(1usize);
                d.param::<Vec<u32>, _>(2usize);
                d.ranged::<Vec<u32>>(2usize);
                d.measured::<Vec<u32>>(2usize);
                d.param::<String, _>(3usize);
                d.param::<String, _>(4usize);
                d.mirrored::<String>(4usize);
                d.param::<BTreeMap<String, String>, _>(5usize);
                d.measured::<BTreeMap<String, String>>(5usize);
                d.output::<()>();
            },
            |mut call: __rt::Call<'_>| {
                let slot0 = call.param::<f64, _>(0usize);
                let slot1 = call.param::<Option<String>, _>(1usize);
                let slot2 = call.param::<Vec<u32>, _>(2usize);
                let slot3 = call.param::<String, _>(3usize);
                let slot4 = call.param::<String, _>(4usize);
                let slot5 = call.param::<BTreeMap<String, String>, _>(5usize);
                call.run(move |ctx: __rt::Context| async move {
                    let value0 = slot0.get(&ctx).await?;
                    let value1 = slot1.get(&ctx).await?;
                    let value2 = slot2.get(&ctx).await?;
                    let value3 = slot3.get(&ctx).await?;
                    let value4 = slot4.get(&ctx).await?;
                    let value5 = slot5.get(&ctx).await?;
                    let reply = __rt::reply::<()>;
                    reply(
                        constraints(value0, value1, value2, value3, value4, value5).await,
                    )
                })
            },
        )
        .declared(::core::file!(), ::core::line!(), ::core::module_path!());
    __rt::submit! {
        & __TOOL
    }
};
#[allow(clippy::needless_pass_by_value, clippy::unused_async)]
///
/** # MCP tool `patterns`

 - Timeout: 30 s, the server's default.

 | Parameter | Type | Required | Constraints | Description |
 |---|---|---|---|---|
 | `count` | <code>u8</code> | yes |  |  |
 | `type` | <code>String</code> | yes |  |  |
 | `_unused` | <code>u8</code> | yes |  |  |
 |  | <code>[type@Context]</code> | argument or context, see the type |  |  |
 | `db` | <code>[type@State]&#60;[type@Shared]&#60;[type@Db]&#62;&#62;</code> | argument or context, see the type |  |  |
 |  | <code>(u8, u8)</code> | argument or context, see the type |  |  |
 |  | <code>[type@Point]</code> | argument or context, see the type |  |  |
 | `pair` | <code>&#91;u8; 2&#93;</code> | argument or context, see the type |  |  |

 Input schema, as far as this page can tell:

 ```json
 {
   "type": "object",
   "properties": {
     "count": {
       "type": "integer",
       "minimum": 0,
       "maximum": 255
     },
     "type": {
       "type": "string"
     },
     "_unused": {
       "type": "integer",
       "minimum": 0,
       "maximum": 255
     }
   },
   "required": ["count","type","_unused"]
 }
 ```

 Returns <code>()</code>.*/
async fn patterns(
    mut count: u8,
    r#type: String,
    _unused: u8,
    _: Context,
    State(Shared(db)): State<Shared<Db>>,
    (a, b): (u8, u8),
    Point { x, y }: Point,
    [left,
    right,
    ]: [u8; 2],
) {}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::mcp_runtime::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[
        __rt::ParamDef::new("count"),
        __rt::ParamDef::new("type"),
        __rt::ParamDef::new("_unused"),
        __rt::ParamDef::unnamed(),
        __rt::ParamDef::new("db"),
        __rt::ParamDef::unnamed(),
        __rt::ParamDef::unnamed(),
        __rt::ParamDef::new("pair"),
    ];
    static __TOOL: __rt::ToolDef = __rt::ToolDef::new(
            "patterns",
            __PARAMS,
            |d: &mut __rt::Describe<'_>| {
                d.function(&patterns);
                d.param::<u8, _>(0usize);
                d.param::<String, _>(1usize);
                d.param::<u8, _>(2usize);
                d.param::<Context, _>(3usize);
                d.param::<State<Shared<Db>>, _>(4usize);
                d.param::<(u8, u8), _>(5usize);
                d.param::<Point, _>(6usize);
                d.param::<[u8; 2], _>(7usize);
                d.output::<()>();
            },
            |mut call: __rt::Call<'_>| {
                let slot0 = call.param::<u8, _>(0usize);
                let slot1 = call.param::<String, _>(1usize);
                let slot2 = call.param::<u8, _>(2usize);
                let slot3 = call.param::<Context, _>(3usize);
                let slot4 = call.param::<State<Shared<Db>>, _>(4usize);
                let slot5 = call.param::<(u8, u8), _>(5usize);
                let slot6 = call.param::<Point, _>(6usize);
                let slot7 = call.param::<[u8; 2], _>(7usize);
                call.run(move |ctx: __rt::Context| async move {
                    let value0 = slot0.get(&ctx).await?;
                    let value1 = slot1.get(&ctx).await?;
                    let value2 = slot2.get(&ctx).await?;
                    let value3 = slot3.get(&ctx).await?;
                    let value4 = slot4.get(&ctx).await?;
                    let value5 = slot5.get(&ctx).await?;
                    let value6 = slot6.get(&ctx).await?;
                    let value7 = slot7.get(&ctx).await?;
                    let reply = __rt::reply::<()>;
                    reply(
                        patterns(
                                value0,
                                value1,
                                value2,
                                value3,
                                value4,
                                value5,
                                value6,
                                value7,
                            )
                            .await,
                    )
                })
            },
        )
        .declared(::core::file!(), ::core::line!(), ::core::module_path!());
    __rt::submit! {
        & __TOOL
    }
};
#[allow(clippy::needless_pass_by_value, clippy::unused_async)]
///
/** # MCP tool `flattened`

 - Runs on a thread of its own, because it is not `async`.
 - Timeout: 30 s, the server's default.

 | Parameter | Type | Required | Constraints | Description |
 |---|---|---|---|---|
 |  | <code>[type@SearchParams]</code> | by field | each field of the type is an argument |  |
 | `ctx` | <code>[type@Context]</code> | argument or context, see the type |  |  |

 Returns <code>String</code>.*/
fn flattened(params: SearchParams, ctx: Context) -> String {
    todo!()
}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::mcp_runtime::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[
        __rt::ParamDef::unnamed(),
        __rt::ParamDef::new("ctx"),
    ];
    static __TOOL: __rt::ToolDef = __rt::ToolDef::new(
            "flattened",
            __PARAMS,
            |d: &mut __rt::Describe<'_>| {
                d.function(&flattened);
                d.flatten::<SearchParams>(0usize);
                d.param::<Context, _>(1usize);
                d.output::<String>();
            },
            |mut call: __rt::Call<'_>| {
                let slot0 = call.flatten::<SearchParams>();
                let slot1 = call.param::<Context, _>(1usize);
                call.run(move |ctx: __rt::Context| async move {
                    let value0 = slot0.get(&ctx).await?;
                    let value1 = slot1.get(&ctx).await?;
                    let reply = __rt::reply::<String>;
                    reply(__rt::blocking(&ctx, move || flattened(value0, value1)).await?)
                })
            },
        )
        .blocking()
        .declared(::core::file!(), ::core::line!(), ::core::module_path!());
    __rt::submit! {
        & __TOOL
    }
};
