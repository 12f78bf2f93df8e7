use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{CallError, IntoCallError};
use crate::handler::Context;

impl Context {
    /// Runs `work` once in a call, however many rounds it takes: what it comes
    /// to is remembered under `name`, and given back where the function runs
    /// again after a question.
    ///
    /// What stands before a question runs again in each round. Put what must
    /// happen once into a step, or ask first. An error is not remembered.
    /// The value travels with the client, encrypted; keep it small.
    ///
    /// ```
    /// # use mcp_runtime::prelude::*;
    /// # async fn reserve() -> Result<String, CallError> { Ok("7".to_owned()) }
    /// # #[mcp_type]
    /// # struct Confirmation { yes: bool }
    /// /// Books a seat.
    /// #[mcp_tool]
    /// async fn book(ctx: Context) -> Result<String, CallError> {
    ///     let seat: String = ctx.step("reserve", reserve()).await?;
    ///     match ctx.elicit::<Confirmation>(format!("Seat {seat}?")).await? {
    ///         Elicited::Accepted(Confirmation { yes: true }) => Ok(format!("booked {seat}")),
    ///         _ => Ok("not booked".to_owned()),
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    /// What `work` fails with; INTERNAL where two steps of a call have one
    /// name, or the value does not go through JSON.
    pub async fn step<T, E>(
        &self,
        name: &str,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, CallError>
    where
        T: Serialize + DeserializeOwned,
        E: IntoCallError,
    {
        let round = self.round();
        if let Some(known) = round.step(name).map_err(CallError::internal)? {
            return serde_json::from_value(known).map_err(CallError::internal);
        }
        let value = work.await.map_err(IntoCallError::into_call_error)?;
        round.stepped(name, serde_json::to_value(&value).map_err(CallError::internal)?);
        Ok(value)
    }
}
