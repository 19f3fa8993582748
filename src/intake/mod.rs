//! From a file in a folder to a post that is understood, copied and safe.

mod beneath;
mod config;
mod decode;
mod filing;
mod folder;
mod front;
mod ignore;
mod ledger;
mod missing;
mod network;
mod notes;
pub mod owner;
mod reaction;
mod read;
mod scan;
mod seen;
mod settle;
mod snapshot;
mod watch;

pub use beneath::{Folder, Found, Refusal, Stamp};
pub use config::{After, IntakeConfig};
pub use filing::{Amendment, Filed, Filing, amend, file_all, receipts_since};
pub use front::{LocalTime, Names, Places};
pub use ignore::is_ignored;
pub use network::is_far;
pub use notes::{remove_note, sweep_unfinished, write_note};
pub use reaction::{FileChange, Reaction, after_change};
pub use read::read_post;
pub use scan::{InDoubt, Scanner};
pub use seen::{Footprint, Seen, Understood};
pub use watch::{Hint, Watch};
