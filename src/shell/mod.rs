//! The language: values, syntax, evaluation, formatting and the line editor. It knows no host.

pub mod argument;
pub mod cmdlet;
pub mod error;
pub mod eval;
pub mod format;
pub mod location;
pub mod syntax;
pub mod value;
pub mod wildcard;
