//! What the modules of a template do together.

mod conflicts;
mod examples;
mod malformed;
mod reading;
mod refused;
mod round_trips;
mod unreadable;
