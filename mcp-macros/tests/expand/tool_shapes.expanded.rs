#[allow(
    clippy::needless_pass_by_value,
    clippy::too_many_arguments,
    clippy::unused_async
)]
/** # MCP tool `blocking`

 - Runs on a thread of its own, because it is not `async`.

 | Guard | Promise |
 |---|---|
 | timeout | 30 s, the server's default |

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
    static __DEF: __rt::ToolDef = __rt::ToolDef::new(
        __rt::HandlerDef::new(
                "blocking",
                __PARAMS,
                |__d: &mut __rt::Describe<'_>| {
                    __d.function(&blocking);
                    __rt::Describe::param::<String, _>(__d, 0usize);
                    __rt::Describe::output::<String>(__d);
                },
                |mut __call: __rt::Call<'_>| {
                    let __slot0 = __rt::Call::param::<String, _>(&mut __call, 0usize);
                    __call
                        .run(move |__ctx: __rt::Context| async move {
                            let __value0 = __slot0.get(&__ctx).await?;
                            let __reply = __rt::reply::<String>;
                            __reply(
                                __rt::blocking(&__ctx, move || blocking(__value0)).await?,
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
/** # MCP tool `nothing`

 | Guard | Promise |
 |---|---|
 | timeout | 30 s, the server's default |

 It takes no arguments.

 Returns <code>()</code>.*/
async fn nothing() {}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::mcp_runtime::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[];
    static __DEF: __rt::ToolDef = __rt::ToolDef::new(
        __rt::HandlerDef::new(
                "nothing",
                __PARAMS,
                |__d: &mut __rt::Describe<'_>| {
                    __d.function(&nothing);
                    __rt::Describe::output::<()>(__d);
                },
                |__call: __rt::Call<'_>| {
                    __call
                        .run(move |_: __rt::Context| async move {
                            let __reply = __rt::reply::<()>;
                            __reply(nothing().await)
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
#[cfg(feature = "math")]
#[cfg_attr(windows, cfg(feature = "math"))]
#[cfg_attr(windows, doc = "On Windows.")]
#[deprecated]
///
/** # MCP tool `math.add-2`

 | Guard | Promise |
 |---|---|
 | timeout | 30 s, the server's default |

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
    static __DEF: __rt::ToolDef = __rt::ToolDef::new(
        __rt::HandlerDef::new(
                "math.add-2",
                __PARAMS,
                |__d: &mut __rt::Describe<'_>| {
                    __d.function(&r#add);
                    __rt::Describe::param::<f64, _>(__d, 0usize);
                    __rt::Describe::param::<f64, _>(__d, 1usize);
                    __rt::Describe::output::<f64>(__d);
                },
                |mut __call: __rt::Call<'_>| {
                    let __slot0 = __rt::Call::param::<f64, _>(&mut __call, 0usize);
                    let __slot1 = __rt::Call::param::<f64, _>(&mut __call, 1usize);
                    __call
                        .run(move |__ctx: __rt::Context| async move {
                            let __value0 = __slot0.get(&__ctx).await?;
                            let __value1 = __slot1.get(&__ctx).await?;
                            let __reply = __rt::reply::<f64>;
                            __reply(r#add(__value0, __value1).await)
                        })
                },
            )
            .description("Adds.")
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
#[doc = include_str!("search.md")]
///
/** # MCP tool `match`

 - Runs on a thread of its own, because it is not `async`.

 | Guard | Promise |
 |---|---|
 | timeout | 30 s, the server's default |

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
    static __DEF: __rt::ToolDef = __rt::ToolDef::new(
        __rt::HandlerDef::new(
                "match",
                __PARAMS,
                |__d: &mut __rt::Describe<'_>| {
                    __d.function(&r#match);
                    __rt::Describe::param::<String, _>(__d, 0usize);
                    __rt::Describe::output::<&'static str>(__d);
                },
                |mut __call: __rt::Call<'_>| {
                    let __slot0 = __rt::Call::param::<String, _>(&mut __call, 0usize);
                    __call
                        .run(move |__ctx: __rt::Context| async move {
                            let __value0 = __slot0.get(&__ctx).await?;
                            let __reply = __rt::reply::<&'static str>;
                            __reply(
                                __rt::blocking(&__ctx, move || r#match(__value0)).await?,
                            )
                        })
                },
            )
            .description(include_str!("search.md"))
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
/// Takes its time.
///
/** # MCP tool `slow`

 - Runs as a task where the client can follow one.

 | Guard | Promise |
 |---|---|
 | timeout | 30 s, the server's default |

 It takes no arguments.

 Returns <code>()</code>.*/
async fn slow() {}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::mcp_runtime::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[];
    static __DEF: __rt::ToolDef = __rt::ToolDef::new(
            __rt::HandlerDef::new(
                    "slow",
                    __PARAMS,
                    |__d: &mut __rt::Describe<'_>| {
                        __d.function(&slow);
                        __rt::Describe::output::<()>(__d);
                    },
                    |__call: __rt::Call<'_>| {
                        __call
                            .run(move |_: __rt::Context| async move {
                                let __reply = __rt::reply::<()>;
                                __reply(slow().await)
                            })
                    },
                )
                .description("Takes its time.")
                .declared(::core::file!(), ::core::line!(), ::core::module_path!()),
        )
        .task(__rt::TaskDef::Supported);
    __rt::submit! {
        Tool(& __DEF)
    }
};
#[allow(
    clippy::needless_pass_by_value,
    clippy::too_many_arguments,
    clippy::unused_async
)]
/// Takes too long to wait for.
///
/** # MCP tool `slower`

 - Changes nothing.
 - Runs as a task, for clients that can follow one alone.

 | Guard | Promise |
 |---|---|
 | timeout | 30 s, the server's default |

 It takes no arguments.

 Returns <code>()</code>.*/
async fn slower() {}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::mcp_runtime::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[];
    static __DEF: __rt::ToolDef = __rt::ToolDef::new(
            __rt::HandlerDef::new(
                    "slower",
                    __PARAMS,
                    |__d: &mut __rt::Describe<'_>| {
                        __d.function(&slower);
                        __rt::Describe::output::<()>(__d);
                    },
                    |__call: __rt::Call<'_>| {
                        __call
                            .run(move |_: __rt::Context| async move {
                                let __reply = __rt::reply::<()>;
                                __reply(slower().await)
                            })
                    },
                )
                .description("Takes too long to wait for.")
                .declared(::core::file!(), ::core::line!(), ::core::module_path!()),
        )
        .annotations(__rt::Annotations::new().read_only(true))
        .task(__rt::TaskDef::Required);
    __rt::submit! {
        Tool(& __DEF)
    }
};
#[allow(
    clippy::needless_pass_by_value,
    clippy::too_many_arguments,
    clippy::unused_async
)]
/** # MCP tool `quick`

 | Guard | Promise |
 |---|---|
 | timeout | 30 s, the server's default |

 It takes no arguments.

 Returns <code>()</code>.*/
async fn quick() {}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::mcp_runtime::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[];
    static __DEF: __rt::ToolDef = __rt::ToolDef::new(
        __rt::HandlerDef::new(
                "quick",
                __PARAMS,
                |__d: &mut __rt::Describe<'_>| {
                    __d.function(&quick);
                    __rt::Describe::output::<()>(__d);
                },
                |__call: __rt::Call<'_>| {
                    __call
                        .run(move |_: __rt::Context| async move {
                            let __reply = __rt::reply::<()>;
                            __reply(quick().await)
                        })
                },
            )
            .declared(::core::file!(), ::core::line!(), ::core::module_path!()),
    );
    __rt::submit! {
        Tool(& __DEF)
    }
};
