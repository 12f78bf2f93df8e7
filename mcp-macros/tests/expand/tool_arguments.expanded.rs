#[allow(
    clippy::needless_pass_by_value,
    clippy::too_many_arguments,
    clippy::unused_async
)]
/** # MCP tool `defaults`

 | Guard | Promise |
 |---|---|
 | timeout | 30 s, the server's default |

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
    static __DEF: __rt::ToolDef = __rt::ToolDef::new(
        __rt::HandlerDef::new(
                "defaults",
                __PARAMS,
                |__d: &mut __rt::Describe<'_>| {
                    __d.function(&defaults);
                    __rt::Describe::param::<__rt::Arg<Vec<String>, _>, _>(__d, 0usize);
                    __rt::Describe::default::<
                        __rt::Arg<Vec<String>, _>,
                    >(
                        __d,
                        0usize,
                        || <__rt::Arg<
                            Vec<String>,
                            _,
                        > as ::core::default::Default>::default(),
                    );
                    __rt::Describe::param::<__rt::Arg<String, _>, _>(__d, 1usize);
                    __rt::Describe::param::<__rt::Arg<i32, _>, _>(__d, 2usize);
                    __rt::Describe::param::<__rt::Arg<f64, _>, _>(__d, 3usize);
                    __rt::Describe::param::<__rt::Arg<Mode, _>, _>(__d, 4usize);
                    __rt::Describe::default::<
                        __rt::Arg<Mode, _>,
                    >(__d, 4usize, || Mode::Fast);
                    __rt::Describe::param::<__rt::Arg<Vec<String>, _>, _>(__d, 5usize);
                    __rt::Describe::default::<
                        __rt::Arg<Vec<String>, _>,
                    >(__d, 5usize, || vec!["a".into()]);
                    __rt::Describe::output::<()>(__d);
                },
                |mut __call: __rt::Call<'_>| {
                    let __slot0 = __rt::Call::param_or::<
                        __rt::Arg<Vec<String>, _>,
                        _,
                    >(
                        &mut __call,
                        0usize,
                        || <__rt::Arg<
                            Vec<String>,
                            _,
                        > as ::core::default::Default>::default(),
                    );
                    let __slot1 = __rt::Call::param_or::<
                        __rt::Arg<String, _>,
                        _,
                    >(
                        &mut __call,
                        1usize,
                        || <__rt::Arg<String, _> as __rt::FromText<_>>::from_text("text"),
                    );
                    let __slot2 = __rt::Call::param_or::<
                        __rt::Arg<i32, _>,
                        _,
                    >(&mut __call, 2usize, || -0x10);
                    let __slot3 = __rt::Call::param_or::<
                        __rt::Arg<f64, _>,
                        _,
                    >(&mut __call, 3usize, || 2.50);
                    let __slot4 = __rt::Call::param_or::<
                        __rt::Arg<Mode, _>,
                        _,
                    >(&mut __call, 4usize, || Mode::Fast);
                    let __slot5 = __rt::Call::param_or::<
                        __rt::Arg<Vec<String>, _>,
                        _,
                    >(&mut __call, 5usize, || vec!["a".into()]);
                    __call
                        .run(move |__ctx: __rt::Context| async move {
                            let __value0 = __slot0.get(&__ctx).await?;
                            let __value1 = __slot1.get(&__ctx).await?;
                            let __value2 = __slot2.get(&__ctx).await?;
                            let __value3 = __slot3.get(&__ctx).await?;
                            let __value4 = __slot4.get(&__ctx).await?;
                            let __value5 = __slot5.get(&__ctx).await?;
                            let __reply = __rt::reply::<()>;
                            __reply(
                                defaults(
                                        __value0,
                                        __value1,
                                        __value2,
                                        __value3,
                                        __value4,
                                        __value5,
                                    )
                                    .await,
                            )
                        })
                },
            )
            .declared(::core::file!(), ::core::line!(), ::core::module_path!()),
    );
    __rt::submit! {
        Tool(& __DEF)
    }
};
#[allow(
    clippy::needless_pass_by_value,
    clippy::too_many_arguments,
    clippy::unused_async
)]
/** # MCP tool `constraints`

 | Guard | Promise |
 |---|---|
 | timeout | 30 s, the server's default |

 | Parameter | Type | Required | Constraints | Description |
 |---|---|---|---|---|
 | `ratio` | <code>f64</code> | yes | more than 0; less than 1.5; a multiple of 0.25 |  |
 | `word` | <code>Option&#60;String&#62;</code> | no | length 1 to 80; matches `^[a-z]+$` |  |
 | `numbers` | <code>Vec&#60;u32&#62;</code> | yes | at least 1; length 1 to 3; no repeats |  |
 | `mode` | <code>String</code> | yes | one of `"fast"`, `"slow"`; for example `"fast"`, `"slow"` |  |
 | `where` | <code>String</code> | yes | sent as the header `Mcp-Param-Region`; for example `"eu"`, `"us"` |  |
 | `days` | <code>u8</code> | yes | 1 to `limits::DAYS`; less than `a \| b` |  |
 | `name` | <code>String</code> | yes | length at most `u8::MAX as usize` |  |
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
     "days": {
       "type": "integer",
       "minimum": 1,
       "maximum": limits::DAYS,
       "exclusiveMaximum": a | b
     },
     "name": {
       "type": "string",
       "maxLength": u8::MAX as usize
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
   "required": ["ratio","numbers","mode","where","days","name","labels"]
 }
 ```

 Returns <code>()</code>.*/
async fn constraints(
    ratio: f64,
    word: Option<String>,
    numbers: Vec<u32>,
    mode: String,
    region: String,
    days: u8,
    name: String,
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
        __rt::ParamDef::new("days").overlay("{\"minimum\":1}"),
        __rt::ParamDef::new("name"),
        __rt::ParamDef::new("labels")
            .description("Written in the attribute.")
            .overlay("{\"minLength\":1}"),
    ];
    static __DEF: __rt::ToolDef = __rt::ToolDef::new(
        __rt::HandlerDef::new(
                "constraints",
                __PARAMS,
                |__d: &mut __rt::Describe<'_>| {
                    __d.function(&constraints);
                    __rt::Describe::param::<__rt::Arg<f64, _>, _>(__d, 0usize);
                    __d.ranged::<__rt::Arg<f64, _>>(0usize);
                    __rt::Describe::param::<
                        __rt::Arg<Option<String>, _>,
                        _,
                    >(__d, 1usize);
                    __d.measured::<__rt::Arg<Option<String>, _>>(1usize);
                    __d.textual::<__rt::Arg<Option<String>, _>>(1usize);
                    __rt::Describe::param::<__rt::Arg<Vec<u32>, _>, _>(__d, 2usize);
                    __d.ranged::<__rt::Arg<Vec<u32>, _>>(2usize);
                    __d.measured::<__rt::Arg<Vec<u32>, _>>(2usize);
                    __d.listed::<__rt::Arg<Vec<u32>, _>>(2usize);
                    __rt::Describe::param::<__rt::Arg<String, _>, _>(__d, 3usize);
                    __rt::Describe::param::<__rt::Arg<String, _>, _>(__d, 4usize);
                    __d.mirrored::<__rt::Arg<String, _>>(4usize);
                    __rt::Describe::param::<__rt::Arg<u8, _>, _>(__d, 5usize);
                    __d.bound(5usize, "maximum", const { limits::DAYS });
                    __d.bound(5usize, "exclusiveMaximum", const { a | b });
                    __d.ranged::<__rt::Arg<u8, _>>(5usize);
                    __rt::Describe::param::<__rt::Arg<String, _>, _>(__d, 6usize);
                    __d.length(6usize, "maxLength", const { u8::MAX as usize });
                    __d.measured::<__rt::Arg<String, _>>(6usize);
                    __rt::Describe::param::<
                        __rt::Arg<BTreeMap<String, String>, _>,
                        _,
                    >(__d, 7usize);
                    __d.measured::<__rt::Arg<BTreeMap<String, String>, _>>(7usize);
                    __rt::Describe::output::<()>(__d);
                },
                |mut __call: __rt::Call<'_>| {
                    let __slot0 = __rt::Call::param::<
                        __rt::Arg<f64, _>,
                        _,
                    >(&mut __call, 0usize);
                    let __slot1 = __rt::Call::param::<
                        __rt::Arg<Option<String>, _>,
                        _,
                    >(&mut __call, 1usize);
                    let __slot2 = __rt::Call::param::<
                        __rt::Arg<Vec<u32>, _>,
                        _,
                    >(&mut __call, 2usize);
                    let __slot3 = __rt::Call::param::<
                        __rt::Arg<String, _>,
                        _,
                    >(&mut __call, 3usize);
                    let __slot4 = __rt::Call::param::<
                        __rt::Arg<String, _>,
                        _,
                    >(&mut __call, 4usize);
                    let __slot5 = __rt::Call::param::<
                        __rt::Arg<u8, _>,
                        _,
                    >(&mut __call, 5usize);
                    let __slot6 = __rt::Call::param::<
                        __rt::Arg<String, _>,
                        _,
                    >(&mut __call, 6usize);
                    let __slot7 = __rt::Call::param::<
                        __rt::Arg<BTreeMap<String, String>, _>,
                        _,
                    >(&mut __call, 7usize);
                    __call
                        .run(move |__ctx: __rt::Context| async move {
                            let __value0 = __slot0.get(&__ctx).await?;
                            let __value1 = __slot1.get(&__ctx).await?;
                            let __value2 = __slot2.get(&__ctx).await?;
                            let __value3 = __slot3.get(&__ctx).await?;
                            let __value4 = __slot4.get(&__ctx).await?;
                            let __value5 = __slot5.get(&__ctx).await?;
                            let __value6 = __slot6.get(&__ctx).await?;
                            let __value7 = __slot7.get(&__ctx).await?;
                            let __reply = __rt::reply::<()>;
                            __reply(
                                constraints(
                                        __value0,
                                        __value1,
                                        __value2,
                                        __value3,
                                        __value4,
                                        __value5,
                                        __value6,
                                        __value7,
                                    )
                                    .await,
                            )
                        })
                },
            )
            .declared(::core::file!(), ::core::line!(), ::core::module_path!()),
    );
    __rt::submit! {
        Tool(& __DEF)
    }
};
#[allow(
    clippy::needless_pass_by_value,
    clippy::too_many_arguments,
    clippy::unused_async
)]
/** # MCP tool `patterns`

 | Guard | Promise |
 |---|---|
 | timeout | 30 s, the server's default |

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
    static __DEF: __rt::ToolDef = __rt::ToolDef::new(
        __rt::HandlerDef::new(
                "patterns",
                __PARAMS,
                |__d: &mut __rt::Describe<'_>| {
                    __d.function(&patterns);
                    __rt::Describe::param::<u8, _>(__d, 0usize);
                    __rt::Describe::param::<String, _>(__d, 1usize);
                    __rt::Describe::param::<u8, _>(__d, 2usize);
                    __rt::Describe::param::<Context, _>(__d, 3usize);
                    __rt::Describe::param::<State<Shared<Db>>, _>(__d, 4usize);
                    __rt::Describe::param::<(u8, u8), _>(__d, 5usize);
                    __rt::Describe::param::<Point, _>(__d, 6usize);
                    __rt::Describe::param::<__rt::Arg<[u8; 2], _>, _>(__d, 7usize);
                    __rt::Describe::output::<()>(__d);
                },
                |mut __call: __rt::Call<'_>| {
                    let __slot0 = __rt::Call::param::<u8, _>(&mut __call, 0usize);
                    let __slot1 = __rt::Call::param::<String, _>(&mut __call, 1usize);
                    let __slot2 = __rt::Call::param::<u8, _>(&mut __call, 2usize);
                    let __slot3 = __rt::Call::param::<Context, _>(&mut __call, 3usize);
                    let __slot4 = __rt::Call::param::<
                        State<Shared<Db>>,
                        _,
                    >(&mut __call, 4usize);
                    let __slot5 = __rt::Call::param::<(u8, u8), _>(&mut __call, 5usize);
                    let __slot6 = __rt::Call::param::<Point, _>(&mut __call, 6usize);
                    let __slot7 = __rt::Call::param::<
                        __rt::Arg<[u8; 2], _>,
                        _,
                    >(&mut __call, 7usize);
                    __call
                        .run(move |__ctx: __rt::Context| async move {
                            let __value0 = __slot0.get(&__ctx).await?;
                            let __value1 = __slot1.get(&__ctx).await?;
                            let __value2 = __slot2.get(&__ctx).await?;
                            let __value3 = __slot3.get(&__ctx).await?;
                            let __value4 = __slot4.get(&__ctx).await?;
                            let __value5 = __slot5.get(&__ctx).await?;
                            let __value6 = __slot6.get(&__ctx).await?;
                            let __value7 = __slot7.get(&__ctx).await?;
                            let __reply = __rt::reply::<()>;
                            __reply(
                                patterns(
                                        __value0,
                                        __value1,
                                        __value2,
                                        __value3,
                                        __value4,
                                        __value5,
                                        __value6,
                                        __value7,
                                    )
                                    .await,
                            )
                        })
                },
            )
            .declared(::core::file!(), ::core::line!(), ::core::module_path!()),
    );
    __rt::submit! {
        Tool(& __DEF)
    }
};
#[allow(
    clippy::needless_pass_by_value,
    clippy::too_many_arguments,
    clippy::unused_async
)]
/** # MCP tool `flattened`

 - Runs on a thread of its own, because it is not `async`.

 | Guard | Promise |
 |---|---|
 | timeout | 30 s, the server's default |

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
    static __DEF: __rt::ToolDef = __rt::ToolDef::new(
        __rt::HandlerDef::new(
                "flattened",
                __PARAMS,
                |__d: &mut __rt::Describe<'_>| {
                    __d.function(&flattened);
                    __rt::Describe::flatten::<SearchParams>(__d, 0usize);
                    __rt::Describe::param::<Context, _>(__d, 1usize);
                    __rt::Describe::output::<String>(__d);
                },
                |mut __call: __rt::Call<'_>| {
                    let __slot0 = __rt::Call::flatten::<SearchParams>(&mut __call);
                    let __slot1 = __rt::Call::param::<Context, _>(&mut __call, 1usize);
                    __call
                        .run(move |__ctx: __rt::Context| async move {
                            let __value0 = __slot0.get(&__ctx).await?;
                            let __value1 = __slot1.get(&__ctx).await?;
                            let __reply = __rt::reply::<String>;
                            __reply(
                                __rt::blocking(
                                        &__ctx,
                                        move || flattened(__value0, __value1),
                                    )
                                    .await?,
                            )
                        })
                },
            )
            .declared(::core::file!(), ::core::line!(), ::core::module_path!()),
    );
    __rt::submit! {
        Tool(& __DEF)
    }
};
