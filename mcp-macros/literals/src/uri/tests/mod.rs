//! What the modules of a template do together.

mod bounds;
mod conflicts;
mod examples;
mod malformed;
mod reading;
mod refused;
mod regions;
mod round_trips;
mod unreadable;
