//! The language: values, syntax, evaluation, formatting and the line editor. It knows no host.

pub mod argument;
pub mod bind;
pub mod cli;
pub mod cmdlet;
pub mod complete;
pub mod diagnostic;
pub mod environment;
pub mod error;
pub mod error_record;
pub mod eval;
mod excerpt;
pub mod fault;
pub mod file_read;
pub mod format;
pub mod host_message;
pub mod job;
pub mod location;
pub mod os_text;
pub mod printer;
pub mod repl;
pub mod screen;
pub mod syntax;
pub mod terminal;
pub mod types;
pub mod value;
pub mod visible;
pub mod wildcard;
