//! Everything put together from the config: start, stop, and one pass from the folder to the lanes.

mod accounts;
mod addressing;
mod backups;
mod beside;
mod checkup;
mod daemon;
mod drive;
mod dry;
mod feed;
mod fitting;
mod health;
mod hearing;
mod lifecycle;
mod login;
mod network;
mod passing;
mod pipeline;
mod reminders;
mod restored;
mod seal;
mod sessions;
mod standing;
mod state;
mod survey;
mod sweep;
mod threads;
mod zones;

pub use accounts::{Ground, Kept, accounts};
pub use addressing::{Addressed, Addressees};
pub use daemon::{DaemonError, Plan, run};
pub use dry::{DryRun, dry_run};
pub use health::disk_trouble;
pub use lifecycle::{DRAIN_LIMIT, Signals, Wish, end, systemd};
pub use login::{Door, LoggingIn, StateBeside, Unusable, came_back, usual_back};
pub use network::Mocks;
pub use network::Network;
#[cfg(feature = "faults")]
pub use network::StandIns;
pub use passing::PassingFolder;
pub use pipeline::{NoteText, Pipeline, Task, Troubles, Vanished, learn};
pub use seal::{Seal, SealError};
pub use sessions::JournalSessions;
pub use standing::ask_accounts;
pub use state::{State, StateError};
pub use survey::{Survey, Surveyed};
