//! What must hold for any input. The fuzz targets feed it with what they invent, `tests/fuzz_seeds.rs` with what is kept
//! in `fuzz/seeds`.

#![allow(dead_code, reason = "each target uses its own part")]

pub mod arguments;
pub mod binder;
pub mod completion;
pub mod door;
pub mod formatter;
pub mod interpreter;
pub mod parser;
mod sandbox;
