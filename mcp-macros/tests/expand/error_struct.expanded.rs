#[automatically_derived]
#[allow(deprecated)]
impl<'a, T: Clone, const N: usize> rt::__private::ToolError for Broken<'a, T, N>
where
    T: Debug,
    Broken<
        'a,
        T,
        N,
    >: ::std::error::Error + ::core::marker::Send + ::core::marker::Sync + 'static,
    Part<T>: ::core::fmt::Display,
    &'a [T; N]: ::core::fmt::Debug,
    Part<T>: rt::serde::Serialize,
    &'a [T; N]: rt::serde::Serialize,
{
    fn report(&self) -> rt::__private::ErrorReport {
        match self {
            Self { part: __field_part, r#type: __field_type, .. } => {
                rt::__private::ErrorReport::new("BROKEN")
                    .action(
                        ::std::format!(
                            "Mend {field_part} of {field_type:?}.", field_part =
                            __field_part, field_type = __field_type
                        ),
                    )
                    .retryable()
                    .retry_after_ms(1000u64)
                    .detail("part", __field_part)
                    .detail("type", __field_type)
            }
        }
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<E> ::mcp_runtime::__private::ToolError for Wrapper<E>
where
    Wrapper<
        E,
    >: ::std::error::Error + ::core::marker::Send + ::core::marker::Sync + 'static,
    E: ::mcp_runtime::__private::ToolError,
{
    fn report(&self) -> ::mcp_runtime::__private::ErrorReport {
        match self {
            Self { 0: __field_0, .. } => {
                ::mcp_runtime::__private::ToolError::report(__field_0)
            }
        }
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::mcp_runtime::__private::ToolError for Internal {
    fn report(&self) -> ::mcp_runtime::__private::ErrorReport {
        match self {
            Self { .. } => ::mcp_runtime::__private::ErrorReport::internal(),
        }
    }
}
