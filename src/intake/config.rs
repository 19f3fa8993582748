//! Where posts lie, and when a file counts as finished.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::finding::Finding;
use crate::keys::Keys;

/// The folder of posts, where the config names no other.
const FOLDER: &str = "posts";

/// What becomes of a post's file when all its deliveries have ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// It is moved to the folder of the published or the failed ones.
    Move,
    /// It stays where it is; only the journal knows that it is done.
    Keep,
}

/// The section `[posts]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntakeConfig {
    /// The folder of what is to go out.
    pub queue: PathBuf,
    /// The folder of what was published.
    pub published: PathBuf,
    /// The folder of what ended otherwise.
    pub failed: PathBuf,
    /// What becomes of the file of a post that has ended.
    pub after: After,
    /// How long a file must rest before it counts as finished.
    pub settle: Duration,
    /// The same on network and synchronised folders.
    pub settle_network: Duration,
    /// How often the whole folder is looked at, whatever the system reports.
    pub rescan: Duration,
    /// The numbers of the users whose files are taken; none where all are.
    pub owners: Option<Arc<[u32]>>,
}

impl Default for IntakeConfig {
    fn default() -> Self {
        Self {
            queue: queue(Path::new(FOLDER)),
            published: published(Path::new(FOLDER)),
            failed: failed(Path::new(FOLDER)),
            after: After::Move,
            settle: Duration::from_secs(5),
            settle_network: Duration::from_secs(30),
            rescan: Duration::from_secs(60),
            owners: None,
        }
    }
}

impl IntakeConfig {
    /// Takes the section's keys; `rooted` says where a folder that the config names lies.
    pub fn read(keys: &mut Keys<'_>, rooted: impl FnOnce(&Path) -> PathBuf) -> Self {
        let default = Self::default();
        let folder = folder(keys).unwrap_or_else(|| FOLDER.into());
        let folder = rooted(&folder);
        let after = [("move", After::Move), ("keep", After::Keep)];
        let after = keys.choice("after", "after = \"move\"", &after);
        let mut rest = |key, example| keys.duration(key, example, 1..=600);
        let settle = rest("settle", "settle = \"5s\"");
        let settle_network = rest("settle_network", "settle_network = \"30s\"");
        let rescan = keys.duration("rescan", "rescan = \"1m\"", 5..=3600);
        let owners = owners(keys);
        Self {
            queue: queue(&folder),
            published: published(&folder),
            failed: failed(&folder),
            after: after.unwrap_or(default.after),
            settle: settle.unwrap_or(default.settle),
            settle_network: settle_network.unwrap_or(default.settle_network),
            rescan: rescan.unwrap_or(default.rescan),
            owners,
        }
    }
}

/// Where a name cannot be used, nobody's files are taken: whoever wrote the list wants fewer
/// owners, not all of them.
fn owners(keys: &mut Keys<'_>) -> Option<Arc<[u32]>> {
    let example = "owners = [\"1001\"]";
    let names = keys.texts("owners", example)?;
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let mut numbers = Vec::new();
    for (name, span) in names {
        match user_number(&name, &users) {
            Some(number) => numbers.push(number),
            None => {
                let finding = Finding::error("user-unknown").with("found", name);
                keys.found(span, finding.with("example", example));
            }
        }
    }
    Some(numbers.into())
}

/// The number of a user who is given by name or number; `users` is as in passwd(5).
fn user_number(user: &str, users: &str) -> Option<u32> {
    if let Ok(number) = user.parse() {
        return Some(number);
    }
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let number = (fields.next() == Some(user)).then(|| fields.nth(1))??;
        number.parse().ok()
    })
}

fn folder(keys: &mut Keys<'_>) -> Option<PathBuf> {
    let example = "folder = \"posts\"";
    let (folder, span) = keys.take_spanned::<PathBuf>("folder", example)?;
    if folder.as_os_str().is_empty() {
        let finding = Finding::error("path-empty").with("key", keys.full("folder"));
        keys.found(span, finding.with("example", example));
        return None;
    }
    Some(folder)
}

fn queue(folder: &Path) -> PathBuf {
    folder.join("queue")
}

fn published(folder: &Path) -> PathBuf {
    folder.join("published")
}

fn failed(folder: &Path) -> PathBuf {
    folder.join("failed")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Source;

    fn read(toml: &str) -> (IntakeConfig, Vec<Finding>) {
        let mut keys = Keys::parse(&Source::new("test.toml", toml), 0, toml);
        let config = IntakeConfig::read(&mut keys, |folder| Path::new("/srv").join(folder));
        (config, keys.finish())
    }

    #[test]
    fn the_three_folders_lie_in_the_one_that_is_named() {
        let (config, findings) = read("folder = \"पोस्ट\"\nafter = \"keep\"");
        assert_eq!((config.after, findings), (After::Keep, vec![]));
        assert_eq!(config.queue, Path::new("/srv/पोस्ट/queue"));
        assert_eq!(config.published, Path::new("/srv/पोस्ट/published"));
        assert_eq!(config.failed, Path::new("/srv/पोस्ट/failed"));
    }

    #[test]
    fn an_empty_folder_name_is_not_the_current_folder() {
        assert_eq!(read("folder = \"\"").1[0].id, "path-empty");
    }

    #[test]
    fn a_file_never_counts_as_finished_at_once() {
        assert_eq!(read("settle = \"0s\"").1[0].id, "duration-out-of-range");
    }

    #[test]
    fn owners_are_known_by_name_or_number() {
        let users = "root:x:0:0::/root:/bin/sh\neditor:x:1001:100::/home/editor:/bin/sh\n";
        assert_eq!(user_number("editor", users), Some(1001));
        assert_eq!(user_number("1002", users), Some(1002));
        assert_eq!(user_number("edit", users), None);
    }

    #[test]
    fn an_owner_that_nobody_knows_is_refused() {
        let toml = "owners = [\"root\", \"7\", \"no-such-user-here\"]";
        let mut keys = Keys::parse(&Source::new("test.toml", toml), 0, toml);
        let config = IntakeConfig::read(&mut keys, Path::to_owned);
        assert_eq!(config.owners.as_deref(), Some(&[0, 7][..]));
        let ids: Vec<_> = keys.finish().iter().map(|finding| finding.id).collect();
        assert_eq!(ids, ["user-unknown"]);
    }
}
