//! flymcprust as its documentation shows it.

mod serve;
mod tools;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    probe::start();
    Ok(serve::serve(serve::builder().build()?).await?)
}
