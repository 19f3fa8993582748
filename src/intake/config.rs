//! The settings of this room: the section `[posts]`.

use std::path::PathBuf;
use std::time::Duration;

/// Where posts lie and how long a file must rest before it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntakeConfig {
    /// The folder into which people put posts.
    pub queue: PathBuf,
    /// The folder for posts whose deliveries all ended published, by month.
    pub published: PathBuf,
    /// The folder for posts that ended otherwise, by month.
    pub failed: PathBuf,
    /// What becomes of a post's file when all its deliveries have ended.
    pub after: After,
    /// How long a file must be unchanged before it is read.
    pub settle: Duration,
    /// The same, where the queue lies on a network filesystem or is kept in step by Syncthing.
    pub settle_network: Duration,
    /// How often the whole folder is looked through, whatever the file events say.
    pub rescan: Duration,
}

/// What becomes of a post's file when all its deliveries have ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum After {
    /// It is moved to `published` or `failed`, with a receipt beside it.
    #[default]
    Move,
    /// It stays where it is, as in a queue that is managed with git.
    Keep,
}

impl Default for IntakeConfig {
    fn default() -> Self {
        Self {
            queue: "posts/queue".into(),
            published: "posts/published".into(),
            failed: "posts/failed".into(),
            after: After::Move,
            settle: Duration::from_secs(5),
            settle_network: Duration::from_secs(30),
            rescan: Duration::from_secs(60),
        }
    }
}
