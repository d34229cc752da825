//! The language: values, syntax, evaluation, formatting and the line editor. It knows no host.

// The derive macros name this package from outside; its own tests use them too.
#[cfg(test)]
extern crate self as iovsh_shell;

pub mod argument;
pub mod bind;
pub mod chord;
pub mod cli;
pub mod cmdlet;
pub mod complete;
pub mod declaration;
pub mod diagnostic;
pub mod editing;
pub mod environment;
pub mod error;
pub mod error_record;
pub mod eval;
mod excerpt;
pub mod fault;
pub mod file_read;
pub mod file_write;
pub mod format;
pub mod host_message;
pub mod job;
pub mod location;
pub mod network;
pub mod options;
pub mod os_text;
pub mod printer;
pub mod question;
pub mod random;
pub mod relay;
pub mod repl;
pub mod screen;
pub mod stack;
pub mod stream;
pub mod syntax;
pub mod terminal;
pub mod types;
pub mod value;
pub mod visible;
pub mod wildcard;
