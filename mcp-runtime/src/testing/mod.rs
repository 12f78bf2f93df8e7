//! In-process testing.
