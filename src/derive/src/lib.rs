//! Derive macros of iovsh.
