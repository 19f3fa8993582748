//! The `dakiya` program.

fn main() {}
