//! Calls that go on after their request was answered: what each has come to,
//! whom it belongs to, and for how long it is kept.
//!
//! Everything is in this process and bounded: in number, of all and of each
//! caller, in bytes and in time. Nothing here knows messages.

mod going;
mod one;
mod reserve;
mod room;
mod settings;
mod store;

pub(crate) use going::Working;
pub(crate) use one::{End, Snapshot, Status, Task};
pub(crate) use reserve::Full;
pub(crate) use room::Room;
pub(crate) use settings::Settings;
pub(crate) use store::Tasks;
