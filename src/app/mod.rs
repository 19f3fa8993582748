//! Everything put together from the config: start, stop, and one pass from the folder to the lanes.

mod seal;
mod sessions;

pub use seal::{Seal, SealError};
