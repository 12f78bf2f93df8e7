//! The program itself, from outside: over pipes and over HTTP, in both eras.

mod http;
mod process;
mod startup;
mod stdio;
