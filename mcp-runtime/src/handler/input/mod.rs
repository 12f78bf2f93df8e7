//! Questions to the client, and its user, in the middle of a call.
//!
//! A call that asks is answered with its questions, and the client sends it
//! again with what they were answered (specification 2026-07-28,
//! basic/patterns/mrtr). The function then runs from its beginning: questions
//! that were answered have their answers at once, and [`step`](crate::Context::step)
//! has what it had.

mod elicit;
mod form;
mod memory;
mod question;
mod roots;
mod round;
mod sample;
mod single;
mod step;

pub use elicit::{Elicit, ElicitUrl, Elicited};
pub(crate) use memory::Memory;
pub use question::Asking;
pub use roots::Root;
pub(crate) use round::{Questions, Round};
pub use sample::{Sample, Sampling};
