#[mcp_tool]
async fn defaults(
    #[arg(default)] of_type: Vec<String>,
    #[arg(default = "text")] text: String,
    #[arg(default = -0x10)] number: i32,
    #[arg(default = 2.50)] float: f64,
    #[arg(default = Mode::Fast)] expression: Mode,
    #[arg(default = vec!["a".into()])] list: Vec<String>,
) {
}

#[mcp_tool]
async fn constraints(
    #[arg(exclusive_min = 0, exclusive_max = 1.5, multiple_of = 0.25)] ratio: f64,
    #[arg(min_length = 1, max_length = 80, pattern = "^[a-z]+$")] word: Option<String>,
    #[arg(min_items = 1, max_items = 3, unique, min = 1)] numbers: Vec<u32>,
    #[arg(one_of = ["fast", "slow"], examples = ["fast", "slow"])] mode: String,
    #[arg(example = "eu", example = "us", header = "Region", rename = "where")] region: String,
    #[arg(min = 1, max = limits::DAYS, exclusive_max = a | b)] days: u8,
    #[arg(max_length = u8::MAX as usize)] name: String,
    #[arg(description = "Written in the attribute.", min_length = 1)] labels: BTreeMap<String, String>,
) {
}

#[mcp_tool]
async fn patterns(
    mut count: u8,
    r#type: String,
    _unused: u8,
    _: Context,
    State(Shared(db)): State<Shared<Db>>,
    (a, b): (u8, u8),
    Point { x, y }: Point,
    #[arg(rename = "pair")] [left, right]: [u8; 2],
) {
}

#[mcp_tool]
fn flattened(#[arg(flatten)] params: SearchParams, ctx: Context) -> String {
    todo!()
}
