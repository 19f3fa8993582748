//! x
mod filters;
mod recipe;
mod target;
mod template;
mod tree;
