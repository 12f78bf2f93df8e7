#[automatically_derived]
#[allow(deprecated)]
impl ::mcp_runtime::__private::ToolError for WeatherError {
    fn report(&self) -> ::mcp_runtime::__private::ErrorReport {
        match self {
            Self::NotFound { 0: __field_0, .. } => {
                ::mcp_runtime::__private::ErrorReport::new("CITY_NOT_FOUND")
                    .action(
                        ::std::format!(
                            "Check the spelling of {field_0:?}, or call search_city first.",
                            field_0 = __field_0
                        ),
                    )
            }
            Self::Busy { .. } => {
                ::mcp_runtime::__private::ErrorReport::new("UPSTREAM_BUSY")
                    .retryable()
                    .retry_after_ms(10000u64)
            }
            Self::Limited { wait: __field_wait, city: __field_city, .. } => {
                ::mcp_runtime::__private::ErrorReport::new("LIMITED")
                    .action(
                        ::std::format!(
                            "Wait {field_wait:?} in {field_city} ({{city}}).", field_wait
                            = __field_wait, field_city = __field_city
                        ),
                    )
                    .retryable()
                    .retry_after(*__field_wait)
                    .detail("wait", __field_wait)
                    .detail("place", __field_city)
            }
            Self::LimitedTuple { 0: __field_0, 1: __field_1, .. } => {
                ::mcp_runtime::__private::ErrorReport::new("LIMITED_2")
                    .retryable()
                    .retry_after(*__field_0)
                    .detail("1", __field_1)
            }
            Self::Plain { .. } => {
                ::mcp_runtime::__private::ErrorReport::new("PLAIN")
                    .action("Write {braces}.")
            }
            Self::Inner { 0: __field_0, .. } => {
                ::mcp_runtime::__private::ToolError::report(__field_0)
            }
            Self::Disk { .. } => ::mcp_runtime::__private::ErrorReport::internal(),
        }
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::mcp_runtime::__private::ToolError for Never {
    fn report(&self) -> ::mcp_runtime::__private::ErrorReport {
        match *self {}
    }
}
