//! PowerShell text to syntax tree: tokens in two modes, an error-tolerant parser, spans everywhere.
//!
//! One parser serves running, completing and colouring: it returns a tree for every input, however broken.

pub mod ast;
pub mod span;

/// No tree is higher than this many nodes, so recursion over it is safe in any walker.
pub const MAX_TREE_HEIGHT: u32 = 1000;
