//! The interpreter.

mod context;

pub use context::{Context, Progress, Session};
