//! Who is to be told that something has changed.
//!
//! Whoever listens holds one flag for each thing that it watches. A change
//! sets the flag and wakes the listener; what it has not read yet is never
//! counted, so a slow listener costs what a quick one does. Nothing here
//! knows time, messages or transports.

mod hub;
mod listener;
mod notifier;
mod places;
mod topic;

pub(crate) use hub::{Hub, Subscription};
pub use notifier::Notifier;
pub(crate) use places::{Full, Place, Places};
pub(crate) use topic::{MOST_BYTES, MOST_RESOURCES, TooMuch, Topic};
