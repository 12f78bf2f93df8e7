//! The same server with 50 tools, for lists.

mod serve;
mod small;
mod tools;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    probe::start();
    let router = tools::Tools::tool_router() + tools::Tools::small_router();
    serve::serve(tools::Tools { router }).await
}
