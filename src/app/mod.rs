//! Everything put together from the config: start, stop, and one pass from the folder to the lanes.

mod accounts;
mod addressing;
mod lifecycle;
mod network;
mod pipeline;
mod seal;
mod sessions;

pub use accounts::{Ground, Kept, accounts};
pub use addressing::{Addressed, Addressees};
pub use lifecycle::{DRAIN_LIMIT, Signals, Wish, end, systemd};
#[cfg(feature = "mock")]
pub use network::Mocks;
pub use network::Network;
pub use pipeline::{NoteText, Pipeline, Task};
pub use seal::{Seal, SealError};
