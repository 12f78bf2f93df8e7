#[allow(
    clippy::needless_pass_by_value,
    clippy::too_many_arguments,
    clippy::unused_async
)]
/// A note.
///
/** # MCP resource `notes://{id}/{+path}{?line,page,tag*}`

 - Named `note`.
 - Read as `text/markdown`.
 - For the person and the model.
 - Of priority 0.5, from 0 to 1.
 - Last modified `2026-07-28T12:00:00Z`.
 - Anybody may keep it for 5 min.

 | Guard | Promise |
 |---|---|
 | timeout | 30 s, the server's default |
 | rate | at most 1 call in 1 s, each value of `id` by itself |

 | Parameter | Type | Required | Constraints | Description |
 |---|---|---|---|---|
 | `db` | <code>[type@State]&#60;[type@Db]&#62;</code> | context |  |  |
 | `id` | <code>u64</code> | yes |  | Which note. |
 | `path` | <code>PathBuf</code> | yes |  |  |
 | `line` | <code>Option&#60;u32&#62;</code> | no |  |  |
 | `page` | <code>u32</code> | no, default `1` |  |  |
 | `tag` | <code>Vec&#60;[type@Tag]&#62;</code> | no |  |  |

 Returns <code>Option&#60;String&#62;</code>.*/
async fn note(
    State(db): State<Db>,
    id: u64,
    file: PathBuf,
    line: Option<u32>,
    page: u32,
    tag: Vec<Tag>,
) -> Option<String> {
    todo!()
}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::mcp_runtime::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[
        __rt::ParamDef::new("db"),
        __rt::ParamDef::new("id").description("Which note."),
        __rt::ParamDef::new("path"),
        __rt::ParamDef::new("line"),
        __rt::ParamDef::new("page").overlay("{\"default\":1}").has_default(),
        __rt::ParamDef::new("tag"),
    ];
    static __DEF: __rt::ResourceDef = __rt::ResourceDef::new(
            "notes://{id}/{+path}{?line,page,tag*}",
            __rt::HandlerDef::new(
                    "note",
                    __PARAMS,
                    |__d: &mut __rt::Describe<'_>| {
                        __d.function(&note);
                        __rt::Describe::context_param::<State<Db>, _>(__d);
                        __rt::Describe::param::<State<Db>, _>(__d, 0usize);
                        __rt::Describe::variable_param::<u64, _>(__d);
                        __rt::Describe::param::<u64, _>(__d, 1usize);
                        __rt::Describe::variable_param::<PathBuf, _>(__d);
                        __rt::Describe::param::<__rt::Arg<PathBuf, _>, _>(__d, 2usize);
                        __rt::Describe::variable_param::<Option<u32>, _>(__d);
                        __rt::Describe::absent_param::<Option<u32>>(__d);
                        __rt::Describe::param::<Option<u32>, _>(__d, 3usize);
                        __rt::Describe::variable_param::<u32, _>(__d);
                        __rt::Describe::param::<__rt::Arg<u32, _>, _>(__d, 4usize);
                        __rt::Describe::list_param::<Vec<Tag>, _>(__d);
                        __rt::Describe::param::<Vec<Tag>, _>(__d, 5usize);
                        __rt::Describe::resource_output::<Option<String>>(__d);
                    },
                    |mut __call: __rt::Call<'_>| {
                        let __slot0 = __rt::Call::param::<
                            State<Db>,
                            _,
                        >(&mut __call, 0usize);
                        let __slot1 = __rt::Call::param::<u64, _>(&mut __call, 1usize);
                        let __slot2 = __rt::Call::param::<
                            __rt::Arg<PathBuf, _>,
                            _,
                        >(&mut __call, 2usize);
                        let __slot3 = __rt::Call::param::<
                            Option<u32>,
                            _,
                        >(&mut __call, 3usize);
                        let __slot4 = __rt::Call::param_or::<
                            __rt::Arg<u32, _>,
                            _,
                        >(&mut __call, 4usize, || 1);
                        let __slot5 = __rt::Call::param::<
                            Vec<Tag>,
                            _,
                        >(&mut __call, 5usize);
                        __call
                            .run(move |__ctx: __rt::Context| async move {
                                let __value0 = __slot0.get(&__ctx).await?;
                                let __value1 = __slot1.get(&__ctx).await?;
                                let __value2 = __slot2.get(&__ctx).await?;
                                let __value3 = __slot3.get(&__ctx).await?;
                                let __value4 = __slot4.get(&__ctx).await?;
                                let __value5 = __slot5.get(&__ctx).await?;
                                let __reply = __rt::reply_resource::<Option<String>>;
                                __reply(
                                    note(
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
                .description("A note.")
                .guards(
                    __rt::Guards::new()
                        .rates(
                            &[
                                __rt::RateDef::new(
                                    1u32,
                                    1000u64,
                                    __rt::PerDef::Argument("id"),
                                ),
                            ],
                        ),
                )
                .declared(::core::file!(), ::core::line!(), ::core::module_path!()),
        )
        .mime_type("text/markdown")
        .annotations(
            __rt::ContentAnnotationsDef::new()
                .audience(&[__rt::Role::User, __rt::Role::Assistant])
                .priority(0.5f64)
                .last_modified("2026-07-28T12:00:00Z"),
        )
        .ttl_ms(300000u64)
        .cache_scope(__rt::CacheScope::Public);
    __rt::submit! {
        Resource(& __DEF)
    }
};
#[allow(
    clippy::needless_pass_by_value,
    clippy::too_many_arguments,
    clippy::unused_async
)]
/** # MCP resource `notes://all`

 - Named `all`.
 - Has 64KB.
 - Each caller may keep it for 1 min.
 - Runs on a thread of its own, because it is not `async`.

 | Guard | Promise |
 |---|---|
 | timeout | 30 s, the server's default |

 It takes no arguments.

 Returns <code>[type@Json]&#60;Vec&#60;String&#62;&#62;</code>.*/
fn all() -> Json<Vec<String>> {
    todo!()
}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::mcp_runtime::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[];
    static __DEF: __rt::ResourceDef = __rt::ResourceDef::new(
            "notes://all",
            __rt::HandlerDef::new(
                    "all",
                    __PARAMS,
                    |__d: &mut __rt::Describe<'_>| {
                        __d.function(&all);
                        __rt::Describe::resource_output::<Json<Vec<String>>>(__d);
                    },
                    |__call: __rt::Call<'_>| {
                        __call
                            .run(move |__ctx: __rt::Context| async move {
                                let __reply = __rt::reply_resource::<Json<Vec<String>>>;
                                __reply(__rt::blocking(&__ctx, all).await?)
                            })
                    },
                )
                .declared(::core::file!(), ::core::line!(), ::core::module_path!()),
        )
        .size(64000u64)
        .ttl_ms(60000u64)
        .cache_scope(__rt::CacheScope::Private);
    __rt::submit! {
        Resource(& __DEF)
    }
};
impl Notes {
    #[allow(
        clippy::needless_pass_by_value,
        clippy::too_many_arguments,
        clippy::unused_async
    )]
    /** # MCP resource `notes://of/{owner}`

 - Named `notes_of`.

 | Guard | Promise |
 |---|---|
 | timeout | 30 s, the server's default |

 | Parameter | Type | Required | Constraints | Description |
 |---|---|---|---|---|
 | `owner` | <code>Self</code> | yes |  |  |

 Returns <code>String</code>.*/
    async fn of(&self, owner: Self) -> String {
        todo!()
    }
    #[allow(
        clippy::needless_pass_by_value,
        clippy::too_many_arguments,
        clippy::unused_async
    )]
    /** # MCP prompt `notes_summary`

 | Guard | Promise |
 |---|---|
 | timeout | 30 s, the server's default |

 It takes no arguments.

 Returns <code>String</code>.*/
    async fn summary(&self) -> String {
        todo!()
    }
}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::mcp_runtime::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[__rt::ParamDef::new("owner")];
    static __DEF: __rt::ResourceDef = __rt::ResourceDef::new(
        "notes://of/{owner}",
        __rt::HandlerDef::new(
                "notes_of",
                __PARAMS,
                |__d: &mut __rt::Describe<'_>| {
                    __d.function(&<Notes>::of);
                    __d.receiver::<Notes>();
                    __rt::Describe::variable_param::<Notes, _>(__d);
                    __rt::Describe::param::<Notes, _>(__d, 0usize);
                    __rt::Describe::resource_output::<String>(__d);
                },
                |mut __call: __rt::Call<'_>| {
                    let __this = __call.receiver::<Notes>();
                    let __slot0 = __rt::Call::param::<Notes, _>(&mut __call, 0usize);
                    __call
                        .run(move |__ctx: __rt::Context| async move {
                            let __this = __this.get(&__ctx).await?;
                            let __value0 = __slot0.get(&__ctx).await?;
                            let __reply = __rt::reply_resource::<String>;
                            __reply(<Notes>::of(&__this, __value0).await)
                        })
                },
            )
            .declared(::core::file!(), ::core::line!(), ::core::module_path!()),
    );
    __rt::submit! {
        Resource(& __DEF)
    }
};
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::mcp_runtime::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[];
    static __DEF: __rt::PromptDef = __rt::PromptDef::new(
        __rt::HandlerDef::new(
                "notes_summary",
                __PARAMS,
                |__d: &mut __rt::Describe<'_>| {
                    __d.function(&<Notes>::summary);
                    __d.receiver::<Notes>();
                    __rt::Describe::prompt_output::<String>(__d);
                },
                |mut __call: __rt::Call<'_>| {
                    let __this = __call.receiver::<Notes>();
                    __call
                        .run(move |__ctx: __rt::Context| async move {
                            let __this = __this.get(&__ctx).await?;
                            let __reply = __rt::reply_prompt::<String>;
                            __reply(<Notes>::summary(&__this).await)
                        })
                },
            )
            .declared(::core::file!(), ::core::line!(), ::core::module_path!()),
    );
    __rt::submit! {
        Prompt(& __DEF)
    }
};
#[derive(
    ::mcp_runtime::serde::Deserialize,
    ::mcp_runtime::serde::Serialize,
    ::mcp_runtime::schemars::JsonSchema
)]
#[serde(crate = "::mcp_runtime::serde")]
#[schemars(crate = "::mcp_runtime::schemars")]
enum Tone {
    Kind,
    Strict,
}
#[automatically_derived]
impl ::mcp_runtime::Scalar for Tone {}
