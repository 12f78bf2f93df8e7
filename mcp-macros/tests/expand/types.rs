#[mcp_type]
#[serde(rename_all = "lowercase")]
/// How fast.
enum Mode {
    Fast,
}

#[mcp_type(output, crate = rt)]
#[derive(Debug)]
struct Page<T> {
    items: Vec<T>,
}

#[mcp_type(input)]
struct Query(String);

#[mcp_type]
#[derive(Deserialize)]
struct Twice(String);
