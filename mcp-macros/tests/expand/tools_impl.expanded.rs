impl Weather {
    const DAYS: u8 = 3;
    #[allow(clippy::needless_pass_by_value, clippy::unused_async)]
    /// A method.
    ///
    /** # MCP tool `weather_forecast`

 - Changes nothing.
 - Timeout: 30 s, the server's default.

 | Parameter | Type | Required | Constraints | Description |
 |---|---|---|---|---|
 | `days` | <code>u8</code> | no |  |  |
 | `shared` | <code>[type@State]&#60;Self&#62;</code> | argument or context, see the type |  |  |

 Input schema, as far as this page can tell:

 ```json
 {
   "type": "object",
   "properties": {
     "days": {
       "type": "integer",
       "minimum": 0,
       "maximum": 255
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
    #[allow(clippy::needless_pass_by_value, clippy::unused_async)]
    #[cfg(unix)]
    ///
    /** # MCP tool `weather_blocking`

 - Runs on a thread of its own, because it is not `async`.
 - Timeout: 30 s, the server's default.

 It takes no arguments.

 Returns <code>Result&#60;(), Self&#58;&#58;Error&#62;</code>.*/
    fn blocking(&self) -> Result<(), Self::Error> {
        todo!()
    }
    #[allow(clippy::needless_pass_by_value, clippy::unused_async)]
    ///
    /** # MCP tool `weather_static`

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
    static __TOOL: __rt::ToolDef = __rt::ToolDef::new(
            "weather_forecast",
            __PARAMS,
            |d: &mut __rt::Describe<'_>| {
                d.function(&<Weather>::forecast);
                d.receiver::<Weather>();
                d.param::<u8, _>(0usize);
                d.default::<u8>(0usize, || <Weather>::DAYS);
                d.param::<State<Weather>, _>(1usize);
                d.output::<Json<Vec<Weather>>>();
            },
            |mut call: __rt::Call<'_>| {
                let this = call.receiver::<Weather>();
                let slot0 = call.param_or::<u8, _>(0usize, || <Weather>::DAYS);
                let slot1 = call.param::<State<Weather>, _>(1usize);
                call.run(move |ctx: __rt::Context| async move {
                    let this = this.get(&ctx).await?;
                    let value0 = slot0.get(&ctx).await?;
                    let value1 = slot1.get(&ctx).await?;
                    let reply = __rt::reply::<Json<Vec<Weather>>>;
                    reply(<Weather>::forecast(&this, value0, value1).await)
                })
            },
        )
        .description("A method.")
        .annotations(__rt::Annotations::new().read_only(true))
        .declared(::core::file!(), ::core::line!(), ::core::module_path!());
    __rt::submit! {
        & __TOOL
    }
};
#[cfg(unix)]
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use rt::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[];
    static __TOOL: __rt::ToolDef = __rt::ToolDef::new(
            "weather_blocking",
            __PARAMS,
            |d: &mut __rt::Describe<'_>| {
                d.function(&<Weather>::blocking);
                d.receiver::<Weather>();
                d.output::<Result<(), <Weather>::Error>>();
            },
            |mut call: __rt::Call<'_>| {
                let this = call.receiver::<Weather>();
                call.run(move |ctx: __rt::Context| async move {
                    let this = this.get(&ctx).await?;
                    let reply = __rt::reply::<Result<(), <Weather>::Error>>;
                    reply(
                        __rt::blocking(&ctx, move || <Weather>::blocking(&this)).await?,
                    )
                })
            },
        )
        .blocking()
        .declared(::core::file!(), ::core::line!(), ::core::module_path!());
    __rt::submit! {
        & __TOOL
    }
};
#[allow(deprecated, unused_qualifications)]
const _: () = {
    use other::__private as __rt;
    static __PARAMS: &[__rt::ParamDef] = &[__rt::ParamDef::new("text")];
    static __TOOL: __rt::ToolDef = __rt::ToolDef::new(
            "weather_static",
            __PARAMS,
            |d: &mut __rt::Describe<'_>| {
                d.function(&<Weather>::associated);
                d.param::<String, _>(0usize);
                d.output::<String>();
            },
            |mut call: __rt::Call<'_>| {
                let slot0 = call.param::<String, _>(0usize);
                call.run(move |ctx: __rt::Context| async move {
                    let value0 = slot0.get(&ctx).await?;
                    let reply = __rt::reply::<String>;
                    reply(<Weather>::associated(value0).await)
                })
            },
        )
        .declared(::core::file!(), ::core::line!(), ::core::module_path!());
    __rt::submit! {
        & __TOOL
    }
};
