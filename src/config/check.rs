//! What only shows when sections are looked at together.

use std::ops::Range;
use std::path::{Component, Path, PathBuf};

use super::journal::JournalConfig;
use crate::account::AccountName;
use crate::finding::Finding;
use crate::intake::IntakeConfig;
use crate::keys::Keys;
use crate::schedule::Slot;

/// Warns of accounts that no slot serves, or once where there are no slots at all: a post without a
/// time would wait there for ever.
pub(super) fn slots(
    top: &mut Keys<'_>,
    accounts: Vec<(AccountName, Range<usize>)>,
    slots: &[Slot],
) {
    if slots.is_empty() && !accounts.is_empty() {
        top.found_here(Finding::warning("no-slots"));
        return;
    }
    for (account, place) in accounts {
        if !slots.iter().any(|slot| slot.is_for(&account)) {
            let finding = Finding::warning("account-without-slot");
            top.found(place, finding.with("account", account.as_str()));
        }
    }
}

/// Refuses a state folder inside the posts folder, or the other way round: whoever may write
/// posts could then read and change the journal.
pub(super) fn folders(top: &mut Keys<'_>, posts: &IntakeConfig, journal: &JournalConfig) {
    let posts = plain(posts.queue.parent().unwrap_or(Path::new("")));
    let state = plain(&journal.path);
    if state.starts_with(&posts) || posts.starts_with(&state) {
        let finding = Finding::error("state-in-posts")
            .with("state", state.display().to_string())
            .with("posts", posts.display().to_string());
        top.found_here(finding);
    }
}

/// The path without the parts that lead nowhere, such as `./`.
fn plain(path: &Path) -> PathBuf {
    path.components().filter(|part| *part != Component::CurDir).collect()
}
