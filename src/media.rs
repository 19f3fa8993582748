//! Pictures and films: what they are, and what can be made of them for platforms that do not take
//! them as they are.

mod fit;
mod look;

pub use fit::{Answer, Fitter, Order, Stop, Tools, sample_picture, serve};
pub use look::{Looked, examine, kind_of_name};

#[cfg(test)]
pub(crate) use look::samples;
