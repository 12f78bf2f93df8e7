//! Questions to the client, and its user, in the middle of a call.
//!
//! A call that asks is answered with its questions, and the client sends it
//! again with what they were answered (specification 2026-07-28,
//! basic/patterns/mrtr). The function then runs from its beginning: questions
//! that were answered have their answers at once, and [`step`](crate::Context::step)
//! has what it had. In older revisions the same question is a request on the
//! stream of the call, which waits.

mod askable;
mod elicit;
mod form;
mod live;
mod memory;
mod pause;
mod question;
mod requests;
mod roots;
mod round;
mod sample;
mod single;
mod step;
mod stream;

pub(crate) use askable::Askable;
pub use elicit::{Elicit, ElicitUrl, Elicited};
pub(crate) use memory::Memory;
pub use question::Asking;
pub(crate) use requests::{Gone, ServerRequests, Taken};
pub use roots::Root;
pub(crate) use round::{Questions, Round, Unanswered};
pub use sample::{Sample, Sampling};
