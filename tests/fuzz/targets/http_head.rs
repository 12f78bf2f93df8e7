//! The head of a request: the functions that judge it, and a whole connection
//! on which it comes. In the input, the byte 0x1e is a pause of 10 s.
#![no_main]

#[path = "http_head/connection.rs"]
mod connection;
#[path = "http_head/judged.rs"]
mod judged;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    judged::all(bytes);
    connection::run(bytes);
});
