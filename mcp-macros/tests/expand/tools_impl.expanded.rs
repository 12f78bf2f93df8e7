impl Weather {
    const DAYS: u8 = 3;
    #[allow(
        clippy::needless_pass_by_value,
        clippy::too_many_arguments,
        clippy::unused_async
    )]
    /// A method.
    ///
    /** # MCP tool `weather_forecast`

 - Changes nothing.

 | Guard | Promise |
 |---|---|
 | timeout | 30 s, the server's default |

 | Parameter | Type | Required | Constraints | Description |
 |---|---|---|---|---|
 | `days` | <code>u8</code> | no | at most `Self::DAYS * 2` |  |
 | `shared` | <code>[type@State]&#60;Self&#62;</code> | argument or context, see the type |  |  |

 Input schema, as far as this page can tell:

 ```json
 {
   "type": "object",
   "properties": {
     "days": {
       "type": "integer",
       "minimum": 0,
       "maximum": Self::DAYS * 2
     }
   }
 }
 ```

 Returns <code>[type@Json]&#60;Vec&#60;Self&#62;&#62;</code>.

 The output schema is that of <code>Vec&#60;Self&#62;</code>.*/
    #[allow(rustdoc::private_intra_doc_links)]
    pub async fn forecast(&self, days: u8, shared: State<Self>) -> Json<Vec<Self>> {
        todo!()
    }
    #[allow(
        clippy::needless_pass_by_value,
        clippy::too_many_arguments,
        clippy::unused_async
    )]
    #[cfg(unix)]
    /** # MCP tool `weather_blocking`

 - Runs on a thread of its own, because it is not `async`.

 | Guard | Promise |
 |---|---|
 | timeout | 30 s, the server's default |

 It takes no arguments.

 Returns <code>Result&#60;(), Self&#58;&#58;Error&#62;</code>.*/
    fn blocking(&self) -> Result<(), Self::Error> {
        todo!()
    }
    #[allow(
        clippy::needless_pass_by_value,
        clippy::too_many_arguments,
        clippy::unused_async
    )]
    /** # MCP tool `weather_static`

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
    async fn associated(text: String) -> String {
        todo!()
    }
    /// Not a tool.
    fn helper(&self, #[cfg(unix)] x: u8) {}
}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use rt::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[
        __rt::ParamDef::new("days").has_default(),
        __rt::ParamDef::new("shared"),
    ];
    static __DEF: __rt::ToolDef = __rt::ToolDef::new(
            __rt::HandlerDef::new(
                    "weather_forecast",
                    __PARAMS,
                    |__d: &mut __rt::Describe<'_>| {
                        __d.function(&<Weather>::forecast);
                        __d.receiver::<Weather>();
                        __rt::Describe::param::<__rt::Arg<u8, _>, _>(__d, 0usize);
                        __rt::Describe::default::<
                            __rt::Arg<u8, _>,
                        >(__d, 0usize, || <Weather>::DAYS);
                        __d.bound(0usize, "maximum", const { <Weather>::DAYS * 2 });
                        __d.ranged::<__rt::Arg<u8, _>>(0usize);
                        __rt::Describe::param::<State<Weather>, _>(__d, 1usize);
                        __rt::Describe::output::<Json<Vec<Weather>>>(__d);
                    },
                    |mut __call: __rt::Call<'_>| {
                        let __this = __call.receiver::<Weather>();
                        let __slot0 = __rt::Call::param_or::<
                            __rt::Arg<u8, _>,
                            _,
                        >(&mut __call, 0usize, || <Weather>::DAYS);
                        let __slot1 = __rt::Call::param::<
                            State<Weather>,
                            _,
                        >(&mut __call, 1usize);
                        __call
                            .run(move |__ctx: __rt::Context| async move {
                                let __this = __this.get(&__ctx).await?;
                                let __value0 = __slot0.get(&__ctx).await?;
                                let __value1 = __slot1.get(&__ctx).await?;
                                let __reply = __rt::reply::<Json<Vec<Weather>>>;
                                __reply(
                                    <Weather>::forecast(&__this, __value0, __value1).await,
                                )
                            })
                    },
                )
                .description("A method.")
                .declared(::core::file!(), ::core::line!(), ::core::module_path!()),
        )
        .annotations(__rt::Annotations::new().read_only(true));
    __rt::submit! {
        Tool(& __DEF)
    }
};
#[cfg(unix)]
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use rt::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[];
    static __DEF: __rt::ToolDef = __rt::ToolDef::new(
        __rt::HandlerDef::new(
                "weather_blocking",
                __PARAMS,
                |__d: &mut __rt::Describe<'_>| {
                    __d.function(&<Weather>::blocking);
                    __d.receiver::<Weather>();
                    __rt::Describe::output::<Result<(), <Weather>::Error>>(__d);
                },
                |mut __call: __rt::Call<'_>| {
                    let __this = __call.receiver::<Weather>();
                    __call
                        .run(move |__ctx: __rt::Context| async move {
                            let __this = __this.get(&__ctx).await?;
                            let __reply = __rt::reply::<Result<(), <Weather>::Error>>;
                            __reply(
                                __rt::blocking(&__ctx, move || <Weather>::blocking(&__this))
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
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use other::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[__rt::ParamDef::new("text")];
    static __DEF: __rt::ToolDef = __rt::ToolDef::new(
        __rt::HandlerDef::new(
                "weather_static",
                __PARAMS,
                |__d: &mut __rt::Describe<'_>| {
                    __d.function(&<Weather>::associated);
                    __rt::Describe::param::<String, _>(__d, 0usize);
                    __rt::Describe::output::<String>(__d);
                },
                |mut __call: __rt::Call<'_>| {
                    let __slot0 = __rt::Call::param::<String, _>(&mut __call, 0usize);
                    __call
                        .run(move |__ctx: __rt::Context| async move {
                            let __value0 = __slot0.get(&__ctx).await?;
                            let __reply = __rt::reply::<String>;
                            __reply(<Weather>::associated(__value0).await)
                        })
                },
            )
            .declared(::core::file!(), ::core::line!(), ::core::module_path!()),
    );
    __rt::submit! {
        Tool(& __DEF)
    }
};
