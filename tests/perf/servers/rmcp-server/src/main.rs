//! rmcp in its best form: the router is kept in a field.

mod serve;
mod tools;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    probe::start();
    serve::serve(tools::Tools { router: tools::Tools::tool_router() }).await
}
