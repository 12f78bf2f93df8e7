#[allow(
    clippy::needless_pass_by_value,
    clippy::too_many_arguments,
    clippy::unused_async
)]
/// Forecast for a city.
///
/// Covers two weeks.
///
/// # Errors
///
/// Not for the model.
///
/** # MCP tool `forecast`

 - Changes nothing.
 - Destroys nothing.
 - Calling it again with the same arguments changes nothing more.
 - Reaches beyond the server.

 | Guard | Promise |
 |---|---|
 | timeout | 10 s |

 | Parameter | Type | Required | Constraints | Description |
 |---|---|---|---|---|
 | `city` | <code>String</code> | yes |  | City name, such as &#34;Oslo&#34;. |
 | `days` | <code>u8</code> | no, default `3` | 1 to 14 | Days ahead. |
 | `http` | <code>[type@State]&#60;[type@Client]&#62;</code> | argument or context, see the type |  |  |
 | `ctx` | <code>[type@Context]</code> | argument or context, see the type |  |  |

 Input schema, as far as this page can tell:

 ```json
 {
   "type": "object",
   "properties": {
     "city": {
       "description": "City name, such as \"Oslo\".",
       "type": "string"
     },
     "days": {
       "description": "Days ahead.",
       "type": "integer",
       "minimum": 1,
       "maximum": 14,
       "default": 3
     }
   },
   "required": ["city"]
 }
 ```

 Returns <code>Result&#60;[type@Json]&#60;[type@Forecast]&#62;, [type@WeatherError]&#62;</code>.

 The output schema is that of <code>[type@Forecast]</code>.*/
#[allow(rustdoc::private_intra_doc_links)]
pub async fn forecast(
    city: String,
    days: u8,
    State(http): State<Client>,
    ctx: Context,
) -> Result<Json<Forecast>, WeatherError> {
    todo!()
}
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use ::mcp_runtime::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[
        __rt::ParamDef::new("city").description("City name, such as \"Oslo\"."),
        __rt::ParamDef::new("days")
            .description("Days ahead.")
            .overlay("{\"default\":3,\"minimum\":1,\"maximum\":14}")
            .has_default(),
        __rt::ParamDef::new("http"),
        __rt::ParamDef::new("ctx"),
    ];
    static __DEF: __rt::ToolDef = __rt::ToolDef::new(
            __rt::HandlerDef::new(
                    "forecast",
                    __PARAMS,
                    |__d: &mut __rt::Describe<'_>| {
                        __d.function(&forecast);
                        __rt::Describe::param::<String, _>(__d, 0usize);
                        __rt::Describe::param::<__rt::Arg<u8, _>, _>(__d, 1usize);
                        __d.ranged::<__rt::Arg<u8, _>>(1usize);
                        __rt::Describe::param::<State<Client>, _>(__d, 2usize);
                        __rt::Describe::param::<Context, _>(__d, 3usize);
                        __rt::Describe::output::<
                            Result<Json<Forecast>, WeatherError>,
                        >(__d);
                    },
                    |mut __call: __rt::Call<'_>| {
                        let __slot0 = __rt::Call::param::<
                            String,
                            _,
                        >(&mut __call, 0usize);
                        let __slot1 = __rt::Call::param_or::<
                            __rt::Arg<u8, _>,
                            _,
                        >(&mut __call, 1usize, || 3);
                        let __slot2 = __rt::Call::param::<
                            State<Client>,
                            _,
                        >(&mut __call, 2usize);
                        let __slot3 = __rt::Call::param::<
                            Context,
                            _,
                        >(&mut __call, 3usize);
                        __call
                            .run(move |__ctx: __rt::Context| async move {
                                let __value0 = __slot0.get(&__ctx).await?;
                                let __value1 = __slot1.get(&__ctx).await?;
                                let __value2 = __slot2.get(&__ctx).await?;
                                let __value3 = __slot3.get(&__ctx).await?;
                                let __reply = __rt::reply::<
                                    Result<Json<Forecast>, WeatherError>,
                                >;
                                __reply(
                                    forecast(__value0, __value1, __value2, __value3).await,
                                )
                            })
                    },
                )
                .title("Weather forecast")
                .description("Forecast for a city.\n\nCovers two weeks.")
                .icons(
                    &[
                        __rt::IconDef::new("https://example.com/icon.png")
                            .mime_type("image/png")
                            .sizes(&["48x48", "96x96"])
                            .theme("dark"),
                        __rt::IconDef::new("data:image/png;base64,AA=="),
                    ],
                )
                .meta("{\"com.example/team\":\"core\",\"weight\":-1.50}")
                .guards(__rt::Guards::new().timeout_ms(10000u64))
                .declared(::core::file!(), ::core::line!(), ::core::module_path!()),
        )
        .annotations(
            __rt::Annotations::new()
                .read_only(true)
                .destructive(false)
                .idempotent(true)
                .open_world(true),
        );
    __rt::submit! {
        Tool(& __DEF)
    }
};
