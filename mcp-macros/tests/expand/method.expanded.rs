#[allow(
    clippy::needless_pass_by_value,
    clippy::too_many_arguments,
    clippy::unused_async
)]
/// Looks through everything.
///
/** # MCP method `com.example/search`

 - Belongs to the extension `com.example/search`.

 | Guard | Promise |
 |---|---|
 | timeout | 5 s |

 | Parameter | Type | Required | Constraints | Description |
 |---|---|---|---|---|
 | `query` | <code>String</code> | yes | length at least 1 |  |

 Input schema, as far as this page can tell:

 ```json
 {
   "type": "object",
   "properties": {
     "query": {
       "type": "string",
       "minLength": 1
     }
   },
   "required": ["query"]
 }
 ```

 Returns <code>[type@Json]&#60;[type@Found]&#62;</code>.

 The output schema is that of <code>[type@Found]</code>.*/
async fn search(query: String) -> Json<Found> {
    Json(Found { names: vec![query] })
}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::mcp_runtime::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[
        __rt::ParamDef::new("query").overlay("{\"minLength\":1}"),
    ];
    static __DEF: __rt::MethodDef = __rt::MethodDef::new(
            __rt::HandlerDef::new(
                    "com.example/search",
                    __PARAMS,
                    |__d: &mut __rt::Describe<'_>| {
                        __d.function(&search);
                        __rt::Describe::param::<__rt::Arg<String, _>, _>(__d, 0usize);
                        __d.measured::<__rt::Arg<String, _>>(0usize);
                        __rt::Describe::method_output::<Json<Found>>(__d);
                    },
                    |mut __call: __rt::Call<'_>| {
                        let __slot0 = __rt::Call::param::<
                            __rt::Arg<String, _>,
                            _,
                        >(&mut __call, 0usize);
                        __call
                            .run(move |__ctx: __rt::Context| async move {
                                let __value0 = __slot0.get(&__ctx).await?;
                                let __reply = __rt::reply_method::<Json<Found>>;
                                __reply(search(__value0).await)
                            })
                    },
                )
                .description("Looks through everything.")
                .guards(__rt::Guards::new().timeout_ms(5000u64))
                .declared(::core::file!(), ::core::line!(), ::core::module_path!()),
        )
        .extension("com.example/search");
    __rt::submit! {
        Method(& __DEF)
    }
};
