//! The language: values, syntax, evaluation, formatting and the line editor. It knows no host.

pub mod syntax;
