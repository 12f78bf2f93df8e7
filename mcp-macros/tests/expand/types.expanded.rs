#[derive(
    ::mcp_runtime::serde::Deserialize,
    ::mcp_runtime::serde::Serialize,
    ::mcp_runtime::schemars::JsonSchema
)]
#[serde(crate = "::mcp_runtime::serde")]
#[schemars(crate = "::mcp_runtime::schemars")]
#[serde(rename_all = "lowercase")]
/// How fast.
enum Mode {
    Fast,
}
#[automatically_derived]
impl ::mcp_runtime::Scalar for Mode {}
#[derive(rt::serde::Serialize, rt::schemars::JsonSchema)]
#[serde(crate = "rt::serde")]
#[schemars(crate = "rt::schemars")]
#[derive(Debug)]
struct Page<T> {
    items: Vec<T>,
}
#[derive(::mcp_runtime::serde::Deserialize, ::mcp_runtime::schemars::JsonSchema)]
#[serde(crate = "::mcp_runtime::serde")]
#[schemars(crate = "::mcp_runtime::schemars")]
struct Query(String);
::core::compile_error! {
    "`#[mcp_type]` derives `Deserialize` already; remove it here"
}
#[derive(Deserialize)]
struct Twice(String);
