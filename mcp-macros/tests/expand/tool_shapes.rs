#[mcp_tool]
fn blocking(text: String) -> String {
    todo!()
}

#[mcp_tool]
async fn nothing() {}

#[mcp_tool(name = "math.add-2", description = "Adds.", crate = my::runtime)]
#[cfg(feature = "math")]
#[cfg_attr(windows, cfg(feature = "math"))]
#[cfg_attr(windows, doc = "On Windows.")]
#[deprecated]
pub(crate) async fn r#add(a: f64, b: f64) -> f64 {
    todo!()
}

#[doc = include_str!("search.md")]
#[mcp_tool]
const fn r#match(#[doc = include_str!("text.md")] text: String) -> &'static str {
    todo!()
}

/// Takes its time.
#[mcp_tool(task)]
async fn slow() {}

/// Takes too long to wait for.
#[mcp_tool(read_only, task = "required")]
async fn slower() {}

#[mcp_tool(task = false)]
async fn quick() {}
