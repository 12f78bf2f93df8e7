use std::time::Instant;

use super::breaker::Watched;
use super::budget::Reservation;
use super::concurrency::Permit;
use super::replay::{Lead, Ticket};
use crate::limit::Standing;
use crate::task::Room;

/// What a call has been given on its way in. All of it is given back when it
/// is dropped, however the call ends.
#[derive(Default)]
pub(super) struct Held {
    /// Where the caller stands with its limits.
    pub(super) standing: Option<Standing>,
    /// The call runs for others too, who wait for what it comes to.
    pub(super) lead: Option<(Ticket, Lead)>,
    pub(super) reservation: Option<Reservation>,
    pub(super) watched: Option<Watched>,
    /// For it to go on as a task.
    pub(super) room: Option<Box<Room>>,
    pub(super) permits: [Option<Permit>; 2],
    /// When the handler began; known only where somebody wants to know.
    pub(super) began: Option<Instant>,
}
