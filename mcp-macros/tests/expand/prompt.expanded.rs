#[allow(
    clippy::needless_pass_by_value,
    clippy::too_many_arguments,
    clippy::unused_async
)]
/// Reviews a change.
///
/** # MCP prompt `code.review`

 | Guard | Promise |
 |---|---|
 | timeout | 5 s |
 | cache | 1 min, each caller by itself |

 | Parameter | Type | Required | Constraints | Description |
 |---|---|---|---|---|
 | `diff` | <code>String</code> | yes | length at least 1 | The change as a diff. |
 | `most` | <code>u8</code> | no, default `10` | at most 50 |  |
 | `ctx` | <code>[type@Context]</code> | argument or context, see the type |  |  |

 Returns <code>Result&#60;Vec&#60;[type@PromptMessage]&#62;, [type@CallError]&#62;</code>.*/
#[allow(rustdoc::private_intra_doc_links)]
pub async fn review(
    diff: String,
    most: u8,
    ctx: Context,
) -> Result<Vec<PromptMessage>, CallError> {
    todo!()
}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::mcp_runtime::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[
        __rt::ParamDef::new("diff")
            .description("The change as a diff.")
            .overlay("{\"minLength\":1}"),
        __rt::ParamDef::new("most")
            .overlay("{\"default\":10,\"maximum\":50}")
            .has_default(),
        __rt::ParamDef::new("ctx"),
    ];
    static __DEF: __rt::PromptDef = __rt::PromptDef::new(
        __rt::HandlerDef::new(
                "code.review",
                __PARAMS,
                |__d: &mut __rt::Describe<'_>| {
                    __d.function(&review);
                    __rt::Describe::prompt_param::<String, _>(__d);
                    __rt::Describe::param::<__rt::Arg<String, _>, _>(__d, 0usize);
                    __d.measured::<__rt::Arg<String, _>>(0usize);
                    __rt::Describe::prompt_param::<u8, _>(__d);
                    __rt::Describe::param::<__rt::Arg<u8, _>, _>(__d, 1usize);
                    __d.ranged::<__rt::Arg<u8, _>>(1usize);
                    __rt::Describe::prompt_param::<Context, _>(__d);
                    __rt::Describe::param::<Context, _>(__d, 2usize);
                    __rt::Describe::prompt_output::<
                        Result<Vec<PromptMessage>, CallError>,
                    >(__d);
                },
                |mut __call: __rt::Call<'_>| {
                    let __slot0 = __rt::Call::param::<
                        __rt::Arg<String, _>,
                        _,
                    >(&mut __call, 0usize);
                    let __slot1 = __rt::Call::param_or::<
                        __rt::Arg<u8, _>,
                        _,
                    >(&mut __call, 1usize, || 10);
                    let __slot2 = __rt::Call::param::<Context, _>(&mut __call, 2usize);
                    __call
                        .run(move |__ctx: __rt::Context| async move {
                            let __value0 = __slot0.get(&__ctx).await?;
                            let __value1 = __slot1.get(&__ctx).await?;
                            let __value2 = __slot2.get(&__ctx).await?;
                            let __reply = __rt::reply_prompt::<
                                Result<Vec<PromptMessage>, CallError>,
                            >;
                            __reply(review(__value0, __value1, __value2).await)
                        })
                },
            )
            .title("Review")
            .description("Reviews a change.")
            .guards(
                __rt::Guards::new()
                    .timeout_ms(5000u64)
                    .cache(__rt::CacheDef::new(60000u64, false)),
            )
            .declared(::core::file!(), ::core::line!(), ::core::module_path!()),
    );
    __rt::submit! {
        Prompt(& __DEF)
    }
};
