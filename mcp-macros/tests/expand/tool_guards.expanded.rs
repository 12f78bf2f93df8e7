#[allow(
    clippy::needless_pass_by_value,
    clippy::too_many_arguments,
    clippy::unused_async
)]
/// Every guard.
///
/** # MCP tool `everything`

 - Changes nothing.

 | Guard | Promise |
 |---|---|
 | auth | callers that were granted `vault:read` and `vault:write` |
 | timeout | 90 s |
 | rate | at most 3 calls in 1 s, each caller by itself |
 | rate | at most 5 calls in 4 s, all callers together |
 | rate | at most 2 calls in 2 s, each value of `account` by itself |
 | concurrency | 4 calls at once; 8 more may wait for 2 s |
 | cost | $0.002 a call |
 | budget | $5 in 1 d, all callers together |
 | breaker | opens after 5 failures in 30 s |
 | cache | 1 min, shared by all callers |
 | max output | 64KB |
 | guard | `owners_only` |
 | guard | `limits::office_hours` |

 | Parameter | Type | Required | Constraints | Description |
 |---|---|---|---|---|
 | `account` | <code>String</code> | yes |  |  |

 Input schema, as far as this page can tell:

 ```json
 {
   "type": "object",
   "properties": {
     "account": {
       "type": "string"
     }
   },
   "required": ["account"]
 }
 ```

 Returns <code>()</code>.*/
async fn everything(account: String) {}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::mcp_runtime::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[__rt::ParamDef::new("account")];
    static __DEF: __rt::ToolDef = __rt::ToolDef::new(
            __rt::HandlerDef::new(
                    "everything",
                    __PARAMS,
                    |__d: &mut __rt::Describe<'_>| {
                        __d.function(&everything);
                        __rt::Describe::param::<String, _>(__d, 0usize);
                        __rt::Describe::output::<()>(__d);
                    },
                    |mut __call: __rt::Call<'_>| {
                        let __slot0 = __rt::Call::param::<
                            String,
                            _,
                        >(&mut __call, 0usize);
                        __call
                            .run(move |__ctx: __rt::Context| async move {
                                let __value0 = __slot0.get(&__ctx).await?;
                                let __reply = __rt::reply::<()>;
                                __reply(everything(__value0).await)
                            })
                    },
                )
                .description("Every guard.")
                .guards(
                    __rt::Guards::new()
                        .access(__rt::AccessDef::Scopes(&["vault:read", "vault:write"]))
                        .timeout_ms(90000u64)
                        .rates(
                            &[
                                __rt::RateDef::new(3u32, 1000u64, __rt::PerDef::Caller),
                                __rt::RateDef::new(5u32, 4000u64, __rt::PerDef::Server),
                                __rt::RateDef::new(
                                    2u32,
                                    2000u64,
                                    __rt::PerDef::Argument("account"),
                                ),
                            ],
                        )
                        .concurrency(4u32)
                        .queue(8u32)
                        .queue_timeout_ms(2000u64)
                        .cost(
                            __rt::AmountDef::new(
                                2000000u64,
                                ::core::option::Option::Some('$'),
                            ),
                        )
                        .budget(
                            __rt::BudgetDef::new(
                                __rt::AmountDef::new(
                                    5000000000u64,
                                    ::core::option::Option::Some('$'),
                                ),
                                86400000u64,
                                __rt::PerDef::Server,
                            ),
                        )
                        .breaker(__rt::BreakerDef::new(5u32, 30000u64))
                        .cache(__rt::CacheDef::new(60000u64, true))
                        .max_output(64000u64)
                        .checks(
                            &[
                                |__call| __rt::check(owners_only, __call),
                                |__call| __rt::check(limits::office_hours, __call),
                            ],
                        ),
                )
                .declared(::core::file!(), ::core::line!(), ::core::module_path!()),
        )
        .annotations(__rt::Annotations::new().read_only(true));
    __rt::submit! {
        Tool(& __DEF)
    }
};
#[allow(
    clippy::needless_pass_by_value,
    clippy::too_many_arguments,
    clippy::unused_async
)]
/// One of each.
///
/** # MCP tool `singles`

 | Guard | Promise |
 |---|---|
 | timeout | 30 s, the server's default |
 | rate | at most 60 calls in 1 min, each caller by itself |
 | concurrency | 1 call at once; none waits |
 | cost | 1.5 a call |
 | budget | 100 in 1 h, each caller by itself |
 | breaker | opens after 1 failure in 1 s |
 | guard | `owners_only` |

 It takes no arguments.

 Returns <code>()</code>.*/
async fn singles() {}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::mcp_runtime::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[];
    static __DEF: __rt::ToolDef = __rt::ToolDef::new(
        __rt::HandlerDef::new(
                "singles",
                __PARAMS,
                |__d: &mut __rt::Describe<'_>| {
                    __d.function(&singles);
                    __rt::Describe::output::<()>(__d);
                },
                |__call: __rt::Call<'_>| {
                    __call
                        .run(move |_: __rt::Context| async move {
                            let __reply = __rt::reply::<()>;
                            __reply(singles().await)
                        })
                },
            )
            .description("One of each.")
            .guards(
                __rt::Guards::new()
                    .rates(&[__rt::RateDef::new(60u32, 60000u64, __rt::PerDef::Caller)])
                    .concurrency(1u32)
                    .queue(0u32)
                    .cost(
                        __rt::AmountDef::new(1500000000u64, ::core::option::Option::None),
                    )
                    .budget(
                        __rt::BudgetDef::new(
                            __rt::AmountDef::new(
                                100000000000u64,
                                ::core::option::Option::None,
                            ),
                            3600000u64,
                            __rt::PerDef::Caller,
                        ),
                    )
                    .breaker(__rt::BreakerDef::new(1u32, 1000u64))
                    .checks(&[|__call| __rt::check(owners_only, __call)]),
            )
            .declared(::core::file!(), ::core::line!(), ::core::module_path!()),
    );
    __rt::submit! {
        Tool(& __DEF)
    }
};
impl Bank {
    #[allow(
        clippy::needless_pass_by_value,
        clippy::too_many_arguments,
        clippy::unused_async
    )]
    /** # MCP tool `look`

 - Changes nothing.

 | Guard | Promise |
 |---|---|
 | timeout | 30 s, the server's default |
 | concurrency | 2 calls at once; more may wait for 500 ms |
 | budget | $1 in 1 d, each value of `what` by itself |
 | cache | 1 h, each caller by itself |
 | guard | `Self::open` |

 | Parameter | Type | Required | Constraints | Description |
 |---|---|---|---|---|
 | `what` | <code>String</code> | yes |  |  |

 Input schema, as far as this page can tell:

 ```json
 {
   "type": "object",
   "properties": {
     "what": {
       "type": "string"
     }
   },
   "required": ["what"]
 }
 ```

 Returns <code>()</code>.*/
    async fn look(&self, thing: String) {}
}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::mcp_runtime::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[__rt::ParamDef::new("what")];
    static __DEF: __rt::ToolDef = __rt::ToolDef::new(
            __rt::HandlerDef::new(
                    "look",
                    __PARAMS,
                    |__d: &mut __rt::Describe<'_>| {
                        __d.function(&<Bank>::look);
                        __d.receiver::<Bank>();
                        __rt::Describe::param::<__rt::Arg<String, _>, _>(__d, 0usize);
                        __rt::Describe::output::<()>(__d);
                    },
                    |mut __call: __rt::Call<'_>| {
                        let __this = __call.receiver::<Bank>();
                        let __slot0 = __rt::Call::param::<
                            __rt::Arg<String, _>,
                            _,
                        >(&mut __call, 0usize);
                        __call
                            .run(move |__ctx: __rt::Context| async move {
                                let __this = __this.get(&__ctx).await?;
                                let __value0 = __slot0.get(&__ctx).await?;
                                let __reply = __rt::reply::<()>;
                                __reply(<Bank>::look(&__this, __value0).await)
                            })
                    },
                )
                .guards(
                    __rt::Guards::new()
                        .concurrency(2u32)
                        .queue_timeout_ms(500u64)
                        .budget(
                            __rt::BudgetDef::new(
                                __rt::AmountDef::new(
                                    1000000000u64,
                                    ::core::option::Option::Some('$'),
                                ),
                                86400000u64,
                                __rt::PerDef::Argument("what"),
                            ),
                        )
                        .cache(__rt::CacheDef::new(3600000u64, false))
                        .checks(&[|__call| __rt::check(<Bank>::open, __call)]),
                )
                .declared(::core::file!(), ::core::line!(), ::core::module_path!()),
        )
        .annotations(__rt::Annotations::new().read_only(true));
    __rt::submit! {
        Tool(& __DEF)
    }
};
#[allow(
    clippy::needless_pass_by_value,
    clippy::too_many_arguments,
    clippy::unused_async
)]
/// Who may call.
///
/** # MCP tool `known`

 | Guard | Promise |
 |---|---|
 | auth | callers that proved who they are |
 | timeout | 30 s, the server's default |

 It takes no arguments.

 Returns <code>()</code>.*/
async fn known() {}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::mcp_runtime::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[];
    static __DEF: __rt::ToolDef = __rt::ToolDef::new(
        __rt::HandlerDef::new(
                "known",
                __PARAMS,
                |__d: &mut __rt::Describe<'_>| {
                    __d.function(&known);
                    __rt::Describe::output::<()>(__d);
                },
                |__call: __rt::Call<'_>| {
                    __call
                        .run(move |_: __rt::Context| async move {
                            let __reply = __rt::reply::<()>;
                            __reply(known().await)
                        })
                },
            )
            .description("Who may call.")
            .guards(__rt::Guards::new().access(__rt::AccessDef::Scopes(&[])))
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
/** # MCP tool `granted`

 | Guard | Promise |
 |---|---|
 | auth | callers that were granted `vault:read` |
 | timeout | 30 s, the server's default |

 | Parameter | Type | Required | Constraints | Description |
 |---|---|---|---|---|
 | `pin` | <code>String</code> | yes | secret |  |

 Input schema, as far as this page can tell:

 ```json
 {
   "type": "object",
   "properties": {
     "pin": {
       "type": "string",
       "writeOnly": true
     }
   },
   "required": ["pin"]
 }
 ```

 Returns <code>()</code>.*/
async fn granted(pin: String) {}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::mcp_runtime::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[
        __rt::ParamDef::new("pin").overlay("{\"writeOnly\":true}"),
    ];
    static __DEF: __rt::ToolDef = __rt::ToolDef::new(
        __rt::HandlerDef::new(
                "granted",
                __PARAMS,
                |__d: &mut __rt::Describe<'_>| {
                    __d.function(&granted);
                    __rt::Describe::param::<__rt::Arg<String, _>, _>(__d, 0usize);
                    __rt::Describe::output::<()>(__d);
                },
                |mut __call: __rt::Call<'_>| {
                    let __slot0 = __rt::Call::param::<
                        __rt::Arg<String, _>,
                        _,
                    >(&mut __call, 0usize);
                    __call
                        .run(move |__ctx: __rt::Context| async move {
                            let __value0 = __slot0.get(&__ctx).await?;
                            let __reply = __rt::reply::<()>;
                            __reply(granted(__value0).await)
                        })
                },
            )
            .guards(__rt::Guards::new().access(__rt::AccessDef::Scopes(&["vault:read"])))
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
/** # MCP tool `everybody`

 | Guard | Promise |
 |---|---|
 | auth | open to everybody |
 | timeout | 30 s, the server's default |

 It takes no arguments.

 Returns <code>()</code>.*/
async fn everybody() {}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::mcp_runtime::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[];
    static __DEF: __rt::ToolDef = __rt::ToolDef::new(
        __rt::HandlerDef::new(
                "everybody",
                __PARAMS,
                |__d: &mut __rt::Describe<'_>| {
                    __d.function(&everybody);
                    __rt::Describe::output::<()>(__d);
                },
                |__call: __rt::Call<'_>| {
                    __call
                        .run(move |_: __rt::Context| async move {
                            let __reply = __rt::reply::<()>;
                            __reply(everybody().await)
                        })
                },
            )
            .guards(__rt::Guards::new().access(__rt::AccessDef::Public))
            .declared(::core::file!(), ::core::line!(), ::core::module_path!()),
    );
    __rt::submit! {
        Tool(& __DEF)
    }
};
