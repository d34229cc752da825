//! The iovsh program.

fn main() {}
