//! The same server with 50 tools, for lists.

mod serve;
mod small;
mod tools;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    probe::start();
    Ok(serve::serve(small::register(serve::builder()).build()?).await?)
}
