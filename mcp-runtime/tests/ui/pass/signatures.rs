// What a signature may look like.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};
use std::num::NonZeroU64;

use mcp_runtime::content::Content;
use mcp_runtime::prelude::*;
use mcp_runtime::{FromContext, schemars, serde};

#[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(crate = "mcp_runtime::serde")]
#[schemars(crate = "mcp_runtime::schemars")]
struct Point {
    x: u8,
    y: u8,
}

#[derive(Clone)]
struct Db;

struct Tenant(String);

impl FromContext for Tenant {
    type Rejection = CallError;

    async fn from_context(_: &Context) -> Result<Self, CallError> {
        Ok(Self(String::new()))
    }
}

#[mcp_tool]
async fn patterns(
    mut count: u8,
    r#type: String,
    _unused: u8,
    _: Context,
    State(_db): State<Db>,
    Tenant(name): Tenant,
    #[arg(rename = "point")] Point { x, y }: Point,
    #[arg(rename = "pair")] (a, b): (u8, u8),
) -> String {
    count += a + b + x + y;
    format!("{count}{type}{name}", type = r#type)
}

#[mcp_tool]
async fn r#async() {}

#[mcp_tool]
const fn constant(n: u8) -> u8 {
    n
}

#[mcp_tool]
fn flattened(#[arg(flatten)] point: Point, ctx: Context) -> Json<Point> {
    let _ = ctx;
    Json(point)
}

#[mcp_tool]
async fn constraints(
    #[arg(exclusive_min = 0, exclusive_max = 1.5, multiple_of = 0.25)] ratio: f64,
    #[arg(min_length = 1, max_length = 80, pattern = "^[a-z]+$")] word: Option<String>,
    #[arg(min_items = 1, max_items = 3, unique, min = 1)] numbers: Vec<u32>,
    #[arg(one_of = ["fast", "slow"], examples = ["fast", "slow"], default = "fast")] mode: String,
    #[arg(example = "eu", header = "Region", rename = "where")] region: String,
    #[arg(min_length = 1)] labels: BTreeMap<String, HashSet<u8>>,
    #[arg(default = Point { x: 1, y: 2 })] point: Point,
) -> Vec<Content> {
    let _ = (ratio, word, numbers, mode, region, labels, point);
    vec![]
}

#[mcp_tool]
async fn constraints_of_collections(
    #[arg(min = 1, unique)] queue: VecDeque<NonZeroU64>,
    #[arg(max = 9, unique, min_items = 1)] set: Option<BTreeSet<u8>>,
    #[arg(pattern = "^a", unique)] words: HashSet<String>,
    #[arg(pattern = "^a", max_length = 9, header = "Word")] word: Cow<'static, str>,
) {
    let _ = (queue, set, words, word);
}

#[mcp_tool]
async fn text_defaults(
    #[arg(default = 'x')] char: char,
    #[arg(default = 'x')] string: String,
    #[arg(default = "x")] boxed: Box<str>,
) -> String {
    format!("{char}{string}{boxed}")
}

#[mcp_tool]
async fn text() -> &'static str {
    "text"
}

#[mcp_tool]
async fn internal() -> Result<(), Internal> {
    std::fs::read("x")?;
    Ok(())
}

struct Weather;

#[mcp_tools(prefix = "weather_")]
impl Weather {
    const DAYS: u8 = 3;

    #[mcp_tool]
    async fn forecast(&self, #[arg(default = Self::DAYS)] days: u8) -> u8 {
        days + self.helper()
    }

    #[mcp_tool]
    fn blocking(&self, State(db): State<Db>) {
        drop(db);
    }

    #[mcp_tool]
    async fn associated(text: String) -> String {
        text
    }

    fn helper(&self) -> u8 {
        1
    }
}

fn main() {}
