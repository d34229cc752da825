//! Fuzz target: see `../checks/interpreter.rs`.
#![no_main]

#[path = "../checks/mod.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|data: &[u8]| checks::interpreter::check(data));
