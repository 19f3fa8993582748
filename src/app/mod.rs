//! Everything put together from the config: start, stop, and one pass from the folder to the lanes.

mod accounts;
mod network;
mod seal;
mod sessions;

pub use accounts::{Ground, Kept, accounts};
#[cfg(feature = "mock")]
pub use network::Mocks;
pub use network::Network;
pub use seal::{Seal, SealError};
